"""Versions of the report, as pages and jobs read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from alliance.logic.academic_year import AcademicYear
from alliance.queries.partner_figures import first_joining_on
from alliance.queries.reach import first_engagement_on
from foundation.jobs.models import Job
from foundation.jobs.watch import JobView, latest_job, view_of
from foundation.tenancy.scope import current_alliance_id
from reporting.choices import BUILD_REPORT, EditionState
from reporting.logic.figures import State
from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.logic.years import reportable
from reporting.models import Document, Edition, Figure, Removal, Snapshot


@dataclass(frozen=True)
class YearOfReports:
    """A year, its versions newest first, and whether a new one may be asked for."""

    year: AcademicYear
    editions: tuple[Edition, ...]
    is_running: bool

    @property
    def in_the_making(self) -> Edition | None:
        return next((edition for edition in self.editions if edition.is_open), None)

    @property
    def published(self) -> Edition | None:
        return next((e for e in self.editions if e.state == EditionState.PUBLISHED), None)


def years_of_reports(member: Any, today: date) -> tuple[YearOfReports, ...]:
    """The years that have records or reports, newest first, with the versions the member may see."""
    editions = list(
        Edition.objects.visible_to(member)
        .select_related("requested_by", "approved_by", "published_by")
        .order_by("-academic_year", "-number")
    )
    starts = {edition.academic_year for edition in editions}
    if member.is_staff:
        starts |= {year.start for year in years_with_records(today)}
    this = AcademicYear.for_date(today)
    return tuple(
        YearOfReports(
            AcademicYear(start),
            tuple(edition for edition in editions if edition.academic_year == start),
            is_running=start == this.start,
        )
        for start in sorted(starts, reverse=True)
    )


def years_with_records(today: date) -> tuple[AcademicYear, ...]:
    """From the first partner or engagement on record to the running year, newest first."""
    days = [day for day in (first_joining_on(), first_engagement_on()) if day is not None]
    if not days:
        return ()
    first = AcademicYear.for_date(min(days)).start
    return reportable(range(first, AcademicYear.for_date(today).start + 1), today)


def edition_named(public_id: Any) -> Edition:
    """Raises `Edition.DoesNotExist`; also for another alliance's."""
    return Edition.objects.get(public_id=public_id)


def frozen_of(edition: Edition) -> Frozen:
    """The locked figures of a version, with everything its document needs. Raises `Snapshot.DoesNotExist`."""
    snapshot = Snapshot.objects.get(edition=edition)
    rows = Figure.objects.filter(edition=edition).defer("counted", "out_of").order_by("position")
    return Frozen(snapshot.context, tuple(frozen_figure(row) for row in rows))


def frozen_figure(row: Figure) -> FrozenFigure:
    return FrozenFigure(
        register_id=row.register_id,
        section=row.section,
        metric=row.metric,
        version=row.version,
        filters=row.filters,
        label=row.label,
        unit=row.unit,
        state=State(row.state),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        as_at=row.as_at.isoformat(),
        left_out=tuple((reason, number) for reason, number in row.left_out),
        digest=row.digest,
    )


def job_of(edition: Edition) -> Job | None:
    """The newest job that makes, or made, this version's document."""
    return latest_job(alliance=current_alliance_id(), kind=BUILD_REPORT, subject=edition.public_id)


def job_view_of(edition: Edition) -> JobView | None:
    job = job_of(edition)
    return None if job is None else view_of(job)


def published_edition(year: int) -> Edition | None:
    return Edition.objects.of_year(year).filter(state=EditionState.PUBLISHED).first()


def visible_edition(member: Any, year: int, number: int) -> Edition | None:
    """The version of a year with this number, if the member may see it."""
    people = ("requested_by", "frozen_by", "approved_by", "published_by")
    visible = Edition.objects.visible_to(member).of_year(year).select_related(*people)
    return visible.filter(number=number).first()


def snapshot_of(edition: Edition) -> Snapshot | None:
    """The snapshot without its context, once the figures are locked."""
    return Snapshot.objects.filter(edition=edition).defer("context").first()


def document_of(edition: Edition) -> Document | None:
    """The file that shows the version as it is now; None while it is not made, and once it is destroyed."""
    if edition.state == EditionState.WITHDRAWN:
        return None
    return Document.objects.filter(edition=edition, revision=revision_of(edition)).first()


def revision_of(edition: Edition) -> int:
    """How often passages were taken out of it."""
    return Removal.objects.redactions().filter(edition=edition).count()


def wants_document(edition: Edition) -> bool:
    """Whether its document is still to be made: its figures are locked, or passages were taken out."""
    if edition.state == EditionState.FROZEN:
        return True
    return edition.is_standing and document_of(edition) is None


def editions_seen(member: Any) -> Any:
    """Public ids of the versions that the member sees."""
    return Edition.objects.visible_to(member).values("public_id")
