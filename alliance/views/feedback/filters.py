"""The filter in the address of results."""

from django.http import HttpRequest
from django.utils.http import urlencode

from alliance.logic.feedback.suppression import Filter
from alliance.models import Survey
from alliance.queries.feedback.surveys import options_of


def wanted_by(request: HttpRequest, survey: Survey) -> Filter:
    return wanted_of(request, options_of(survey))


def wanted_of(request: HttpRequest, options: dict[str, list[str]]) -> Filter:
    """What nobody was asked by is not looked for."""
    chosen = {fact: frozenset(request.GET.getlist(fact)) & set(values) for fact, values in options.items()}
    return {fact: values for fact, values in chosen.items() if values}


def query_of(wanted: Filter) -> str:
    """The same filter as the query of an address."""
    return urlencode([(fact, value) for fact, values in wanted.items() for value in sorted(values)])
