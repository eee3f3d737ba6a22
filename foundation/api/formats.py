"""What an answer can be written as, beside JSON. What goes wrong is told in JSON whichever was asked for."""

from rest_framework.renderers import JSONRenderer


class Lines(JSONRenderer):
    """An object a line, for machines."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class Table(JSONRenderer):
    """A spreadsheet, for people."""

    media_type = "text/csv"
    format = "csv"
