"""Code lists of the alliance app: one docstring a member where the word alone could mislead."""

from alliance.choices.agreements import (
    AGREEMENT_TRANSITIONS,
    BOTH_SIGNED,
    IN_FORCE,
    AgreementState,
    Party,
)
from alliance.choices.api import READING, ApiScope
from alliance.choices.facts import Absence, FactSource, FigureState
from alliance.choices.feedback import QuestionKind, SurveyLetter, SurveyMode, SurveyState
from alliance.choices.growth import (
    FINAL_ANSWERS,
    PIPELINE,
    PROSPECT_TRANSITIONS,
    BoardAnswer,
    Conflict,
    DeclineReason,
    OnboardingItem,
    Points,
    ProspectStage,
    Recommendation,
    Strength,
)
from alliance.choices.hub import HANDED_OUT, Audience, EntryKind, Licence, TermKind, VersionState
from alliance.choices.partners import Organisation, PartnerKind, Strand
from alliance.choices.partnership import (
    EvidenceKind,
    EvidenceState,
    Framework,
    OtherKind,
    Safeguarding,
    SpecialismKind,
)
from alliance.choices.people import ORGANISATION_ROLES, STAFF_ROLES, Role, SecondFactor
from alliance.choices.register import Phase, PhaseGroup, SchoolStatus

__all__ = [
    "AGREEMENT_TRANSITIONS",
    "BOTH_SIGNED",
    "FINAL_ANSWERS",
    "HANDED_OUT",
    "IN_FORCE",
    "ORGANISATION_ROLES",
    "PIPELINE",
    "PROSPECT_TRANSITIONS",
    "READING",
    "STAFF_ROLES",
    "Absence",
    "AgreementState",
    "ApiScope",
    "Audience",
    "BoardAnswer",
    "Conflict",
    "DeclineReason",
    "EntryKind",
    "EvidenceKind",
    "EvidenceState",
    "FactSource",
    "FigureState",
    "Framework",
    "Licence",
    "OnboardingItem",
    "Organisation",
    "OtherKind",
    "PartnerKind",
    "Party",
    "Phase",
    "PhaseGroup",
    "Points",
    "ProspectStage",
    "QuestionKind",
    "Recommendation",
    "Role",
    "Safeguarding",
    "SchoolStatus",
    "SecondFactor",
    "SpecialismKind",
    "Strand",
    "Strength",
    "SurveyLetter",
    "SurveyMode",
    "SurveyState",
    "TermKind",
    "VersionState",
]
