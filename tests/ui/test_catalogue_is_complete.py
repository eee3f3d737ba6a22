"""A component is a function, a template, a style sheet and its variants on the living page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from foundation.ui.component import REGISTRY
from foundation.ui.examples.catalogue import GROUPS, guidance_of, variants_of
from foundation.ui.examples.pages import PAGES
from foundation.ui.icons import ICONS

ROOT = Path(settings.ROOT)
TEMPLATES = ROOT / "templates" / "components"
SHEETS = ROOT / "static" / "css" / "components"

# Style sheets that dress something other than one component.
NOT_COMPONENTS = {
    "catalogue": "the living page itself",
    "tick": "the checkboxes of lists, which pages write as plain markup",
    "chart": "pictures drawn by foundation.charts and foundation.maps",
}


def names(folder: Path, suffix: str) -> set[str]:
    return {path.stem for path in folder.glob(f"*{suffix}")}


def test_every_component_has_its_template() -> None:
    assert names(TEMPLATES, ".html") == set(REGISTRY)


def test_every_component_has_its_style_sheet() -> None:
    assert names(SHEETS, ".css") - set(NOT_COMPONENTS) == set(REGISTRY)


def test_every_template_begins_with_a_comment_that_names_its_attributes() -> None:
    bare = [
        path.name for path in TEMPLATES.glob("*.html") if "foundation/ui/components/" not in first_line(path)
    ]
    assert bare == []


def test_every_style_sheet_begins_with_a_comment() -> None:
    bare = [
        path.name
        for path in (ROOT / "static" / "css").rglob("*.css")
        if not first_line(path).startswith("/*")
    ]
    assert bare == []


def first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0]


def test_every_component_says_what_it_is_for() -> None:
    assert [name for name, entry in REGISTRY.items() if not entry.summary] == []


def test_every_component_stands_in_a_group_of_the_living_page() -> None:
    groups = {entry.function.__module__.rpartition(".")[2] for entry in REGISTRY.values()}
    assert groups == set(GROUPS)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_component_has_variants_that_use_it(name: str) -> None:
    sources = [source for _, source in variants_of(name)]
    assert sources
    # A drawer covers the page, so its variant is a page of its own; a form draws its fields itself.
    assert any(f"{{% {name}" in source for source in sources) or name in {"drawer", "field"}


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_component_says_how_it_is_meant_and_how_not(name: str) -> None:
    guidance = guidance_of(name)
    assert guidance.do.endswith((".", "”."))
    assert guidance.dont.endswith((".", "?”", "”."))
    assert guidance.do != guidance.dont


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_component_has_a_page_with_its_call_and_both_widths_in_both_themes(
    living_page_settings: None, name: str
) -> None:
    page = Client().get(f"/_components/component/{name}/")
    drawn = page.content.decode()
    assert page.status_code == 200
    assert drawn.count('class="code-block__text"') == len(list(variants_of(name)))
    assert [
        drawn.count(f"/_components/component/{name}/alone/?theme={theme}") for theme in ("light", "dark")
    ] == [2, 2]
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    alone = Client().get(f"/_components/component/{name}/alone/", {"theme": "dark"})
    assert (alone.status_code, 'data-theme="dark"' in alone.content.decode()) == (200, True)
    assert alone["X-Frame-Options"] == "SAMEORIGIN"
    assert Client().get("/_components/component/unicorn/").status_code == 404


def test_every_icon_is_a_picture_and_every_picture_an_icon() -> None:
    assert names(ROOT / "static" / "icons", ".svg") - {"favicon"} == ICONS


def test_the_living_page_draws_every_component(living_page_settings: None) -> None:
    answer = Client().get("/_components/")
    assert answer.status_code == 200
    shown = set(re.findall(r'id="component-(\w+)"', answer.content.decode()))
    assert shown == set(REGISTRY)


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_every_example_page_is_drawn(living_page_settings: None, name: str, theme: str) -> None:
    answer = Client().get(f"/_components/pages/{name}/", {"theme": theme, "brand": "plum"})
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_the_living_page_does_not_exist_in_production(living_page_settings: None) -> None:
    with_debug_off = Client()
    from django.test import override_settings

    with override_settings(DEBUG=False):
        assert with_debug_off.get("/_components/").status_code == 404
        assert with_debug_off.get("/_components/pages/today/").status_code == 404
