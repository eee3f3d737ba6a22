"""The words of a document that somebody uploaded, for the search: PDF, Word and PowerPoint."""

from foundation.documents.read import Text, read_text

__all__ = ["Text", "read_text"]
