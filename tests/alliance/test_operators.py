"""Operators make alliances, on their pages and by command, and see nothing of an alliance's work."""

from io import StringIO

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.accounts import create_account
from alliance.actions.alliances import AllianceRefused, create_alliance, suggest_slug
from alliance.choices import PartnerKind, Role, SchoolStatus, SecondFactor
from alliance.logic.academic_year import AcademicYear
from alliance.models import Alliance, Invitation, Membership, Partner, PartnerRole, User
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import (
    PASSWORD,
    AllianceFactory,
    MembershipFactory,
    PartnerFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db


def make(**given: object) -> Alliance:
    wanted = {
        "name": "Tarnley Ridge",
        "slug": "tarnley-ridge",
        "lead_school": SchoolFactory(name="Hallgarth Academy"),
        "owner_email": "owner@tarnley.example",
        "by": None,
    }
    return create_alliance(**{**wanted, **given})


@pytest.fixture
def operator(client: Client) -> User:
    """Logged in with a second factor, as `/operator/` asks."""
    user = create_account(
        email="op@portal.example", full_name="Olu Peters", password=PASSWORD, is_operator=True
    )
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0.0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return user


def test_a_new_alliance_has_its_lead_school_as_partner_and_its_owner_invited(db: None) -> None:
    alliance = make()
    with acting_within(alliance):
        partner = Partner.objects.get()
        role = PartnerRole.objects.get()
    assert (partner.name, partner.school, partner.joined_on) == (
        "Hallgarth Academy",
        alliance.lead_school,
        timezone.localdate(),
    )
    assert (role.kind, role.academic_year) == (
        PartnerKind.LEAD_SCHOOL,
        AcademicYear.for_date(timezone.localdate()).start,
    )
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.roles, invitation.alliance) == (
        "owner@tarnley.example",
        [Role.OWNER],
        alliance,
    )
    assert alliance.second_factor == SecondFactor.STAFF, (
        "asked of staff unless the alliance decides otherwise"
    )


def test_a_lead_school_that_was_succeeded_gives_way_to_the_end_of_its_chain(db: None) -> None:
    academy = SchoolFactory(name="Hallgarth Academy")
    closed = SchoolFactory(name="Hallgarth Comprehensive", successor=academy, status=SchoolStatus.CLOSED)
    assert make(lead_school=closed).lead_school == academy


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"slug": "Tarnley"}, "slug"),
        ({"slug": "tarnley--ridge"}, "slug"),
        ({"slug": "-tarnley"}, "slug"),
        ({"slug": "x" * 61}, "slug"),
        ({"slug": "taken"}, "slug"),
    ],
)
def test_what_will_not_do_is_refused_and_nothing_is_made(given: dict[str, str], field: str) -> None:
    AllianceFactory(slug="taken")
    with pytest.raises(AllianceRefused) as refusal:
        make(**given)
    assert refusal.value.field == field
    assert Alliance.objects.count() == 1


def test_a_closed_lead_school_makes_nothing(db: None) -> None:
    with pytest.raises(Refused):
        make(lead_school=SchoolFactory(status=SchoolStatus.CLOSED))
    assert (Alliance.objects.count(), Invitation.objects.count()) == (0, 0)


def test_an_address_is_suggested_that_is_free(db: None) -> None:
    assert suggest_slug("Tarnley Ridge & Coast") == "tarnley-ridge-coast"
    AllianceFactory(slug="tarnley-ridge")
    AllianceFactory(slug="tarnley-ridge-2")
    assert suggest_slug("Tarnley Ridge") == "tarnley-ridge-3"
    assert suggest_slug("—") == "alliance"
    assert len(suggest_slug("x" * 200)) <= 60


def test_an_operator_makes_one_on_the_page(operator: User, client: Client) -> None:
    school = SchoolFactory(name="Hallgarth Academy", urn=123456)
    form = {
        "name": "Tarnley Ridge",
        "slug": "",
        "lead_school": "123456",
        "owner_email": "owner@tarnley.example",
    }
    response = client.post(reverse("new_alliance"), form, follow=True)
    assert (
        "Tarnley Ridge is made, and owner@tarnley.example is invited to own it" in response.content.decode()
    )
    alliance = Alliance.objects.get()
    assert (alliance.slug, alliance.lead_school) == ("tarnley-ridge", school)
    assert Invitation.objects.get().invited_by == operator
    assert client.get(reverse("today", args=[alliance.slug])).status_code == 404, "an operator is no member"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Hallgarth", "Several schools match"),
        ("999999", "No school in the register"),
    ],
)
def test_a_school_that_is_not_clear_is_asked_for_again(
    operator: User, client: Client, typed: str, answer: str
) -> None:
    SchoolFactory(name="Hallgarth Primary")
    SchoolFactory(name="Hallgarth Juniors")
    form = {"name": "Tarnley", "slug": "", "lead_school": typed, "owner_email": "owner@tarnley.example"}
    response = client.post(reverse("new_alliance"), form)
    assert response.status_code == 422
    assert answer in response.content.decode()
    assert not Alliance.objects.exists()


