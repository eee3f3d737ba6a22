"""Somebody who has left a trace wherever one can be left, and the search for what is left of them."""

import json
from contextlib import closing
from datetime import date
from typing import Any

import psycopg2
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.utils import timezone

from alliance.actions.personal.exports import ask_for_copy, make_copy
from alliance.actions.roster.merging import merge_people
from alliance.choices import Role, Strand
from alliance.models import Engagement, Invitation, Person
from foundation.api.models import KeptAnswer
from foundation.drafts.actions import keep_draft
from foundation.importer.models import ImportRow
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import ContactFactory, MembershipFactory, PartnerFactory, UserFactory
from tests.factories.importer import imported_table
from tests.factories.roster import EmploymentFactory, PersonFactory

GIVEN, FAMILY, TRN, REFERENCE = "Quenella", "Vandersloot", "7654321", "REF-9071"
EMAIL, FURTHER, LOG_IN = (
    f"q.{FAMILY}@fernwold.example".lower(),
    f"{GIVEN}.home@post.example".lower(),
    f"{FAMILY}.login@fernwold.example".lower(),
)
POST, PHONE = "Head of Quidditch studies", "01642 907107"
WORDS = (GIVEN, FAMILY, TRN, REFERENCE, EMAIL, FURTHER, LOG_IN, POST, PHONE)


def everywhere(alliance: Any) -> Person:
    partner, colleague = PartnerFactory(), MembershipFactory(alliance=alliance).user
    user = UserFactory(email=LOG_IN, full_name=f"{GIVEN} {FAMILY}")
    EmailAddress.objects.create(user=user, email=LOG_IN, verified=True, primary=True)
    MembershipFactory(alliance=alliance, user=user, roles=[Role.PARTICIPANT])
    person = EmploymentFactory(
        partner=partner,
        person__given_name=GIVEN,
        person__family_name=FAMILY,
        person__email=EMAIL,
        person__further_emails=[FURTHER],
        person__trn=TRN,
        person__user=user,
        reference=REFERENCE,
        post=POST,
    ).person
    ContactFactory(partner=partner, name=f"{GIVEN} {FAMILY}", email=EMAIL, phone=PHONE, post=POST)
    ContactFactory(partner=partner, name="Leah Winterbourne", email=EMAIL, phone="")
    type(partner).objects.filter(pk=partner.pk).update(mailbox=FURTHER)
    with acting_within(alliance, user=colleague):
        keep_draft(user=colleague, page="/x/", written={"text": f"Ask {FAMILY}, {GIVEN} about it"})
    Notification.objects.create(user=colleague, sentence=f"{GIVEN} {FAMILY} has joined", href="/")
    Notification.objects.create(user=user, sentence="Welcome", href="/")
    Engagement.objects.create(
        school=partner.school,
        strand=Strand.CPD,
        took_part_on=date(2025, 10, 1),
        description=f"Training given by {GIVEN} {FAMILY} ({EMAIL})",
    )
    Invitation.objects.create(
        alliance=alliance,
        email=EMAIL,
        roles=[Role.MENTOR],
        token_digest="0" * 64,
        expires_at=timezone.now(),
        accepted_at=timezone.now(),
        accepted_by=user,
    )
    source = imported_table("staff")
    ImportRow.objects.create(source=source, number=3, cells=[GIVEN, FAMILY, EMAIL], about=f"{GIVEN} {FAMILY}")
    KeptAnswer.objects.create(
        reader="r", key_digest="k", request_digest="d", status=201, body=json.dumps({"email": EMAIL}).encode()
    )
    double = PersonFactory(given_name=GIVEN, family_name=FAMILY, email=FURTHER)
    merge_people(kept=person, other=double, by=colleague)
    person.refresh_from_db()
    make_copy(ask_for_copy(person=person, by=colleague))
    Person.objects.filter(pk=person.pk).update(given_name=GIVEN)
    return person


def dump() -> str:
    """Every row of every table, as the owner of the database reads it past all policies."""
    role, name = settings.DATABASE_OWNER, connection.settings_dict["NAME"]
    with (
        closing(
            psycopg2.connect(
                host=role["HOST"],
                port=role["PORT"] or None,
                user=role["USER"],
                password=role["PASSWORD"],
                dbname=name,
            )
        ) as owning,
        owning.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        tables = [table for (table,) in cursor.fetchall()]
        said = []
        for table in sorted(tables):
            cursor.execute(f'SELECT row_to_json(r)::text FROM "{table}" AS r')  # noqa: S608  # from the catalogue
            said += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return "\n".join(said)


def traces(text: str) -> list[str]:
    """Lines that hold a word of the person, also where bytes are written in hexadecimal."""
    words = [word.casefold() for word in WORDS] + [word.encode().hex() for word in (EMAIL, FAMILY)]
    return [line for line in text.splitlines() if any(word in line.casefold() for word in words)]
