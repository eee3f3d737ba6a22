"""Which areas the alliance wants to know well, and who covers them."""

from collections.abc import Mapping

from django.db import transaction

from alliance.actions.growth.locking import locked
from alliance.models import ExpertiseArea, Partner, PartnerExpertise, Prospect, ProspectExpertise, User
from foundation.refusal import Refused

MOST_AREAS = 20
"""More columns than a matrix can be read with."""


@transaction.atomic
def add_area(*, name: str, by: User) -> ExpertiseArea:
    """One more column of the matrix. Raises Refused."""
    if ExpertiseArea.objects.filter(name__iexact=name).exists():
        raise Refused(f"“{name}” is on the list already.", field="name")
    if ExpertiseArea.objects.count() >= MOST_AREAS:
        raise Refused(f"The matrix has {MOST_AREAS} areas. Remove one first.", field="name")
    return ExpertiseArea.objects.create(name=name)


@transaction.atomic
def remove_area(*, area: ExpertiseArea, by: User) -> None:
    """Take an area away, with who covers it. Raises Refused where a prospect was judged with it."""
    if ProspectExpertise.objects.filter(area=area).exists():
        raise Refused(f"Prospects were compared by “{area.name}”: it stays, so that their papers stay true.")
    ExpertiseArea.objects.filter(pk=area.pk).delete()


@transaction.atomic
def set_partner_expertise(*, partner: Partner, strengths: Mapping[int, int], by: User) -> None:
    """How strongly the partner covers each area, by its id; 0 is not at all. Touches only what differs."""
    Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    there = dict(PartnerExpertise.objects.filter(partner=partner).values_list("area", "strength"))
    for area, strength in strengths.items():
        rows = PartnerExpertise.objects.filter(partner=partner, area=area)
        if not strength:
            rows.delete()
        elif area not in there:
            PartnerExpertise.objects.create(partner=partner, area_id=area, strength=strength)
        elif there[area] != strength:
            rows.update(strength=strength)


@transaction.atomic
def set_prospect_expertise(*, prospect: Prospect, strengths: Mapping[int, int], by: User) -> None:
    """The same for a prospect that is still open. Raises Refused."""
    if not locked(prospect).is_open:
        raise Refused(f"It is decided about {prospect.name}: its record does not change any more.")
    there = dict(ProspectExpertise.objects.filter(prospect=prospect).values_list("area", "strength"))
    for area, strength in strengths.items():
        rows = ProspectExpertise.objects.filter(prospect=prospect, area=area)
        if not strength:
            rows.delete()
        elif area not in there:
            ProspectExpertise.objects.create(prospect=prospect, area_id=area, strength=strength)
        elif there[area] != strength:
            rows.update(strength=strength)
