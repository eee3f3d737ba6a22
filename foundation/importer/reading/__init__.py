"""From the bytes that somebody sent to rows of text, in a process that can be bounded and killed."""

from foundation.importer.reading.bounds import Unreadable
from foundation.importer.reading.read import Table, read_table

__all__ = ["Table", "Unreadable", "read_table"]
