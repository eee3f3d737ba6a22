"""Code lists of the alliance app: one docstring a member where the word alone could mislead."""

from alliance.choices.agreements import (
    AGREEMENT_TRANSITIONS,
    BOTH_SIGNED,
    IN_FORCE,
    AgreementState,
    Party,
)
from alliance.choices.api import READING, ApiScope
from alliance.choices.diligence import (
    DILIGENCE_OPEN,
    DILIGENCE_TRANSITIONS,
    CheckState,
    DiligenceState,
    DueBecause,
)
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
    Direction,
    EvidenceKind,
    EvidenceState,
    ExchangeKind,
    Framework,
    HostingAppetite,
    NotHostingReason,
    OtherKind,
    Safeguarding,
    SpecialismKind,
)
from alliance.choices.people import ORGANISATION_ROLES, STAFF_ROLES, Role, SecondFactor
from alliance.choices.register import Phase, PhaseGroup, SchoolStatus
from alliance.choices.roster import RetentionKind

__all__ = [
    "AGREEMENT_TRANSITIONS",
    "BOTH_SIGNED",
    "DILIGENCE_OPEN",
    "DILIGENCE_TRANSITIONS",
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
    "CheckState",
    "Conflict",
    "DeclineReason",
    "DiligenceState",
    "Direction",
    "DueBecause",
    "EntryKind",
    "EvidenceKind",
    "EvidenceState",
    "ExchangeKind",
    "FactSource",
    "FigureState",
    "Framework",
    "HostingAppetite",
    "Licence",
    "NotHostingReason",
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
    "RetentionKind",
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
