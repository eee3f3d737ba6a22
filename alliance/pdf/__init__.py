"""Documents of the alliance app."""

from alliance.pdf.agreement import ComposedAgreement, compose_agreement

__all__ = ["ComposedAgreement", "compose_agreement"]
