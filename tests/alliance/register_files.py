"""Small register files, written as the published ones are."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

Rows = Iterable[Mapping[str, object]]


def csv_bytes(rows: Rows, *, encoding: str = "utf-8") -> bytes:
    """Every field quoted, lines ended by CRLF, the columns those of the first row."""
    listed = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(listed[0]), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode(encoding)


def written(folder: Path, name: str, content: bytes | str | Rows) -> Path:
    """The file, with `content` as it is or as rows."""
    if isinstance(content, str):
        content = content.encode()
    elif not isinstance(content, bytes):
        content = csv_bytes(content)
    path = folder / name
    path.write_bytes(content)
    return path


def school(urn: int, name: str = "Fernwold Primary School", **cells: object) -> dict[str, object]:
    """A row of a GIAS extract; `cells` are further columns by their attribute-like names of `COLUMNS`."""
    row: dict[str, object] = {"URN": urn, "EstablishmentName": name}
    return row | {COLUMNS[key]: value for key, value in cells.items()}


COLUMNS = {
    "la_code": "LA (code)",
    "la_name": "LA (name)",
    "number": "EstablishmentNumber",
    "status": "EstablishmentStatus (name)",
    "status_code": "EstablishmentStatus (code)",
    "phase": "PhaseOfEducation (name)",
    "phase_code": "PhaseOfEducation (code)",
    "type": "TypeOfEstablishment (name)",
    "type_code": "TypeOfEstablishment (code)",
    "type_group": "EstablishmentTypeGroup (name)",
    "opened": "OpenDate",
    "closed": "CloseDate",
    "pupils": "NumberOfPupils",
    "flag": "TrustSchoolFlag (name)",
    "trust_uid": "Trusts (code)",
    "trust": "Trusts (name)",
    "street": "Street",
    "town": "Town",
    "postcode": "Postcode",
    "first": "HeadFirstName",
    "last": "HeadLastName",
    "region": "GOR (name)",
    "easting": "Easting",
    "northing": "Northing",
    "changed": "LastChangedDate",
    "linked": "Linked establishments",
}


def link(
    urn: int, linked_urn: int, link_type: str = "Successor", on: str = "31-08-2019", name: str = ""
) -> dict[str, object]:
    """A row of the links file."""
    return {
        "URN": urn,
        "LinkURN": linked_urn,
        "LinkName": name or f"School {linked_urn}",
        "LinkType": link_type,
        "LinkEstablishedDate": on,
    }
