"""The chapters of the annual report (report.md), and which of them records feed so far."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """`section` is the key of the figures that feed it; without one, `waits_for` says what it will rest
    on.
    """

    number: int
    name: str
    section: str = ""
    waits_for: str = ""


CHAPTERS = (
    Chapter(1, "The year at a glance", section="glance"),
    Chapter(2, "Who we are", section="who"),
    Chapter(2, "Reach", section="reach"),
    Chapter(3, "Strategic plan", waits_for="objectives and key measures"),
    Chapter(4, "Initial teacher training", waits_for="trainees, placements and mentors"),
    Chapter(5, "Early career teachers and mentors", waits_for="induction records"),
    Chapter(6, "Professional development", waits_for="courses, bookings and evaluations"),
    Chapter(7, "School-to-school support", waits_for="deployments and support packages"),
    Chapter(8, "Pupils", waits_for="pupil measures"),
    Chapter(9, "Workforce", waits_for="workforce snapshots"),
    Chapter(10, "Partners", waits_for="partner surveys"),
    Chapter(11, "Quality", waits_for="self-assessment and external reviews"),
    Chapter(12, "Finance", waits_for="income and expenditure"),
    Chapter(13, "Growth and sustainability", waits_for="prospects and forecasts"),
    Chapter(14, "Testimonials", waits_for="stories with consent"),
    Chapter(15, "Next year", waits_for="next year's objectives"),
)


def fed() -> tuple[Chapter, ...]:
    return tuple(chapter for chapter in CHAPTERS if chapter.section)


def waiting() -> tuple[Chapter, ...]:
    return tuple(chapter for chapter in CHAPTERS if not chapter.section)
