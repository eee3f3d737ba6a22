"""Drafts on the pages: kept while one writes, offered when one comes back, gone once it is saved."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.choices import Role
from alliance.choices.jobs import FORGET
from alliance.jobs import forget
from alliance.models import Contact, Engagement, Partner
from foundation.drafts.actions import KEPT_DAYS
from foundation.drafts.models import Draft
from foundation.jobs.claims import claim
from foundation.jobs.queue import enqueue
from foundation.jobs.run import Run
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import ContactFactory, MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db
LEAH = {"name": "Leah Winter", "post": "Head", "email": "leah@fernwold.example", "phone": ""}
OFFER, USED = "You began this before, and did not save it", "This is your draft, not what is saved"


@pytest.fixture
def rosa(alliance: Any) -> Any:
    return MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR], user__full_name="Rosa Quill")


@pytest.fixture
def page(rosa: Any, client: Client) -> Client:
    client.force_login(rosa.user)
    return client


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory()


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def keep(browser: Client, page: str, **written: Any) -> Any:
    return browser.post(page, {**written, "draft": "keep", "csrfmiddlewaretoken": "x"})


def kept_of(member: Any) -> list[Any]:
    with acting_within(member.alliance, user=member.user):
        return list(Draft.objects.values_list("page", "written"))


def test_what_is_written_is_kept_and_saves_nothing(page: Client, rosa: Any, partner: Partner) -> None:
    contact = ContactFactory(partner=partner, **LEAH)
    step = address(partner, "edit_contact", contact.public_id)
    answer = keep(page, step, **{**LEAH, "name": "Leah W", "version": 1})
    assert (answer.status_code, list(answer.json())) == (200, ["kept"])
    contact.refresh_from_db()
    assert (contact.name, contact.version) == ("Leah Winter", 1)
    assert kept_of(rosa) == [
        (step, {**{name: [text] for name, text in LEAH.items()}, "name": ["Leah W"], "version": ["1"]})
    ]


def test_it_is_offered_then_gone_on_with_then_saved_and_gone(
    page: Client, rosa: Any, partner: Partner
) -> None:
    step = address(partner, "add_contact")
    keep(page, step, name="Leah Half", email="leah@fernwold.example")
    offered = page.get(step).content.decode()
    assert (OFFER in offered, "Leah Half" in offered, "data-draft>" in offered) == (True, False, False)
    used = page.get(f"{step}?draft=use").content.decode()
    assert (USED in used, 'value="Leah Half"' in used, "data-draft>" in used) == (True, True, True)
    assert "Draft kept " in used
    assert page.post(step, {**LEAH, "name": "Leah Whole"}).status_code == 302
    assert (Contact.objects.get().name, kept_of(rosa)) == ("Leah Whole", [])


def test_a_page_without_one_keeps_from_the_first_key(page: Client, partner: Partner) -> None:
    opened = page.get(address(partner, "add_contact")).content.decode()
    assert ("data-draft>" in opened, 'data-guard="unchanged"' in opened, OFFER in opened) == (
        True,
        True,
        False,
    )


def test_it_is_thrown_away_by_a_button(page: Client, rosa: Any, partner: Partner) -> None:
    step = address(partner, "add_contact")
    keep(page, step, name="Leah Half")
    answer = page.post(step, {"draft": "drop"})
    assert (answer.status_code, answer.url, kept_of(rosa), Contact.objects.count()) == (302, step, [], 0)


def test_a_draft_of_an_older_version_leads_to_both_texts(page: Client, partner: Partner) -> None:
    contact = ContactFactory(partner=partner, **LEAH)
    step = address(partner, "edit_contact", contact.public_id)
    form = page.get(step).context["form"]
    keep(page, step, **{**LEAH, "name": "Draft", "version": 1, "seen": form["seen"].value()})
    contact.name = "Saved Meanwhile"
    contact.save()
    used = page.get(f"{step}?draft=use").context["form"]
    answer = page.post(step, {bound.html_name: bound.value() for bound in used if bound.value()})
    assert answer.status_code == 409
    assert [(found.saved, found.yours) for found in answer.context["form"].differences] == [
        ("Saved Meanwhile", "Draft")
    ]


def test_a_draft_that_says_what_is_saved_is_not_offered(page: Client, partner: Partner) -> None:
    contact = ContactFactory(partner=partner, **LEAH)
    step = address(partner, "edit_contact", contact.public_id)
    keep(page, step, **LEAH)
    assert OFFER not in page.get(step).content.decode()


def test_a_refused_form_stays_as_it_was_written_and_asks_before_it_is_left(
    page: Client, partner: Partner
) -> None:
    answer = page.post(address(partner, "add_contact"), {"name": "Leah"})
    assert answer.status_code == 422
    assert 'data-guard="changed"' in answer.content.decode()


def test_nobody_else_is_offered_it(alliance: Any, page: Client, partner: Partner) -> None:
    step = address(partner, "add_contact")
    keep(page, step, name="Canary")
    colleague = Client()
    colleague.force_login(MembershipFactory(alliance=alliance, roles=[Role.OWNER]).user)
    for query in ("", "?draft=use"):
        assert "Canary" not in colleague.get(step + query).content.decode()


def test_who_may_not_change_it_keeps_no_draft_of_it(alliance: Any, partner: Partner) -> None:
    other = PartnerFactory()
    member = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner)
    browser = Client()
    browser.force_login(member.user)
    assert keep(browser, address(other, "add_contact"), name="x").status_code == 404
    assert keep(browser, address(partner, "edit_partner"), name="x").status_code == 403
    assert keep(browser, address(partner, "add_contact"), name="x").status_code == 200
    assert [page for page, _ in kept_of(member)] == [address(partner, "add_contact")]


def test_parts_of_another_year_are_another_draft(page: Client, rosa: Any, partner: Partner) -> None:
    step = address(partner, "edit_partner")
    keep(page, f"{step}?year=2024-25", kinds=["member"], joined_on="1/9/24")
    assert OFFER not in page.get(step).content.decode()
    assert OFFER in page.get(f"{step}?year=2024-25").content.decode()


def test_an_engagement_is_kept_on_its_tab(page: Client, rosa: Any, partner: Partner) -> None:
    tab, record = address(partner, "partner_engagement"), address(partner, "record_engagement")
    keep(page, record, description="Reading network")
    assert OFFER in page.get(tab).content.decode()
    assert "Reading network" in page.get(f"{tab}?draft=use").content.decode()
    written = {"took_part_on": "3/2/26", "strand": "cpd", "description": "Reading network, autumn"}
    assert page.post(record, written).status_code == 302
    assert (Engagement.objects.count(), kept_of(rosa)) == (1, [])


def test_settings_are_kept_too(alliance: Any, page: Client, rosa: Any) -> None:
    step = reverse("settings", args=[alliance.slug])
    keep(page, step, name="Half a name", second_factor="staff")
    assert "Half a name" in page.get(f"{step}?draft=use").content.decode()


@pytest.mark.parametrize("name", ["x" * 70_000, "\x00", "<script>alert(1)</script>"])
def test_hostile_drafts_break_nothing(page: Client, partner: Partner, name: str) -> None:
    step = address(partner, "add_contact")
    answer = keep(page, step, name=name)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in page.get(f"{step}?draft=use").content.decode()


def test_a_draft_costs_the_page_one_query(page: Client, partner: Partner) -> None:
    step = address(partner, "add_contact")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(step)
        return len([query for query in captured if "foundation_draft" in query["sql"]])

    before = queries()
    keep(page, step, name="Leah Half")
    assert (before, queries()) == (1, 1)


def test_the_clock_forgets_what_lies_for_a_month(
    alliance: Any, page: Client, rosa: Any, partner: Partner
) -> None:
    keep(page, address(partner, "add_contact"), name="Leah Half")
    later = timezone.now() + timedelta(days=KEPT_DAYS, minutes=1)
    with time_machine.travel(later):
        page.force_login(rosa.user)
        keep(page, address(partner, "edit_partner"), kinds=["member"])
        held = claim(enqueue(FORGET, alliance=alliance).pk, worker="a test")
        assert held is not None
        forget(Run(held))
    assert [kept for kept, _ in kept_of(rosa)] == [address(partner, "edit_partner")]
