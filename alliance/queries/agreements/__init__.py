"""Agreements as they are read: to sign, in lists, as records, by systems."""

from alliance.queries.agreements.names import (
    AGREEMENT_DOCUMENT,
    AGREEMENT_KIND,
    AGREEMENT_LETTER,
    AGREEMENT_NEWS,
)
from alliance.queries.agreements.showing import facts_to_sign, passages_of, said_by, shown_to_sign

__all__ = [
    "AGREEMENT_DOCUMENT",
    "AGREEMENT_KIND",
    "AGREEMENT_LETTER",
    "AGREEMENT_NEWS",
    "facts_to_sign",
    "passages_of",
    "said_by",
    "shown_to_sign",
]
