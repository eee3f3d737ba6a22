"""What operators see of every alliance: that it is there, who leads and who owns it; not its work."""

from dataclasses import dataclass

from django.db.models import Count, Q

from alliance.choices import Role
from alliance.models import Alliance, Invitation, Membership
from foundation import words


@dataclass(frozen=True)
class AllianceRow:
    """`owners` are names; where nobody has accepted yet, `invited` is the address that was asked."""

    name: str
    slug: str
    lead_school: str
    owners: str
    invited: str
    members: int
    second_factor: str
    created: str


def alliance_rows(search: str = "") -> list[AllianceRow]:
    """Every alliance by name, in three queries."""
    found = Alliance.objects.select_related("lead_school").order_by("name", "slug")
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(slug__icontains=word))
    alliances = list(found)
    members = _members()
    owners = _owners()
    invited = dict(
        Invitation.objects.pending().filter(roles__contains=[Role.OWNER]).values_list("alliance", "email")
    )
    return [
        AllianceRow(
            name=alliance.name,
            slug=alliance.slug,
            lead_school=f"{alliance.lead_school.name} ({alliance.lead_school.urn})"
            if alliance.lead_school
            else "",
            owners=words.listed(owners.get(alliance.pk, [])),
            invited=invited.get(alliance.pk, ""),
            members=members.get(alliance.pk, 0),
            second_factor=alliance.get_second_factor_display(),
            created=words.day(alliance.created_at),
        )
        for alliance in alliances
    ]


def _members() -> dict[int, int]:
    counted = Membership.objects.current().values("alliance").annotate(members=Count("pk")).order_by()
    return dict(counted.values_list("alliance", "members"))


def _owners() -> dict[int, list[str]]:
    owners: dict[int, list[str]] = {}
    for membership in (
        Membership.objects.current().holding(Role.OWNER).select_related("user").order_by("user__full_name")
    ):
        owners.setdefault(membership.alliance_id, []).append(str(membership.user))
    return owners
