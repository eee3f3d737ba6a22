"""Who the alliance is, for documents and jobs that know only its id."""

from dataclasses import dataclass
from uuid import UUID

from alliance.choices import Role
from alliance.models import Alliance, Membership, ServedAuthority
from foundation.tenancy.scope import current_alliance_id


@dataclass(frozen=True)
class LeadSchool:
    """The lead school at the end of its successor chain; place in metres, None where the register has
    none.
    """

    urn: int
    name: str
    easting: int | None
    northing: int | None


@dataclass(frozen=True)
class AllianceCard:
    """Name, ids, colours and the logo's handle; `served` are the (code, name) of the authorities whose
    schools are its area.
    """

    public_id: UUID
    name: str
    slug: str
    alliance_colour: str
    accent_colour: str
    logo: UUID | None
    lead_school: LeadSchool | None
    served: tuple[tuple[str, str], ...]


def alliance_card() -> AllianceCard:
    """The alliance in scope."""
    alliance = Alliance.objects.select_related("lead_school__successor").get(pk=current_alliance_id())
    lead = alliance.lead_school and (alliance.lead_school.successor or alliance.lead_school)
    served = ServedAuthority.objects.order_by("local_authority__name", "local_authority__code")
    return AllianceCard(
        public_id=alliance.public_id,
        name=alliance.name,
        slug=alliance.slug,
        alliance_colour=alliance.alliance_colour,
        accent_colour=alliance.accent_colour,
        logo=alliance.logo,
        lead_school=None if lead is None else LeadSchool(lead.urn, lead.name, lead.easting, lead.northing),
        served=tuple(served.values_list("local_authority__code", "local_authority__name")),
    )


def needs_two_pairs_of_eyes() -> bool:
    """Whether who locks the figures of a report may not approve it."""
    return Alliance.objects.values_list("two_pairs_of_eyes", flat=True).get(pk=current_alliance_id())


def users_with_role(role: Role) -> list[int]:
    """Ids of the users who hold a role in the alliance in scope today."""
    members = Membership.objects.current().filter(alliance_id=current_alliance_id(), roles__contains=[role])
    return list(members.values_list("user_id", flat=True).order_by("user_id"))


def alliance_id_of(slug: str) -> int | None:
    """The id behind an address, for pages that anybody may open; None when there is no such alliance."""
    return Alliance.objects.filter(slug=slug).values_list("pk", flat=True).first()
