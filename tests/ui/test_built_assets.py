"""What the build makes: everything a page loads, nothing that is not ours to use, and not too much of it."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tsa_portal.runtime import assets
from tsa_portal.runtime.problem import Problem

ROOT = Path(settings.ROOT)
BUILT = ROOT / "static" / "built"

# The crown, the logotype and GDS Transport belong to the Crown and to GOV.UK; their picture folder too.
FORBIDDEN = re.compile(
    r"""GDS[ ]?Transport|gds-transport|crown|govuk-logotype|moj-logotype
      |/assets/(?:images|fonts)
      |url\(["']?https?:""",
    re.IGNORECASE | re.VERBOSE,
)
PAGE_LIMIT = 150_000


@pytest.fixture(scope="session")
def built() -> Path:
    """The built folder, up to date: made here where that is possible, once however many workers ask."""
    try:
        assets.build()
    except Problem as problem:
        pytest.skip(f"The front end cannot be built: {problem}")
    return BUILT


def text_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in {".css", ".js", ".svg"}]


def test_everything_a_page_loads_is_there(built: Path) -> None:
    made = {str(path.relative_to(built)) for path in built.rglob("*") if path.is_file()}
    assert {
        "portal.css",
        "portal.js",
        "icons.svg",
        "fonts/atkinson-hyperlegible-next-latin.woff2",
        "fonts/atkinson-hyperlegible-next-latin-ext.woff2",
        "fonts/LICENSE",
    } <= made


def test_nothing_that_belongs_to_the_crown_is_shipped(built: Path) -> None:
    found = [
        f"{path.relative_to(built)}: {match.group(0)}"
        for path in text_files(built)
        for match in FORBIDDEN.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert [path.name for path in built.rglob("*") if re.search(r"crown|transport|logotype", path.name)] == []


@pytest.mark.parametrize(
    "planted",
    [
        'font-family:"GDS Transport"',
        "url(/assets/images/govuk-crest.svg)",
        "url(https://cdn.example/a.woff2)",
    ],
)
def test_the_pattern_catches_what_it_is_for(planted: str) -> None:
    assert FORBIDDEN.search(planted)


def test_every_file_the_style_sheet_names_is_there(built: Path) -> None:
    sheet = (built / "portal.css").read_text(encoding="utf-8")
    named = {
        name.strip("\"'")
        for name in re.findall(r"url\(([^)]+)\)", sheet)
        if not name.strip("\"'").startswith("data:")
    }
    assert named
    assert [name for name in named if not (built / name).is_file()] == []


def test_every_layer_is_in_the_sheet_in_its_order(built: Path) -> None:
    sheet = (built / "portal.css").read_text(encoding="utf-8")
    first_rule = sheet.removeprefix('@charset "UTF-8";').partition(";")[0]
    assert first_rule == "@layer library,tokens,base,layout,components,print"


def test_every_icon_is_a_symbol_of_the_sprite(built: Path) -> None:
    from foundation.ui.icons import ICONS

    sprite = (built / "icons.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'<symbol id="([\w-]+)"', sprite)) == ICONS


def test_a_first_visit_stays_small(built: Path) -> None:
    htmx = finders.find("django_htmx/htmx-4.min.js")
    assert htmx is not None
    compressed = sum(
        len(gzip.compress(path.read_bytes(), 9))
        for path in [built / "portal.css", built / "portal.js", built / "icons.svg", Path(htmx)]
    )
    font = (built / "fonts" / "atkinson-hyperlegible-next-latin.woff2").stat().st_size
    a_large_page = 25_000
    assert compressed + font + a_large_page <= PAGE_LIMIT


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "https://registry" not in lock
