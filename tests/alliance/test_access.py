"""Who gets into which page: roles, the second factor, and other alliances' addresses."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from alliance.actions.accounts import create_account, reset_second_factor
from alliance.choices import STAFF_ROLES, Role, SecondFactor
from alliance.models import Alliance, Membership, User
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import PASSWORD, AllianceFactory, MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db
LEADS = {Role.OWNER, Role.STRATEGIC_LEAD, Role.ADMINISTRATOR}
PAGES = {
    "today": STAFF_ROLES,
    "my_alliance": set(Role) - STAFF_ROLES - {Role.PARTNER_CONTACT},
    "notifications": set(Role),
    "settings": LEADS,
    "colours": LEADS,
    "served_area": LEADS,
    "people": LEADS,
    "people_invited": LEADS,
    "invite": LEADS,
}


def join(alliance: object, *roles: Role, **fields: object) -> Membership:
    """A member with an account that can be logged in to."""
    if {Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER} & set(roles):
        with acting_within(alliance):
            fields["partner"] = PartnerFactory()
    if Role.EXTERNAL_REVIEWER in roles:
        fields["ends_on"] = "2099-07-31"
    number = User.objects.count()
    user = create_account(
        email=f"m{number}@eastmoor.example", full_name=f"Member {number}", password=PASSWORD
    )
    return MembershipFactory(alliance=alliance, user=user, roles=list(roles), **fields)


def log_in(user: User, going: str = "", client: Client | None = None) -> Client:
    client = client or Client()
    address = reverse("account_login") + (f"?next={going}" if going else "")
    client.post(address, {"login": user.email, "password": PASSWORD})
    return client


def code_for(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_pages_and_no_others(alliance: object, client: Client, role: Role) -> None:
    client.force_login(join(alliance, role).user)
    opened = {name for name in PAGES if client.get(reverse(name, args=[alliance.slug])).status_code == 200}
    assert opened == {name for name, roles in PAGES.items() if role in roles}


@pytest.mark.parametrize("name", PAGES)
def test_another_alliances_address_is_not_found_whatever_one_may_do_here(
    alliance: object, other_alliance: object, client: Client, name: str
) -> None:
    client.force_login(join(alliance, Role.OWNER).user)
    assert client.get(reverse(name, args=[other_alliance.slug]), follow=True).status_code == 404
    assert client.get(reverse(name, args=[alliance.slug]), follow=True).status_code in {200, 403}


@pytest.mark.parametrize("name", PAGES)
def test_without_logging_in_every_page_leads_to_the_log_in(
    alliance: object, client: Client, name: str
) -> None:
    address = reverse(name, args=[alliance.slug])
    assert client.get(address).url == f"/account/login/?next={address}"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.CPD_LEAD, "/a/{slug}/"),
        (Role.PARTNER_CONTACT, "/a/{slug}/my-school/"),
        (Role.TRAINEE, "/a/{slug}/my-alliance/"),
        (Role.EXTERNAL_REVIEWER, "/a/{slug}/my-alliance/"),
    ],
)
def test_each_role_lands_on_its_own_work(alliance: object, role: Role, page: str) -> None:
    client = log_in(join(alliance, role).user)
    assert client.get("/", follow=True).request["PATH_INFO"] == page.format(slug=alliance.slug)


def test_a_person_lands_in_the_alliance_they_used_last(alliance: object, other_alliance: object) -> None:
    member = join(alliance, Role.CPD_LEAD)
    MembershipFactory(alliance=other_alliance, user=member.user, roles=[Role.CPD_LEAD])
    client = log_in(member.user)
    for visited in (other_alliance, alliance):
        client.get(reverse("today", args=[visited.slug]))
        assert client.get("/").url == f"/a/{visited.slug}/"


def test_somebody_without_an_alliance_is_told_so() -> None:
    client = log_in(create_account(email="x@y.example", full_name="X", password=PASSWORD))
    response = client.get("/")
    assert (response.status_code, "You belong to no alliance yet" in response.content.decode()) == (403, True)


class TestSecondFactor:
    """Alliances ask it of their staff; operators are always asked."""

    @pytest.fixture
    def strict(self) -> object:
        return AllianceFactory(second_factor=SecondFactor.STAFF)

    @pytest.mark.parametrize("role", Role)
    def test_staff_are_asked_and_nobody_else(self, strict: object, role: Role) -> None:
        client = log_in(join(strict, role).user)
        response = client.get(reverse("notifications", args=[strict.slug]))
        asked = response.status_code == 302 and response.url == reverse("mfa_index")
        assert asked == (role in STAFF_ROLES)

    @pytest.mark.parametrize(("choice", "asked"), [("nobody", set()), ("everybody", set(Role))])
    def test_an_alliance_asks_nobody_or_everybody(
        self, strict: object, choice: str, asked: set[Role]
    ) -> None:
        Alliance.objects.update(second_factor=choice)
        redirected = set()
        for role in Role:
            answer = log_in(join(strict, role).user).get(reverse("notifications", args=[strict.slug]))
            if answer.status_code == 302:
                redirected.add(role)
        assert redirected == asked

    def test_an_alliance_that_asks_asks_only_within_itself(
        self, strict: object, other_alliance: object
    ) -> None:
        member = join(strict, Role.OWNER)
        MembershipFactory(alliance=other_alliance, user=member.user, roles=[Role.OWNER])
        client = log_in(member.user)
        codes = [
            client.get(reverse("settings", args=[there.slug])).status_code
            for there in (strict, other_alliance)
        ]
        assert codes == [302, 200]

    def test_after_setting_it_up_one_goes_on_to_where_one_was_going(self, strict: object) -> None:
        going = reverse("people", args=[strict.slug]) + "?q=leah"
        client = log_in(join(strict, Role.OWNER).user, going)
        assert client.get(going).url == reverse("mfa_index")
        page = client.get(reverse("mfa_activate_totp"))
        assert page.status_code == 200, "a fresh log-in is not asked for the password again"
        secret = page.context["form"].secret
        codes = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}, follow=True)
        assert codes.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
        assert len(re.findall(r"<code>[0-9a-f]{8}</code>", codes.content.decode())) == 10
        assert client.get("/").url == going
        assert client.get(going).status_code == 200

    def test_logging_in_again_asks_for_the_code_and_takes_it_once(self, strict: object) -> None:
        user = join(strict, Role.OWNER).user
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        client = log_in(user)
        today = reverse("today", args=[strict.slug])
        assert client.get(today).url.startswith(reverse("account_login")), "the password alone is not enough"
        wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "This code does not match" in wrong.content.decode()
        code = code_for("JBSWY3DPEHPK3PXP")
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert client.get(today).status_code == 200
        second = log_in(user)
        assert (
            "This code does not match"
            in second.post(reverse("mfa_authenticate"), {"code": code}).content.decode()
        )

    def test_a_session_from_before_the_second_factor_shows_it_before_it_goes_on(self, strict: object) -> None:
        user = join(strict, Role.OWNER).user
        before = log_in(user)
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        today = reverse("today", args=[strict.slug])
        response = before.get(today)
        assert response.url == f"{reverse('mfa_reauthenticate')}?next=%2Fa%2F{strict.slug}%2F"
        before.post(response.url, {"code": code_for("JBSWY3DPEHPK3PXP")})
        assert before.get(today).status_code == 200

    def test_a_recovery_code_signs_in_once(self, strict: object) -> None:
        user = join(strict, Role.OWNER).user
        client = log_in(user)
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
        codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
        for expected in (200, 302):
            again = log_in(user)
            again.post(reverse("mfa_authenticate"), {"code": codes[0]})
            assert again.get(reverse("today", args=[strict.slug])).status_code == expected

    def test_turning_it_off_asks_for_it_again_at_once(self, strict: object) -> None:
        user = join(strict, Role.OWNER).user
        client = log_in(user)
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
        assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
        client.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.filter(user=user).exists()
        assert client.get(reverse("today", args=[strict.slug])).url == reverse("mfa_index")

    def test_turning_it_off_asks_for_the_password_a_while_after_logging_in(self, strict: object) -> None:
        user = join(strict, Role.OWNER).user
        with time_machine.travel("2026-02-03 09:00 +0000") as clock:
            client = log_in(user)
            secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
            client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
            clock.shift(16 * 60)
            assert client.post(reverse("mfa_deactivate_totp")).url.startswith(
                reverse("account_reauthenticate")
            )
        assert Authenticator.objects.filter(user=user).exists()

    def test_the_secret_is_sealed_in_the_database(self, strict: object) -> None:
        user = join(strict, Role.OWNER).user
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.filter(user=user).values("data"))

    def test_a_secret_key_that_was_lost_lets_nobody_in_and_says_so(
        self, strict: object, settings: object
    ) -> None:
        user = join(strict, Role.OWNER).user
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        settings.SECRET_KEY, former = "the next key", settings.SECRET_KEY
        client = log_in(user)
        answer = client.post(reverse("mfa_authenticate"), {"code": code_for("JBSWY3DPEHPK3PXP")})
        assert "under a secret key that the portal has lost" in answer.content.decode()
        settings.SECRET_KEY_FALLBACKS = [former]
        client.post(reverse("mfa_authenticate"), {"code": code_for("JBSWY3DPEHPK3PXP")})
        assert client.get(reverse("today", args=[strict.slug])).status_code == 200

    def test_operators_are_asked_wherever_they_belong(self) -> None:
        operator = create_account(email="o@y.example", full_name="Op", password=PASSWORD, is_operator=True)
        client = log_in(operator)
        assert client.get("/operator/").url == reverse("mfa_index")

    def test_whoever_lost_phone_and_codes_is_reset_by_hand(self, strict: object) -> None:
        user = join(strict, Role.OWNER).user
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        assert reset_second_factor(user=user)
        assert not reset_second_factor(user=user)
        client = log_in(user)
        assert client.get(reverse("today", args=[strict.slug])).url == reverse("mfa_index")

    def test_the_qr_code_is_a_picture_the_content_policy_lets_through(self, strict: object) -> None:
        client = log_in(join(strict, Role.OWNER).user)
        page = client.get(reverse("mfa_activate_totp"))
        assert '<img src="data:image/svg+xml;base64,' in page.content.decode()
        assert "img-src 'self' data:" in page["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/a/%00/", "/api/v1/alliances/%00/partners"])
def test_an_address_that_no_alliance_can_have_is_not_there(
    alliance: object, client: Client, address: str
) -> None:
    client.force_login(MembershipFactory(alliance=alliance, roles=[Role.OWNER]).user)
    assert client.get(address).status_code == 404


def test_pages_of_an_alliance_are_kept_by_no_browser(alliance: object, sign_in: object) -> None:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    answer = client.get(reverse("partners", args=[alliance.slug]))
    assert answer.headers["Cache-Control"] == "no-store, private"
