"""Code lists of the alliance app: one docstring a member where the word alone could mislead."""

from alliance.choices.api import READING, ApiScope
from alliance.choices.facts import Absence, FactSource, FigureState
from alliance.choices.growth import PIPELINE, PROSPECT_TRANSITIONS, DeclineReason, ProspectStage
from alliance.choices.hub import Audience, EntryKind, TermKind
from alliance.choices.partners import Organisation, PartnerKind, Strand
from alliance.choices.people import ORGANISATION_ROLES, STAFF_ROLES, Role, SecondFactor
from alliance.choices.register import Phase, PhaseGroup, SchoolStatus

__all__ = [
    "ORGANISATION_ROLES",
    "PIPELINE",
    "PROSPECT_TRANSITIONS",
    "READING",
    "STAFF_ROLES",
    "Absence",
    "ApiScope",
    "Audience",
    "DeclineReason",
    "EntryKind",
    "FactSource",
    "FigureState",
    "Organisation",
    "PartnerKind",
    "Phase",
    "PhaseGroup",
    "ProspectStage",
    "Role",
    "SchoolStatus",
    "SecondFactor",
    "Strand",
    "TermKind",
]
