"""The results of a survey as HTML that the PDF renderer lays out: what the page shows, and nothing more."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from alliance.charts.feedback import spread_chart
from alliance.choices import SurveyMode
from alliance.emails.sender import branding_of
from alliance.logic.feedback.facts import FACTS
from alliance.logic.feedback.results import Found
from alliance.logic.feedback.suppression import Filter
from alliance.models import Survey
from alliance.queries.feedback import wording
from alliance.queries.feedback.mine import published_replies
from alliance.queries.feedback.results import results_of
from alliance.queries.feedback.surveys import progress
from foundation import words
from foundation.charts import PDF

WIDTH = 310
"""CSS px: half the page, beside the table of the same figures."""


@dataclass(frozen=True)
class ComposedResults:
    """Ready to be laid out."""

    html: str
    title: str
    created: datetime | None


@dataclass(frozen=True)
class PrintedItem:
    """One question or statement. `chart` is None where nothing is drawn; then `hidden` or `texts` say why."""

    text: str
    finding: str
    sub: str
    hidden: str
    chart: SafeString | None
    rows: tuple[tuple[str, str, str], ...]
    texts: tuple[str, ...]


def compose_results(survey: Survey, wanted: Filter) -> ComposedResults:
    """Of those whom the filter picks, as the survey stands now."""
    alliance = survey.alliance
    branding = branding_of(alliance.alliance_colour, alliance.accent_colour)
    title = f"{survey.title}: results"
    html = render_to_string(
        "pdf/survey/results.html",
        {
            "title": title,
            "owner": alliance.name,
            "author": alliance.name,
            "edition": survey.title,
            "spine": branding.spine,
            "accent": branding.accent,
            "survey": survey,
            "lead": _lead(survey),
            "of": [(FACTS[fact], words.either(sorted(values))) for fact, values in sorted(wanted.items())],
            "why_hidden": wording.why_hidden(is_named=survey.is_named),
            "sections": [
                (
                    section.title,
                    [(one.text, [_printed(found) for found in one.found]) for one in section.questions],
                )
                for section in results_of(survey, wanted)
            ],
            "replies": [(reply, words.day(reply.done_on)) for reply in published_replies(survey)],
        },
    )
    return ComposedResults(html, title, survey.closed_at)


def _lead(survey: Survey) -> str:
    mode = str(SurveyMode(survey.mode).label)
    days = f"{words.day(survey.opened_on)} to {words.day(survey.closed_at)}"
    return f"{progress(survey).words} answered, {days}. {mode}."


def _printed(found: Found) -> PrintedItem:
    text = found.item.text
    if found.is_hidden:
        return PrintedItem(text, "", "", wording.HIDDEN, None, (), ())
    sub = wording.who_answered(found.n, found.runs)
    if not found.shares:
        hidden = wording.SPREAD_HIDDEN if found.is_spread_hidden else ""
        return PrintedItem(text, "", sub, hidden, None, (), found.texts)
    rows = tuple((one.label, wording.count_of(one), wording.share_of(one)) for one in found.shares)
    chart = spread_chart(found).at(WIDTH).svg(PDF)
    return PrintedItem(text, wording.finding_of(found), sub, "", chart, rows, ())
