"""What is known of a school's teachers and pupils, year by year."""

from alliance.models.facts.pupil_measure import PupilMeasure
from alliance.models.facts.workforce import WorkforceSnapshot

__all__ = ["PupilMeasure", "WorkforceSnapshot"]
