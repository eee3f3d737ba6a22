"""Templates obey the policy for scripts and styles, and the rules of the house."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.ROOT)
FOR_PAGES = [
    *(
        path
        for path in (ROOT / "templates").rglob("*.html")
        if path.relative_to(ROOT / "templates").parts[0] not in {"pdf", "emails"}
    ),
    *(ROOT / "foundation" / "ui" / "examples").rglob("*.html"),
]

FORBIDDEN = {
    "an inline style": re.compile(r"""\sstyle\s*=\s*["']""", re.IGNORECASE),
    "an event handler": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "hx-on, which needs eval": re.compile(r"hx-on[:\-=]"),
    "js: in an htmx attribute": re.compile(r"""=\s*["']js:"""),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "a script without src": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a style element without nonce": re.compile(r"<style(?![^>]*\snonce=)", re.IGNORECASE),
    "an address on another site": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)!r}"
        for path in FOR_PAGES
        for match in FORBIDDEN[what].finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_patterns_catch_what_they_are_for() -> None:
    planted = {
        "an inline style": '<p style="color: red">',
        "an event handler": '<a href="#" onclick="go()">',
        "hx-on, which needs eval": '<a hx-on:click="go()">',
        "js: in an htmx attribute": '<a hx-vals="js:{}">',
        "a javascript: address": '<a href="javascript:go()">',
        "a script without src": "<script>go()</script>",
        "a style element without nonce": "<style>p{}</style>",
        "an address on another site": '<img src="//cdn.example/x.png">',
    }
    assert set(planted) == set(FORBIDDEN)
    assert [what for what, source in planted.items() if not FORBIDDEN[what].search(source)] == []


def test_htmx_attributes_stand_only_in_components_and_layouts() -> None:
    outside = [
        str(path.relative_to(ROOT))
        for path in FOR_PAGES
        if re.search(r"\shx-[a-z]+", path.read_text(encoding="utf-8"))
        and not {"components", "layout"} & set(path.relative_to(ROOT).parts)
    ]
    assert outside == []
