"""The partner record of a newcomer: opened when onboarding begins, so that contacts, credential and agreement
have somewhere to be; closed again if it comes to nothing.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.actions.contacts import remove_contact
from alliance.actions.partners import (
    Identity,
    add_organisation,
    add_school,
    end_partnership,
    withdraw_partner,
)
from alliance.choices import Organisation
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partner_kinds import usual_kind
from alliance.models import Contact, Partner, Prospect, User
from alliance.queries.same_organisation import same_organisation, same_school


def open_record(prospect: Prospect, *, joins_on: date, by: User) -> Partner:
    """The record of a partner that joins on a day to come, not shown to the others yet.

    Of a former partner its old record, which is as it was until it has joined. Raises Refused.
    """
    if former := _former(prospect):
        return former
    organisation = Organisation(prospect.organisation)
    parts: dict[str, Any] = {
        "kinds": [usual_kind(organisation)],
        "year": AcademicYear.for_date(joins_on),
        "joined_on": joins_on,
        "is_newcomer": True,
        "by": by,
    }
    if prospect.school is not None:
        partner = add_school(school=prospect.school, **parts)
    else:
        identity = Identity(
            organisation,
            prospect.name,
            trust_uid=prospect.trust_uid,
            ukprn=prospect.ukprn,
            local_authority=prospect.local_authority,
            address=prospect.address,
            reason=prospect.reason,
            other_kind=prospect.other_kind,
        )
        partner = add_organisation(identity=identity, **parts)
    partner.listed = False
    partner.save(update_fields=["listed"])
    return partner


@transaction.atomic
def remove_record(partner: Partner, *, by: User) -> None:
    """Take the record back, with its contacts. Raises Refused, changing nothing, where more hangs on it."""
    for contact in Contact.objects.filter(partner=partner).select_related("partner"):
        remove_contact(contact=contact, by=by)
    withdraw_partner(partner=partner, by=by)


def was_partner(prospect: Prospect, partner: Partner) -> bool:
    """Whether its record is that of a former partner, back already or not: a newcomer's is opened after the
    prospect was added.
    """
    return partner.left_on is not None or partner.created_at < prospect.created_at


def end_record(partner: Partner, *, by: User) -> None:
    """Where people or systems hang on it already: the partnership ends today, and began by today."""
    if partner.left_on is not None:
        return
    today = timezone.localdate()
    Partner.objects.filter(pk=partner.pk, joined_on__gt=today).update(joined_on=today)
    end_partnership(partner=partner, left_on=today, because="Onboarding came to nothing.", by=by)


def _former(prospect: Prospect) -> Partner | None:
    """The record that it left behind, if it was a partner before."""
    same = same_school(prospect.school) if prospect.school else same_organisation(prospect)
    left = Partner.objects.exclude(left_on=None).filter(same)
    found: Partner | None = left.order_by("-left_on").first()
    return found
