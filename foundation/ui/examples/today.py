"""Invented content for the example of Today."""

from typing import Any

from foundation.charts import Band, Sparkline, Value
from foundation.ui.items import (
    ActivityItem,
    AgendaDay,
    AgendaItem,
    AttentionGroup,
    AttentionItem,
    Day,
    DayEvent,
    MenuItem,
    ReadinessCell,
    ReadinessGap,
    Tile,
)

LATE = (
    (
        "Due diligence at Tarnley Primary",
        "Safeguarding and finance checks not started",
        "Owen Birtles",
        "6 days late",
        "Open checks",
    ),
    (
        "2 visit notes at Saltscar Academy",
        "Support package: phonics and early reading",
        "Farida Kamara",
        "4 days late",
        "Send reminder",
    ),
    (
        "Register not marked: Leading maths 3",
        "28 booked, Hallgarth Academy, Thu 29 Jan",
        "Tom Ashworth",
        "3 days late",
        "Mark register",
    ),
)
SOON = (
    (
        "none",
        "Board papers for 11 February",
        "5 of 7 papers in; finance and risk to come",
        "Owen Birtles",
        "Wed 4 Feb",
        "See papers",
    ),
    (
        "warn",
        "KPI review: support days need an action",
        "Red in the autumn quarter; board meets 11 Feb",
        "You",
        "Fri 6 Feb",
        "Add action",
    ),
    (
        "warn",
        "4 of 19 summer placements unfilled",
        "2 physics, 1 French, 1 primary SEND",
        "Grace Oyelaran",
        "Mon 9 Feb",
        "Find places",
    ),
    (
        "none",
        "Head’s consent for SLE Marcus Thorne",
        "E-mailed to Wrenfield Academy on 30 Jan",
        "You",
        "Tue 10 Feb",
        "Send again",
    ),
    (
        "none",
        "7 agreements end on 31 March",
        "Renewal letters are drafted and ready to send",
        "You",
        "Fri 13 Feb",
        "Review",
    ),
)


def attention() -> list[AttentionGroup]:
    late = [
        AttentionItem("bad", title, why, whose, when, True, "#", verb, "#")
        for title, why, whose, when, verb in LATE
    ]
    soon = [
        AttentionItem(state, title, why, whose, when, False, "#", verb, "#")
        for state, title, why, whose, when, verb in SOON
    ]
    return [AttentionGroup("Overdue", late), AttentionGroup("This fortnight", soon)]


def sparkline(name: str, values: tuple[float, ...], low: float, high: float) -> str:
    """A small line over the terms, for the tile ``name``."""
    periods = tuple(f"Term {number}" for number in range(1, len(values) + 1))
    return Sparkline(
        title=f"{name} by term",
        description="Invented figures.",
        periods=periods,
        values=tuple(Value.of(value) for value in values),
        heads=("Term", name),
        band=Band(low, high, "Target"),
    ).svg()


def tiles() -> list[Tile]:
    return [
        Tile(
            "Trainees registered",
            "good",
            "41",
            "",
            "Target 38",
            "#",
            "",
            sparkline("Trainees", (30, 32, 31, 36, 41), 37, 39),
        ),
        Tile(
            "In post within 6 months",
            "good",
            "93%",
            "",
            "National 88%",
            "#",
            "",
            sparkline("In post", (82, 88, 86, 91, 93), 87, 89),
        ),
        Tile(
            "CPD days delivered",
            "good",
            "63",
            "",
            "Target 50 a year",
            "#",
            "",
            sparkline("CPD days", (8, 20, 30, 48, 63), 50, 50),
        ),
        Tile(
            "Says it helps practice",
            "good",
            "92%",
            "",
            "Target 90%, n = 412",
            "#",
            "",
            sparkline("Helps", (89, 91, 88, 92, 92), 89, 91),
        ),
        Tile(
            "Support days delivered",
            "bad",
            "11",
            "of 30",
            "18 expected by now",
            "#",
            "",
            sparkline("Support days", (2, 8, 10, 11), 17, 18),
        ),
        Tile(
            "Support rated good or better",
            "warn",
            "89%",
            "",
            "Target 90%, n = 27",
            "#",
            "",
            sparkline("Rated good", (94, 92, 90, 91, 89), 89.5, 91),
        ),
        Tile(
            "Schools reached",
            "warn",
            "73%",
            "208 of 285",
            "Target 75%",
            "#",
            "",
            sparkline("Reached", (58, 61, 64, 67, 73), 75, 75),
        ),
        Tile("Pupil progress", "not_published", "", "", "Expected Thu 26 Feb", "#"),
    ]


