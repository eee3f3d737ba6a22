"""What ends with a partnership: agreements, and what the partner's people are asked; nobody else's."""

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance import migrations
from alliance.actions.agreements.signing import send_for_signature
from alliance.actions.partners import end_partnership, rejoin
from alliance.choices import Role
from alliance.models import Agreement, Partner
from alliance.queries.agreements import AGREEMENT_KIND
from alliance.queries.approvals import asked_of_people
from alliance.queries.partner_record import reach_of
from alliance.queries.selected import agreements_of
from foundation.approvals.actions import Approver, ask, decide
from foundation.approvals.models import Approval
from foundation.audit.models import AuditEvent
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories import agreements
from tests.factories.alliance import (
    ContactFactory,
    MembershipFactory,
    PartnerFactory,
    SchoolFactory,
    UserFactory,
)
from tests.factories.roster import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


@pytest.fixture
def partner(alliance: Any) -> Partner:
    school = SchoolFactory(name="Fernwold Primary")
    return PartnerFactory(name="Fernwold Primary", school=school, joined_on=date(2024, 9, 1))


def end(partner: Partner, **changes: Any) -> None:
    given = {"left_on": timezone.localdate(), "because": "The school closes", "by": UserFactory(), **changes}
    end_partnership(partner=partner, **given)


def asked(address: str, title: str = "A place for Sam") -> Approval:
    """Somebody of this address is asked something that is no agreement."""
    approver = Approver("Hana Reyes", address)
    return ask(kind=AGREEMENT_KIND, subject=uuid4(), title=title, approver=approver, by=None)


def states() -> dict[str, str]:
    return dict(Approval.objects.values_list("title", "state"))


def test_what_was_signed_ends_with_the_partnership_and_what_was_sent_is_a_draft_again(
    partner: Partner,
) -> None:
    first = timezone.localdate() + timedelta(days=30)
    by, later = UserFactory(), {"starts_on": first, "ends_on": first + timedelta(days=300)}
    running = agreements.in_force(partner, by=by, title="This year")
    coming = agreements.signed(partner, by=by, title="Next year", **later)
    sent = agreements.sent(partner, by=by, title="Hosting")
    drafted = agreements.draft(partner, by=by, title="Ideas")
    others = agreements.in_force(PartnerFactory(), by=by, title="Of others")
    day = timezone.localdate() - YESTERDAY
    end(partner, left_on=day, by=by)
    found = {one.title: (one.state, one.ended_on, one.end_reason) for one in Agreement.objects.all()}
    ended = ("terminated", day, "The partnership ended.")
    assert found == {
        running.title: ended,
        coming.title: ended,
        sent.title: ("draft", None, ""),
        drafted.title: ("draft", None, ""),
        others.title: ("active", None, ""),
    }
    assert agreements.approval_of(sent).state == "withdrawn"
    trail = AuditEvent.objects.filter(table="alliance_agreement", row_id=running.pk).latest("id")
    assert trail.changes["state"] == ["active", "terminated"]


@pytest.mark.parametrize("role", [Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER])
def test_why_they_leave_is_for_staff_alone(alliance: Any, partner: Partner, sign_in: Any, role: Role) -> None:
    one = agreements.in_force(partner, by=UserFactory())
    end(partner, because="The head fell out with the trust")
    rejoin(partner=partner, by=UserFactory())
    theirs, _ = sign_in(alliance, role, partner=partner)
    answer = theirs.get(reverse("agreement", args=[alliance.slug, one.public_id])).content.decode()
    assert ("The partnership ended." in answer, "fell out" in answer) == (True, False)


