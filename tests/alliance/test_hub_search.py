"""The search covers the hub by permission: what could leak to each role is there, in every kind."""

from typing import Any

import pytest

from alliance.choices import ORGANISATION_ROLES, Audience, Role
from foundation.search import search
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory
from tests.factories.hub import AnnouncementFactory, CalendarEntryFactory, ResourceFactory, TaskFactory

pytestmark = pytest.mark.django_db
KINDS = ("Resources", "Dates", "Announcements")
SEES = {
    Role.FINANCE_OFFICER: ["everybody", "partners", "public", "staff"],
    Role.PARTNER_CONTACT: ["everybody", "partners", "public"],
    Role.HEADTEACHER_APPROVER: ["everybody", "partners", "public"],
    Role.TRAINEE: ["everybody", "public"],
    Role.EXTERNAL_REVIEWER: [],
}


def everything_canary(whose: str) -> None:
    """One of each kind for each audience; the canary stands inside, not in the title."""
    for audience in Audience:
        title = f"{whose}{audience.value}"
        ResourceFactory(title=title, audience=audience, text="deep inside a canary sings")
        CalendarEntryFactory(title=title, audience=audience, details="a canary sings")
        AnnouncementFactory(title=title, audience=audience, body="a canary sings")
    AnnouncementFactory(title=f"{whose}to come", body="a canary sings", published_at=None)
    TaskFactory(title=f"{whose}task", details="feed the canary")


@pytest.mark.parametrize("role", SEES)
def test_each_role_finds_what_is_for_it_in_every_kind(role: Role, alliance: Any, other_alliance: Any) -> None:
    fields: dict[str, Any] = {"ends_on": "2030-01-01"} if role == Role.EXTERNAL_REVIEWER else {}
    fields |= {"partner": PartnerFactory()} if role in ORGANISATION_ROLES else {}
    member = MembershipFactory(alliance=alliance, roles=[role], **fields)
    everything_canary("")
    with acting_within(other_alliance):
        everything_canary("a stranger's ")
    TaskFactory(title="mine", details="canary", owner=member.user)
    found = {
        section.label: sorted(result.title for result in section.results)
        for section in search(member, "canary", limit=20)
    }
    to_come = ["to come"] if role == Role.FINANCE_OFFICER else []
    expected = {kind: SEES[role] for kind in KINDS if SEES[role]}
    if role == Role.FINANCE_OFFICER:
        expected["Announcements"] = sorted([*SEES[role], *to_come])
    assert {label: titles for label, titles in found.items() if label in KINDS} == expected
    assert found.get("Tasks", []) == ([] if role == Role.EXTERNAL_REVIEWER else ["mine"])
