"""What a survey came to: charts with their tables, files, single answers of a named one."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from alliance import policy
from alliance.charts.feedback import spread_chart
from alliance.choices import SurveyState
from alliance.logic.feedback.facts import FACTS
from alliance.logic.feedback.results import Found
from alliance.logic.feedback.suppression import Filter
from alliance.queries.feedback import wording
from alliance.queries.feedback.answers import single_answers
from alliance.queries.feedback.documents import document_of
from alliance.queries.feedback.results import results_of
from alliance.queries.feedback.surveys import options_of
from alliance.views.feedback.filters import query_of, wanted_of
from alliance.views.feedback.frame import address_of, frame_of, survey_of
from foundation import words
from foundation.access import check, requires
from foundation.charts import in_two_widths
from foundation.exports import export_response
from foundation.ui.items import Chip, FilterGroup, FilterOption


@dataclass(frozen=True)
class Shown:
    """One item on the page. `chart` is None where it is hidden or is text; `hidden` says what is."""

    text: str
    finding: str
    sub: str
    chart: SafeString | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    hidden: str


@requires(policy.see_surveys)
def results(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Of everybody, or of those whom the filters pick; what would tell of too few is hidden."""
    survey = survey_of(request, survey_id)
    options = options_of(survey)
    wanted = wanted_of(request, options)
    here = address_of("survey_results", slug, survey)
    query = query_of(wanted)
    context = {
        **frame_of(request, survey, "Results"),
        "sections": [
            (section.title, [(one.text, [_shown(found) for found in one.found]) for one in section.questions])
            for section in results_of(survey, wanted)
        ],
        "chips": _chips(here, wanted),
        "groups": _groups(options, wanted),
        "here": here,
        "downloads": [
            (kind, f"{address_of('export_survey_results', slug, survey)}?{urlencode({'file': kind})}&{query}")
            for kind in ("csv", "xlsx")
        ],
        "document": document_of(survey, wanted),
        "document_href": f"{address_of('survey_document', slug, survey)}?{query}",
        "make_document_href": f"{address_of('make_survey_document', slug, survey)}?{query}",
        "is_closed": survey.state == SurveyState.CLOSED,
        "shared_on": words.day(survey.shared_at),
        "why_hidden": wording.why_hidden(is_named=survey.is_named),
    }
    return render(request, "alliance/feedback/results.html", context)


@requires(policy.see_surveys)
def export(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """What the page shows, under the same filters, as csv or xlsx."""
    survey = survey_of(request, survey_id)
    kind = request.GET.get("file", "csv")
    if kind not in ("csv", "xlsx"):
        raise Http404("There is no such file.")
    found = results_of(survey, wanted_of(request, options_of(survey)))
    return export_response(kind, f"survey-{survey.public_id}", wording.HEADS, wording.lines(found))


@requires(policy.see_single_answers)
def answers(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Who answered what: of a named survey, for whoever its form named."""
    survey = survey_of(request, survey_id)
    check(request, policy.see_single_answers, survey)
    if not survey.is_named:
        raise Http404("Of this survey nobody reads single answers.")
    context = {**frame_of(request, survey, "Answers"), "people": single_answers(survey)}
    return render(request, "alliance/feedback/answers.html", context)


def _shown(found: Found) -> Shown:
    text = found.item.text
    if found.is_hidden:
        return Shown(text, "", "", None, (), (), (), wording.HIDDEN)
    sub = wording.who_answered(found.n, found.runs)
    if not found.shares:
        hidden = wording.SPREAD_HIDDEN if found.is_spread_hidden else ""
        return Shown(text, "", sub, None, (), (), found.texts, hidden)
    chart = in_two_widths(spread_chart(found))
    rows = tuple((share.label, wording.count_of(share), wording.share_of(share)) for share in found.shares)
    heads = ("Answer", "Count", "Share")
    return Shown(text, wording.finding_of(found), sub, chart, heads, rows, (), "")


def _chips(here: str, wanted: Filter) -> list[Chip]:
    pairs = [(fact, value) for fact, values in wanted.items() for value in sorted(values)]
    return [
        Chip(FACTS[fact], value, f"{here}?{urlencode([pair for pair in pairs if pair != (fact, value)])}")
        for fact, value in pairs
    ]


def _groups(options: dict[str, list[str]], wanted: Filter) -> list[FilterGroup]:
    return [
        FilterGroup(
            FACTS[fact],
            fact,
            [FilterOption(value, value, value in wanted.get(fact, ())) for value in values],
        )
        for fact, values in options.items()
        if fact in FACTS
    ]
