"""The text of an API credential: `tsa_<prefix>_<secret>`.

The prefix finds the credential and is shown in lists. The secret is 256 random bits, so that a plain
SHA-256 of it is enough: there is nothing to guess that a slow hash would have to protect.
"""

import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass
from typing import Self

PREFIX_LENGTH = 8
SECRET_BYTES = 32
ALPHABET = string.ascii_lowercase + string.digits
FORM = re.compile(rf"tsa_([{ALPHABET}]{{{PREFIX_LENGTH}}})_([0-9a-f]{{{2 * SECRET_BYTES}}})")


@dataclass(frozen=True)
class Bearer:
    """One credential's prefix and secret. The secret is known only while this lives."""

    prefix: str
    secret: str

    @classmethod
    def new(cls) -> Self:
        prefix = "".join(secrets.choice(ALPHABET) for _ in range(PREFIX_LENGTH))
        return cls(prefix, secrets.token_hex(SECRET_BYTES))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The bearer in a text that somebody sent; None where it has not this form."""
        match = FORM.fullmatch(text)
        return cls(match[1], match[2]) if match else None

    @property
    def text(self) -> str:
        return f"tsa_{self.prefix}_{self.secret}"

    @property
    def digest(self) -> str:
        """What is kept of the secret."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def matches(self, digest: str) -> bool:
        """Whether this is the secret with that digest; takes as long for a near miss as for any other."""
        return hmac.compare_digest(self.digest, digest)
