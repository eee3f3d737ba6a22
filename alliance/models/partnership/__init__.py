"""What the alliance keeps about a partner beyond its name and contacts."""

from alliance.models.partnership.evidence import Evidence, Inspection
from alliance.models.partnership.exchange import Exchange
from alliance.models.partnership.hosting import HostingPreference
from alliance.models.partnership.specialism import Specialism

__all__ = ["Evidence", "Exchange", "HostingPreference", "Inspection", "Specialism"]
