"""Which of several sources counts: the DfE before the school before alliance staff.

A source that knows of no figure gives way to one that has it. What the DfE hides stays hidden: another
source's figure would tell what the DfE keeps to itself.
"""

from django.db.models import Case, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from alliance.choices import FactSource, FigureState
from alliance.models import PupilMeasure, WorkforceSnapshot

BY_SOURCE = Case(
    *(When(source=source, then=Value(place)) for place, source in enumerate(FactSource)),
    output_field=IntegerField(),
)
FIGURES_FIRST = Case(
    When(state=FigureState.NOT_PUBLISHED, then=Value(1)), default=Value(0), output_field=IntegerField()
)


def settle_workforce(facts: QuerySet[WorkforceSnapshot]) -> None:
    """Mark what counts among `facts`, which hold every source of each of theirs."""
    _settle(facts, Window(RowNumber(), ("partner_id", "census_year"), BY_SOURCE.asc()))


def settle_measures(facts: QuerySet[PupilMeasure]) -> None:
    """Mark what counts among `facts`, which hold every source of each of theirs."""
    what = ("partner_id", "academic_year", "measure", "pupil_group")
    _settle(facts, Window(RowNumber(), what, [FIGURES_FIRST.asc(), BY_SOURCE.asc()]))


def _settle(facts: QuerySet, place: Window) -> None:
    """First who no longer counts, then who does: at no moment do two."""
    first = facts.annotate(place=place).filter(place=1).values("pk")
    ids = list(first.values_list("pk", "stands"))
    facts.filter(stands=True).exclude(pk__in=[pk for pk, _ in ids]).update(stands=False)
    newly = [pk for pk, stands in ids if not stands]
    if newly:
        facts.model.objects.filter(pk__in=newly).update(stands=True)
