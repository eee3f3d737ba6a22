"""A digest in place of a head's name: enough to see that it changed, not enough to know it."""

import hmac
from collections.abc import Callable
from hashlib import sha256

MARK, DIGEST = 8, 48
"""Hexadecimal digits: of the key's own mark, and of the digest (192 bits)."""


def head_digester(key: bytes) -> Callable[[int, str], str]:
    """A function from (URN, name as published) to a digest.

    The URN goes into it, so that one person who heads two schools cannot be seen to. The digest begins with a
    mark of the key: two digests tell of two heads only where their marks are the same.
    """
    mark = hmac.new(key, b"mark", sha256).hexdigest()[:MARK]

    def digest(urn: int, name: str) -> str:
        words = " ".join(name.casefold().split())
        return mark + hmac.new(key, f"{urn}\n{words}".encode(), sha256).hexdigest()[:DIGEST]

    return digest
