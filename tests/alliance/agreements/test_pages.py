"""The pages of agreements, as staff, heads and contacts use them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.agreements.nightly import agreements_by_night
from alliance.choices import Party, Role
from alliance.logic.agreements import Owed
from alliance.models import Agreement, AgreementTemplate, Membership, Obligation
from alliance.queries.today import attention
from foundation.tenancy.scope import acting_as
from tests.factories.agreements import approval_of, draft, ending, in_force, renewed, sent, signed
from tests.factories.alliance import ContactFactory, MembershipFactory, PartnerFactory
from tests.factories.approvals import link_of, write_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(lead: Membership, client: Client) -> Client:
    client.force_login(lead.user)
    return client


def page(client: Client, name: str, alliance: Any, *arguments: Any, query: str = "") -> Any:
    return client.get(reverse(name, args=[alliance.slug, *arguments]) + query)


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def names(response: Any) -> list[str]:
    return [row["partner"] for row in response.context["rows"]]


def named(name: str) -> Any:
    return PartnerFactory(name=name)


def test_a_lead_writes_sends_and_countersigns_and_a_head_signs_by_the_link(
    staff: Client, alliance: Any
) -> None:
    contact = ContactFactory(partner=PartnerFactory(), email="hana@fernwold.example", is_main=True)
    said = {
        "title": "Partnership agreement",
        "tier": "Core",
        "fee_pence": "1,850",
        "starts_on": f"{timezone.localdate():%d/%m/%Y}",
        "ends_on": f"{(timezone.localdate() + timedelta(days=364)):%d/%m/%Y}",
        "notice_days": "60",
        "terms": "We work together.",
        "obligations": "Partner: Host two trainees | Professional tutor\nAlliance: Offer five places",
    }
    new = reverse("new_agreement", args=[alliance.slug])
    made = staff.post(f"{new}?partner={contact.partner.public_id}&template=", said)
    agreement = Agreement.objects.get()
    assert made["Location"] == reverse("agreement", args=[alliance.slug, agreement.public_id])
    assert (agreement.fee_pence, agreement.notice_days, agreement.tier) == (185_000, 60, "Core")
    assert list(agreement.obligations.order_by("id").values_list("party", "owner")) == [
        ("partner", "Professional tutor"),
        ("alliance", ""),
    ]
    send = reverse("send_agreement", args=[alliance.slug, agreement.public_id])
    staff.post(send, {"contact": contact.public_id})
    write_letters()
    assert mail.outbox[-1].to == ["hana@fernwold.example"]
    link = link_of(approval_of(agreement))
    with acting_as():
        head = Client()
        read = head.get(link)
        seen = re.search(r'name="seen" value="(\w+)"', read.content.decode())
        assert seen is not None
        assert "Host two trainees · Professional tutor" in words(read)
        head.post(link, {"name": "Hana Reyes", "decision": "agree", "seen": seen[1], "remark": ""})
    countersign = reverse("countersign_agreement", args=[alliance.slug, agreement.public_id])
    staff.post(countersign, {"name": "Priya Nandwani"})
    agreement.refresh_from_db()
    assert (agreement.state, agreement.partner_signed_name, agreement.alliance_signed_name) == (
        "active",
        "Hana Reyes",
        "Priya Nandwani",
    )


def test_the_list_is_narrowed_sorted_and_exported_as_it_stands(
    staff: Client, alliance: Any, lead: Membership
) -> None:
    draft(named("Aldwick"), by=lead.user, tier="Associate")
    ending(20, by=lead.user, partner=named("Birkby"))
    in_force(named("Coldrey"), by=lead.user, fee_pence=5_000)
    assert names(page(staff, "agreements", alliance)) == ["Birkby", "Aldwick", "Coldrey"]
    assert names(page(staff, "agreements", alliance, query="?sort=-partner")) == [
        "Coldrey",
        "Birkby",
        "Aldwick",
    ]
    assert names(page(staff, "agreements", alliance, query="?state=draft&state=active&q=cold")) == ["Coldrey"]
    assert names(page(staff, "agreements", alliance, query="?tier=Associate")) == ["Aldwick"]
    assert names(page(staff, "agreements", alliance, query="?ending=30")) == ["Birkby"]
    assert names(page(staff, "agreements", alliance, query="?state=nonsense&ending=never")) == [
        "Birkby",
        "Aldwick",
        "Coldrey",
    ]
    file = page(staff, "agreements_export", alliance, query="?q=coldrey")
    lines = b"".join(file.streaming_content if file.streaming else [file.content]).decode("utf-8-sig")
    assert lines.splitlines()[1].startswith("Coldrey,Partnership agreement,In force,Core,50")
    assert len(lines.splitlines()) == 2


def test_a_renewed_agreement_counts_and_can_be_ended_until_its_last_day(
    staff: Client, alliance: Any, lead: Membership
) -> None:
    agreement, following = renewed(by=lead.user)
    in_force(by=lead.user)

    def said() -> tuple[str, bool, str]:
        summary = page(staff, "agreements", alliance).context["summary"].partition(" · ")[0]
        record = page(staff, "agreement", alliance, agreement.public_id).context
        return summary, "End it early…" in [item.label for item in record["menu"]], record["row"].left

    assert said() == ("2 in force", True, "in 50 days")
    form = words(page(staff, "terminate_agreement", alliance, agreement.public_id))
    assert f"“{following.title}”, which follows it from" in form
    with time_machine.travel(timezone.now() + timedelta(days=51), tick=False):
        staff.force_login(lead.user)
        assert said() == ("1 in force", False, "")


def test_what_a_renewed_agreement_still_owes_is_told_until_its_last_day(lead: Membership) -> None:
    today = timezone.localdate()
    owed = (Owed(Party.ALLIANCE, "Offer five places", "CPD lead", today - timedelta(days=1)),)
    renewed(by=lead.user, obligations=owed)
    told = [
        [row.title for row in attention(lead, today + timedelta(days=days))].count("Offer five places")
        for days in (0, 50, 51)
    ]
    assert told == [1, 1, 0]


def test_one_agreement_and_three_cost_the_same(staff: Client, alliance: Any, lead: Membership) -> None:
    in_force(by=lead.user)
    page(staff, "agreements", alliance)
    with CaptureQueriesContext(connection) as one:
        page(staff, "agreements", alliance)
    in_force(by=lead.user)
    in_force(by=lead.user)
    with CaptureQueriesContext(connection) as three:
        assert len(names(page(staff, "agreements", alliance))) == 3
    assert len(one) == len(three)


def test_a_head_who_signs_in_finds_what_to_sign_signs_it_and_sees_nobody_elses(
    client: Client, alliance: Any, lead: Membership
) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    agreement, neighbour = sent(own, by=lead.user), sent(other, by=lead.user, title="Neighbour's")
    hidden = draft(own, by=lead.user, title="Not sent yet")
    head = MembershipFactory(alliance=alliance, roles=[Role.HEADTEACHER_APPROVER], partner=own)
    client.force_login(head.user)
    start = words(page(client, "my_alliance", alliance))
    assert "Your signature is asked for" in start
    assert "Neighbour's" not in start
    assert page(client, "agreement", alliance, neighbour.public_id).status_code == 404
    assert page(client, "agreement", alliance, hidden.public_id).status_code == 404
    assert page(client, "answer_agreement", alliance, neighbour.public_id).status_code == 404
    ask = page(client, "answer_agreement", alliance, agreement.public_id)
    seen = re.search(r'name="seen" value="(\w+)"', ask.content.decode())
    assert seen is not None
    address = reverse("answer_agreement", args=[alliance.slug, agreement.public_id])
    client.post(address, {"name": "Hana Reyes", "decision": "agree", "seen": seen[1], "remark": ""})
    agreement.refresh_from_db()
    assert (agreement.state, approval_of(agreement).decided_by) == ("signed", head.user)
    assert "Your signature is asked for" not in words(page(client, "my_alliance", alliance))


def test_my_school_names_the_agreements_to_sign(client: Client, alliance: Any, lead: Membership) -> None:
    partner = PartnerFactory()
    contact = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner)
    sent(partner, by=lead.user, title="Partnership 2026/27")
    sent(PartnerFactory(), by=lead.user, title="Somebody else's")
    client.force_login(contact.user)
    said = words(page(client, "my_school", alliance))
    assert "Agreements to sign" in said
    assert "Partnership 2026/27" in said
    assert "Somebody else's" not in said


def test_today_names_what_to_sign_to_renew_and_what_is_owed(lead: Membership, alliance: Any) -> None:
    signed(named("Aldwick"), by=lead.user)
    ending(40, by=lead.user, partner=named("Birkby"))
    yesterday = timezone.localdate() - timedelta(days=1)
    owed = (
        Owed(Party.ALLIANCE, "Offer five places", "CPD lead", yesterday),
        Owed(Party.PARTNER, "Host two trainees", "Tutor", yesterday),
    )
    in_force(named("Coldrey"), by=lead.user, obligations=owed)
    agreements_by_night(timezone.now())
    due = {row.title: row.action_label for row in attention(lead, timezone.localdate())}
    assert due["Partnership agreement, Aldwick: sign for the alliance"] == "Sign"
    assert due["The agreement with Birkby ends"] == "Renew"
    assert due["Offer five places"] == "Open"
    assert "Host two trainees" not in due, "that is the partner's"
    contact = MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD])
    assert [row for row in attention(contact, timezone.localdate()) if row.action_label == "Renew"] == []


def test_templates_are_kept_and_begin_an_agreement(staff: Client, alliance: Any) -> None:
    said = {
        "name": "Core partnership",
        "tier": "Core",
        "fee_pence": "£650.50",
        "months": "24",
        "notice_days": "30",
        "terms": "Terms",
        "obligations": "Alliance: Offer five places",
    }
    add = reverse("new_agreement_template", args=[alliance.slug])
    assert staff.post(add, said).status_code == 302
    twice = staff.post(add, said)
    assert (twice.status_code, "There is a template of this name already" in words(twice)) == (422, True)
    template = AgreementTemplate.objects.get()
    assert (template.fee_pence, template.months) == (65_050, 24)
    partner = PartnerFactory()
    begun = page(
        staff,
        "new_agreement",
        alliance,
        query=f"?partner={partner.public_id}&template={template.public_id}",
    )
    assert begun.context["form"].initial["obligations"] == "Alliance: Offer five places"
    assert page(staff, "new_agreement", alliance, query=f"?partner={partner.public_id}").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("fee_pence", "lots", "is no amount"),
        ("ends_on", "1/9/2020", "The last day must be after the first"),
        ("obligations", "Host two trainees", "says not whose it is"),
        ("terms", "", "Write what is agreed"),
    ],
)
def test_what_cannot_be_agreed_is_said_beside_its_field(
    staff: Client, alliance: Any, field: str, value: str, says: str
) -> None:
    said = {
        "title": "Partnership",
        "starts_on": "1/9/2026",
        "ends_on": "31/8/2027",
        "notice_days": "90",
        "terms": "Terms",
    }
    new = reverse("new_agreement", args=[alliance.slug])
    answer = staff.post(f"{new}?partner={PartnerFactory().public_id}&template=", {**said, field: value})
    assert (answer.status_code, says in words(answer)) == (422, True)
    assert Agreement.objects.count() == 0


def test_the_record_tells_who_signed_and_what_came_before(
    staff: Client, alliance: Any, lead: Membership
) -> None:
    agreement = in_force(by=lead.user)
    said = words(page(staff, "agreement", alliance, agreement.public_id))
    assert "Hana Reyes" in said
    assert "Priya Nandwani" in said
    assert "Check code" in said
    assert "The PDF is being made" in said
    renewed = staff.post(reverse("renew_agreement", args=[alliance.slug, agreement.public_id]))
    assert "Renews Partnership agreement" in words(staff.get(renewed["Location"]))


def test_obligations_are_marked_from_the_record(staff: Client, alliance: Any, lead: Membership) -> None:
    agreement = in_force(by=lead.user)
    owed = Obligation.objects.filter(agreement=agreement).earliest("id")
    staff.post(reverse("mark_obligation", args=[alliance.slug, agreement.public_id, owed.public_id]))
    owed.refresh_from_db()
    assert owed.done_on == timezone.localdate()
    assert "1 of 2" in words(page(staff, "agreement_obligations", alliance, agreement.public_id))
