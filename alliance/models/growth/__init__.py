"""How the alliance grows: prospects, how they are chosen, how they are brought in."""

from alliance.models.growth.assessment import Assessment, BoardDecision, Score
from alliance.models.growth.expertise import ExpertiseArea, PartnerExpertise, ProspectExpertise
from alliance.models.growth.onboarding import OnboardingCapacity, OnboardingTick
from alliance.models.growth.priority import Priority
from alliance.models.growth.prospect import Prospect, ProspectPriority
from alliance.models.growth.rubric import Criterion, Rubric

__all__ = [
    "Assessment",
    "BoardDecision",
    "Criterion",
    "ExpertiseArea",
    "OnboardingCapacity",
    "OnboardingTick",
    "PartnerExpertise",
    "Priority",
    "Prospect",
    "ProspectExpertise",
    "ProspectPriority",
    "Rubric",
    "Score",
]
