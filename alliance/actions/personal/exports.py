"""Subject access: a copy of everything that is held about somebody, made by a job and kept for a week."""

import io
import json
from datetime import datetime, timedelta
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from alliance.actions.personal.subjects import subject_of
from alliance.models import Alliance, Person, SubjectAccess, User
from alliance.queries.personal import TableOfRows, tables_about
from foundation import words
from foundation.exports import csv_text
from foundation.exports.csv import BYTE_ORDER_MARK
from foundation.jobs.queue import enqueue
from foundation.notifications.actions import notify
from foundation.refusal import Refused

KEPT = timedelta(days=7)
JOB = "subject_access"
NEWS = "personal_data"


@transaction.atomic
def ask_for_copy(*, person: Person, by: User) -> SubjectAccess:
    """Have a copy of everything made; while one is being made that one is returned. Raises Refused."""
    if person.is_erased:
        raise Refused("This person was erased: nothing is held about them but a count.")
    under_way: SubjectAccess | None = SubjectAccess.objects.filter(person=person, made_at=None).first()
    access = under_way or SubjectAccess.objects.create(person=person, asked_by=by)
    enqueue(JOB, alliance=person.alliance_id, subject=access.public_id, by=by)
    return access


@transaction.atomic
def make_copy(access: SubjectAccess) -> None:
    """Put the archive together and tell whoever asked."""
    person = access.person
    now = timezone.now()
    alliance = Alliance.objects.get(pk=access.alliance_id)
    archive = archive_of(alliance, person, now)
    SubjectAccess.objects.filter(pk=access.pk).update(made_at=now, expires_at=now + KEPT, archive=archive)
    if access.asked_by_id is not None:
        href = reverse("personal_data", args=[alliance.slug, person.public_id])
        sentence = f"The copy of the personal data of {person.name} is ready, until {words.day(now + KEPT)}"
        notify([access.asked_by_id], sentence, href, kind=NEWS, subject=person.public_id)


@transaction.atomic
def fetch_copy(*, access: SubjectAccess, by: User) -> bytes:
    """The archive; that it was fetched, and by whom, is written down. Raises Refused."""
    ready = SubjectAccess.objects.ready(timezone.now()).filter(pk=access.pk).first()
    if ready is None:
        raise Refused("This copy is not there any more. Ask for a new one.")
    SubjectAccess.objects.filter(pk=access.pk).update(fetched=F("fetched") + 1)
    return bytes(ready.archive)


def archive_of(alliance: Alliance, person: Person, now: datetime) -> bytes:
    """A ZIP: the same for machines (JSON), for a browser (HTML) and for a spreadsheet (a CSV a table)."""
    tables = tables_about(subject_of(person))
    about = {"alliance": alliance.name, "person": person.name, "made_at": now.isoformat()}
    data = {"about": about, "tables": [table.as_json() for table in tables]}
    page = {"alliance": alliance, "person": person, "made_on": words.day(now), "tables": tables}
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("personal-data.json", json.dumps(data, ensure_ascii=False, indent=2))
        archive.writestr("personal-data.html", render_to_string("alliance/roster/copy.html", page))
        for table in tables:
            if table.rows:
                archive.writestr(f"tables/{table.file_name}.csv", _csv(table))
    return out.getvalue()


def forget_copies(now: datetime) -> int:
    """Copies of the alliance in scope that are past their last day; how many they were."""
    return int(SubjectAccess.objects.filter(expires_at__lte=now).delete()[0])


def _csv(table: TableOfRows) -> str:
    return BYTE_ORDER_MARK + csv_text(table.heads, table.rows)
