"""Files that people take away: what a list shows, as a spreadsheet opens it."""

from foundation.exports.csv import csv_response, csv_text, safe_cell
from foundation.exports.table import export_response
from foundation.exports.xlsx import xlsx_response, xlsx_table

__all__ = [
    "csv_response",
    "csv_text",
    "export_response",
    "safe_cell",
    "xlsx_response",
    "xlsx_table",
]
