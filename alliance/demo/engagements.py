"""What the schools of the demo took part in, year by year, so that reach can be seen to grow."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from alliance.choices import Strand
from alliance.logic.academic_year import AcademicYear
from alliance.models import Engagement, School

SHARES = (0.52, 0.58, 0.64, 0.68, 0.73)
"""Of the open schools of the area, from five years ago to last year."""
THIS_YEAR = 0.41
STRANDS = (Strand.CPD,) * 9 + (Strand.ITT,) * 3 + (Strand.ECT,) * 3 + (Strand.SUPPORT,) * 3 + (Strand.OTHER,)
WHAT = {
    Strand.CPD: (
        "Reading fluency network",
        "Adaptive teaching, day {n}",
        "Leading maths {n}",
        "Early language briefing",
        "Subject leaders’ forum: science",
        "SEND network meeting",
        "Curriculum conference",
    ),
    Strand.ITT: (
        "Hosted a trainee, placement {n}",
        "Mentor training, part {n}",
        "Train-to-teach open morning",
    ),
    Strand.ECT: ("ECT induction day {n}", "ECT mentor seminar {n}", "ECT progress review"),
    Strand.SUPPORT: (
        "SLE visit: phonics",
        "SLE visit: behaviour",
        "Leadership review",
        "SLE visit: Year 6 maths",
    ),
    Strand.OTHER: ("Governors’ evening", "Research reading group"),
}


def make_engagements(
    schools: Sequence[School], partners: set[int], today: date, *, seed: str, shares: Sequence[float] = SHARES
) -> list[Engagement]:
    """Engagements of the alliance in scope; `partners` are the ids of schools that take part more often."""
    random = Random(seed)  # noqa: S311  # invented data is meant to be the same everywhere
    this = AcademicYear.for_date(today)
    made: dict[tuple[object, ...], Engagement] = {}
    for back, share in zip(range(len(shares), 0, -1), shares, strict=True):
        _add(made, _year(schools, partners, share, AcademicYear(this.start - back), today, random))
    elapsed = min((today - this.first_day).days / 330, 1.0)
    _add(made, _year(schools, partners, THIS_YEAR * max(elapsed, 0.05) ** 0.5, this, today, random))
    return Engagement.objects.bulk_create(made.values())


def _year(
    schools: Sequence[School],
    partners: set[int],
    share: float,
    year: AcademicYear,
    today: date,
    random: Random,
) -> Iterator[Engagement]:
    """Exactly `share` of the schools, partners first; each takes part one to six times."""
    weighed = sorted(schools, key=lambda school: random.random() * (0.35 if school.pk in partners else 1.0))
    days = [day for day in _working_days(year) if day < today]
    for school in weighed[: round(share * len(schools))] if days else []:
        often = random.randint(2, 6) if school.pk in partners else random.choice((1, 1, 1, 2, 2, 3))
        for _ in range(often):
            strand = random.choice(STRANDS)
            what = random.choice(WHAT[strand]).format(n=random.randint(1, 4))
            yield Engagement(school=school, strand=strand, took_part_on=random.choice(days), description=what)


def _working_days(year: AcademicYear) -> list[date]:
    """Weekdays from the second week of September to the middle of July."""
    first, last = year.first_day + timedelta(days=7), date(year.start + 1, 7, 15)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def _add(made: dict[tuple[object, ...], Engagement], rows: Iterator[Engagement]) -> None:
    """The same school at the same thing on the same day counts once."""
    for row in rows:
        made.setdefault((row.school_id, row.strand, row.took_part_on, row.description), row)
