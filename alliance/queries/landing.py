"""The page each role begins on, and what it says to those for whom nothing waits."""

from dataclasses import dataclass

from alliance.choices import Role
from alliance.models import Membership, Partner
from foundation import words
from foundation.ui.items import Fact

COMES_TO_YOU = {
    Role.BOARD_MEMBER: "Papers and actions of your board",
    Role.WORKING_GROUP_MEMBER: "Papers and actions of your working group",
    Role.HEADTEACHER_APPROVER: "Requests that need your approval",
    Role.MENTOR: "News of your trainees",
    Role.LEAD_MENTOR: "News of your trainees and mentors",
    Role.TRAINEE: "News of your training",
    Role.SLE: "Requests for a deployment",
    Role.FACILITATOR: "News of the sessions you lead",
    Role.PARTICIPANT: "News of the sessions you have booked",
    Role.EXTERNAL_REVIEWER: "The review that you are asked to make",
}
"""What the alliance writes about to each role that works for itself."""


@dataclass(frozen=True)
class MyAlliance:
    facts: list[Fact]
    comes: list[str]
    """What will be written to this person, one phrase a role."""


def landing_of(member: Membership) -> str:
    """The name of the route this member begins on."""
    if member.is_staff:
        return "today"
    return "my_school" if member.holds(Role.PARTNER_CONTACT) else "my_alliance"


def my_alliance(member: Membership) -> MyAlliance:
    """What a member who is not staff is here, and what will come to them."""
    facts = [Fact("Your role" if len(member.roles) == 1 else "Your roles", words.listed(member.role_labels))]
    if member.partner_id is not None:
        facts.append(Fact("For", Partner.objects.get(pk=member.partner_id).name))
    facts.append(Fact("Member since", words.day(member.created_at)))
    if member.ends_on is not None:
        facts.append(Fact("Your access ends after", words.day(member.ends_on)))
    return MyAlliance(facts, [COMES_TO_YOU[role] for role in COMES_TO_YOU if role in member.roles])
