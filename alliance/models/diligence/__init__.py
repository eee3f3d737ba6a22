"""Due diligence: checklists, reviews of partners, their checks and actions."""

from alliance.models.diligence.checklist import ChecklistLine
from alliance.models.diligence.parts import DiligenceAction, DiligenceCheck
from alliance.models.diligence.review import DiligenceReview

__all__ = ["ChecklistLine", "DiligenceAction", "DiligenceCheck", "DiligenceReview"]
