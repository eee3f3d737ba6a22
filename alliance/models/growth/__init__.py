"""How the alliance grows: prospects, how they are chosen, how they are brought in."""

from alliance.models.growth.priority import Priority
from alliance.models.growth.prospect import Prospect, ProspectPriority

__all__ = ["Priority", "Prospect", "ProspectPriority"]
