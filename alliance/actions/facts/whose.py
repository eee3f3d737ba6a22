"""Whose facts these are: only schools have any, and each source changes its own."""

from alliance.choices import FactSource, Organisation
from alliance.models import Partner
from alliance.models.facts.fact import SchoolFact
from foundation.refusal import Refused


def check_school(partner: Partner) -> None:
    if partner.organisation != Organisation.SCHOOL:
        raise Refused(
            f"{partner.name} is not a school. Teachers and pupils are recorded for schools: open one of its "
            "schools.",
            code="not_a_school",
        )


def check_own(fact: SchoolFact, source: FactSource) -> None:
    """Raises Refused where somebody else says it."""
    if fact.source == source:
        return
    if fact.source == FactSource.DFE:
        sentence = "This comes from a file of the DfE, and changes with the next one."
    else:
        sentence = f"{FactSource(fact.source).label} says this, and changes it."
    raise Refused(f"{sentence} Record what you know beside it: both are kept.", code="another_source")
