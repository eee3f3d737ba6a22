"""A client that only follows the feed, and what it should have in the end."""

import time
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from alliance.choices import Organisation
from alliance.models import Contact, Partner, PupilMeasure
from foundation.tenancy.scope import acting_within
from tests.api_client import System

PATIENCE_SECONDS = 900
"""Longer than the other worker holds a transaction around its tests (`around_the_tests`)."""

Mirror = dict[tuple[str, str], dict[str, Any]]


class Follower:
    """Keeps a copy of what the API tells, and knows nothing else."""

    def __init__(self, system: System, limit: int = 50) -> None:
        self.system = system
        self.next = f"changes?limit={limit}"
        self.mirror: Mirror = {}
        self.told: list[list[tuple[str, str]]] = []
        self.resyncs = 0
        self.head = False
        self.lag_seconds = 0

    def step(self) -> list[dict[str, Any]]:
        """One page, taken over. Told that its cursor is gone, it begins again with nothing."""
        response = self.system.get(self.next)
        if response.status_code == 410:
            self.next, self.mirror, self.resyncs = response.json()["resync"], {}, self.resyncs + 1
            response = self.system.get(self.next)
        assert response.status_code == 200, response.content
        page = response.json()
        for change in page["data"]:
            key = (change["type"], change["id"])
            if change.get("deleted"):
                self.mirror.pop(key, None)
            else:
                self.mirror[key] = change
        self.told.append([(change["type"], change["id"]) for change in page["data"]])
        self.next, self.head = page["links"]["next"], page["meta"]["head"]
        self.lag_seconds = page["meta"]["lag_seconds"]
        return list(page["data"])

    def to_the_head(self) -> list[dict[str, Any]]:
        """Every page up to the head, once."""
        told = self.step()
        while not self.head:
            told += self.step()
        return told

    def to_the_end(self) -> list[dict[str, Any]]:
        """Up to the head, once nothing that is committed waits behind a transaction that began before it.

        Such a one may be anybody's on the same server: the horizon is the oldest of the whole cluster. Read
        while it moves, changes of one object that belong on one page would stand on two.
        """
        for _ in while_waiting(self.system):
            pass
        return self.to_the_head()


def while_waiting(system: System) -> Iterator[None]:
    """Again and again, as long as a committed change waits behind a transaction that began before it."""
    until = time.monotonic() + PATIENCE_SECONDS
    while waiting(system):
        assert time.monotonic() < until, "a transaction on this server holds the feed back"
        time.sleep(0.05)
        yield


def waiting(system: System) -> bool:
    """Whether a committed change of the alliance is at or above the horizon."""
    with acting_within(system.credential.alliance_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM foundation_change WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())"
        )
        return bool(cursor.fetchone()[0])


def truth(system: System) -> Mirror:
    """What the credential sees, worked out row by row in Python from the tables."""
    with acting_within(system.credential.alliance_id), transaction.atomic():
        partners = list(Partner.objects.select_related("school").prefetch_related("roles"))
        self_ = next(each for each in partners if each.pk == system.credential.partner_id)
        own = {each.pk for each in partners if each == self_ or _is_school_of(self_, each)}
        shown = [
            each
            for each in partners
            if each.pk in own or (self_.left_on is None and each.left_on is None and each.listed)
        ]
        contacts = list(Contact.objects.filter(partner__in=own).select_related("partner"))
    found: Mirror = {}
    for partner in shown:
        found["partner", str(partner.public_id)] = {
            "name": partner.name,
            "version": partner.version,
            "listed": partner.listed,
            "left_on": partner.left_on and partner.left_on.isoformat(),
            "urn": partner.school and str(partner.school.urn),
            "roles": sorted((role.academic_year, role.kind) for role in partner.roles.all()),
        }
        if partner.school:
            school = partner.school
            found["school", str(school.public_id)] = {
                "name": school.name,
                "version": school.version,
                "trust_uid": school.trust_uid,
                "partner_id": str(partner.public_id),
            }
    with acting_within(system.credential.alliance_id), transaction.atomic():
        measures = list(PupilMeasure.objects.filter(partner__in=own).select_related("partner"))
    for measure in measures:
        found["pupil_measure", str(measure.public_id)] = {
            "version": measure.version,
            "counts": measure.stands,
            "partner_id": str(measure.partner.public_id),
        }
    for contact in contacts:
        found["contact", str(contact.public_id)] = {
            "name": contact.name,
            "version": contact.version,
            "email": contact.email,
            "partner_id": str(contact.partner.public_id),
        }
    return found


def _is_school_of(trust: Partner, partner: Partner) -> bool:
    if trust.organisation != Organisation.TRUST or partner.school is None:
        return False
    return bool(trust.trust_uid) and partner.school.trust_uid == trust.trust_uid


def comparable(mirror: Mirror, like: Mirror) -> Mirror:
    """The client's copy with the fields that the truth has."""
    fields = {kind: set(value) for (kind, _), value in like.items()}
    return {
        key: {name: _plain(name, value[name]) for name in fields.get(key[0], set(value))}
        for key, value in mirror.items()
    }


def _plain(name: str, value: Any) -> Any:
    if name == "roles":
        return sorted((int(role["academic_year"][:4]), role["kind"]) for role in value)
    return value
