"""The invented alliance that the example pages belong to. Development only."""

from typing import Any

from foundation.ui.branding import Branding, derive
from foundation.ui.items import AllianceLink, MenuItem, NavItem

AREAS = (
    ("Today", "today", "calendar"),
    ("Partners", "partners", "partners"),
    ("Strategy", "strategy", "strategy"),
    ("Governance", "governance", "governance"),
    ("Funding", "funding", "funding"),
    ("CPD", "cpd", "book"),
    ("ITT", "itt", "itt"),
    ("Support", "support", "support"),
    ("Insight", "report", "insight"),
    ("Communications", "communications", "mail"),
)
ON_PHONES = ("Today", "Partners", "CPD", "Insight")

BRANDS: dict[str, Branding | None] = {
    "": None,
    "plum": derive("#5b2150", "#d8a13b"),
    "blue": derive("#1d3f77", "#e58b4a"),
    "green": derive("#22502f", "#c9b037"),
}


def invented(current: str, *, theme: str = "", brand: str = "") -> dict[str, Any]:
    """The layouts' context with ``current`` as the current area."""
    nav = [
        NavItem(
            label, f"/_components/pages/{slug}/", icon, label == current, 3 if label == "Support" else None
        )
        for label, slug, icon in AREAS
    ]
    return {
        "nav": nav,
        "nav_bottom": [item for item in nav if item.label in ON_PHONES],
        "nav_settings": [NavItem("Settings", "/_components/pages/form/", "sliders", current == "Settings")],
        "alliance_name": "Eastmoor & Coast",
        "alliances": [
            AllianceLink("Eastmoor & Coast", "/_components/", current=True),
            AllianceLink("Calder Valley", "/_components/?brand=plum"),
        ],
        "branding": BRANDS.get(brand),
        "year_label": "2025/26",
        "term_label": "Spring term, week 5",
        "member_name": "Priya Nandwani",
        "member_role": "Strategic lead",
        "account_menu": [MenuItem("Your account", "#"), MenuItem("Notifications", "#")],
        "notifications_count": 4,
        "notifications_url": "#notifications",
        "search_url": "/_components/",
        "help_url": "/_components/",
        "sign_out_url": "/_components/",
        "home_url": "/_components/",
        "theme": theme,
    }
