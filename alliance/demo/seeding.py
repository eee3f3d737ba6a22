"""The two demo alliances, made once and read back ever after."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from alliance.actions.alliances import change_colours
from alliance.actions.credentials import make_credential
from alliance.actions.logos import change_logo, change_reply_to
from alliance.choices import ApiScope, Role, SecondFactor
from alliance.demo import people
from alliance.demo.days import Days
from alliance.demo.engagements import make_engagements
from alliance.demo.imports import import_contacts
from alliance.demo.logo import PLUM, lark_over_field
from alliance.demo.partners import Cast, make_partners, other_organisations
from alliance.demo.parts import DemoAlliance, parts
from alliance.demo.people import Login, Person
from alliance.demo.roster import make_roster
from alliance.demo.schools import KNOWN, Area, make_area
from alliance.demo.towns import BURY, TEES
from alliance.models import Alliance, ApiCredential, Invitation, Membership, Partner, School, ServedAuthority
from foundation.tenancy.scope import acting_within

CREDENTIAL = "Demo sync"
CREDENTIAL_PARTNER = "Kelderby St Hild’s Academy"

EASTMOOR_AREA = Area("eastmoor", TEES, 226, 42, 17, 900_001, (443_500.0, 519_000.0), KNOWN, "TS", 24)
LARKFIELD_AREA = Area("larkfield", BURY, 34, 8, 3, 910_001, (585_400.0, 264_100.0), (), "IP", 0)


@dataclass(frozen=True)
class Demo:
    """What the demo's file says."""

    alliance: str
    logins: list[Login]
    credential: str

    def as_json(self) -> dict[str, object]:
        return {
            "alliance": self.alliance,
            "logins": [login.as_json() for login in self.logins],
            "credential": self.credential,
        }


def seed(today: date) -> Demo:
    """Make what is missing. A second run changes nothing but the credential: its text cannot be read back."""
    eastmoor = _alliance("eastmoor", today)
    larkfield = _alliance("larkfield", today)
    operator = people.make_operator("eastmoor.example")
    logins = [*_logins(eastmoor), *_logins(larkfield)]
    logins.append(people.login_of(operator, people.OPERATOR, None, second_factor=True))
    for made in (eastmoor, larkfield):
        _add_parts(made)
    return Demo(eastmoor.slug, logins, _credential(eastmoor))


@dataclass(frozen=True)
class Plan:
    """One demo alliance: its name and rules, its part of the register, its partners and people."""

    name: str
    slug: str
    area: Area
    domain: str
    people: tuple[Person, ...]
    second_factor: SecondFactor


PLANS = {
    "eastmoor": Plan(
        "Eastmoor & Coast Teaching Alliance",
        "eastmoor",
        EASTMOOR_AREA,
        "eastmoor.example",
        people.EASTMOOR,
        second_factor=SecondFactor.NOBODY,
    ),
    "larkfield": Plan(
        "Larkfield SCITT Partnership",
        "larkfield",
        LARKFIELD_AREA,
        "larkfield.example",
        people.LARKFIELD,
        second_factor=SecondFactor.STAFF,
    ),
}


@transaction.atomic
def _alliance(key: str, today: date) -> Alliance:
    plan = PLANS[key]
    schools = make_area(plan.area, today)
    lead = schools[0]
    alliance, is_new = Alliance.objects.get_or_create(
        slug=plan.slug,
        defaults={"name": plan.name, "lead_school": lead, "second_factor": plan.second_factor},
    )
    if is_new:
        with acting_within(alliance):
            _fill(plan, alliance, schools, today)
    return alliance


def _fill(plan: Plan, alliance: Alliance, schools: list[School], today: date) -> None:
    lead = schools[0]
    for authority in {school.local_authority_id for school in schools}:
        ServedAuthority.objects.create(local_authority_id=authority)
    partners = make_partners(_cast(plan, today), schools, lead, today)
    often = {partner.school_id for partner in partners if partner.school_id}
    shares = {"shares": (0.3, 0.4, 0.45)} if plan.area is LARKFIELD_AREA else {}
    make_engagements(schools, often, today, seed=plan.slug, **shares)
    make_roster(partners, today, seed=plan.slug)
    members = people.make_people(alliance, plan.people, partners, plan.domain, today)
    _invite(alliance, plan.domain)
    if plan.area is LARKFIELD_AREA:
        change_colours(alliance=alliance, alliance_colour=PLUM, accent_colour="#d8a13b", by=None)
        change_logo(alliance=alliance, picture=lark_over_field(), by=None)
        change_reply_to(alliance=alliance, reply_to=f"office@{plan.domain}", by=None)
    if plan.area is EASTMOOR_AREA:
        import_contacts(members)
        Days(members, today).live()


def _cast(plan: Plan, today: date) -> Cast:
    if plan.area is LARKFIELD_AREA:
        return Cast("larkfield", (), 15, 1, ())
    named = tuple(name for name, _ in KNOWN[1:])
    return Cast("eastmoor", named, 60, 5, other_organisations(today))


def _invite(alliance: Alliance, domain: str) -> None:
    """Two that were sent and not accepted yet; nobody holds their links."""
    for name, days in (("bethan.garside", 2), ("rajan.iqbal", 11)):
        now = timezone.now()
        Invitation.objects.create(
            alliance=alliance,
            email=f"{name}@{domain}",
            roles=[Role.FACILITATOR],
            token_digest=sha256(token_hex().encode()).hexdigest(),
            sent_at=now,
            expires_at=now + timedelta(days=days),
        )


def _logins(alliance: Alliance) -> list[Login]:
    """One for each person of the plan, in its order."""
    plan = next(plan for plan in PLANS.values() if plan.slug == alliance.slug)
    members = {
        member.user.full_name: member
        for member in Membership.objects.filter(alliance=alliance).select_related("user", "alliance")
    }
    found = [members[person.name] for person in plan.people if person.name in members]
    return [
        people.login_of(
            member.user,
            member.roles[0],
            alliance,
            second_factor=member.needs_second_factor,
        )
        for member in found
    ]


def _add_parts(alliance: Alliance) -> None:
    members = Membership.objects.filter(alliance=alliance).select_related("user", "alliance")
    lead = members.filter(roles__contains=[Role.STRATEGIC_LEAD]).first()
    administrator = members.filter(roles__contains=[Role.ADMINISTRATOR]).first() or lead
    if lead is None or administrator is None:
        return
    with acting_within(alliance, user=lead.user):
        for part in parts():
            with transaction.atomic():
                part(DemoAlliance(alliance, lead, administrator))


@transaction.atomic
def _credential(alliance: Alliance) -> str:
    """A partner school's, made anew: what an earlier run printed stops working."""
    with acting_within(alliance):
        partner = Partner.objects.get(name=CREDENTIAL_PARTNER)
        earlier = ApiCredential.objects.filter(
            alliance=alliance, partner=partner, name=CREDENTIAL, revoked_at=None
        )
        earlier.update(revoked_at=timezone.now())
        contact = Membership.objects.select_related("user").filter(alliance=alliance, partner=partner).first()
        _, secret = make_credential(
            partner=partner,
            name=CREDENTIAL,
            scopes=[scope.value for scope in ApiScope],
            by=contact.user if contact else None,
        )
    return secret
