"""The forms of a page, as a browser reads them: where they go, and what they would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

TYPED_BY_NOBODY = {"submit", "button", "image", "reset", "file"}


@dataclass
class PageForm:
    """One form: `fields` are the names and values that it would send, `names` those it could."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class PageReader(HTMLParser):
    """Collects the forms of a page, and the names of the parameters in its links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.parameters: set[str] = set()
        self._select = ""
        self._area = ""

    @classmethod
    def of(cls, html: str) -> "PageReader":
        reader = cls()
        reader.feed(html)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(given.get("method", "get").lower(), given.get("action", "")))
        elif tag == "a":
            self.parameters |= {name for name, _ in parse_qsl(urlsplit(given.get("href", "")).query)}
        elif self.forms:
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area] += data

    def _field(self, tag: str, given: dict[str, str]) -> None:
        fields, name = self.forms[-1].fields, given.get("name", "")
        self.forms[-1].names |= {name} - {""}
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in fields):
            fields[self._select] = given.get("value", "")
        elif tag == "textarea" and name:
            self._area = name
            fields[name] = ""
        elif tag == "input" and name:
            self._input(fields, name, given)

    def _input(self, fields: dict[str, str], name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        ticked = kind not in ("checkbox", "radio") or "checked" in given
        if kind not in TYPED_BY_NOBODY and ticked:
            fields[name] = given.get("value", "")
