"""Imports as they are once somebody applied them."""

from django.utils import timezone

from foundation.importer.choices import ImportState, Outcome
from foundation.importer.models import Import, ImportRow


def imported_table(name: str) -> Import:
    """A finished import of the alliance in scope, with one row to mend; everything in it says `name`."""
    source = Import.objects.create(
        target="contacts",
        state=ImportState.APPLIED,
        file_name=f"{name}.csv",
        heads=["Name"],
        first_row=1,
        columns=["name"],
        counts={"error": 1},
        applied_at=timezone.now(),
    )
    ImportRow.objects.create(
        source=source,
        number=2,
        cells=[f"{name} Person"],
        outcome=Outcome.ERROR,
        about=f"{name} Person",
        reason=f"{name} has no partner.",
    )
    return source
