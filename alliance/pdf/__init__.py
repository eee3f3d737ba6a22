"""Documents of the alliance app."""

from alliance.pdf.agreement import ComposedAgreement, compose_agreement
from alliance.pdf.survey import ComposedResults, compose_results

__all__ = ["ComposedAgreement", "ComposedResults", "compose_agreement", "compose_results"]
