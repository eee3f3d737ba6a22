"""What an import may write of a school, and the group of phases that follows from it."""

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "name": "text",
    "status": "text",
    "phase": "text",
    "type_name": "text",
    "type_group": "text",
    "establishment_number": "text",
    "ukprn": "text",
    "low_age": "smallint",
    "high_age": "smallint",
    "gender": "text",
    "religious_character": "text",
    "admissions_policy": "text",
    "urban_rural": "text",
    "trust_uid": "text",
    "trust_name": "text",
    "capacity": "integer",
    "pupils": "integer",
    "percentage_fsm": "numeric(4,1)",
    "street": "text",
    "locality": "text",
    "town": "text",
    "county": "text",
    "postcode": "text",
    "website": "text",
    "telephone": "text",
    "region": "text",
    "district": "text",
    "easting": "integer",
    "northing": "integer",
    "opened_on": "date",
    "closed_on": "date",
    "head_digest": "text",
}
"""Attributes of School that a column tells, and their types in the database. Text is '' where there is
none."""

NAMELESS = "URN "
"""Before the number, the name of a school that nothing names."""

PHASE_GROUPS: Mapping[str, str] = {
    "2": "primary",
    "3": "primary",
    "4": "secondary",
    "5": "secondary",
    "7": "secondary",
}
"""GIAS phase to group; any other phase is 'other'. A special school is 'special' whatever its phase."""

SPECIAL = "special"
"""In the type's name or its group, this word makes a school special."""
