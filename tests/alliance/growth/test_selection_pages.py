"""How a prospect is judged, on its pages: who reads what, and what is entered where."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.growth.prospects import decline_prospect
from alliance.actions.growth.selection import (
    appoint_assessor,
)
from alliance.choices import BoardAnswer, DeclineReason, ProspectStage, Role
from alliance.models import Assessment, Criterion, Prospect, Rubric
from alliance.queries.growth.expertise import Matrix
from alliance.queries.growth.selection import selection_of
from tests.alliance.growth.selecting import decide, judged
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.growth import ProspectFactory, RubricFactory, at_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def prospect(alliance: Any) -> Prospect:
    RubricFactory()
    return at_stage(ProspectFactory(name="Netherholme"), ProspectStage.BOARD_DECISION)


def address(prospect: Prospect, name: str, *more: Any) -> str:
    return reverse(name, args=[prospect.alliance.slug, prospect.public_id, *more])


def form_of(assessment: Assessment, points: int = 3) -> dict[str, Any]:
    criteria = Criterion.objects.filter(rubric=assessment.rubric)
    given = {f"points_{criterion.pk}": points for criterion in criteria}
    return {
        "conflict": "none",
        "recommendation": "join",
        **given,
        **{f"why_{criterion.pk}": "It shows in their books" for criterion in criteria},
    }


def test_a_board_member_reads_papers_and_scores_what_they_are_asked(
    alliance: Any, sign_in: Any, prospect: Prospect
) -> None:
    client, board = sign_in(alliance, Role.BOARD_MEMBER)
    early = ProspectFactory(name="Early Primary")
    papers = client.get(reverse("board_papers", args=[alliance.slug])).content.decode()
    assert ("Netherholme" in papers, "Early Primary" in papers) == (True, False)
    assert client.get(address(prospect, "board_paper")).status_code == 200
    assert client.get(address(early, "board_paper")).status_code == 404
    assert client.get(address(prospect, "prospect")).status_code == 403
    assert client.get(address(prospect, "assessment")).status_code == 404
    assessment = appoint_assessor(prospect=prospect, assessor=board.user, by=UserFactory())
    assert client.post(address(prospect, "assessment"), {"conflict": "none"}).status_code == 422
    assert client.post(address(prospect, "assessment"), form_of(assessment)).status_code == 302
    assert selection_of(prospect).score == 75.0


def test_the_board_reads_what_it_declined_and_not_what_staff_did(alliance: Any, prospect: Prospect) -> None:
    board = MembershipFactory(alliance=alliance, roles=[Role.BOARD_MEMBER])
    decide(prospect, BoardAnswer.DECLINE)
    by_staff = at_stage(ProspectFactory(), ProspectStage.DUE_DILIGENCE)
    decline_prospect(prospect=by_staff, because=DeclineReason.WITHDREW, note="They rang", by=UserFactory())
    assert list(Prospect.objects.visible_to(board)) == [prospect]


def test_who_has_still_to_score_does_not_see_the_others_points(
    alliance: Any, sign_in: Any, prospect: Prospect
) -> None:
    client, own = sign_in(alliance, Role.CPD_LEAD)
    judged(alliance, prospect, (4, 4))
    mine = appoint_assessor(prospect=prospect, assessor=own.user, by=UserFactory())
    for page in ("prospect_selection", "board_paper"):
        text = client.get(address(prospect, page)).content.decode()
        assert ("It shows" in text, "Score first" in text) == (False, True)
    assert client.post(address(prospect, "assessment"), form_of(mine)).status_code == 302
    text = client.get(address(prospect, "prospect_selection")).content.decode()
    assert ("It shows" in text, "Score first" in text, "88 of 100" in text) == (True, False, True)


def test_declaring_an_interest_ends_ones_scoring(alliance: Any, sign_in: Any, prospect: Prospect) -> None:
    client, own = sign_in(alliance, Role.CPD_LEAD)
    appoint_assessor(prospect=prospect, assessor=own.user, by=UserFactory())
    assert client.post(address(prospect, "assessment"), {"conflict": "declared"}).status_code == 422
    given = {"conflict": "declared", "conflict_note": "My daughter teaches there"}
    assert client.post(address(prospect, "assessment"), given).status_code == 302
    text = client.get(address(prospect, "prospect_selection")).content.decode()
    assert "Has an interest, does not score" in text


def test_the_decision_is_recorded_on_the_page(alliance: Any, sign_in: Any, prospect: Prospect) -> None:
    client, _ = sign_in(alliance, Role.SUPPORT_LEAD)
    today = timezone.localdate()
    given = {"answer": "approve", "decided_on": f"{today.day}/{today.month}/{today.year}", "minute": "Item 6"}
    few = client.post(address(prospect, "decide_prospect"), given)
    assert (few.status_code, "Appoint assessors" in few.content.decode()) == (422, True)
    judged(alliance, prospect, (4, 4), (4, 2))
    assert client.post(address(prospect, "decide_prospect"), given).status_code == 302
    paper = client.get(address(prospect, "board_paper")).content.decode()
    assert ("Approved</b>" in paper, "Item 6" in paper, "94 of 100 then" in paper) == (True, True, True)


def test_leads_write_the_criteria(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
    page: Client = client
    address = reverse("rubric", args=[alliance.slug])
    assert "Complementary expertise" in page.get(address).content.decode()
    given = {"assessors": "2", "name_0": "Values", "weight_0": "60", "name_1": "Reach", "weight_1": "40"}
    assert page.post(address, {**given, "weight_1": ""}).status_code == 422
    assert page.post(address, given).status_code == 302
    assert [row.name for row in Rubric.objects.get().criteria.order_by("position")] == ["Values", "Reach"]
    assert page.post(address, {**given, "assessors": "1"}).status_code == 422


def test_the_matrix_names_partners_strengths_and_gaps(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.OWNER)
    client.post(reverse("add_expertise_area", args=[alliance.slug]), {"name": "Autism"})
    partner = PartnerFactory(name="Sandhaugh School")
    matrix = reverse("expertise", args=[alliance.slug])
    assert "Nobody strong" in client.get(matrix).content.decode()
    (area,) = Matrix().areas
    form = reverse("partner_expertise", args=[alliance.slug, partner.public_id])
    assert client.post(form, {f"area_{area.pk}": "3"}).status_code == 302
    text = client.get(matrix).content.decode()
    assert ("One partner alone" in text, "<td>Leading</td>" in text) == (True, True)
