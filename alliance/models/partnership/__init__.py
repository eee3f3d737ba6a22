"""What the alliance keeps about a partner beyond its name and contacts."""

from alliance.models.partnership.evidence import Evidence, Inspection
from alliance.models.partnership.specialism import Specialism

__all__ = ["Evidence", "Inspection", "Specialism"]
