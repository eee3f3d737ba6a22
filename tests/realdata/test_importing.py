"""Published lists brought as tables of partners: read, matched and checked as they are."""

from pathlib import Path
from typing import Any

import pytest

from alliance.actions.import_partners import PartnerTarget
from alliance.choices import SchoolStatus
from alliance.models import School
from foundation.importer.heads import guess_columns
from foundation.importer.reading import Unreadable, read_table
from foundation.importer.target import Entry
from tests.realdata import published

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]
SOME = 500


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> None:
    if missing := published.missing():
        pytest.skip(f"{missing[0]} is not there: set TSA_REAL_DATA to the folder of the published files.")
    settings.MEDIA_ROOT = tmp_path / "files"


def test_an_extract_of_the_register_has_more_columns_than_a_table_may(files: None) -> None:
    with pytest.raises(Unreadable) as refusal, read_table([published.EXTRACT.read_bytes()]):
        pass
    assert refusal.value.sentence.startswith("Row 1 has ")
    assert refusal.value.sentence.endswith("Take out the columns that are not needed.")


@pytest.mark.parametrize("path", [published.ENGLAND, published.LIST_2018], ids=["England", "2018"])
def test_a_published_list_becomes_partners(alliance: Any, path: Path) -> None:
    target = PartnerTarget()
    with read_table([path.read_bytes()]) as table:
        (_, heads), *rows = table.rows()
    assert len(rows) == len(published.rows(path, "cp1252"))
    columns = guess_columns(heads, target.fields)
    urn = columns.index("urn")
    numbers = {cells[urn] for _, cells in rows[:SOME]}
    School.objects.bulk_create(
        School(urn=int(number), name=f"School {number}", status=SchoolStatus.OPEN) for number in numbers
    )
    plans = target.plan([Entry(number, {"urn": cells[urn]}) for number, cells in rows[:SOME]])
    assert {plan.outcome for plan in plans} == {"create"}
