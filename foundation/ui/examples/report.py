"""Invented content for the example of a report being built, with a figure's drawer open."""

from typing import Any

from foundation.ui.items import BuildStep, Column, Crumb, EquationPart, Fact, Step

SECTIONS = [
    ("Year at a glance", "8 of 8", "good", "Ready", "Priya Nandwani"),
    ("Who we are", "11 of 11", "good", "Ready", "Owen Birtles"),
    ("Strategic plan", "24 of 24", "good", "Ready", "Priya Nandwani"),
    ("Initial teacher training", "30 of 31", "warn", "1 unknown", "Grace Oyelaran"),
    ("ECTs and mentors", "14 of 14", "good", "Ready", "Grace Oyelaran"),
    ("CPD", "26 of 26", "good", "Ready", "Tom Ashworth"),
    ("School-to-school support", "19 of 19", "good", "Ready", "Farida Kamara"),
    ("Pupils", "0 of 12", "not_published", "Not published", "DfE, March"),
    ("Workforce", "9 of 9", "good", "Ready", "Owen Birtles"),
    ("Partners", "8 of 8", "good", "Ready", "Owen Birtles"),
    ("Quality", "7 of 7", "good", "Ready", "Priya Nandwani"),
]

SCHOOLS = [
    ("Fernwold Infant School", "CPD, support"),
    ("Kelderby St Hild’s Academy", "CPD"),
    ("Brackenwick High School", "ITT, CPD"),
    ("Lowfold Farm Lane Primary", "CPD, ECT"),
    ("Penderby Academy", "ITT"),
    ("Birkholme School", "Support"),
]


def context() -> dict[str, Any]:
    return {
        "breadcrumbs": [Crumb("Insight", "#"), Crumb("Impact reports", "#"), Crumb("2024/25")],
        "steps": [
            Step("Collecting", "done", "25 Feb, 14:05"),
            Step("Frozen", "done", "26 Feb, 16:40"),
            Step("Drafting", "current", "Started 09:31"),
            Step("Approved", "todo", "By someone who did not freeze it"),
            Step("Published", "todo"),
        ],
        "build": [
            BuildStep("Reading the frozen figures", "good", 186, 186),
            BuildStep("Drawing charts and maps", "info", 23, 31),
            BuildStep("Laying out pages", "none", 0, 28),
            BuildStep("Checking tags, links and fonts", "none"),
        ],
        "columns": [
            Column("Number", hidden=True),
            Column("Section"),
            Column("Figures", numeric=True),
            Column("State"),
            Column("Whose job"),
        ],
        "rows": SECTIONS,
        "facts": [
            Fact("Metric", "Reach, version 3", "What changed from version 2"),
            Fact("Counted for", "1 Sep 2024 – 31 Aug 2025, five authorities"),
            Fact("As at", "Thu 26 Feb 2026, 16:40"),
            Fact("Left out", "4 schools closed in the year; visits under 30 minutes"),
            Fact("Last year", "67% (191 of 284)"),
            Fact("Digest", "7c1e 04ab 93d2 5f60"),
        ],
        "equation": [
            EquationPart("208", "schools reached"),
            EquationPart("285", "open in the area", "÷"),
            EquationPart("73%", "to the nearest 1%", "="),
        ],
        "schools": SCHOOLS,
    }
