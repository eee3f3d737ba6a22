"""What the layouts draw around a page: areas by role, the other alliances, who is signed in."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.logic.academic_year import AcademicYear
from alliance.models import Membership, SupportEntry
from alliance.queries.logos import logo_url
from alliance.queries.notifications import unread_count
from foundation.ui.areas import Area, place_of, registered
from foundation.ui.branding import derive
from foundation.ui.items import AllianceLink, MenuItem, NavItem

AREAS = (
    Area("Today", "today", "home", policy.see_today, order=0, on_phones=True, exact=True),
    Area("My school", "my_school", "home", policy.see_own_partner, order=0, on_phones=True),
    Area("My alliance", "my_alliance", "home", policy.see_my_alliance, order=0, on_phones=True),
    Area("Partners", "partners", "partners", policy.see_partners, order=10, on_phones=True),
    Area("People", "roster", "people", policy.see_roster, order=12),
    Area("Prospects", "prospects", "growth", policy.see_prospects, order=15),
    Area("My tasks", "my_tasks", "check", policy.see_own_tasks, order=5),
    Area("Announcements", "announcements", "send", policy.see_announcements, order=25),
    Area("Calendar", "calendar", "calendar", policy.see_calendar, order=20),
    Area("Surveys", "surveys", "list", policy.see_surveys, order=60),
    Area("Board papers", "board_papers", "governance", policy.see_board_papers, order=15, on_phones=True),
    Area("Resources", "resources", "book", policy.see_resources, order=30),
    Area("School facts", "school_facts", "insight", policy.see_facts, order=17),
    Area("API access", "credentials", "key", policy.manage_credentials, order=890, place="settings"),
    Area("Settings", "settings", "gear", policy.manage_settings, order=900, place="settings"),
)
"""What this app brings; the others register theirs in their `apps.py`."""

AGREEMENTS = (Area("Agreements", "agreements", "file", policy.see_agreements, order=15),)
PHONE_PLACES = 4
branding_of = lru_cache(maxsize=1024)(derive)


def build(request: HttpRequest) -> dict[str, Any]:
    """The layout's context. One query inside an alliance, however many areas and alliances there are."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    context: dict[str, Any] = {"member_name": str(user), "account_menu": _account_menu(user)}
    member = getattr(request, "member", None)
    if member is not None:
        context |= _inside(request, member)
        if entry := getattr(request, "support_entry", None):
            context |= _supporting(entry)
    elif user.is_operator:
        context |= _operating(request)
    return context


def _inside(request: HttpRequest, member: Membership) -> dict[str, Any]:
    alliance = member.alliance
    areas = [area for area in registered() if area.policy.test(member)]
    links = {area: _address(area.route, alliance.slug) for area in areas}
    current = _current(place_of(request), links)
    items = {area: NavItem(area.label, href, area.icon, area == current) for area, href in links.items()}
    return {
        "alliance_name": alliance.name,
        "alliances": _alliances(getattr(request, "memberships", [member]), member),
        "branding": branding_of(alliance.alliance_colour, alliance.accent_colour),
        "home_url": _address("today", alliance.slug),
        "logo_url": logo_url(alliance.logo),
        "logo_is_wide": alliance.logo_is_wide,
        "member_role": _role(member),
        "nav": [item for area, item in items.items() if area.place == "areas"],
        "nav_bottom": [item for area, item in items.items() if area.on_phones][:PHONE_PLACES],
        "nav_settings": [item for area, item in items.items() if area.place == "settings"],
        "latest_url": _address("latest_notifications", alliance.slug),
        "notifications_count": unread_count(member),
        "notifications_url": _address("notifications", alliance.slug),
        "palette_url": _address("search_palette", alliance.slug),
        "recents": f"{alliance.slug}:{member.user.public_id}",
        "search_url": _address("search", alliance.slug),
        "year_label": str(AcademicYear.for_date(timezone.localdate())),
    }


def _supporting(entry: SupportEntry) -> dict[str, Any]:
    """The banner of an operator who is inside, until when and why."""
    until = f"{timezone.localtime(entry.ends_at):%H:%M}"
    return {
        "member_role": "Operator, reading only",
        "support": {
            "title": f"You are inside {entry.alliance} as an operator, reading only, until {until}",
            "reason": entry.reason,
            "leave_url": reverse("leave_alliance"),
            "slug": entry.alliance.slug,
        },
    }


def _operating(request: HttpRequest) -> dict[str, Any]:
    href = reverse("operator_alliances")
    if not request.path.startswith(href):
        return {}
    return {
        "alliance_name": "Operators",
        "member_role": "Operator",
        "nav": [NavItem("Alliances", href, "partners", current=True)],
        "nav_bottom": [NavItem("Alliances", href, "partners", current=True)],
    }


@lru_cache(maxsize=4096)
def _address(route: str, slug: str) -> str:
    """Asked for a dozen times on every page, and always the same."""
    return reverse(route, kwargs={"slug": slug})


def _current(path: str, links: dict[Area, str]) -> Area | None:
    """The area that the address lies deepest in."""
    around = [
        area for area, href in links.items() if path == href or (not area.exact and path.startswith(href))
    ]
    return max(around, key=lambda area: len(links[area]), default=None)


def _alliances(memberships: list[Membership], member: Membership) -> list[AllianceLink]:
    """Every alliance this person may enter, by name; the switcher is shown from two on."""
    return [
        AllianceLink(
            other.alliance.name,
            _address("today", other.alliance.slug),
            current=other.alliance_id == member.alliance_id,
        )
        for other in sorted(memberships, key=lambda other: other.alliance.name.casefold())
    ]


def _role(member: Membership) -> str:
    """The first role, and how many more there are."""
    first, *more = member.role_labels
    return f"{first} and {len(more)} more" if more else first


def _account_menu(user: Any) -> list[MenuItem]:
    menu = [MenuItem("Your account", reverse("your_account"))]
    if user.is_operator:
        menu.append(MenuItem("Operators' pages", reverse("operator_alliances")))
    return menu
