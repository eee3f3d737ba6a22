"""The first steps of an alliance: each knows by itself whether it is done, is skipped and taken up again."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliance.actions.alliances import change_colours
from alliance.actions.getting_started import skip_step, take_up_step
from alliance.choices import Role, SecondFactor
from alliance.models import Alliance, Invitation, Priority, ServedAuthority
from alliance.queries import getting_started as queries
from alliance.queries.getting_started import WHOLE, FirstStep, getting_started
from foundation.audit.models import AuditEvent
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from reporting.models import Edition
from tests.factories.alliance import (
    ContactFactory,
    LocalAuthorityFactory,
    MembershipFactory,
    PartnerFactory,
    SchoolFactory,
    UserFactory,
)
from tests.factories.facts import MeasureFactory, WorkforceFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db
KEYS = [
    *("face", "area", "register", "partners", "contacts", "staff", "colleagues", "second-factor"),
    *("priorities", "facts", "first-report"),
]


@pytest.fixture
def new(alliance: Alliance) -> Alliance:
    """As an operator has made it: a lead school, which is a partner, and an owner."""
    MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    PartnerFactory(school=alliance.lead_school)
    alliance.lead_school.in_register = False
    alliance.lead_school.save(update_fields=["in_register"])
    return alliance


def done(alliance: Alliance) -> set[str]:
    alliance.refresh_from_db()
    return {step.key for step in getting_started(alliance).done}


def test_a_new_alliance_has_everything_before_it_in_order(new: Alliance) -> None:
    found = getting_started(new)
    shown = [step.key for step in found.steps if step.key in KEYS]
    assert (shown, found.done, found.is_shown) == (KEYS, [], True)
    assert all(step.why.endswith(".") and step.verb for step in found.steps)


def _colours(alliance: Alliance) -> None:
    change_colours(alliance=alliance, alliance_colour="#102030", accent_colour="#e3a72f", by=UserFactory())


def _second_factor(alliance: Alliance) -> None:
    alliance.second_factor = SecondFactor.EVERYBODY
    alliance.save(update_fields=["second_factor"])


def _invited(alliance: Alliance) -> None:
    Invitation.objects.create(
        alliance=alliance,
        email="new@eastmoor.example",
        roles=[Role.CPD_LEAD],
        token_digest="0" * 64,
        expires_at="2026-12-24T12:00:00Z",
        invited_by=UserFactory(),
    )


@pytest.mark.parametrize(
    ("key", "happens"),
    [
        ("face", _colours),
        ("area", lambda alliance: ServedAuthority.objects.create(local_authority=LocalAuthorityFactory())),
        ("register", lambda alliance: SchoolFactory()),
        ("partners", lambda alliance: PartnerFactory(school__in_register=False)),
        ("partners", lambda alliance: PartnerFactory(school=None, organisation="other", reason="Charity")),
        ("contacts", lambda alliance: ContactFactory(partner=lead(alliance))),
        ("staff", lambda alliance: EmploymentFactory(partner=lead(alliance))),
        ("colleagues", lambda alliance: MembershipFactory(alliance=alliance)),
        ("colleagues", _invited),
        ("second-factor", _second_factor),
        ("priorities", lambda alliance: Priority.objects.create(name="Reading")),
        ("facts", lambda alliance: MeasureFactory(partner=lead(alliance))),
        ("facts", lambda alliance: WorkforceFactory(partner=lead(alliance))),
        ("first-report", lambda alliance: Edition.objects.create(academic_year=2025, number=1)),
    ],
)
def test_each_step_knows_by_itself_that_it_is_done(new: Alliance, key: str, happens: Any) -> None:
    assert key not in done(new)
    happens(new)
    assert done(new) == {key}


def lead(alliance: Alliance) -> Any:
    from alliance.models import Partner

    return Partner.objects.get(school=alliance.lead_school)


def test_the_owners_own_invitation_is_nobody_invited(new: Alliance) -> None:
    _invited(new)
    Invitation.objects.update(invited_by=UserFactory(is_operator=True))
    assert "colleagues" not in done(new)


def test_what_another_alliance_did_is_not_done_here(new: Alliance, other_alliance: Alliance) -> None:
    with acting_within(other_alliance):
        partner = PartnerFactory(school__in_register=False)
        ContactFactory(partner=partner), MeasureFactory(partner=partner)
        ServedAuthority.objects.create(local_authority=LocalAuthorityFactory())
        Edition.objects.create(academic_year=2025, number=1)
        _second_factor(other_alliance)
        MembershipFactory(alliance=other_alliance)
    assert done(new) == {"register"}  # which is everybody's


def test_a_step_is_skipped_and_taken_up_again(new: Alliance) -> None:
    by = UserFactory()
    for _ in range(2):
        skip_step(key="priorities", by=by)
    found = getting_started(new)
    assert ([step.key for step in found.skipped], "priorities" in {step.key for step in found.open}) == (
        ["priorities"],
        False,
    )
    Priority.objects.create(name="Reading")
    assert getting_started(new).skipped == []
    Priority.objects.all().delete()
    for _ in range(2):
        take_up_step(key="priorities", by=by)
    assert getting_started(new).skipped == []
    skips = AuditEvent.objects.filter(table="alliance_skippedstep")
    assert [event.action for event in skips.order_by("id")] == ["I", "D"]


def test_a_step_that_nobody_brings_is_refused(new: Alliance) -> None:
    with pytest.raises(Refused):
        skip_step(key="dance", by=UserFactory())


def test_once_all_is_done_or_skipped_it_is_not_shown_any_more(new: Alliance) -> None:
    for step in getting_started(new).steps:
        assert getting_started(new).is_shown
        skip_step(key=step.key, by=UserFactory())
    assert not getting_started(new).is_shown


def test_an_app_brings_its_own_step_once(new: Alliance) -> None:
    step = FirstStep(
        "sles", "Bring in your SLEs", "They are sent out.", "Import", "today", lambda _: True, 100
    )
    queries.register_step(step)
    queries.register_step(step)
    try:
        assert [each.key for each in getting_started(new).steps][-2:] == ["sles", "first-report"]
        assert done(new) == {"sles"}
        with pytest.raises(ValueError, match="a first step “sles” already"):
            queries.register_step(FirstStep("sles", "Another", "Why.", "Go", "today", lambda _: True, 1))
    finally:
        del queries._STEPS["sles"]


def test_the_queries_do_not_grow_with_the_steps(new: Alliance, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        getting_started(new)
    steps = [
        FirstStep(f"more-{n}", f"More {n}", "Why.", "Go", "today", lambda _: Edition.objects.all(), 500)
        for n in range(5)
    ]
    queries.register_step(*steps)
    try:
        with django_assert_num_queries(2):
            assert len(getting_started(new).steps) >= len(KEYS) + 5
    finally:
        for step in steps:
            del queries._STEPS[step.key]


class TestPages:
    @pytest.fixture
    def owner(self, new: Alliance, sign_in: Any) -> Client:
        client, _ = sign_in(new, Role.OWNER)
        return client

    def test_every_step_has_one_button_that_leads_somewhere(self, new: Alliance, owner: Client) -> None:
        page = owner.get(reverse("getting_started", args=[new.slug]))
        for step in page.context["started"].steps:
            assert owner.get(step.href).status_code == 200, step.key

    def test_skipping_offers_the_way_back(self, new: Alliance, owner: Client) -> None:
        address = reverse("skip_step", args=[new.slug, "area"])
        page = owner.post(address, follow=True)
        assert "Skipped: Say which local authorities you serve" in page.content.decode()
        assert [step.key for step in page.context["started"].skipped] == ["area"]
        back = owner.post(reverse("take_up_step", args=[new.slug, "area"]), follow=True)
        assert back.context["started"].skipped == []

    def test_the_list_is_put_away_and_brought_back(self, new: Alliance, owner: Client) -> None:
        today = reverse("today", args=[new.slug])
        assert owner.get(today).context["started"] is not None
        assert owner.post(reverse("skip_step", args=[new.slug, WHOLE])).url == today
        assert owner.get(today).context["started"] is None
        assert owner.get(reverse("getting_started", args=[new.slug])).context["started"].put_away
        owner.post(reverse("take_up_step", args=[new.slug, WHOLE]))
        assert owner.get(today).context["started"] is not None

    def test_an_unknown_step_is_not_there(self, new: Alliance, owner: Client) -> None:
        assert owner.post(reverse("skip_step", args=[new.slug, "dance"])).status_code == 404
