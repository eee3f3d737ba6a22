"""A prospect that became a partner by another way than onboarding: somebody added it, or let it rejoin."""

from alliance.actions.growth.locking import set_stage
from alliance.choices import ProspectStage
from alliance.models import Partner, PartnerExpertise, Prospect, ProspectExpertise
from alliance.queries.same_organisation import same_organisation, same_school


def close_as_joined(partner: Partner) -> None:
    """Its prospect is a member, without a place of the year, and what it knows stands in the matrix.

    Part of what makes it a partner, which holds the alliance's turn. One in onboarding goes on there.
    """
    same = same_school(partner.school) if partner.school else same_organisation(partner)
    open_ones = Prospect.objects.on_the_way().filter(same)
    for prospect in open_ones.select_for_update(of=("self",)).order_by("pk"):
        prospect.partner = partner
        set_stage(prospect, ProspectStage.MEMBER)
        take_over_expertise(prospect, partner)


def take_over_expertise(prospect: Prospect, partner: Partner) -> None:
    """What the prospect knows, and nobody has said of the partner yet."""
    there = PartnerExpertise.objects.filter(partner=partner).values("area")
    brought = ProspectExpertise.objects.filter(prospect=prospect).exclude(area__in=there)
    PartnerExpertise.objects.bulk_create(
        PartnerExpertise(partner=partner, area_id=row.area_id, strength=row.strength) for row in brought
    )
