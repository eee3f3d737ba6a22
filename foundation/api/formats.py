"""What a request can be read from and an answer written as. What goes wrong is told in JSON, always."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer


class Body(JSONParser):
    """JSON, but not so deep that reading it would need more stack than there is."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("This JSON is nested too deeply.") from None


class Lines(JSONRenderer):
    """An object a line, for machines."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class Table(JSONRenderer):
    """A spreadsheet, for people."""

    media_type = "text/csv"
    format = "csv"