def test_what_its_own_people_are_asked_is_withdrawn_and_what_others_are_asked_is_not(
    partner: Partner, other_alliance: Any
) -> None:
    other = PartnerFactory()
    Partner.objects.filter(pk=partner.pk).update(mailbox="Office@fernwold.example")
    ContactFactory(partner=partner, email="Head@fernwold.example")
    MembershipFactory(
        alliance=partner.alliance,
        roles=[Role.HEADTEACHER_APPROVER],
        partner=partner,
        user__email="deputy@fernwold.example",
    )
    teacher = PersonFactory(email="", further_emails=["teacher@fernwold.example"])
    EmploymentFactory(partner=partner, person=teacher)
    ContactFactory(partner=partner, email="shared@trust.example")
    ContactFactory(partner=other, email="shared@trust.example")
    ContactFactory(partner=other, email="head@other.example")
    MembershipFactory(
        alliance=partner.alliance,
        roles=[Role.CPD_LEAD, Role.PARTNER_CONTACT],
        partner=partner,
        user__email="staff@eastmoor.example",
    )
    former = PartnerFactory(left_on=date(2025, 7, 31))
    ContactFactory(partner=former, email="head@fernwold.example")
    own = tuple(f"{who}@fernwold.example" for who in ("head", "deputy", "teacher", "office"))
    kept = ("shared@trust.example", "head@other.example", "staff@eastmoor.example", "nobody@known.example")
    for address in (*own, *kept):
        asked(address, address)
    answered = asked("head@fernwold.example", "answered")
    Approval.objects.filter(pk=answered.pk).update(
        state="declined", decided_at=timezone.now(), decided_name="Hana Reyes"
    )
    with acting_within(other_alliance):
        asked("head@fernwold.example", "elsewhere")
    end(partner)
    assert states() == {
        **dict.fromkeys(own, "withdrawn"),
        **dict.fromkeys(kept, "waiting"),
        "answered": "declined",
    }
    with acting_within(other_alliance):
        assert states() == {"elsewhere": "waiting"}


