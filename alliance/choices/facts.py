"""School facts: who says a figure, and what it means where there is none."""

from django.db import models


class FactSource(models.TextChoices):
    """Who says it. In the order of precedence: what stands first is what the portal shows."""

    DFE = "dfe", "DfE file"
    SCHOOL = "school", "The school"
    ALLIANCE = "alliance", "Alliance staff"


class FigureState(models.TextChoices):
    """Whether there is a figure. None of the last two is ever zero, or the same as nothing recorded."""

    VALUE = "value", "Figure"
    NOT_PUBLISHED = "not_published", "Not published"
    SUPPRESSED = "suppressed", "Hidden (too few people)"


class Absence(models.TextChoices):
    """Why there is no figure, as the DfE's performance files tell it (their words in capitals)."""

    TOO_FEW = "too_few", "Five pupils or fewer, or hidden for another reason"
    """SUPP."""
    NO_ENTRIES = "no_entries", "No pupils were entered"
    """NE: the school entered nobody for what the measure covers."""
    NOT_APPLICABLE = "not_applicable", "Not applicable to this school, or not available for the year"
    """NA."""
    LOW_COVERAGE = "low_coverage", "Fewer than half of the pupils could be counted"
    """LOWCOV."""
    NOT_PUBLISHED = "not_published", "The DfE does not publish it for schools like this one"
    """NP."""
    NO_MEASURE = "no_measure", "There was no such measure that year"
    UNKNOWN = "", "No reason given"
