"""The foreword of a year's report."""

from alliance.logic.academic_year import AcademicYear
from reporting.models import Foreword


def foreword_of(year: AcademicYear) -> str:
    """The text as it stands now; "" where nobody has written one."""
    found = Foreword.objects.filter(academic_year=year.start).values_list("text", flat=True).first()
    return found or ""