def test_a_school_is_suggested_while_typing(operator: User, client: Client) -> None:
    SchoolFactory(name="Hallgarth Academy", urn=123456)
    (result,) = client.get(reverse("operator_schools") + "?q=hallg").json()["results"]
    assert (result["value"], result["label"]) == ("123456", "Hallgarth Academy")
    assert client.get(reverse("operator_schools")).json() == {"results": []}


def test_the_list_tells_who_owns_each_alliance_and_nothing_of_its_partners(
    operator: User, client: Client
) -> None:
    owned = AllianceFactory(name="Owned Alliance")
    MembershipFactory(alliance=owned, roles=[Role.OWNER], user__full_name="Priya Nandwani")
    with acting_within(owned):
        PartnerFactory(school=SchoolFactory(name="Secret Spinney"))
    make(name="Waiting Alliance")
    page = client.get(reverse("operator_alliances")).content.decode()
    assert [
        words in page
        for words in ("Owned Alliance", "Priya Nandwani", "owner@tarnley.example", "Secret Spinney")
    ] == [
        True,
        True,
        True,
        False,
    ]
    found = client.get(reverse("operator_alliances") + "?q=waiting").context["rows"]
    assert [row.name for row in found] == ["Waiting Alliance"]


@pytest.mark.parametrize("name", ["operator_alliances", "new_alliance", "operator_schools"])
def test_nobody_else_finds_the_operators_pages(alliance: object, client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
    client.force_login(MembershipFactory(alliance=alliance, roles=[Role.OWNER]).user)
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name)).status_code == 404


def test_an_operator_shows_a_second_factor_wherever_the_portal_is_mounted(client: Client) -> None:
    client.force_login(create_account(email="op@portal.example", full_name="Olu Peters", is_operator=True))
    answers = [client.get(reverse("operator_alliances"), SCRIPT_NAME=mounted) for mounted in ("", "/portal")]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_a_search_for_nothing_that_can_be_read_shows_every_alliance(operator: User, client: Client) -> None:
    make()
    rows = client.get(reverse("operator_alliances") + "?q=%00").context["rows"]
    assert [row.name for row in rows] == ["Tarnley Ridge"]


class TestCommands:
    def test_create_alliance(self, django_capture_on_commit_callbacks: object) -> None:
        SchoolFactory(urn=123456, name="Hallgarth Academy")
        out = StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command(
                "create_alliance",
                "Tarnley Ridge",
                "--lead-school=123456",
                "--owner=owner@tarnley.example",
                stdout=out,
            )
        assert (
            out.getvalue()
            == "Tarnley Ridge is at /a/tarnley-ridge/.\nInvited owner@tarnley.example to own it.\n"
        )
        assert "You are invited to join Tarnley Ridge" in mail.outbox[0].body

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["--lead-school=999999"], "No school has the URN 999999"),
            (["--lead-school=123456", "--slug=Bad Slug"], "Write the address in lower-case letters"),
        ],
    )
    def test_create_alliance_says_what_is_wrong(self, arguments: list[str], sentence: str) -> None:
        SchoolFactory(urn=123456)
        with pytest.raises(CommandError, match=sentence):
            call_command("create_alliance", "Tarnley", *arguments, "--owner=o@t.example")

    def test_create_operator_makes_an_account_and_prints_where_to_choose_a_password(
        self, client: Client
    ) -> None:
        out = StringIO()
        call_command("create_operator", "op@portal.example", "--name=Olu Peters", stdout=out)
        user = User.objects.get(email="op@portal.example")
        assert (user.is_operator, user.full_name, user.has_usable_password()) == (True, "Olu Peters", False)
        link = out.getvalue().split()[-1]
        page = client.get(link.split("localhost:8000")[-1], follow=True)
        assert "Choose a new password" in page.content.decode()

    def test_create_operator_uses_the_account_there_is(self) -> None:
        account = create_account(email="op@portal.example", full_name="Olu Peters", password=PASSWORD)
        out = StringIO()
        call_command("create_operator", "OP@portal.example", stdout=out)
        account.refresh_from_db()
        assert account.is_operator
        assert "choose a password" not in out.getvalue()
        assert Membership.objects.count() == 0

    def test_reset_second_factor(self) -> None:
        user = create_account(email="op@portal.example", full_name="Olu Peters")
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        call_command("reset_second_factor", "op@portal.example", stdout=StringIO())
        with pytest.raises(CommandError, match="has no second factor"):
            call_command("reset_second_factor", "op@portal.example")
        with pytest.raises(CommandError, match="No account"):
            call_command("reset_second_factor", "nobody@portal.example")
