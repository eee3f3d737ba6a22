"""The columns that a staff list may have."""

from decimal import Decimal, InvalidOperation

from alliance.actions.import_fields import NAMED
from foundation.importer import values
from foundation.importer.target import Field
from foundation.refusal import Refused

HUNDRED = Decimal(100)


def share(cell: str) -> Decimal:
    """FTE as people write it: 0.8, 80% or 1."""
    text = cell.replace(",", ".").strip()
    try:
        number = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        number = Decimal(0)
    number = number / HUNDRED if text.endswith("%") else number
    if not number.is_finite() or not 0 < number <= 1:
        raise Refused(f"“{cell[:20]}” is no FTE. Write a share of full time, such as 0.8 or 1.")
    return round(number, 2)


FIELDS = (
    *NAMED,
    Field(
        "first_name",
        "First name",
        values.line(100),
        example="Amira",
        synonyms=("Forename", "Given name", "Legal forename", "Preferred forename"),
    ),
    Field(
        "surname",
        "Last name",
        values.line(100),
        example="Osgodby",
        synonyms=("Surname", "Family name", "Legal surname", "Preferred surname"),
    ),
    Field("name", "Whole name", values.line(200), synonyms=("Name", "Full name", "Person", "Staff name")),
    Field(
        "email",
        "E-mail",
        values.email,
        example="a.osgodby@tarnley.example",
        synonyms=("E-mail address", "Work email", "Mail"),
    ),
    Field(
        "trn",
        "TRN",
        values.matching(r"\d{7}", "A TRN has 7 digits, such as 1234567."),
        example="1234567",
        synonyms=("Teacher reference number", "Teacher number", "DfE number"),
    ),
    Field(
        "post",
        "Post",
        values.line(100),
        example="Class teacher",
        synonyms=("Job title", "Position", "Role", "Post title"),
    ),
    Field("fte", "FTE", share, example="0.8", synonyms=("Full-time equivalent", "Full time equivalent")),
    Field(
        "started_on",
        "From",
        values.day,
        example="1/9/2025",
        synonyms=("Start date", "Started", "Started on", "Contract start date", "Employed since"),
    ),
    Field(
        "ended_on",
        "To",
        values.day,
        synonyms=("End date", "Left on", "Leaving date", "Contract end date", "Last day"),
    ),
    Field(
        "reference",
        "Staff reference",
        values.line(50),
        example="T-0142",
        hint="The partner's own number of this person.",
        synonyms=("Reference", "Staff code", "Staff number", "Employee number", "Payroll number", "MIS id"),
    ),
)
