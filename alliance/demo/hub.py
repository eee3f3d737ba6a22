"""What the demo alliances share: dates and terms, resources, announcements, tasks."""

import io
from datetime import date, time, timedelta

from django.utils import timezone

from alliance.actions.announcements import AnnouncementDetails, announce
from alliance.actions.calendar.entries import EntryDetails, add_entry
from alliance.actions.calendar.terms import TermDetails, add_term
from alliance.actions.own_tasks import TaskDetails, add_task
from alliance.actions.resources.keeping import Content, ResourceDetails, add_resource
from alliance.choices import Audience, EntryKind, Licence, Strand, TermKind
from alliance.demo.documents import word_document
from alliance.demo.parts import DemoAlliance
from alliance.logic.academic_year import AcademicYear
from alliance.models import CalendarEntry, User

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_demo"
ZOOM = "https://us02web.zoom.us/j/8123456789"
TERMS = (
    ("Autumn term, first half", (9, 1), (10, 23)),
    ("Autumn term, second half", (11, 2), (12, 18)),
    ("Spring term, first half", (1, 4), (2, 12)),
    ("Spring term, second half", (2, 22), (3, 25)),
    ("Summer term, first half", (4, 12), (5, 28)),
    ("Summer term, second half", (6, 7), (7, 21)),
)
HANDBOOK = (
    "Mentor handbook",
    "Meet your trainee for an hour and a half each week, and write down one target that next week can show.",
    "Observe ten minutes with one question in mind: what did the pupils think about?",
    "Retrieval practice at the start of a lesson beats rereading: three questions on last week, no books.",
)
POLICY = (
    "Behaviour in corridors: what worked in six schools",
    "Staff at the same three doors every changeover, greeting by name, settled corridors within four weeks.",
    "Attendance of pupils with a support plan rose where tutors rang home on the first day of absence.",
)


FIRST_WEEK = (
    "First week in school: a guide for people new to training",
    "Bring photo identification on the first morning, and ask who the designated safeguarding lead is.",
    "Watch how three teachers begin a lesson, and write down what the pupils do in the first minute.",
)


def add_hub(demo: DemoAlliance) -> None:
    """Once; a second run finds the dates and leaves all as it is."""
    if CalendarEntry.objects.exists():
        return
    today = timezone.localdate()
    lead, administrator = demo.strategic_lead.user, demo.administrator.user
    _add_terms(AcademicYear.for_date(today), administrator)
    _add_dates(today, administrator)
    _announce(today, lead)
    _add_resources(administrator)
    _add_tasks(today, lead, administrator)


def _add_terms(year: AcademicYear, by: User) -> None:
    for name, first, last in TERMS:
        begins, ends = (date(year.start + (month < 9), month, day) for month, day in (first, last))
        add_term(details=TermDetails(TermKind.TERM, name, begins, ends), by=by)
    inset = date(year.start, 9, 1)
    add_term(details=TermDetails(TermKind.INSET, "INSET day", inset, inset), by=by)


def _add_dates(today: date, by: User) -> None:
    """Around today, on working days."""
    for days, kind, title, audience, hours, place, link in (
        (-6, EntryKind.MEETING, "Strategy group", Audience.STAFF, (16, 17), "Hallgarth, room 4", ""),
        (1, EntryKind.MEETING, "Partner briefing", Audience.PARTNERS, (16, 17), "Online", TEAMS),
        (3, EntryKind.VISIT, "Visit: early reading", Audience.PARTNERS, (9, 12), "Fernwold Infants", ""),
        (6, EntryKind.DEADLINE, "Partner survey closes", Audience.PARTNERS, None, "", ""),
        (8, EntryKind.MEETING, "Mentor network", Audience.EVERYBODY, (15, 17), "", ZOOM),
        (15, EntryKind.OTHER, "Train-to-teach open morning", Audience.PUBLIC, (10, 12), "Kelderby", ""),
        (21, EntryKind.DEADLINE, "Placement offers due", Audience.PARTNERS, None, "", ""),
    ):
        day = _working_day(today + timedelta(days=days))
        from_time, until_time = (time(hours[0]), time(hours[1])) if hours else (None, None)
        entry = EntryDetails(kind, title, audience, day, day, from_time, until_time, place, link)
        add_entry(details=entry, by=by)


def _working_day(day: date) -> date:
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


def _announce(today: date, by: User) -> None:
    for title, body, audience, is_pinned in (
        (
            "Term dates are in the calendar",
            "All six half-terms and the first INSET day. Subscribe under Calendar, In your own calendar.",
            Audience.EVERYBODY,
            True,
        ),
        (
            "The partner survey is open",
            "It takes four minutes, and closes next week. What you say decides next year's networks.",
            Audience.PARTNERS,
            False,
        ),
    ):
        until = today + timedelta(days=30)
        details = AnnouncementDetails(title, body, audience, today, until, is_pinned)
        announce(details=details, by=by)


def _add_resources(by: User) -> None:
    for paragraphs, topic, strand, audience, licence in (
        (HANDBOOK, "Mentoring", Strand.ITT, Audience.EVERYBODY, Licence.CC_BY),
        (POLICY, "Behaviour", Strand.SUPPORT, Audience.PARTNERS, Licence.OWN_USE),
        (FIRST_WEEK, "Mentoring", Strand.ITT, Audience.PUBLIC, Licence.CC_BY),
    ):
        title, *text = paragraphs
        content = word_document([title, *text])
        add_resource(
            details=ResourceDetails(title, audience, licence, text[0], topic, strand),
            content=Content(file=io.BytesIO(content), name=f"{title}.docx", size=len(content)),
            by=by,
        )
    add_resource(
        details=ResourceDetails(
            "EEF guidance: effective professional development",
            Audience.PUBLIC,
            Licence.OTHER,
            "The fourteen mechanisms, with examples.",
            "Professional development",
            Strand.CPD,
        ),
        content=Content(link="https://educationendowmentfoundation.org.uk/"),
        by=by,
    )


def _add_tasks(today: date, lead: User, administrator: User) -> None:
    for title, owner, due_on, by in (
        ("Ring the two schools without a main contact", administrator, today + timedelta(days=2), lead),
        ("Draft the foreword of the impact report", lead, today + timedelta(days=9), lead),
        ("Order lanyards for the conference", administrator, None, administrator),
    ):
        add_task(details=TaskDetails(title, owner, due_on), by=by)
