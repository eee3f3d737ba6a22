"""Writing the foreword of a year's report."""

from typing import Any

from django.db import transaction

from alliance.logic.academic_year import AcademicYear
from foundation.refusal import Refused
from reporting.logic.foreword import LONGEST
from reporting.models import Foreword


class ForewordTooLong(Refused):
    code = "foreword_too_long"


@transaction.atomic
def write_foreword(*, year: AcademicYear, text: str, by: Any) -> Foreword:
    """Keep the text; the versions whose figures are locked already keep theirs. Raises `ForewordTooLong`."""
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > LONGEST:
        raise ForewordTooLong(
            f"The foreword has {len(text):,} letters, and two pages hold {LONGEST:,}: shorten it.",
            field="text",
        )
    kept, _ = Foreword.objects.update_or_create(
        academic_year=year.start, defaults={"text": text, "edited_by": by}
    )
    return kept
