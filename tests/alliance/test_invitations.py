"""Invitations: single use, fourteen days, bound to one address and its roles."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from alliance.actions import invitations
from alliance.actions.accounts import create_account
from alliance.choices import Role
from alliance.logic.access_rules import Access
from alliance.models import Invitation, Membership, User
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_as, acting_within
from tests.factories.alliance import PASSWORD, MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "orbit velvet candle mosaic"


@pytest.fixture
def owner(alliance: object) -> User:
    return MembershipFactory(alliance=alliance, roles=[Role.OWNER], user__full_name="Priya Nandwani").user


def invite(
    alliance: object, by: User, *roles: str, email: str = "leah@fernwold.example", **access: object
) -> Invitation:
    return invitations.invite_person(
        alliance=alliance, email=email, access=Access.of(roles or [Role.CPD_LEAD], **access), by=by
    )


def link(invitation: Invitation) -> str:
    return f"/account/invitations/{invitation.token}/"


def join(client: Client, invitation: Invitation, name: str = "Leah Okafor") -> object:
    return client.post(link(invitation), {"full_name": name, "password": NEW_PASSWORD})


def test_the_letter_holds_the_link_and_names_the_inviter(
    alliance: object, owner: User, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(alliance, owner, Role.CPD_LEAD, Role.SLE)
    (letter,) = mail.outbox
    assert letter.to == ["leah@fernwold.example"]
    assert f"Priya Nandwani invites you to join {alliance} on its portal, as CPD lead and SLE." in letter.body
    assert f"/account/invitations/{invitation.token}/\n" in letter.body
    invitation.refresh_from_db()
    assert invitation.sent_at is not None


def test_only_a_digest_of_the_token_is_kept_and_it_is_256_bits(alliance: object, owner: User) -> None:
    invitation = invite(alliance, owner)
    assert len(invitation.token) == 43, "32 bytes in base64 without padding"
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert invitation.token not in str(stored)
    assert invitation.token not in str(list(AuditEvent.objects.values("changes")))
    assert "leah@" not in str(list(AuditEvent.objects.filter(table="alliance_invitation").values("changes")))


def test_a_new_person_sets_name_and_password_and_lands_in_the_alliance(
    alliance: object, owner: User, client: Client
) -> None:
    partner = PartnerFactory()
    invitation = invite(alliance, owner, Role.MENTOR, partner_id=partner.pk, ends_on=date(2099, 7, 31))
    page = client.get(link(invitation)).content.decode()
    for said in (str(alliance), "Priya Nandwani invites you", "Mentor", partner.name, "Fri 31 Jul 2099"):
        assert said in page.replace("&#x27;", "'"), said
    response = join(client, invitation)
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/", follow=True).redirect_chain[-1][0] == f"/a/{alliance.slug}/my-alliance/"
    user = User.objects.get(email="leah@fernwold.example")
    assert (user.full_name, user.check_password(NEW_PASSWORD)) == ("Leah Okafor", True)
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        ("leah@fernwold.example", True, True)
    ]
    membership = Membership.objects.get(alliance=alliance, user=user)
    assert (membership.roles, membership.partner_id, membership.ends_on) == (
        [Role.MENTOR],
        partner.pk,
        date(2099, 7, 31),
    )


def test_the_inviter_is_told_who_joined(alliance: object, owner: User, client: Client) -> None:
    join(client, invite(alliance, owner))
    told = Notification.objects.get(user=owner)
    membership = Membership.objects.get(user__email="leah@fernwold.example")
    assert (told.sentence, told.href) == (
        "Leah Okafor has joined as CPD lead",
        f"/a/{alliance.slug}/settings/people/{membership.public_id}/",
    )


def test_the_audit_says_that_the_person_joined_by_themselves(
    alliance: object, owner: User, client: Client
) -> None:
    join(client, invite(alliance, owner))
    membership = Membership.objects.get(user__email="leah@fernwold.example")
    assert list(AuditEvent.objects.about(membership).values_list("action", "user_id")) == [
        ("I", membership.user_id)
    ]


def test_a_password_built_from_the_alliance_is_refused(alliance: object, owner: User, client: Client) -> None:
    alliance.name = "Tarnley Ridge"
    alliance.save()
    response = client.post(
        link(invite(alliance, owner)), {"full_name": "Leah Okafor", "password": "TarnleyRidge2026"}
    )
    assert response.status_code == 422
    assert "This password is easy to guess" in response.content.decode()
    assert not User.objects.filter(email="leah@fernwold.example").exists()


def test_somebody_with_an_account_signs_in_first_and_then_accepts(
    alliance: object, owner: User, client: Client
) -> None:
    account = create_account(email="leah@fernwold.example", full_name="Leah Okafor", password=PASSWORD)
    invitation = invite(alliance, owner)
    assert "Sign in to accept" in client.get(link(invitation)).content.decode()
    assert client.post(link(invitation), {"full_name": "Thief", "password": NEW_PASSWORD}).status_code == 200
    assert not Membership.objects.filter(user=account).exists()
    client.force_login(account)
    response = client.post(link(invitation))
    assert (response.status_code, response.url) == (302, f"/a/{alliance.slug}/")
    assert Membership.objects.get(user=account).roles == [Role.CPD_LEAD]


def test_a_second_address_that_is_confirmed_counts_as_the_persons_own(
    alliance: object, owner: User, client: Client
) -> None:
    account = create_account(email="leah@home.example", full_name="Leah Okafor")
    EmailAddress.objects.create(user=account, email="leah@fernwold.example", verified=True)
    client.force_login(account)
    assert client.post(link(invite(alliance, owner))).status_code == 302


def test_an_address_that_is_not_confirmed_does_not_count(
    alliance: object, owner: User, client: Client
) -> None:
    account = create_account(email="leah@home.example", full_name="Leah Okafor")
    EmailAddress.objects.create(user=account, email="leah@fernwold.example", verified=False)
    client.force_login(account)
    assert client.post(link(invite(alliance, owner))).status_code == 403


def test_signed_in_as_another_it_cannot_be_taken_nor_read(
    alliance: object, owner: User, client: Client
) -> None:
    invitation = invite(alliance, owner)
    client.force_login(create_account(email="other@fernwold.example", full_name="Other"))
    for response in (client.get(link(invitation)), client.post(link(invitation))):
        assert response.status_code == 403
        page = response.content.decode()
        assert "This invitation is for another address" in page
        assert "leah@fernwold.example" not in page
        assert str(alliance) not in page
    assert Invitation.objects.pending().count() == 1


def test_used_twice_the_second_finds_it_used(alliance: object, owner: User, client: Client) -> None:
    invitation = invite(alliance, owner)
    join(client, invitation)
    response = join(Client(), invitation, name="Somebody Else")
    assert response.status_code == 410
    assert "This invitation has been used" in response.content.decode()
    assert Membership.objects.filter(alliance=alliance).count() == 2


def test_whoever_accepted_it_is_let_in_by_the_old_link(alliance: object, owner: User, client: Client) -> None:
    invitation = invite(alliance, owner)
    join(client, invitation)
    response = client.get(link(invitation))
    assert (response.status_code, response.url) == (302, f"/a/{alliance.slug}/")


def test_on_the_fifteenth_day_it_has_expired(alliance: object, owner: User, client: Client) -> None:
    invitation = invite(alliance, owner)
    with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1)):
        response = join(client, invitation)
    assert response.status_code == 410
    page = response.content.decode()
    assert "This invitation has expired" in page
    assert "Ask Priya Nandwani to send it again" in page


def test_withdrawn_it_says_so(alliance: object, owner: User, client: Client) -> None:
    invitation = invite(alliance, owner)
    invitations.withdraw_invitation(invitation=invitation, by=owner)
    response = join(client, invitation)
    assert response.status_code == 410
    assert "This invitation has been withdrawn" in response.content.decode()
    with pytest.raises(invitations.InvitationClosed):
        invitations.withdraw_invitation(invitation=invitation, by=owner)


def test_sent_again_the_new_link_works_and_the_old_one_does_not(
    alliance: object, owner: User, client: Client
) -> None:
    invitation = invite(alliance, owner)
    old = link(invitation)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        again = invitations.resend_invitation(invitation=invitation, by=owner)
        assert client.get(old).status_code == 404
        assert join(client, again).status_code == 302


@pytest.mark.parametrize("token", ["x", "A" * 43, "../../etc", "0" * 500])
def test_a_wrong_link_says_nothing(alliance: object, owner: User, client: Client, token: str) -> None:
    invite(alliance, owner)
    response = client.get(f"/account/invitations/{token}/")
    assert response.status_code == 404
    assert str(alliance) not in response.content.decode()


def test_an_invitation_is_never_kept_by_a_cache(alliance: object, owner: User, client: Client) -> None:
    assert "no-store" in client.get(link(invite(alliance, owner)))["Cache-Control"]


def test_one_address_has_one_open_invitation(alliance: object, other_alliance: object, owner: User) -> None:
    invite(alliance, owner)
    with pytest.raises(invitations.AlreadyInvited) as refusal:
        invite(alliance, owner, email="LEAH@fernwold.example ")
    assert refusal.value.field == "email"
    assert "leah@fernwold.example was invited on" in refusal.value.sentence
    elsewhere = MembershipFactory(alliance=other_alliance, roles=[Role.OWNER]).user
    with acting_within(other_alliance):
        assert invite(other_alliance, elsewhere).pk is not None


def test_an_expired_invitation_makes_room_for_a_new_one(alliance: object, owner: User) -> None:
    first = invite(alliance, owner)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        invite(alliance, owner)
    first.refresh_from_db()
    assert first.revoked_at is not None


def test_a_member_is_not_invited_but_a_former_member_is_and_comes_back(
    alliance: object, owner: User, client: Client
) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.FINANCE_OFFICER])
    with pytest.raises(invitations.AlreadyMember):
        invite(alliance, owner, email=member.user.email)
    member.ended_at = timezone.now()
    member.save()
    EmailAddress.objects.create(user=member.user, email=member.user.email, verified=True, primary=True)
    client.force_login(member.user)
    assert client.post(link(invite(alliance, owner, email=member.user.email))).status_code == 302
    member.refresh_from_db()
    assert (member.roles, member.ended_at) == ([Role.CPD_LEAD], None)


@pytest.mark.parametrize(
    ("roles", "access", "field"),
    [
        ([], {}, "roles"),
        ([Role.PARTNER_CONTACT], {}, "partner"),
        ([Role.HEADTEACHER_APPROVER], {}, "partner"),
        ([Role.EXTERNAL_REVIEWER], {}, "ends_on"),
        ([Role.EXTERNAL_REVIEWER, Role.OWNER], {"ends_on": date(2099, 1, 1)}, "roles"),
        ([Role.OWNER], {"ends_on": date(2099, 1, 1)}, "ends_on"),
        ([Role.SLE], {"ends_on": date(2000, 1, 1)}, "ends_on"),
    ],
)
def test_roles_that_do_not_go_together_are_refused(
    alliance: object, owner: User, roles: list[str], access: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        invitations.invite_person(
            alliance=alliance, email="x@y.example", access=Access.of(roles, **access), by=owner
        )
    assert refusal.value.field == field


def test_another_alliances_partner_is_refused(alliance: object, other_alliance: object, owner: User) -> None:
    with acting_within(other_alliance):
        theirs = PartnerFactory()
    with pytest.raises(Refused, match="Choose an organisation that is a partner"):
        invite(alliance, owner, Role.PARTNER_CONTACT, partner_id=theirs.pk)


def test_an_administrator_cannot_invite_an_owner(alliance: object) -> None:
    administrator = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR]).user
    with pytest.raises(Refused, match="Only an owner can make somebody an owner"):
        invite(alliance, administrator, Role.OWNER)
    assert invite(alliance, administrator, Role.ADMINISTRATOR).pk is not None


def test_a_mail_server_that_is_down_leaves_the_invitation_and_says_the_letter_has_not_left(
    alliance: object, owner: User, settings: object, django_capture_on_commit_callbacks: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(alliance, owner)
    invitation.refresh_from_db()
    assert (invitation.sent_at, invitation.revoked_at) == (None, None)


def test_the_letters_words_are_plain_text_whatever_the_names_hold(
    alliance: object, owner: User, django_capture_on_commit_callbacks: object
) -> None:
    alliance.name = "O'Brien & <Sons>"
    with django_capture_on_commit_callbacks(execute=True):
        invite(alliance, owner)
    assert "join O'Brien & <Sons> on" in re.sub(r"\s+", " ", mail.outbox[0].body)


def test_accepting_needs_no_alliance_in_scope(alliance: object, owner: User) -> None:
    invitation = invite(alliance, owner)
    with acting_as():
        membership = invitations.accept_as_new_person(
            invitation=invitation, full_name="Leah Okafor", password=NEW_PASSWORD
        )
    assert membership.alliance_id == alliance.pk
