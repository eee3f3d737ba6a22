"""What the reports bring to Today: versions that wait for somebody, and reach so far."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alliance.logic.academic_year import AcademicYear
from alliance.queries.reach import reach_now
from alliance.queries.today import Due
from foundation.charts import PAGE
from foundation.ui.items import Tile
from reporting import policy
from reporting.charts import trend
from reporting.choices import EditionState
from reporting.logic.figures import FEWEST
from reporting.logic.snapshot import Frozen
from reporting.logic.wording import share_of
from reporting.logic.years import as_at
from reporting.models import Edition, Snapshot
from reporting.queries.editions import frozen_of, job_of


def reports_due(member: Any, today: date) -> list[Due]:
    """Drafts to approve and reports to publish, for the strategic lead; builds that stopped, for the
    leads.
    """
    found = []
    for edition in Edition.objects.open().order_by("-academic_year"):
        due = _due(member, edition)
        if due is not None:
            found.append(due)
    return found


def _due(member: Any, edition: Edition) -> Due | None:
    year = AcademicYear(edition.academic_year)
    kwargs = {"slug": member.alliance.slug, "year": year, "number": edition.number}
    href = reverse("report", kwargs=kwargs)
    if edition.state == EditionState.DRAFTED and policy.approve_report.test(member):
        why = "The draft is ready to read"
        return Due("info", f"Impact report {year} waits for approval", why, None, "You", href, "Read", href)
    if edition.state == EditionState.APPROVED and policy.publish_report.test(member):
        why = "Approved, and not yet published"
        return Due("info", f"Impact report {year} can be published", why, None, "You", href, "Open", href)
    if policy.make_report.test(member) and _has_stopped(edition):
        why = "It was stopped, or could not be made"
        return Due("warn", f"Impact report {year} is not being built", why, None, "", href, "Open", href)
    return None


def _has_stopped(edition: Edition) -> bool:
    if edition.state not in (EditionState.COLLECTING, EditionState.FROZEN):
        return False
    job = job_of(edition)
    return job is None or not job.is_live


def reach_tiles(member: Any, year: AcademicYear) -> list[Tile]:
    """Reach in the year so far, beside the line of the years whose figures are locked."""
    if not policy.see_drafts.test(member):
        return []
    now = reach_now(year, as_at(year, timezone.localdate()))
    href = reverse("insight", kwargs={"slug": member.alliance.slug})
    if now.opened < FEWEST:
        return [Tile("Schools reached", "no_data", href=href, state_word="No area chosen yet")]
    known = _newest_figures()
    return [
        _tile("Schools reached", "reach", now.reached, now.opened, known, href),
        _tile("Two kinds of work or more", "depth", now.deep, now.opened, known, href, strands="2"),
    ]


def _tile(
    name: str, metric: str, number: int, opened: int, known: Frozen | None, href: str, **filters: str
) -> Tile:
    years = known.trend(metric, **filters) if known else ()
    said = f"{years[-1][1].text} in {years[-1][0]}" if years and years[-1][1].value is not None else ""
    return Tile(
        name=name,
        state="none",
        figure=share_of(number, opened),
        of=f"{number:,} of {opened:,}",
        target=said,
        href=href,
        state_word="No target set",
        sparkline=trend(known, metric, theme=PAGE, size=(88, 28), **filters) if known else "",
    )


def _newest_figures() -> Frozen | None:
    snapshot = Snapshot.objects.select_related("edition").order_by("-as_at", "-taken_at").first()
    return None if snapshot is None else frozen_of(snapshot.edition)