def test_how_many_are_asked_costs_the_same_queries(partner: Partner, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert asked_of_people([partner.pk]) == {}
    partners = [partner, PartnerFactory(), PartnerFactory()]
    for number, each in enumerate(partners):
        ContactFactory(partner=each, email=f"head{number}@school.example")
        asked(f"head{number}@school.example")
    with django_assert_num_queries(5):
        found = asked_of_people([each.pk for each in partners])
    assert {pk: len(those) for pk, those in found.items()} == {each.pk: 1 for each in partners}


def test_a_renewed_agreement_that_still_runs_ends_too_and_one_that_is_over_stays(partner: Partner) -> None:
    by = UserFactory()
    running, following = agreements.renewed(partner, by=by)
    today = timezone.localdate()
    with time_machine.travel(timezone.now() - timedelta(days=60), tick=False):
        over, _ = agreements.renewed(partner, by=by)
    assert over.ends_on < today
    assert agreements_of([partner.pk], today) == {partner.pk: 3}
    assert len(reach_of(partner, today).signed) == 3
    end(partner, by=by)
    for one in (running, following, over):
        one.refresh_from_db()
    found = [(one.state, one.ended_on) for one in (running, following, over)]
    assert found == [("terminated", today), ("terminated", today), ("renewed", None)]


def test_what_partners_that_left_before_still_had_ends_with_the_upgrade(partner: Partner) -> None:
    by, day = UserFactory(), timezone.localdate() - timedelta(days=100)
    running = agreements.in_force(partner, by=by)
    before, following = agreements.renewed(partner, by=by)
    with time_machine.travel(timezone.now() - timedelta(days=200), tick=False):
        over = agreements.in_force(partner, by=by, ends_on=timezone.localdate() + timedelta(days=30))
    sent = agreements.sent(partner, by=by)
    staying = agreements.in_force(PartnerFactory(), by=by)
    Partner.objects.filter(pk=partner.pk).update(left_on=day)
    with connection.cursor() as cursor:
        for operation in migration("end_with_those_that_left").Migration.operations:
            cursor.execute(operation.sql)
    ended = {one.pk: (one.state, one.ended_on, one.end_reason) for one in Agreement.objects.all()}
    reason = "The partnership ended."
    assert ended == {
        **{one.pk: ("terminated", day, reason) for one in (running, before, following)},
        over.pk: ("terminated", over.ends_on, reason),
        sent.pk: ("draft", None, ""),
        staying.pk: ("active", None, ""),
    }
    assert agreements.approval_of(sent).state == "withdrawn"
    trail = AuditEvent.objects.filter(table="alliance_agreement", row_id=running.pk).latest("id")
    assert trail.changes["state"] == ["active", "terminated"]


def test_reasons_that_the_partner_read_before_are_taken_out_with_the_upgrade(partner: Partner) -> None:
    by = UserFactory()
    one, other = agreements.in_force(partner, by=by), agreements.in_force(partner, by=by)
    for agreement, why in ((one, "The partnership ended: They fell out"), (other, "It moves")):
        Agreement.objects.filter(pk=agreement.pk).update(
            state="terminated", ended_on=timezone.localdate(), end_reason=why
        )
    with connection.cursor() as cursor:
        cursor.execute(migration("reasons_for_staff").WITHOUT_REASON)
    reasons = dict(Agreement.objects.values_list("pk", "end_reason"))
    assert reasons == {one.pk: "The partnership ended.", other.pk: "It moves"}


def migration(name: str) -> Any:
    (path,) = Path(migrations.__path__[0]).glob(f"*_{name}.py")
    return import_module(f"alliance.migrations.{path.stem}")


def test_either_all_of_it_ends_or_nothing(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    one = agreements.in_force(partner, by=UserFactory())
    sent = agreements.sent(partner, by=UserFactory(), title="Hosting")

    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("alliance.actions.partners.close_access", broken)
    with pytest.raises(ZeroDivisionError):
        end(partner)
    for row in (one, sent, partner):
        row.refresh_from_db()
    assert (one.state, sent.state, partner.left_on) == ("active", "sent", None)
    assert agreements.approval_of(sent).state == "waiting"


def test_the_question_before_the_end_names_what_ends(alliance: Any, partner: Partner, sign_in: Any) -> None:
    by = UserFactory()
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    address = reverse("end_partnership", args=[alliance.slug, partner.public_id])
    assert "agreement" not in page.get(address).content.decode().split("What stays")[0].split("What stops")[1]
    agreements.in_force(partner, by=by, title="This year")
    agreements.sent(partner, by=by, title="Hosting")
    ContactFactory(partner=partner, email=agreements.HEAD.email)
    asked(agreements.HEAD.email)
    text = page.get(address).content.decode()
    assert "The agreement “This year” ends on the last day" in text
    assert "“Hosting” is no longer waiting for a signature: a draft again" in text
    assert "not asked any more about “A place for Sam”" in text
    answer = page.post(address, {"left_on": "today"}, follow=True).content.decode()
    assert ("has ended" in answer, "Undo" in answer) == (True, False)


def test_nothing_is_sent_to_a_partner_that_left(partner: Partner) -> None:
    by = UserFactory()
    drafted = agreements.draft(partner, by=by)
    end(partner)
    with pytest.raises(Refused, match=r"Fernwold Primary left on .* Let it rejoin first"):
        send_for_signature(agreement=drafted, approver=agreements.HEAD, by=by)
    assert Approval.objects.count() == 0


def test_a_link_that_was_withdrawn_signs_nothing(partner: Partner) -> None:
    sent = agreements.sent(partner, by=UserFactory())
    approval = agreements.approval_of(sent)
    end(partner)
    with pytest.raises(Refused, match="withdrawn"):
        decide(approval=approval, agreed=True, name="Hana Reyes")


def test_many_are_ended_at_once_but_for_those_whose_end_could_not_be_undone(
    alliance: Any, partner: Partner, staff: Client
) -> None:
    """Undo puts back what the verb ended, and an agreement that ended cannot be put back."""
    by = UserFactory()
    plain, questioned = PartnerFactory(name="Plain"), PartnerFactory(name="Questioned")
    agreements.in_force(partner, by=by)
    ContactFactory(partner=questioned, email="head@questioned.example")
    asked("head@questioned.example")
    ids = [str(each.public_id) for each in (partner, plain, questioned)]
    chosen = {"verb": "end_partnerships", "id": ids}
    address = staff.post(reverse("select_partners", args=[alliance.slug]), chosen)["Location"]
    options = {"left_on": "today", "because": "Merged"}
    shown = staff.post(address, {**options, "previewed": ""}).context
    assert {row["name"]: row["sentence"] for row in shown["left_out"]} == {
        "Fernwold Primary": "Also ends 1 agreement, which cannot be undone: end it on its own page.",
        "Questioned": "Also ends 1 question to its people, which cannot be undone: end it on its own page.",
    }
    staff.post(address, {**options, "previewed": shown["previewed"], "left_out": shown["left_out_count"]})
    assert set(Partner.objects.exclude(left_on=None)) == {plain}
    assert (Agreement.objects.get().state, Approval.objects.waiting().count()) == ("active", 1)


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client
