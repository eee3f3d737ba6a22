"""What can be done to many partners at once, and how it is taken back (foundation.lists.bulk).

Rules are those of the page of one partner; writes are one statement for all.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from alliance.actions.partner_access import close_access_through, open_access_again
from alliance.actions.partner_refusals import refuse_ending
from alliance.choices import Organisation, PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partner_kinds import kinds_of
from alliance.models import Contact, Partner, PartnerRole, School
from alliance.queries.approvals import asked_of_people
from alliance.queries.selected import (
    SelectedContact,
    SelectedPartner,
    agreements_of,
    credentials_of,
    people_of,
    selected_main_contacts,
    selected_partners,
)
from foundation import words
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id

BATCH = 2_000
QUESTIONS = "questions to its people"
VERIFIED_BEFORE = """
UPDATE alliance_contact AS contact
   SET verified_at = earlier.verified_at, verified_by_id = earlier.verified_by
  FROM jsonb_to_recordset(%s::jsonb) AS earlier(contact bigint, verified_at timestamptz, verified_by bigint)
 WHERE contact.alliance_id = %s AND contact.id = earlier.contact
"""


def lock_partners(ids: Collection[int]) -> None:
    held = Partner.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    list(held.values_list("pk", flat=True))


@dataclass(frozen=True)
class OfOneKind:
    """What giving a part and taking it away have in common: which part, in which academic year."""

    kind: PartnerKind
    year: AcademicYear
    can_be_undone = True
    most = 0

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        return cls(PartnerKind(options["kind"]), AcademicYear(options["year"]))

    def options(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "year": self.year.start}

    def lock(self, ids: Collection[int]) -> None:
        lock_partners(ids)

    def read(self, ids: Collection[int]) -> list[SelectedPartner]:
        return selected_partners(ids, year=self.year)

    def others(self, row: SelectedPartner) -> str:
        """The other parts it plays in the year, in words."""
        return words.listed([kind.label for kind in PartnerKind if kind in row.kinds - {self.kind}])


class GiveKind(OfOneKind):
    """They play one more part in an academic year."""

    def refusal(self, row: SelectedPartner) -> str:
        if self.kind in row.kinds:
            return f"Plays the part {self.kind.label} in {self.year} already."
        organisation = Organisation(row.organisation)
        if self.kind not in kinds_of(organisation):
            return f"Cannot be {self.kind.label}: it is of the type {organisation.label}."
        return ""

    def effect(self, row: SelectedPartner) -> str:
        others = self.others(row)
        return f"{self.kind.label} in {self.year}" + (f", besides {others}" if others else "")

    def carry_out(self, rows: Sequence[SelectedPartner], *, by: Any) -> dict[int, Any]:
        _play([row.id for row in rows], self.kind, self.year)
        return {row.id: {} for row in rows}

    def take_back(self, before: Mapping[int, Any], *, by: Any) -> Collection[int]:
        _stop_playing(before, self.kind, self.year)
        return ()

    def done(self, number: int) -> str:
        return f"{words.counted(number, 'partner')} given the part {self.kind.label} in {self.year}"


class TakeKind(OfOneKind):
    """They no longer play a part in an academic year; the last one they play stays."""

    def refusal(self, row: SelectedPartner) -> str:
        if self.kind not in row.kinds:
            return f"Does not play the part {self.kind.label} in {self.year}."
        if len(row.kinds) == 1:
            return f"Plays no other part in {self.year}: give it another one first, or end the partnership."
        return ""

    def effect(self, row: SelectedPartner) -> str:
        return f"No longer {self.kind.label} in {self.year}; still {self.others(row)}"

    def carry_out(self, rows: Sequence[SelectedPartner], *, by: Any) -> dict[int, Any]:
        ids = [row.id for row in rows]
        _stop_playing(ids, self.kind, self.year)
        return {pk: {} for pk in ids}

    def take_back(self, before: Mapping[int, Any], *, by: Any) -> Collection[int]:
        _play(before, self.kind, self.year)
        return ()

    def done(self, number: int) -> str:
        given = f"{self.kind.label} in {self.year}"
        return f"The part {given} taken away from {words.counted(number, 'partner')}"


@dataclass(frozen=True)
class EndPartnerships:
    """They leave on a day; their people and systems lose their access.

    Whoever has agreements, or people who are asked something, is left out: ending those cannot be undone.
    """

    left_on: date
    because: str = ""
    can_be_undone = True
    most = 0

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "EndPartnerships":
        return cls(date.fromisoformat(options["left_on"]), options["because"])

    def options(self) -> dict[str, Any]:
        return {"left_on": self.left_on.isoformat(), "because": self.because}

    def lock(self, ids: Collection[int]) -> None:
        lock_partners(ids)

    def read(self, ids: Collection[int]) -> list[SelectedPartner]:
        people, credentials = people_of(ids), credentials_of(ids)
        agreements, asked = agreements_of(ids, self.left_on), asked_of_people(ids)
        return [
            replace(
                row,
                people=people.get(row.id, 0),
                credentials=credentials.get(row.id, 0),
                agreements=agreements.get(row.id, 0),
                asked=len(asked.get(row.id, ())),
            )
            for row in selected_partners(ids)
        ]

    def refusal(self, row: SelectedPartner) -> str:
        try:
            refuse_ending(
                name=row.name,
                is_lead=row.is_lead,
                joined_on=row.joined_on,
                left_on=row.left_on,
                last_day=self.left_on,
            )
        except Refused as refusal:
            return refusal.sentence
        final = [words.counted(row.agreements, "agreement")] if row.agreements else []
        final += [words.counted(row.asked, "question to its people", QUESTIONS)] if row.asked else []
        if final:
            return f"Also ends {words.listed(final)}, which cannot be undone: end it on its own page."
        return ""

    def effect(self, row: SelectedPartner) -> str:
        lost = [words.counted(row.people, "person", "people")] if row.people else []
        lost += [words.counted(row.credentials, "API credential")] if row.credentials else []
        ends = f"Ends on {words.day(self.left_on)}"
        return f"{ends}; access ends for {words.listed(lost)}" if lost else ends

    def carry_out(self, rows: Sequence[SelectedPartner], *, by: Any) -> dict[int, Any]:
        ids = [row.id for row in rows]
        Partner.objects.filter(pk__in=ids).update(left_on=self.left_on, left_because=self.because)
        return dict(close_access_through(ids, by=by))

    def take_back(self, before: Mapping[int, Any], *, by: Any) -> Collection[int]:
        """As they were, a school under its name of today: imports rename current partners only."""
        school = School.objects.filter(pk=OuterRef("school")).values("name")
        Partner.objects.filter(pk__in=list(before)).update(
            left_on=None, left_because="", name=Coalesce(Subquery(school), F("name"))
        )
        open_access_again(before)
        return ()

    def done(self, number: int) -> str:
        return f"{words.counted(number, 'partnership')} ended on {words.day(self.left_on)}"


@dataclass(frozen=True)
class VerifyMainContacts:
    """Their main contacts are still the right people, today."""

    can_be_undone = True
    most = 0

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "VerifyMainContacts":
        return cls()

    def options(self) -> dict[str, Any]:
        return {}

    def lock(self, ids: Collection[int]) -> None:
        contacts = Contact.objects.filter(partner__in=ids, is_main=True).order_by("pk")
        list(contacts.select_for_update(of=("self",)).values_list("pk", flat=True))

    def read(self, ids: Collection[int]) -> list[SelectedContact]:
        return selected_main_contacts(ids)

    def refusal(self, row: SelectedContact) -> str:
        if row.contact_id is None:
            return "Has no main contact: add one on its page."
        if row.verified_on == timezone.localdate():
            return f"{row.contact} was verified today already."
        return ""

    def effect(self, row: SelectedContact) -> str:
        return f"{row.contact} verified today; last on {words.day(row.verified_on) or 'no day'}"

    def carry_out(self, rows: Sequence[SelectedContact], *, by: Any) -> dict[int, Any]:
        ids = [row.contact_id for row in rows]
        Contact.objects.filter(pk__in=ids).update(verified_at=timezone.now(), verified_by=by)
        return {
            row.id: {
                "contact": row.contact_id,
                "verified_at": row.verified_at.isoformat() if row.verified_at else None,
                "verified_by": row.verified_by,
            }
            for row in rows
        }

    def take_back(self, before: Mapping[int, Any], *, by: Any) -> Collection[int]:
        with connection.cursor() as cursor:
            cursor.execute(VERIFIED_BEFORE, (json.dumps(list(before.values())), current_alliance_id()))
        return ()

    def done(self, number: int) -> str:
        return f"{words.counted(number, 'main contact')} verified today"


def _play(partners: Collection[int], kind: PartnerKind, year: AcademicYear) -> None:
    PartnerRole.objects.bulk_create(
        (PartnerRole(partner_id=pk, kind=kind, academic_year=year.start) for pk in partners), batch_size=BATCH
    )


def _stop_playing(partners: Collection[int], kind: PartnerKind, year: AcademicYear) -> None:
    PartnerRole.objects.filter(partner__in=list(partners), kind=kind, academic_year=year.start).delete()
