"""The first steps of a new alliance, and which of them are done."""

from dataclasses import dataclass

from django.urls import reverse

from alliance import policy
from alliance.models import Contact, Invitation, Membership, Partner, ServedAuthority


@dataclass(frozen=True)
class SetupStep:
    """One step: what it is for, the verb of its button, where that leads, and whether it is done."""

    title: str
    why: str
    verb: str
    href: str
    done: bool


def setup_steps(member: Membership) -> list[SetupStep]:
    """The steps the member may take; empty once all of them are done."""
    if not policy.manage_settings.test(member):
        return []
    slug, alliance = member.alliance.slug, member.alliance_id
    people = (
        Membership.objects.filter(alliance=alliance).count()
        + Invitation.objects.filter(alliance=alliance).count()
    )
    steps = [
        SetupStep(
            "Say which local authorities you serve",
            "Their open schools are the area that reach is counted over",
            "Choose authorities",
            reverse("settings", args=[slug]),
            ServedAuthority.objects.exists(),
        ),
        SetupStep(
            "Add your partners",
            "Search the School register; trusts, providers and authorities have their own tabs",
            "Add a partner",
            reverse("add_partner", args=[slug]),
            Partner.objects.count() > 1,
        ),
        SetupStep(
            "Note whom to write to",
            "One main contact at each partner, verified once a year",
            "Open partners",
            reverse("partners", args=[slug]),
            Contact.objects.exists(),
        ),
        SetupStep(
            "Invite your colleagues",
            "Each with their own role; partners' contacts see their own school only",
            "Invite people",
            reverse("people", args=[slug]),
            people > 1,
        ),
    ]
    return [] if all(step.done for step in steps) else steps
