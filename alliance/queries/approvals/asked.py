"""What is asked of a partner's own people, and of nobody else's."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Func, Q, QuerySet, TextField
from django.db.models.functions import Lower

from alliance.choices import STAFF_ROLES
from alliance.models import Contact, Employment, Membership, Partner
from foundation.approvals.models import Approval
from foundation.tenancy.scope import current_alliance_id

ALLIANCE = 0
"""Whom staff of the alliance speak for, whichever partner they belong to besides: the id of no partner."""


def asked_of_people(partners: Collection[int]) -> dict[int, list[Approval]]:
    """What waits for an answer of people of these partners, by partner.

    Somebody is of a partner as its contact, as a member who speaks for it, or because they work there; its
    mailbox is its own. An address that another current partner or the alliance shares is left out: they go on
    being asked. Queries: five, one while nothing waits.
    """
    waiting = list(Approval.objects.waiting().order_by("id"))
    belong = _belong({approval.approver_email for approval in waiting}) if waiting else {}
    found: dict[int, list[Approval]] = defaultdict(list)
    for approval in waiting:
        whose = belong.get(approval.approver_email, set())
        for partner in whose & set(partners) if whose <= set(partners) else ():
            found[partner].append(approval)
    return found


def _belong(addresses: Collection[str]) -> dict[str, set[int]]:
    """Which partners each address is of; a partner that left has nobody."""
    found: dict[str, set[int]] = defaultdict(set)
    for rows in (_mailboxes(addresses), _contacts(addresses), _members(addresses), _employees(addresses)):
        for partner, address in rows:
            if address in addresses:
                found[address].add(partner)
    return found


def _mailboxes(addresses: Collection[str]) -> Iterable[tuple[int, str]]:
    partners = Partner.objects.current().annotate(lower=Lower("mailbox"))
    return partners.filter(lower__in=addresses).values_list("pk", "lower")


def _contacts(addresses: Collection[str]) -> Iterable[tuple[int, str]]:
    contacts = Contact.objects.filter(partner__left_on=None).annotate(address=Lower("email"))
    return contacts.filter(address__in=addresses).values_list("partner", "address")


def _members(addresses: Collection[str]) -> Iterable[tuple[int, str]]:
    members = Membership.objects.current().filter(alliance=current_alliance_id())
    named = members.annotate(address=Lower("user__email")).filter(address__in=addresses)
    for partner, roles, address in named.values_list("partner", "roles", "address"):
        yield (partner if partner and not STAFF_ROLES.intersection(roles) else ALLIANCE), address


def _employees(addresses: Collection[str]) -> Iterable[tuple[int, str]]:
    working = Employment.objects.running().filter(partner__left_on=None)
    first = working.filter(person__email__in=addresses).values_list("partner", "person__email")
    return first.union(_further(working, addresses), all=True)


def _further(working: QuerySet[Employment], addresses: Collection[str]) -> Any:
    each = Func("person__further_emails", function="unnest", output_field=TextField())
    held = working.filter(Q(person__further_emails__overlap=list(addresses)))
    return held.annotate(address=each).values_list("partner", "address")
