"""Invented content for the examples of the partner list and of one partner's record."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

from django.core.paginator import Paginator

from foundation.charts import Pair, PairedBars, Value, in_two_widths
from foundation.lists.choosing import Choosable
from foundation.maps.draw import draw_map
from foundation.maps.grid import MILE
from foundation.maps.spec import Glyph, MapPoint, MapSpec
from foundation.ui.items import (
    BoardCard,
    BoardColumn,
    BoardMove,
    Chip,
    Column,
    Crumb,
    Fact,
    FilterGroup,
    FilterOption,
    MenuItem,
    Tab,
    TimelineEntry,
)

CENTRE = (443500.0, 519000.0)
GLYPHS = {"primary": Glyph.CIRCLE, "secondary": Glyph.SQUARE, "special": Glyph.DIAMOND, "lead": Glyph.STAR}
PHASE_WORDS = {"primary": "Primary", "secondary": "Secondary", "special": "Special"}


@dataclass(frozen=True)
class Row:
    """A line of the example list."""

    name: str
    phase: str
    kind: str
    agreement: tuple[str, str]
    checks: tuple[str, str]
    miles: str
    selected: bool = False

    @property
    def phase_word(self) -> str:
        return PHASE_WORDS[self.phase]


ACTIVE, SENT, LAPSED = ("good", "Active"), ("info", "Sent"), ("bad", "Lapsed")
MARCH, PASSED, ACTIONS = ("warn", "Due 31 Mar"), ("good", "Passed"), ("warn", "With actions")
UNDER_WAY, OVERDUE = ("info", "In progress"), ("bad", "Overdue")

ROWS = [
    Row("Hallgarth Academy", "secondary", "Lead", ACTIVE, PASSED, "–"),
    Row("Fernwold Infant School", "primary", "Member", SENT, PASSED, "1.4"),
    Row("Kelderby St Hild’s Academy", "secondary", "Strategic", MARCH, UNDER_WAY, "1.9", True),
    Row("Brackenwick High School", "secondary", "Member", ACTIVE, ACTIONS, "1.9", True),
    Row("Lowfold Farm Lane Primary", "primary", "Member", ACTIVE, ACTIONS, "3.0"),
    Row("Penderby Academy", "secondary", "Training", ACTIVE, PASSED, "3.4", True),
    Row("Birkholme School", "special", "Member", MARCH, PASSED, "3.9"),
    Row("Foxdale Junior School", "primary", "Member", MARCH, ACTIONS, "4.1"),
    Row("Birkholme Grange Special School", "special", "Member", ACTIVE, PASSED, "4.4"),
    Row("Ottermere CE Primary", "primary", "Training", LAPSED, PASSED, "4.8"),
    Row("Dunmarsh Quay Junior School", "primary", "Member", ACTIVE, PASSED, "5.2"),
    Row("Tarnley Primary", "primary", "Member", LAPSED, OVERDUE, "5.6"),
    Row("Wrenfield CE Primary", "primary", "Member", ACTIVE, ACTIONS, "6.1"),
    Row("Cawthwaite High School", "secondary", "Member", MARCH, PASSED, "6.3"),
    Row("Netherstane St Oswin’s Infant School", "primary", "Member", ACTIVE, ACTIONS, "6.5"),
    Row("Quarrywell Dene Infant School", "primary", "Member", MARCH, PASSED, "6.6"),
    Row("Upper Ashlow RC Primary", "primary", "Specialist", ACTIVE, PASSED, "7.8"),
    Row("Sandhaugh School", "secondary", "Strategic", ACTIVE, PASSED, "7.8"),
    Row("Gillbeck Water RC Primary", "primary", "Strategic", LAPSED, PASSED, "7.9"),
    Row("Skelderwick Primary", "primary", "Strategic", ACTIVE, ACTIONS, "9.0"),
]

ROW_MENU = [
    MenuItem("Renew agreement", "#"),
    MenuItem("Start due diligence", "#"),
    MenuItem("E-mail the contact", "#"),
    MenuItem("Invite to the portal", "#"),
    MenuItem("End partnership…", "#", destructive=True),
]


def example_map() -> str:
    """The rows on the National Grid, at their miles and at invented bearings."""
    points = []
    for number, row in enumerate(ROWS):
        miles = float(row.miles) if row.miles != "–" else 0.0
        bearing = radians(number * 137.5)
        points.append(
            MapPoint(
                CENTRE[0] + miles * MILE * sin(bearing),
                CENTRE[1] + miles * MILE * cos(bearing),
                GLYPHS["lead" if row.kind == "Lead" else row.phase],
                row.name,
                "#",
                row.selected,
            )
        )
    spec = MapSpec(
        title="Partners around Hallgarth Academy",
        description="20 invented partners within 9 miles.",
        points=tuple(points),
        centre=CENTRE,
        rings_miles=(5, 10),
        width=282,
        height=357,
    )
    return draw_map(spec)


BOARD = [
    BoardColumn(
        "Enquiry",
        [
            BoardCard(
                "Netherholme CE Primary School",
                "#",
                ("9 days · 4.2 km", "Priya Nandwani"),
                moves=(
                    BoardMove("To assessed", "/_components/", "To assessed: Netherholme CE Primary School"),
                ),
            ),
        ],
        3,
        "?stage=enquiry",
    ),
    BoardColumn(
        "Assessed",
        [
            BoardCard(
                "Caldcombe Primary School",
                "#",
                ("71 days · 12.9 km", "Nobody’s yet"),
                "warn",
                "Long here",
                (BoardMove("Look at it", "#", "Look at it: Caldcombe Primary School", post=False),),
            ),
        ],
        1,
    ),
    BoardColumn("Onboarding", [], 0),
]


def list_context() -> dict[str, Any]:
    columns = [
        Column("School", "?sort=name"),
        Column("Kind"),
        Column("Agreement", "?sort=agreement"),
        Column("Due diligence", "?sort=checks"),
        Column("Miles", "?sort=-miles", "ascending", numeric=True),
        Column("Actions", hidden=True),
    ]
    return {
        "rows": ROWS,
        "columns": columns,
        "row_menu": ROW_MENU,
        "board_columns": BOARD,
        "column_lines": [
            Choosable("school", "School", shown=True, fixed=True, first=True, last=False),
            Choosable("kind", "Kind", shown=True, fixed=False, first=True, last=False),
            Choosable("miles", "Miles", shown=False, fixed=False, first=False, last=True),
        ],
        "chips": [Chip("Year", "2025/26", "?"), Chip("Type", "School", "?"), Chip("Status", "Current", "?")],
        "groups": [
            FilterGroup(
                "Phase",
                "phase",
                [
                    FilterOption(key, word, count=count)
                    for (key, word), count in zip(PHASE_WORDS.items(), (36, 18, 6), strict=True)
                ],
            ),
            FilterGroup(
                "Agreement",
                "agreement",
                [
                    FilterOption("", "Any", True),
                    FilterOption("lapsed", "Lapsed"),
                    FilterOption("due", "Ends within 60 days"),
                ],
                multiple=False,
            ),
        ],
        "sides": [Tab("List", "?as=list", current=True), Tab("Map", "?as=map")],
        "views": [MenuItem("Renewals", "?view=renewals", current=True), MenuItem("Everyone", "?view=all")],
        "map": example_map(),
        "phase_counts": [("primary", 36), ("secondary", 18), ("special", 6), ("lead", 1)],
        "page": Paginator(range(60), 20).page(1),
        "breadcrumbs": [Crumb("Partners", "#"), Crumb("All partners")],
    }


CHECKS = [
    ("good", "Register status and type", "Open academy", "28 Jan 2026"),
    ("good", "Safeguarding", "Single central record seen", "29 Jan 2026"),
    ("good", "Ofsted, report card 2025", "Expected standard in all areas", "12 Jan 2026"),
    ("warn", "Finance", "Passed with action: 3-year plan by 31 Mar", "20 Jan 2026"),
    ("good", "Data-sharing agreement", "Signed, version 3", "3 Sep 2025"),
    ("info", "Capacity to host trainees", "Asked Leah Winterbourne", "Due 13 Feb"),
    ("none", "Conflict of interest", "Not started", "Due 27 Feb"),
]

PAIRS = (
    ("Mentor weeks", 34, 12),
    ("Placements", 6, 2),
    ("SLE days", 9, 3),
    ("CPD places", 4, 41),
    ("Venue days", 5, 0),
)


def record_context() -> dict[str, Any]:
    pairs = tuple(Pair(name, Value.of(gives), Value.of(takes)) for name, gives, takes in PAIRS)
    chart = PairedBars(
        title="Gives mentoring, takes training",
        description="What Kelderby St Hild’s gives and takes, 2025/26 to date.",
        left="Gives",
        right="Takes",
        pairs=pairs,
        width=600,
    )
    return {
        "breadcrumbs": [
            Crumb("Partners", "/_components/pages/partners/"),
            Crumb("Kelderby St Hild’s Academy"),
        ],
        "tabs": [
            Tab("Overview", "#", current=True),
            Tab("People", "#", 14),
            Tab("Agreement", "#"),
            Tab("Due diligence", "#", "5 of 7"),
            Tab("Training", "#", 53),
            Tab("Trainees", "#", 6),
            Tab("Support", "#", 1),
            Tab("History", "#"),
        ],
        "checks": CHECKS,
        "chart": in_two_widths(chart, 600, 326),
        "chart_table": chart.table(),
        "running": [
            ("Reading across the curriculum", "Support, Farida Kamara", 2, 4, "2 of 4 days"),
            ("Placement block 2", "6 trainees, from Mon 9 Feb", 6, 6, "6 of 6 mentors"),
            ("Adaptive teaching", "CPD, from Tue 10 Feb", 12, 15, "12 of 15 places"),
        ],
        "facts": [
            Fact("Main contact", "Leah Winterbourne", "Verified Mon 5 Jan 2026", "#"),
            Fact("Headteacher", "Anselm Goodacre", "Verified Mon 5 Jan 2026"),
            Fact("Kind", "Strategic partner", "2025/26"),
            Fact("Specialism", "Early language, SEMH", "Expires 31 Aug 2026"),
            Fact("Trust", "Cleeve Edge Learning Trust", "From the School register"),
            Fact("Size", "1,140 pupils, ages 11–18", "From the School register"),
            Fact("Distance", "1.9 miles from Hallgarth", "Straight line"),
        ],
        "entries": [
            TimelineEntry(
                "Agreement renewal drafted", "From last year’s terms", "Tue 3 Feb 2026", "2026-02-03"
            ),
            TimelineEntry(
                "Safeguarding check passed",
                "Owen Birtles",
                "Thu 29 Jan 2026",
                "2026-01-29",
                "Single central record seen.",
            ),
            TimelineEntry(
                "12 teachers booked on Adaptive teaching",
                "Leah Winterbourne, partner contact",
                "Tue 27 Jan 2026",
                "2026-01-27",
            ),
            TimelineEntry(
                "Visit: reading package, day 2 of 4",
                "Farida Kamara",
                "Wed 14 Jan 2026",
                "2026-01-14",
                "Notes in. Next visit Tue 3 Mar.",
            ),
            TimelineEntry(
                "Main contact changed",
                "Owen Birtles",
                "Mon 5 Jan 2026",
                "2026-01-05",
                "Leah Winterbourne replaces Colin Maddrell.",
            ),
        ],
        "more": [MenuItem("Print the record", "#"), MenuItem("End partnership…", "#", destructive=True)],
    }
