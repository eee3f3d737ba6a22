"""The columns of tables in which a row names a partner; `NamedPartners` finds the one that is meant."""

from dataclasses import replace

from foundation.importer import values
from foundation.importer.target import Field

URN = Field(
    "urn",
    "Partner URN",
    values.matching(r"\d{5,7}", "Write the six digits of the school's URN, such as 900001."),
    example="900042",
    synonyms=("URN", "School URN", "Establishment URN"),
)
PARTNER = Field(
    "partner",
    "Partner",
    values.line(200),
    example="Tarnley Primary School",
    synonyms=(
        *("School or partner", "School", "School name", "Partner name", "Organisation"),
        *("Establishment name", "Name of school"),
    ),
)
NAMED = (URN, PARTNER)
NAMED_SCHOOL = (
    replace(URN, label="School URN", synonyms=("URN", "Partner URN", "Establishment URN")),
    replace(PARTNER, label="School", synonyms=("Partner", *PARTNER.synonyms)),
)
"""Where only a school can be meant."""
