"""Identifiers that appear in addresses and in the API."""

import uuid

import uuid_utils


def new_public_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562 §5.7): sorts by time of making, so it loads an index as a bigint would, and tells
    no count.
    """
    return uuid.UUID(int=uuid_utils.uuid7().int)
