"""Checking a copy of an agreement: whose code this is, and whether the portal's own record says the same.

Only what somebody has signed is found, and nothing can be listed: a code is 64 bits of a digest.
"""

from dataclasses import dataclass

from alliance.logic.agreements import digest_of
from alliance.models import Agreement, AgreementDocument
from alliance.queries.agreements.record import signatures_on
from alliance.queries.agreements.showing import said_by
from foundation.checking import SHA256_DIGITS


@dataclass(frozen=True)
class SignedCopy:
    """A document that bears the code asked for, and whether the agreement still says what it stands for."""

    agreement: Agreement
    document: AgreementDocument
    fits: bool

    @property
    def is_signed_since(self) -> bool:
        """The other side has signed after this copy was made."""
        return self.document.signatures < signatures_on(self.agreement)


def signed_copy(code: str) -> SignedCopy | None:
    """`code` is a check code, or the SHA-256 of a file."""
    signed = AgreementDocument.objects.filter(signatures__gt=0).exclude(digest="")
    is_file = len(code) == SHA256_DIGITS
    named = signed.filter(sha256=code) if is_file else signed.filter(digest__startswith=code)
    document = named.select_related("agreement__partner", "agreement__alliance").first()
    if document is None:
        return None
    said = said_by(document.agreement, alliance=document.alliance_name, signatures=document.signatures)
    return SignedCopy(document.agreement, document, fits=digest_of(said) == document.digest)
