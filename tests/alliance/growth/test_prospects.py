"""Prospects: who can be one, how it moves through the stages, and what ends it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from alliance.actions.growth.priorities import add_priority, end_priority
from alliance.actions.growth.prospects import (
    AlreadyProspect,
    Description,
    NotThere,
    add_again,
    add_prospect_organisation,
    add_prospect_school,
    decline_prospect,
    describe_prospect,
    move_prospect,
)
from alliance.actions.partner_refusals import AlreadyPartner, SchoolClosed
from alliance.actions.partners import Identity
from alliance.choices import (
    PROSPECT_TRANSITIONS,
    DeclineReason,
    Organisation,
    ProspectStage,
    Role,
    SchoolStatus,
)
from alliance.models import Priority, Prospect
from alliance.queries.growth.due import prospects_due
from alliance.queries.growth.record import history_of
from foundation.refusal import ChangedMeanwhile, Refused
from tests.factories.alliance import MembershipFactory, PartnerFactory, SchoolFactory, UserFactory
from tests.factories.growth import PriorityFactory, ProspectFactory, at_stage

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
TRUST = Identity(Organisation.TRUST, "Tidewater Academies", trust_uid="9102")


def add(school: Any, **description: Any) -> Prospect:
    return add_prospect_school(
        school=school,
        stage=ProspectStage.ENQUIRY,
        description=Description(**description),
        by=UserFactory(),
    )


def decline(prospect: Prospect, note: str = "They asked us to wait.") -> Prospect:
    return decline_prospect(prospect=prospect, because=DeclineReason.WITHDREW, note=note, by=UserFactory())


def test_a_school_of_the_register_becomes_a_prospect_with_its_owner_and_goals(alliance: Any) -> None:
    owner = MembershipFactory(alliance=alliance).user
    reading, maths = PriorityFactory(name="Reading"), PriorityFactory(name="Maths")
    prospect = add(SchoolFactory(name="Netherholme"), owner=owner, notes="Met the head", priorities=[reading])
    assert (prospect.name, prospect.stage, prospect.owner, prospect.notes) == (
        "Netherholme",
        "enquiry",
        owner,
        "Met the head",
    )
    assert [row.priority for row in prospect.shared.all()] == [reading]
    assert maths.pk not in prospect.shared.values_list("priority", flat=True)


def test_a_partner_is_no_prospect_but_one_that_left_may_be(alliance: Any) -> None:
    new = SchoolFactory(name="Tarnley Academy")
    old = SchoolFactory(successor=new, status=SchoolStatus.CLOSED)
    partner = PartnerFactory(school=old)
    with pytest.raises(AlreadyPartner):
        add(new)
    partner.left_on = date(2025, 8, 31)
    partner.save()
    assert add(new).school == new


def test_one_school_is_one_open_prospect_under_whichever_urn(alliance: Any) -> None:
    new = SchoolFactory(name="Tarnley Academy")
    old = SchoolFactory(successor=new, name="Tarnley Primary")
    first = add(old)
    with pytest.raises(AlreadyProspect) as refusal:
        add(new)
    assert refusal.value.prospect == first
    assert refusal.value.sentence == "Tarnley Primary is a prospect already, at the stage “Enquiry”."


def test_a_closed_school_leads_to_its_successor(alliance: Any) -> None:
    new = SchoolFactory()
    old = SchoolFactory(successor=new, status=SchoolStatus.CLOSED)
    with pytest.raises(SchoolClosed) as refusal:
        add(old)
    assert refusal.value.successor == new


def test_a_trust_is_known_by_its_number_and_another_organisation_by_its_name(alliance: Any) -> None:
    def add_one(identity: Identity) -> Prospect:
        return add_prospect_organisation(
            identity=identity, stage=ProspectStage.PROSPECT, description=Description(), by=UserFactory()
        )

    add_one(TRUST)
    with pytest.raises(AlreadyProspect):
        add_one(Identity(Organisation.TRUST, "Another name", trust_uid="9102"))
    add_one(Identity(Organisation.OTHER, "Eastmoor Literacy Trust", reason="Trains reading volunteers"))
    with pytest.raises(AlreadyProspect):
        add_one(Identity(Organisation.OTHER, "eastmoor literacy trust", reason="The same"))
    assert Prospect.objects.count() == 2


def test_only_staff_of_the_alliance_look_after_a_prospect(alliance: Any) -> None:
    outsider = MembershipFactory(alliance=alliance, roles=[Role.BOARD_MEMBER]).user
    with pytest.raises(Refused) as refusal:
        add(SchoolFactory(), owner=outsider)
    assert refusal.value.field == "owner"


def test_a_prospect_goes_one_stage_on_or_back(alliance: Any) -> None:
    prospect, by = add(SchoolFactory()), UserFactory()
    for stage in (ProspectStage.ASSESSED, ProspectStage.DUE_DILIGENCE, ProspectStage.ASSESSED):
        assert move_prospect(prospect=prospect, stage=stage, by=by).stage == stage
    with pytest.raises(NotThere) as refusal:
        move_prospect(prospect=prospect, stage=ProspectStage.BOARD_DECISION, by=by)
    assert "from which it cannot go to “Board decision”" in refusal.value.sentence


def test_a_button_pressed_twice_moves_it_once(alliance: Any) -> None:
    prospect, by = add(SchoolFactory()), UserFactory()
    moved = [move_prospect(prospect=prospect, stage=ProspectStage.ASSESSED, by=by) for _ in range(2)]
    assert [one.stage for one in moved] == ["assessed", "assessed"]
    assert moved[0].stage_since == moved[1].stage_since


@pytest.mark.parametrize(
    "stage", [ProspectStage.ONBOARDING, ProspectStage.MEMBER, ProspectStage.DECLINED], ids=str
)
def test_what_takes_more_than_a_move_is_not_done_by_one(alliance: Any, stage: ProspectStage) -> None:
    prospect = at_stage(ProspectFactory(), ProspectStage.BOARD_DECISION)
    with pytest.raises(NotThere):
        move_prospect(prospect=prospect, stage=stage, by=UserFactory())


EARLY = list(ProspectStage)[:5]


@pytest.mark.parametrize(
    ("stage", "to"),
    [
        (stage, to)
        for stage in EARLY
        for to in ProspectStage
        if stage != to and (stage, to) not in PROSPECT_TRANSITIONS
    ],
)
def test_the_database_refuses_every_move_that_is_not_listed(
    alliance: Any, stage: ProspectStage, to: ProspectStage
) -> None:
    prospect = at_stage(ProspectFactory(), stage)
    prospect.stage = to
    refused = "Invalid transition|once the board has approved"
    with pytest.raises(InternalError, match=refused), transaction.atomic():
        prospect.save()


@pytest.mark.parametrize("stage", [stage for stage in ProspectStage if stage not in EARLY[:2]])
def test_the_database_lets_no_prospect_begin_half_way(alliance: Any, stage: ProspectStage) -> None:
    with pytest.raises((InternalError, IntegrityError), match="begins as a prospect"), transaction.atomic():
        ProspectFactory(stage=stage)


def test_a_declined_prospect_keeps_why_and_never_changes(alliance: Any) -> None:
    prospect = decline(add(SchoolFactory()))
    assert (prospect.stage, prospect.declined_because, prospect.declined_note) == (
        "declined",
        "withdrew",
        "They asked us to wait.",
    )
    with pytest.raises(Refused):
        decline(prospect)
    prospect.name = "rewritten"
    with pytest.raises(InternalError, match="never changes"), transaction.atomic():
        prospect.save()


def test_the_database_wants_a_reason_for_declining(alliance: Any) -> None:
    prospect = ProspectFactory()
    prospect.stage = ProspectStage.DECLINED
    with pytest.raises(IntegrityError, match="prospect_declined_because"), transaction.atomic():
        prospect.save()


def test_no_prospect_is_deleted(alliance: Any) -> None:
    prospect = ProspectFactory()
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        Prospect.objects.filter(pk=prospect.pk).delete()


def test_a_declined_prospect_is_added_anew_and_remembers(alliance: Any) -> None:
    reading, gone = PriorityFactory(), PriorityFactory()
    before = decline(add(SchoolFactory(), notes="Small school", priorities=[reading, gone]))
    end_priority(priority=gone, by=UserFactory())
    again = add_again(prospect=before, by=UserFactory())
    assert (again.earlier, again.stage, again.notes) == (before, "prospect", "Small school")
    assert [row.priority for row in again.shared.all()] == [reading]
    with pytest.raises(AlreadyProspect):
        add_again(prospect=before, by=UserFactory())


def test_two_who_edit_at_once_do_not_overwrite_each_other(alliance: Any) -> None:
    prospect, by = add(SchoolFactory()), UserFactory()
    describe_prospect(prospect=prospect, version=1, description=Description(notes="First"), by=by)
    with pytest.raises(ChangedMeanwhile):
        describe_prospect(prospect=prospect, version=1, description=Description(notes="Second"), by=by)
    prospect.refresh_from_db()
    assert (prospect.notes, prospect.version) == ("First", 2)


def test_the_history_tells_of_stages_and_goals_but_not_what_was_noted(alliance: Any) -> None:
    prospect = add(SchoolFactory(), notes="Confidential remark", priorities=[PriorityFactory(name="Reading")])
    move_prospect(prospect=prospect, stage=ProspectStage.ASSESSED, by=UserFactory())
    told = [entry.text for entry in history_of(prospect, limit=10)]
    assert told[0] == "Stage: Enquiry → Assessed."
    assert any("Reading" in text for text in told)
    assert not any("Confidential" in text for text in told)


def test_a_priority_that_ended_goes_on_when_it_is_added_again(alliance: Any) -> None:
    by = UserFactory()
    reading = add_priority(name="Reading", by=by)
    with pytest.raises(Refused):
        add_priority(name="reading", by=by)
    end_priority(priority=reading, by=by)
    assert add_priority(name="Reading", by=by) == reading
    assert Priority.objects.current().count() == 1


@pytest.mark.parametrize(("days", "waits"), [(21, False), (22, True)])
def test_today_names_what_has_not_moved_for_long(alliance: Any, days: int, waits: bool) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.SUPPORT_LEAD])
    ProspectFactory(name="Netherholme", stage=ProspectStage.ENQUIRY, days=days)
    found = [due.title for due in prospects_due(member, TODAY())]
    assert found == (["Netherholme has been at “Enquiry” for 22 days"] if waits else [])
    finance = MembershipFactory(alliance=alliance, roles=[Role.FINANCE_OFFICER])
    assert prospects_due(finance, TODAY()) == []


def test_many_that_have_not_moved_are_one_line(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    for number in range(5):
        ProspectFactory(days=100 + number)
    ProspectFactory(days=89)
    decline(ProspectFactory(days=400))
    (line,) = prospects_due(member, TODAY() + timedelta(days=0))
    assert line.title == "5 prospects have not moved for long"
    assert line.action_href.endswith("?stuck=yes&sort=-days")
