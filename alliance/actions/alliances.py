"""Making an alliance, and changing what it decides about itself."""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from alliance.actions.invitations import invite_person
from alliance.actions.partners import add_school
from alliance.actions.versions import check_version
from alliance.choices import PartnerKind, Role
from alliance.logic.academic_year import AcademicYear
from alliance.logic.access_rules import Access
from alliance.models import Alliance, LocalAuthority, School, ServedAuthority
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from foundation.ui.branding import Branding, derive

LONGEST_SLUG = 60
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class AllianceRefused(Refused):
    """The name, the address or the lead school will not do; `field` says which."""

    code = "alliance_refused"


@transaction.atomic
def create_alliance(*, name: str, slug: str, lead_school: School, owner_email: str, by: Any) -> Alliance:
    """A new alliance with its lead school as the first partner and its owner invited.

    The lead school is the one the register leads to today: the end of its successor chain. `by` is the
    operator, or None where a command makes it. Raises `AllianceRefused`, or what inviting or adding a partner
    refuses.
    """
    name = " ".join(name.split())
    if not name:
        raise AllianceRefused("Write the alliance's name.", field="name")
    lead_school = lead_school.successor or lead_school
    alliance = _create(name, slug, lead_school)
    with acting_within(alliance, user=by):
        _add_lead_school(lead_school, by)
        invite_person(alliance=alliance, email=owner_email, access=Access.of([Role.OWNER]), by=by)
    return alliance


def suggest_slug(name: str) -> str:
    """A free address made from the name: "eastmoor-alliance", or "eastmoor-alliance-2" if that is taken."""
    base = slugify(name)[: LONGEST_SLUG - 4].strip("-") or "alliance"
    taken = set(Alliance.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


@transaction.atomic
def change_alliance(
    *,
    alliance: Alliance,
    name: str,
    second_factor: str,
    two_pairs_of_eyes: bool,
    by: Any,
    version: int | None = None,
) -> Alliance:
    """Its name and its two rules; `version` is the one that was changed.

    Raises `AllianceRefused` for an empty name, `ChangedMeanwhile`.
    """
    name = " ".join(name.split())
    if not name:
        raise AllianceRefused("Write the alliance's name.", field="name")
    alliance = Alliance.objects.select_for_update(no_key=True).get(pk=alliance.pk)
    check_version(alliance, version)
    alliance.name = name
    alliance.second_factor = second_factor
    alliance.two_pairs_of_eyes = two_pairs_of_eyes
    alliance.save(update_fields=["name", "second_factor", "two_pairs_of_eyes"])
    return alliance


@transaction.atomic
def change_colours(*, alliance: Alliance, alliance_colour: str, accent_colour: str, by: Any) -> Branding:
    """Keep the two colours, moved as far as contrast asks, and return what was kept with its palette."""
    try:
        branding = derive(alliance_colour, accent_colour)
    except ValueError as error:
        raise AllianceRefused("Write a colour as # and six of 0–9, a–f, such as #0e4f5c.") from error
    alliance = Alliance.objects.select_for_update(no_key=True).get(pk=alliance.pk)
    alliance.alliance_colour, alliance.accent_colour = branding.alliance, branding.accent
    alliance.save(update_fields=["alliance_colour", "accent_colour"])
    return branding


@transaction.atomic
def serve_authority(*, local_authority: LocalAuthority, by: Any) -> ServedAuthority:
    """Count the open schools of this authority among those the alliance means to reach. May be repeated."""
    served, _ = ServedAuthority.objects.get_or_create(local_authority=local_authority)
    return served


@transaction.atomic
def stop_serving_authority(*, local_authority: LocalAuthority, by: Any) -> bool:
    """Whether it was served until now."""
    deleted, _ = ServedAuthority.objects.filter(local_authority=local_authority).delete()
    return bool(deleted)


def _create(name: str, slug: str, lead_school: School) -> Alliance:
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise AllianceRefused(
            "Write the address in lower-case letters, digits and single hyphens, such as eastmoor-alliance.",
            field="slug",
        )
    try:
        with transaction.atomic():
            return Alliance.objects.create(name=name, slug=slug, lead_school=lead_school)
    except IntegrityError as error:
        raise AllianceRefused(
            f"Another alliance has the address {slug}: choose one that tells them apart.", field="slug"
        ) from error


def _add_lead_school(school: School, by: Any) -> None:
    today = timezone.localdate()
    year = AcademicYear.for_date(today)
    add_school(school=school, kinds=[PartnerKind.LEAD_SCHOOL], year=year, joined_on=today, by=by)
