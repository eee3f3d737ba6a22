"""Files that people take away: what a list shows, as a spreadsheet opens it."""

from foundation.exports.csv import csv_response, csv_text, safe_cell

__all__ = ["csv_response", "csv_text", "safe_cell"]