SECTIONS = (
    "Year at a glance",
    "Who we are",
    "Strategic plan",
    "Initial teacher training",
    "ECTs and mentors",
    "CPD",
    "School-to-school support",
    "Pupils",
    "Workforce",
    "Partners",
    "Quality",
    "Governance",
    "Funding",
    "Testimonials",
    "Annexes",
)


def readiness() -> dict[str, Any]:
    odd = {4: "warn", 10: "warn", 14: "warn", 8: "not_published", 15: "no_data"}
    words = {"warn": "not complete", "not_published": "not published", "no_data": "no data", "good": "ready"}
    cells = []
    for number, name in enumerate(SECTIONS, start=1):
        state = odd.get(number, "good")
        cells.append(ReadinessCell(number, name, state, words[state]))
    gaps = [
        ReadinessGap("warn", "4 ITT: 3 employment outcomes unknown", "Grace Oyelaran · asked 28 Jan", "#"),
        ReadinessGap("warn", "10 Partners: survey at 41% response", "Owen Birtles · closes Fri 13 Feb", "#"),
        ReadinessGap("warn", "14 Testimonials: 2 quotes lack consent", "You · due Fri 20 Feb", "#"),
        ReadinessGap(
            "not_published", "8 Pupils: measures not published yet", "DfE release expected Thu 26 Feb", "#"
        ),
    ]
    return {"cells": cells, "gaps": gaps}


def days() -> list[Day]:
    events: dict[str, list[tuple[str, str]]] = {
        "Mon 2": [("15:45", "ECT mentors, online")],
        "Tue 3": [("10:00", "Visit, Saltscar Academy"), ("16:00", "Strategy group")],
        "Wed 4": [("12:00", "Board papers close"), ("13:30", "Leading maths 4")],
        "Thu 5": [("09:00", "ITT interviews, Hallgarth")],
        "Fri 6": [("12:00", "KPI reviews due")],
        "Mon 9": [("All day", "Placement block 2 starts")],
        "Tue 10": [("16:15", "Adaptive teaching 1")],
        "Wed 11": [("17:00", "Executive board")],
        "Thu 12": [("09:30", "SLE induction"), ("15:30", "SEND network")],
        "Fri 13": [("", "Partner survey closes"), ("", "Half term from 14 Feb")],
    }
    return [
        Day(
            f"{name} Feb",
            f"2026-02-{int(name.split()[1]):02d}",
            [DayEvent(title, time) for time, title in rows],
            today=name == "Tue 3",
            past=name == "Mon 2",
        )
        for name, rows in events.items()
    ]


def month_weeks() -> list[list[Day | None]]:
    """February 2026, of which the first day is a Sunday."""
    known = {day.date: day for day in days()}
    first = Day("1 Feb", "2026-02-01", past=True)
    rest = [f"2026-02-{number:02d}" for number in range(2, 29)]
    found = [known.get(iso) or Day(f"{int(iso[-2:])} Feb", iso) for iso in rest]
    weeks: list[list[Day | None]] = [[None] * 6 + [first]]
    weeks += [[*found[start : start + 7]] for start in range(0, len(found), 7)]
    weeks[-1] += [None] * (7 - len(weeks[-1]))
    return weeks


def agenda_days() -> list[AgendaDay]:
    add = (MenuItem("Add to Outlook", "#"), MenuItem("Calendar file (.ics)", "#"))
    briefing = AgendaItem(
        "Partner briefing, spring", "16:00–17:00", "Meeting", "Online", "#", "Join on Teams", "#", add
    )
    return [
        AgendaDay("Tue 3 Feb", "2026-02-03", [AgendaItem("Strategy group", "16:00–17:30", "Meeting")], True),
        AgendaDay("Fri 13 Feb", "2026-02-13", [AgendaItem("Spring term ends", kind="Terms"), briefing]),
    ]


def context() -> dict[str, Any]:
    return {
        "month_weeks": month_weeks(),
        "agenda_days": agenda_days(),
        "groups": attention(),
        "tiles": tiles(),
        "days": days(),
        "activity": [
            ActivityItem("09:14", "Kelderby St Hild’s", after="signed its agreement"),
            ActivityItem("08:52", "Adaptive teaching", before="12 teachers booked on"),
            ActivityItem("Mon", before="Tom Ashworth closed 3 board actions"),
            ActivityItem("Mon", "Foxdale Road", after="joined as a member"),
        ],
        **readiness(),
    }
