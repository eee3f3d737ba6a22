"""The closed lists of GIAS, by code and by name (domain.md §0;
https://get-information-schools.service.gov.uk/glossary).

A list that is stored as a code answers the code; one that is stored as words answers the words.
"""

from collections.abc import Mapping

STATUSES = {"1": "Open", "2": "Closed", "3": "Open, but proposed to close", "4": "Proposed to open"}
PHASES = {
    "0": "Not applicable",
    "1": "Nursery",
    "2": "Primary",
    "3": "Middle deemed primary",
    "4": "Secondary",
    "5": "Middle deemed secondary",
    "6": "16 plus",
    "7": "All-through",
}
TYPES = {
    "1": "Community school",
    "2": "Voluntary aided school",
    "3": "Voluntary controlled school",
    "5": "Foundation school",
    "6": "City technology college",
    "7": "Community special school",
    "8": "Non-maintained special school",
    "10": "Other independent special school",
    "11": "Other independent school",
    "12": "Foundation special school",
    "14": "Pupil referral unit",
    "15": "Local authority nursery school",
    "18": "Further education",
    "24": "Secure units",
    "25": "Offshore schools",
    "26": "Service children's education",
    "27": "Miscellaneous",
    "28": "Academy sponsor led",
    "29": "Higher education institutions",
    "30": "Welsh establishment",
    "31": "Sixth form centres",
    "32": "Special post 16 institution",
    "33": "Academy special sponsor led",
    "34": "Academy converter",
    "35": "Free schools",
    "36": "Free schools special",
    "37": "British schools overseas",
    "38": "Free schools alternative provision",
    "39": "Free schools 16 to 19",
    "40": "University technical college",
    "41": "Studio schools",
    "42": "Academy alternative provision converter",
    "43": "Academy alternative provision sponsor led",
    "44": "Academy special converter",
    "45": "Academy 16-19 converter",
    "46": "Academy 16 to 19 sponsor led",
    "47": "Children's centre",
    "48": "Children's centre linked site",
    "49": "Online provider",
    "56": "Institution funded by other government department",
    "57": "Academy secure 16 to 19",
}
TYPE_GROUPS = {
    "1": "Colleges",
    "2": "Universities",
    "3": "Independent schools",
    "4": "Local authority maintained schools",
    "5": "Special schools",
    "6": "Welsh schools",
    "9": "Other types",
    "10": "Academies",
    "11": "Free Schools",
}
GENDERS = {"0": "Not applicable", "1": "Boys", "2": "Girls", "3": "Mixed"}
REGIONS = {
    "a": "North East",
    "b": "North West",
    "d": "Yorkshire and the Humber",
    "e": "East Midlands",
    "f": "West Midlands",
    "g": "East of England",
    "h": "London",
    "j": "South East",
    "k": "South West",
    "w": "Wales (pseudo)",
    "z": "Not Applicable",
}
ACADEMY_TRUST_FLAGS = frozenset(
    {"3", "5", "03", "05", "supported by a multi-academy trust", "supported by a single-academy trust"}
)
"""A foundation school's trust ("Supported by a trust", 1) is another thing, and is not kept."""

OTHER_SPELLINGS = {"all through": "7"}


def as_code(names: Mapping[str, str]) -> dict[str, str]:
    """From a code or a name, case-folded, to the code."""
    return {code: code for code in names} | {name.casefold(): code for code, name in names.items()}


STATUS_CODES = as_code(STATUSES)
PHASE_CODES = as_code(PHASES) | OTHER_SPELLINGS
