"""What tables of school facts share: each row names its school, and one that is there is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Lower

from alliance.actions.import_partner_lookups import partners_of_schools
from alliance.choices import Organisation
from alliance.models import Partner
from foundation.importer import values
from foundation.importer.target import Field
from foundation.refusal import Refused

SCHOOL_FIELDS = (
    Field(
        "urn",
        "School URN",
        values.matching(r"\d{5,7}", "Write the six digits of the school's URN, such as 900001."),
        example="900042",
        synonyms=("URN", "Partner URN", "Establishment URN"),
    ),
    Field(
        "school",
        "School",
        values.line(200),
        example="Tarnley Primary School",
        synonyms=("School name", "Partner", "Partner name", "Name of school", "Establishment name"),
    ),
)
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


@dataclass(frozen=True)
class Schools:
    """Partner schools that rows may mean, in the same queries however many rows there are."""

    by_urn: dict[int, Partner]
    by_name: dict[str, list[Partner]]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> "Schools":
        by_urn = partners_of_schools(int(row["urn"]) for row in rows if "urn" in row)
        names = {row["school"].casefold() for row in rows if "school" in row}
        current = Partner.objects.current().filter(organisation=Organisation.SCHOOL)
        by_name: dict[str, list[Partner]] = {}
        for partner in current.annotate(lower=Lower("name")).filter(lower__in=names):
            by_name.setdefault(partner.name.casefold(), []).append(partner)
        return cls(by_urn, by_name)

    @property
    def ids(self) -> set[int]:
        named = {partner.pk for some in self.by_name.values() for partner in some}
        return named | {partner.pk for partner in self.by_urn.values()}

    def named(self, given: Mapping[str, Any]) -> Partner | str:
        """The school of a row, or the sentence that says why there is none."""
        if "urn" in given:
            return self.by_urn.get(int(given["urn"])) or (
                f"No partner has the URN {given['urn']}. Check it, or add the school as a partner first."
            )
        if "school" not in given:
            return "The row names no school. Write its URN, or its name in the list of partners."
        found = self.by_name.get(given["school"].casefold(), [])
        if len(found) == 1:
            return found[0]
        if found:
            return f"{len(found)} partner schools are called {given['school']}. Write the URN of yours."
        return f"No partner school is called “{given['school']}”. Write its URN."
