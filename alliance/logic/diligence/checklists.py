"""What is checked before and while somebody is a partner: the checklists that the portal ships.

An alliance makes them its own, kind by kind; until it does, these apply.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alliance.choices import PartnerKind


@dataclass(frozen=True)
class Line:
    """One line of a checklist. `code` names one that the portal ships, "" one of the alliance's own."""

    code: str
    title: str
    hint: str = ""


REGISTER = Line(
    "register", "Register status and type", "Open, and what it says it is: look it up where it is registered."
)
OFSTED = Line(
    "ofsted", "Ofsted, under its framework", "The latest report, in the words of its own framework."
)
SAFEGUARDING = Line(
    "safeguarding", "Safeguarding", "Policy of this year, single central record seen, lead named."
)
FINANCE = Line(
    "finance", "Finance", "Accounts or budget without a notice to improve; who pays for what is agreed."
)
DATA = Line("data", "Data-sharing agreement", "Signed by both, in force, and of the version in use.")
DBS = Line("dbs", "DBS policy", "Who is checked, how often, and who keeps the record.")
CAPACITY = Line(
    "capacity", "Capacity and willingness", "People, rooms and days they can give, said by the head."
)
CONFLICT = Line("conflict", "Conflict of interest", "Declared by both sides, and how it is managed.")
ACCREDITATION = Line(
    "accreditation", "Accreditation", "Accredited by the DfE for the years meant, with no condition."
)
INSURANCE = Line(
    "insurance", "Insurance and legal standing", "Registered name and number, public liability insured."
)
LINES = {
    line.code: line
    for line in (
        *(REGISTER, OFSTED, SAFEGUARDING, FINANCE, DATA, DBS, CAPACITY, CONFLICT),
        *(ACCREDITATION, INSURANCE),
    )
}

SCHOOL = (REGISTER, OFSTED, SAFEGUARDING, FINANCE, DATA, DBS, CAPACITY, CONFLICT)
PROVIDER = (REGISTER, ACCREDITATION, OFSTED, SAFEGUARDING, FINANCE, DATA, DBS, CAPACITY, CONFLICT)
BODY = (REGISTER, FINANCE, DATA, CAPACITY, CONFLICT)
DEFAULTS: dict[PartnerKind, tuple[Line, ...]] = {
    PartnerKind.LEAD_SCHOOL: SCHOOL,
    PartnerKind.STRATEGIC_PARTNER: SCHOOL,
    PartnerKind.MEMBER: (REGISTER, OFSTED, SAFEGUARDING, DATA, DBS, CAPACITY, CONFLICT),
    PartnerKind.SPECIALIST_SCHOOL: SCHOOL,
    PartnerKind.UNIVERSITY: PROVIDER,
    PartnerKind.ITT_PROVIDER: PROVIDER,
    PartnerKind.TRAINING_PARTNER: SCHOOL,
    PartnerKind.LOCAL_AUTHORITY: (DATA, CAPACITY, CONFLICT),
    PartnerKind.TRUST: (REGISTER, SAFEGUARDING, FINANCE, DATA, DBS, CAPACITY, CONFLICT),
    PartnerKind.DIOCESE: BODY,
    PartnerKind.RESEARCH_SCHOOL: SCHOOL,
    PartnerKind.OTHER_HUB: (*BODY, SAFEGUARDING),
}
OTHERS = (INSURANCE, SAFEGUARDING, FINANCE, DATA, DBS, CAPACITY, CONFLICT)
"""Of what no register names: nobody else has looked into it."""


def merged(checklists: Iterable[Iterable[Line]]) -> list[Line]:
    """The lines of several checklists, each once: a partner of two kinds is asked for both."""
    found: dict[str, Line] = {}
    for checklist in checklists:
        for line in checklist:
            found.setdefault(line.code or line.title.casefold(), line)
    return list(found.values())
