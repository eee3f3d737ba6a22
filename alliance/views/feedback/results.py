"""What a survey came to: charts with their tables, files, single answers of a named one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from alliance import policy
from alliance.choices import QuestionKind, SurveyState
from alliance.logic.feedback.facts import FACTS
from alliance.logic.feedback.results import Found
from alliance.logic.feedback.suppression import Filter
from alliance.queries.feedback.answers import single_answers
from alliance.queries.feedback.results import SectionResults, results_of
from alliance.queries.feedback.surveys import options_of
from alliance.views.feedback.frame import address_of, frame_of, survey_of
from foundation import words
from foundation.access import check, requires
from foundation.charts import Bar, BarChart, Value, in_two_widths
from foundation.exports import export_response
from foundation.ui.items import Chip, FilterGroup, FilterOption

HIDDEN = "hidden (too few people)"
HEADS = ("Section", "Question", "Answer", "Count", "Share", "Answered", "Mean", "Runs counted together")


@dataclass(frozen=True)
class Shown:
    """One item on the page. `chart` is None where it is hidden or is text."""

    text: str
    finding: str
    sub: str
    chart: SafeString | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    is_hidden: bool


@requires(policy.see_surveys)
def results(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Of everybody, or of those whom the filters pick; what would tell of too few is hidden."""
    survey = survey_of(request, survey_id)
    options = options_of(survey)
    wanted = wanted_of(request, options)
    here = address_of("survey_results", slug, survey)
    query = urlencode([(fact, value) for fact, values in wanted.items() for value in sorted(values)])
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
        "is_closed": survey.state == SurveyState.CLOSED,
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
    return export_response(kind, f"survey-{survey.public_id}", HEADS, _lines(found))


@requires(policy.see_single_answers)
def answers(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Who answered what: of a named survey, for whoever its form named."""
    survey = survey_of(request, survey_id)
    check(request, policy.see_single_answers, survey)
    if not survey.is_named:
        raise Http404("Of this survey nobody reads single answers.")
    context = {**frame_of(request, survey, "Answers"), "people": single_answers(survey)}
    return render(request, "alliance/feedback/answers.html", context)


def wanted_of(request: HttpRequest, options: dict[str, list[str]]) -> Filter:
    """The filter in the address; what nobody was asked by is not looked for."""
    chosen = {fact: frozenset(request.GET.getlist(fact)) & set(values) for fact, values in options.items()}
    return {fact: values for fact, values in chosen.items() if values}


def _shown(found: Found) -> Shown:
    item = found.item
    if found.is_hidden:
        return Shown(item.text, item.text, HIDDEN, None, (), (), (), is_hidden=True)
    together = f", {found.runs} runs counted together" if found.runs > 1 else ""
    sub = f"{words.counted(found.n or 0, 'person', 'people')} answered{together}"
    if item.kind == QuestionKind.TEXT:
        return Shown(item.text, item.text, sub, None, (), (), found.texts, is_hidden=False)
    chart = BarChart(
        title=item.text,
        description=sub,
        bars=tuple(
            Bar(share.label, Value.of(round(100 * share.share), f"{share.share:.0%}"))
            for share in found.shares
        ),
        heads=("Answer", "Share"),
        maximum=100,
        suffix="%",
    )
    rows = tuple((share.label, f"{share.count:,}", f"{share.share:.0%}") for share in found.shares)
    heads = ("Answer", "Count", "Share")
    return Shown(item.text, _finding(found), sub, in_two_widths(chart), heads, rows, (), is_hidden=False)


def _finding(found: Found) -> str:
    """What the chart says, in a few words."""
    if found.agree is not None:
        return f"{found.agree:.0%} agree, {found.mean:.1f} on average of 5"
    if found.mean is not None:
        return f"{found.mean:.1f} on average of 10"
    most = max(found.shares, key=lambda share: share.count)
    return f"{most.share:.0%} chose “{most.label}”"


def _lines(sections: list[SectionResults]) -> Iterator[tuple[Any, ...]]:
    """A line for each answer that could be given, each text that was, and each item that is hidden."""
    for section in sections:
        for question in section.questions:
            for found in question.found:
                text = (
                    question.text
                    if found.item.text == question.text
                    else f"{question.text} {found.item.text}"
                )
                start = (section.title, text)
                if found.is_hidden:
                    yield (*start, HIDDEN, None, None, None, None, None)
                    continue
                mean = None if found.mean is None else round(found.mean, 2)
                end = (found.n, mean, found.runs)
                for share in found.shares:
                    yield (*start, share.label, share.count, round(share.share, 4), *end)
                for written in found.texts:
                    yield (*start, written, None, None, *end)


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
