"""How long a signed-in member of staff waits for the partner list: of 20,000 partners, and compared with 100.

Everything a request does is in the figure: session, user, membership, second factor, layout, rendering. Both
sizes are asked for in turn, so that a busy machine slows both alike.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any

ALLIANCES = {"many": 20_000, "few": 100}
AUTHORITIES = 150
WARM_UP, ROUNDS, BATCH = 5, 30, 2_000

NAME = "partner_list"
LIMIT = {"p50_ms": ("<=", 20), "queries": ("<=", 12), "p50_ratio_20000_to_100": ("<=", 1.5)}
GOAL: dict[str, tuple[str, float]] = {}


def prepare() -> None:
    """Two alliances, each with a member of staff with a second factor, in a database of their own."""
    from django.conf import settings
    from django.db import transaction

    settings.DEBUG = False  # as people use it, whatever the shell says
    # A manifest of built files is made for production; looking one up costs the same as making the address.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with transaction.atomic():
        schools = _schools(max(ALLIANCES.values()))
        for slug, size in ALLIANCES.items():
            _alliance(slug, schools[:size])
    _vacuum()


def measure() -> dict[str, float]:
    """The figures of one run: milliseconds, queries without transaction control, ratio of the medians."""
    clients = {slug: _client(slug) for slug in ALLIANCES}
    times: dict[str, list[float]] = {slug: [] for slug in ALLIANCES}
    for number in range(WARM_UP + ROUNDS):
        for slug, client in clients.items():
            begun = perf_counter()
            answer = client.get(f"/a/{slug}/partners/")
            if number >= WARM_UP:
                times[slug].append((perf_counter() - begun) * 1000)
            if answer.status_code != 200 or answer.content.count(b'<th scope="row"') != 50:
                raise AssertionError(f"The list of {slug} answered {answer.status_code} without its 50 rows.")
    many, few = median(times["many"]), median(times["few"])
    return {"p50_ms": many, "queries": _queries(clients["many"]), "p50_ratio_20000_to_100": many / few}


def _queries(client: Any) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get("/a/many/partners/")
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return float(sum(not query["sql"].startswith(control) for query in captured))


def _client(slug: str) -> Any:
    """Logged in, the second factor shown."""
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
    from django.test import Client

    from alliance.models import User

    client, user = Client(SERVER_NAME="localhost"), User.objects.get(email=f"{slug}@bench.example")
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0.0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def _schools(number: int) -> list[Any]:
    from alliance.choices import PhaseGroup
    from alliance.models import LocalAuthority, School

    authorities = LocalAuthority.objects.bulk_create(
        LocalAuthority(code=str(200 + place), name=f"Authority {place:03d}") for place in range(AUTHORITIES)
    )
    groups = list(PhaseGroup.values)
    made = (
        School(
            urn=100_000 + place,
            name=f"{_word(place)} {_word(place // 7)} Primary School",
            status="1",
            phase="2",
            phase_group=groups[place % len(groups)],
            local_authority=authorities[place % AUTHORITIES],
            town=f"Town {place % 997}",
            postcode=f"TS{place % 99} {place % 9}AA",
            easting=200_000 + place * 37 % 400_000,
            northing=150_000 + place * 91 % 400_000,
        )
        for place in range(number)
    )
    return _in_batches(School.objects, made)


def _alliance(slug: str, schools: list[Any]) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from alliance.choices import Role
    from alliance.models import Alliance, Membership, User
    from foundation.tenancy.scope import acting_within

    alliance = Alliance.objects.create(name=f"Alliance of {slug}", slug=slug, lead_school=schools[0])
    user = User.objects.create_user(f"{slug}@bench.example", full_name="Bench Mark")
    Membership.objects.create(alliance=alliance, user=user, roles=[Role.ADMINISTRATOR])
    TOTP.activate(user, generate_totp_secret())
    with acting_within(alliance):
        _partners(schools)


def _partners(schools: list[Any]) -> None:
    """Each with a part in every year from 2023 on and a main contact; one in ten has left."""
    from django.utils import timezone

    from alliance.logic.academic_year import AcademicYear
    from alliance.models import Contact, Partner, PartnerRole

    this_year, now = AcademicYear.for_date(timezone.localdate()).start, timezone.now()
    partners = _in_batches(
        Partner.objects,
        (
            Partner(
                organisation="school",
                school=school,
                name=school.name,
                joined_on=date(2020, 9, 1) + timedelta(days=place % 900),
                left_on=date(2025, 7, 31) if place % 10 == 9 else None,
            )
            for place, school in enumerate(schools)
        ),
    )
    _in_batches(
        PartnerRole.objects,
        (
            PartnerRole(partner=partner, kind="member", academic_year=year)
            for partner in partners
            for year in (this_year - 1, this_year)
        ),
    )
    _in_batches(
        Contact.objects,
        (
            Contact(
                partner=partner,
                name=f"{_word(place)} Contact",
                email=f"contact{place}@school.example",
                is_main=True,
                verified_at=now - timedelta(days=place % 500),
            )
            for place, partner in enumerate(partners)
        ),
    )


def _in_batches(manager: Any, rows: Iterator[Any]) -> list[Any]:
    made: list[Any] = []
    while batch := list(islice(rows, BATCH)):
        made += manager.bulk_create(batch)
    return made


def _word(number: int) -> str:
    """A pronounceable name for every number."""
    vowels, consonants = "aeiou", "bcdfghklmnprstvw"
    letters = []
    for _ in range(3):
        letters.append(consonants[number % 16])
        letters.append(vowels[number // 16 % 5])
        number = number // 5 + 7 * number % 1_009
    return "".join(letters).capitalize()


def _vacuum() -> None:
    """What autovacuum would have done by the time anybody opens the list; needs the tables' owner."""
    import psycopg2
    from django.conf import settings

    owner, name = settings.DATABASE_OWNER, settings.DATABASES["default"]["NAME"]
    if owner is None:
        return
    with closing(
        psycopg2.connect(
            host=owner["HOST"],
            port=owner["PORT"] or None,
            user=owner["USER"],
            password=owner["PASSWORD"],
            dbname=name,
        )
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
