"""What tables of school facts share: each row names its school, and one that is there is changed."""

from collections.abc import Mapping
from typing import Any

from alliance.actions.import_partner_lookups import NamedPartners
from alliance.choices import Organisation
from alliance.models import Partner
from foundation.importer import values
from foundation.importer.target import Field
from foundation.refusal import Refused

NOTE = Field(
    "note",
    "Where it is from",
    values.line(200),
    example="School's own return",
    synonyms=("Source", "Note", "Notes"),
)


def whole_number(cell: str) -> int:
    """A count of people, as spreadsheets write it."""
    text = cell.replace(",", "").removesuffix(".0").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Refused(f"“{cell[:40]}” is no number of people. Write it in digits, such as 43.")
    return int(text)


def school_of(given: Mapping[str, Any], partners: NamedPartners) -> Partner | str:
    """The school of a row, or the sentence that says why there is none."""
    found = partners.meant_by(given)
    if isinstance(found, Partner) and found.organisation != Organisation.SCHOOL:
        return f"{found} is no school. Write the URN of the school whose figures these are."
    return found
