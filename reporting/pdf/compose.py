"""Puts the document together from locked figures: pictures first, then chapters, then HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from alliance.queries.logos import logo_content
from foundation import words
from foundation.charts.qr import qr_code
from foundation.ui.components.page import initials
from reporting import charts
from reporting.logic import prose, sections
from reporting.logic.chapters import waiting
from reporting.logic.snapshot import Frozen
from reporting.logic.wording import CODE_DIGITS, check_code
from reporting.pdf import annexes, glance
from reporting.pdf.sections import Numbers, reach_context, who_context

LOGO = "logo.png"

OnDrawn = Callable[[int, int], None]
Draw = Callable[[Frozen], SafeString]


@dataclass(frozen=True)
class Composed:
    """A document ready to be laid out: HTML, its title, the moment its figures were locked, and the pictures
    that it takes from files, by name.
    """

    html: str
    title: str
    created: datetime
    assets: dict[str, bytes]


def compose(frozen: Frozen, on_drawn: OnDrawn = lambda done, total: None) -> Composed:
    """The full report. `on_drawn` is told how many of how many pictures are drawn."""
    title = f"Impact report {prose.year_of(frozen)}"
    created = datetime.fromisoformat(frozen.context["taken_at"])
    pictures, tiles = _draw(frozen, on_drawn)
    numbers = Numbers(2)
    assets = _assets(frozen)
    number = frozen.context["number"]
    html = render_to_string(
        "pdf/report/report.html",
        {
            "title": title,
            "owner": frozen.context["alliance"]["name"],
            "edition": f"{title} · version {number} · {check_code(frozen.digest, groups=2)}",
            "spine": charts.branding_of(frozen).spine,
            "accent": charts.branding_of(frozen).accent,
            "author": frozen.context["alliance"]["name"],
            "cover": {**_cover(frozen, pictures, created), "logo": LOGO if LOGO in assets else ""},
            "foreword": frozen.foreword,
            "redactions": [
                {"on": one["on"], "why": one["why"], "code": check_code(one["before"])}
                for one in frozen.redactions
            ],
            "glance": glance.context(frozen, tiles),
            "who": who_context(frozen, pictures, numbers),
            "reach": reach_context(frozen, pictures, numbers),
            "waiting": waiting(),
            "annexes": annexes.context(frozen, portal_address(frozen)),
        },
    )
    return Composed(html, title, created, assets)


def check_address(frozen: Frozen) -> str:
    """Where anybody can check a copy: it is named by its check code."""
    context = frozen.context
    return f"{context['address']}/p/{context['alliance']['slug']}/check/{frozen.digest[:CODE_DIGITS]}/"


def portal_address(frozen: Frozen) -> str:
    """The version's page in the portal, for those who may see it."""
    context = frozen.context
    year = prose.year_of(frozen).slug
    return f"{context['address']}/a/{context['alliance']['slug']}/insight/{year}/{context['number']}/"


def _cover(frozen: Frozen, pictures: dict[str, SafeString], created: datetime) -> dict[str, Any]:
    schools = frozen.find("partner_schools")
    address = check_address(frozen)
    return {
        "initials": initials(frozen.context["alliance"]["name"]),
        "year": str(prose.year_of(frozen)),
        "map": pictures.get("cover", SafeString("")),
        "subtitle": f"Where our {schools.text} partner schools are"
        if schools and "cover" in pictures
        else "",
        "number": frozen.context["number"],
        "redacted_on": frozen.redactions[-1]["on"] if frozen.redactions else "",
        "locked_on": words.day(created),
        "as_at": words.day(date.fromisoformat(frozen.context["as_at"])),
        "check_code": frozen.check_code,
        "address": address,
        "address_words": address.partition("://")[2],
        "qr": pictures["qr"],
    }


def _assets(frozen: Frozen) -> dict[str, bytes]:
    """The logo that the alliance showed when the figures were locked; nothing where it had none."""
    handle = frozen.context["alliance"].get("logo")  # documents locked before logos came know of none
    content = logo_content(UUID(handle)) if handle else None
    return {LOGO: content} if content else {}


def _draw(frozen: Frozen, on_drawn: OnDrawn) -> tuple[dict[str, SafeString], list[glance.GlanceTile]]:
    """Every picture of the document by name, and the tiles with their trends."""
    planned, tiles = _planned(frozen), sections.glance(frozen)
    pictures: dict[str, SafeString] = {"rings": SafeString(_rings(frozen))}
    total = len(planned) + len(tiles)
    for done, (name, draw) in enumerate(planned.items(), start=1):
        pictures[name] = draw(frozen)
        on_drawn(done, total)
    drawn = []
    for done, tile in enumerate(tiles, start=len(planned) + 1):
        drawn.append(glance.draw_tile(frozen, *tile))
        on_drawn(done, total)
    return pictures, drawn


def _planned(frozen: Frozen) -> dict[str, Draw]:
    """Which pictures have something to show."""
    drawn: dict[str, Draw] = {"qr": lambda f: qr_code(check_address(f))}
    if charts.has_cover_map(frozen):
        drawn |= {"cover": charts.cover_map, "partners": charts.partner_map}
    if len(frozen.trend("partner_schools")) > 1:
        drawn["partner_years"] = lambda f: charts.by_year(f, "partner_schools", "Partner schools").svg(
            charts.PDF
        )
    reach = frozen.find("reach")
    if reach is None or reach.value is None:
        return drawn
    drawn["reach_authorities"] = lambda f: charts.reach_by_authority(f).svg(charts.PDF)
    drawn["reach_strands"] = lambda f: charts.reach_by_strand(f).svg(charts.PDF)
    drawn["depth"] = lambda f: charts.depth_chart(f).svg(charts.PDF)
    if len(frozen.trend("reach")) > 1:
        drawn["reach_years"] = lambda f: charts.by_year(f, "reach", "Reach").svg(charts.PDF)
    if frozen.context["map"]["areas"]:
        drawn["reach_map"] = charts.reach_map
    return drawn


def _rings(frozen: Frozen) -> str:
    spec = charts.map_spec(frozen, title="Partners")
    return " and ".join(map(str, spec.rings_miles)) if spec.centre else ""
