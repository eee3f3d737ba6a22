"""One search, many sources: who is asked, what is told, and in which order."""

from collections.abc import Iterator

import pytest
from rules import predicate

from foundation import search
from foundation.search import Asked, Result, Source, register_source

staff = predicate(lambda member: member == "staff", name="staff")
anybody = predicate(lambda member: True, name="anybody")


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_sources", {})


def bring(name: str, found: dict[tuple[str, bool], list[str]], **fields: object) -> None:
    """A source that finds names by (text, loosely); each name is its own address."""

    def find(asked: Asked) -> Iterator[Result]:
        for title in found.get((asked.text, asked.loosely), [])[: asked.limit]:
            yield Result(title, f"/{title}/")

    given = {"label": name, "icon": "list", "policy": anybody, "order": 1, **fields}
    register_source(Source(name=name, find=find, **given))  # type: ignore[arg-type]


def told(text: str, *, member: str = "staff", limit: int = 5) -> dict[str, list[str]]:
    return {
        section.label: [result.title for result in section.results]
        for section in search.search(member, text, limit=limit)
    }


def test_sources_answer_in_their_order_and_only_to_those_they_are_for() -> None:
    bring("Second", {("fern", False): ["B"]}, order=2)
    bring("First", {("fern", False): ["A"]}, order=1)
    bring("Secret", {("fern", False): ["S"]}, policy=staff, order=3)
    assert list(told(" fern ").items()) == [("First", ["A"]), ("Second", ["B"]), ("Secret", ["S"])]
    assert told("fern", member="contact") == {"First": ["A"], "Second": ["B"]}


def test_other_spellings_count_only_where_nothing_is_spelt_so() -> None:
    bring("Exact", {("fern", False): ["A"], ("fenr", True): ["Nearly A"]})
    bring("Near", {("fern", True): ["Nearly"], ("fenr", True): ["Nearly B"]})
    assert told("fern") == {"Exact": ["A"]}
    assert told("fenr") == {"Exact": ["Nearly A"], "Near": ["Nearly B"]}


def test_a_page_that_two_sources_lead_to_stands_under_the_first() -> None:
    bring("First", {("fern", False): ["A"]}, order=1)
    bring("Second", {("fern", False): ["A", "B"]}, order=2)
    assert told("fern") == {"First": ["A"], "Second": ["B"]}


def test_what_is_cut_says_so_and_leads_to_the_list() -> None:
    more = {"more": lambda member, text: f"/list/?q={text}"}
    bring("Many", {("fern", False): ["A", "B", "C"]}, **more)
    (section,) = search.search("staff", "fern", limit=2)
    assert (section.count, section.is_cut, section.more_href) == ("more than 2", True, "/list/?q=fern")
    (section,) = search.search("staff", "fern", limit=3)
    assert (section.count, section.is_cut) == ("3", False)


@pytest.mark.parametrize("text", ["", " ", "f"])
def test_a_letter_is_too_little_but_for_sources_that_need_none(text: str) -> None:
    bring("Names", {(text.strip(), False): ["A"]})
    bring("Pages", {("", False): ["Home"]}, always=True)
    assert told(text) == {"Pages": ["Home"]}


def test_two_apps_cannot_bring_one_source() -> None:
    bring("Names", {})
    with pytest.raises(ValueError, match="Names is registered already"):
        bring("Names", {})
