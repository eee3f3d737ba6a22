"""Who logs in to the demo: one person for each role, with a password that is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password

from alliance.choices import Role
from alliance.models import Alliance, Membership, Partner, User

PASSWORD = "Bell-rings-at-08:40"  # noqa: S105  # the demo's, printed where it starts
OPERATOR = "operator"


@dataclass(frozen=True)
class Person:
    """Somebody of the demo: role, name, and the partner they act for, if they do."""

    role: str
    name: str
    partner: str = ""


@dataclass(frozen=True)
class Login:
    """How somebody logs in, as it is written to the demo's file."""

    role: str
    email: str
    password: str
    alliance: str = ""
    totp_secret: str = ""

    def as_json(self) -> dict[str, str]:
        said = {"role": self.role, "email": self.email, "password": self.password}
        said |= {"alliance": self.alliance} if self.alliance else {}
        return said | ({"totp_secret": self.totp_secret} if self.totp_secret else {})


EASTMOOR = (
    Person(Role.OWNER, "Margaret Ellwood"),
    Person(Role.STRATEGIC_LEAD, "Priya Nandwani"),
    Person(Role.ADMINISTRATOR, "Owen Birtles"),
    Person(Role.CPD_LEAD, "Tom Ashworth"),
    Person(Role.ITT_LEAD, "Grace Oyelaran"),
    Person(Role.SUPPORT_LEAD, "Farida Kamara"),
    Person(Role.FINANCE_OFFICER, "Denis Crowther"),
    Person(Role.BOARD_MEMBER, "Ruth Haldane"),
    Person(Role.WORKING_GROUP_MEMBER, "Sunil Prabhu"),
    Person(Role.PARTNER_CONTACT, "Leah Winterbourne", "Kelderby St Hild’s Academy"),
    Person(Role.PARTNER_CONTACT, "Colin Maddrell", "Brackenwick High School"),
    Person(Role.HEADTEACHER_APPROVER, "Anselm Goodacre", "Kelderby St Hild’s Academy"),
    Person(Role.MENTOR, "Jamal Verity", "Penderby Academy"),
    Person(Role.LEAD_MENTOR, "Ingrid Quarmby", "Penderby Academy"),
    Person(Role.TRAINEE, "Zoe Lumley"),
    Person(Role.SLE, "Marcus Thorne", "Sandhaugh School"),
    Person(Role.FACILITATOR, "Hannah Jessop"),
    Person(Role.PARTICIPANT, "Callum Yeadon", "Foxdale Junior School"),
    Person(Role.EXTERNAL_REVIEWER, "Rosalind Stainforth"),
)
LARKFIELD = (
    Person(Role.OWNER, "Elspeth Dransfield"),
    Person(Role.STRATEGIC_LEAD, "Gareth Calloway"),
    Person(Role.ITT_LEAD, "Nadia Rahman"),
    Person(Role.PARTNER_CONTACT, "Victor Thackray", "*"),
)


def make_people(
    alliance: Alliance, people: Sequence[Person], partners: Sequence[Partner], domain: str, today: date
) -> list[Membership]:
    """A member for each; those who are there already are left as they are."""
    by_name = {partner.name: partner for partner in partners}
    by_name["*"] = partners[-1]
    return [_member(alliance, person, by_name.get(person.partner), domain, today) for person in people]


def make_operator(domain: str) -> User:
    """Who looks after the whole portal; a second factor is always asked of them."""
    user = _user("Sam Portal", f"operator@{domain}")
    if not user.is_operator:
        user.is_operator = True
        user.save(update_fields=["is_operator"])
    return user


def login_of(user: User, role: str, alliance: Alliance | None, *, second_factor: bool) -> Login:
    """How `user` logs in; a second factor is set up where it is asked for and there is none yet."""
    secret = _totp_secret(user) if second_factor else ""
    return Login(role, user.email, PASSWORD, alliance.slug if alliance else "", secret)


def _member(
    alliance: Alliance, person: Person, partner: Partner | None, domain: str, today: date
) -> Membership:
    user = _user(person.name, f"{'.'.join(person.name.lower().split())}@{domain}")
    ends_on = today + timedelta(days=120) if person.role == Role.EXTERNAL_REVIEWER else None
    member, _ = Membership.objects.get_or_create(
        alliance=alliance,
        user=user,
        defaults={"roles": [person.role], "partner": partner, "ends_on": ends_on},
    )
    return member


def _user(name: str, email: str) -> User:
    user, is_new = User.objects.get_or_create(
        email=email, defaults={"full_name": name, "password": _hashed(PASSWORD)}
    )
    if is_new:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@cache
def _hashed(password: str) -> str:
    """One hash for everybody: the password is the same, and each hash takes half a second."""
    return str(make_password(password))


def _totp_secret(user: User) -> str:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is not None:
        return str(get_adapter().decrypt(found.data["secret"]))
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return str(secret)
