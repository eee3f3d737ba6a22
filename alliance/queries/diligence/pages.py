"""Pages about due diligence that the search finds by what they are for."""

from alliance import policy
from foundation.search.pages import Page

PAGES = (
    Page("Due diligence", "diligence", policy.see_diligence, "checks safeguarding waiver overdue reviews"),
    Page(
        "Settings: due diligence",
        "diligence_settings",
        policy.manage_settings,
        "checklists cycle months checks",
    ),
)
