"""What benchmarks of lists share: an alliance of many schools, who signs in to it, counting queries."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import islice
from typing import Any

AUTHORITIES = 150
BATCH = 2_000


def as_people_use_it() -> None:
    """Settings of the process that measures."""
    from django.conf import settings

    settings.DEBUG = False  # as people use it, whatever the shell says
    # A manifest of built files is made for production; looking one up costs the same as making the address.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def queries(client: Any, address: str) -> float:
    """How many a request makes, without transaction control."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return float(sum(not query["sql"].startswith(control) for query in captured))


def client_of(slug: str) -> Any:
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


def schools_of(number: int) -> list[Any]:
    from alliance.choices import PhaseGroup
    from alliance.models import LocalAuthority, School

    authorities = LocalAuthority.objects.bulk_create(
        LocalAuthority(code=str(200 + place), name=f"Authority {place:03d}") for place in range(AUTHORITIES)
    )
    groups = list(PhaseGroup.values)
    made = (
        School(
            urn=100_000 + place,
            name=f"{word(place)} {word(place // 7)} Primary School",
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
    return in_batches(School.objects, made)


def alliance_of(slug: str, schools: list[Any]) -> Any:
    """Led by the first of the schools; its administrator has a second factor."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from alliance.choices import Role
    from alliance.models import Alliance, Membership, User
    from foundation.tenancy.scope import acting_within

    alliance = Alliance.objects.create(name=f"Alliance of {slug}", slug=slug, lead_school=schools[0])
    user = User.objects.create_user(f"{slug}@bench.example", full_name="Bench Mark")
    Membership.objects.create(alliance=alliance, user=user, roles=[Role.ADMINISTRATOR])
    TOTP.activate(user, generate_totp_secret())
    with acting_within(alliance):
        partners_of(schools)
    return alliance


def partners_of(schools: list[Any]) -> None:
    """Each with a part in every year from 2023 on and a main contact; one in ten has left."""
    from django.utils import timezone

    from alliance.logic.academic_year import AcademicYear
    from alliance.models import Contact, Partner, PartnerRole

    this_year, now = AcademicYear.for_date(timezone.localdate()).start, timezone.now()
    partners = in_batches(
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
    in_batches(
        PartnerRole.objects,
        (
            PartnerRole(partner=partner, kind="member", academic_year=year)
            for partner in partners
            for year in (this_year - 1, this_year)
        ),
    )
    in_batches(
        Contact.objects,
        (
            Contact(
                partner=partner,
                name=f"{word(place)} Contact",
                email=f"contact{place}@school.example",
                is_main=True,
                verified_at=now - timedelta(days=place % 500),
            )
            for place, partner in enumerate(partners)
        ),
    )


def in_batches(manager: Any, rows: Iterator[Any]) -> list[Any]:
    made: list[Any] = []
    while batch := list(islice(rows, BATCH)):
        made += manager.bulk_create(batch)
    return made


def word(number: int) -> str:
    """A pronounceable name for every number."""
    vowels, consonants = "aeiou", "bcdfghklmnprstvw"
    letters = []
    for _ in range(3):
        letters.append(consonants[number % 16])
        letters.append(vowels[number // 16 % 5])
        number = number // 5 + 7 * number % 1_009
    return "".join(letters).capitalize()


def vacuum() -> None:
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
