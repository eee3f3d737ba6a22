"""How a row of the partner list is drawn: once a page, not once a cell, so that fifty rows cost little."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from alliance.choices import Organisation, PartnerKind, PhaseGroup, SchoolStatus
from alliance.logic.verification import Standing, due_on, standing
from alliance.queries.partners import PartnerRow
from foundation.ui.states import PHASES

KIND_WORDS = {
    PartnerKind.LEAD_SCHOOL: "Lead",
    PartnerKind.STRATEGIC_PARTNER: "Strategic",
    PartnerKind.MEMBER: "Member",
    PartnerKind.SPECIALIST_SCHOOL: "Specialist",
    PartnerKind.ITT_PROVIDER: "ITT provider",
    PartnerKind.TRAINING_PARTNER: "Training",
    PartnerKind.LOCAL_AUTHORITY: "Authority",
    PartnerKind.TRUST: "Trust",
    PartnerKind.RESEARCH_SCHOOL: "Research",
}
"""Short enough for a column; the others are short already."""
STANDING_STATES = {Standing.VERIFIED: "good", Standing.DUE: "warn", Standing.NEVER: "bad"}
CONTACT_KEY = (
    ("good", "Verified within a year"),
    ("warn", "Due to be verified"),
    ("bad", "Never verified"),
    ("none", "No contact"),
)


@dataclass(frozen=True)
class ShownRow:
    """A row as the template writes it; marks and glyphs are ready-made SVG."""

    href: str
    name: str
    glyph: SafeString
    meta: str
    closed: bool
    kind: str
    kind_title: str
    authority: str
    contact: str
    mark: SafeString
    verified: str
    joined: str
    left: str
    miles: str


def shown(rows: Iterable[PartnerRow], base: str, today: date) -> list[ShownRow]:
    """The rows for the template; `base` is the address of the list, which that of a record begins with."""
    return [_shown(row, base, today) for row in rows]


def _shown(row: PartnerRow, base: str, today: date) -> ShownRow:
    kinds = [PartnerKind(kind) for kind in row.kinds]
    kind = KIND_WORDS.get(kinds[0], kinds[0].label) if kinds else ""
    kind += f" +{len(kinds) - 1}" if kinds[1:] else ""
    state, verified = contact_state(row, today)
    return ShownRow(
        href=f"{base}{row.public_id}/",
        name=row.name,
        glyph=glyph(glyph_name(row)),
        meta=" · ".join(filter(None, (phase_word(row), kind, row.authority))),
        closed=row.school_status == SchoolStatus.CLOSED,
        kind=kind,
        kind_title=", ".join(kind.label for kind in kinds),
        authority=row.authority or "",
        contact=row.contact or "",
        mark=mark(state),
        verified=verified,
        joined=month(row.joined_on),
        left=month(row.left_on) if row.left_on else "",
        miles="–" if row.miles is None or row.is_lead else f"{row.miles:,.1f}",
    )


def contact_state(row: PartnerRow, today: date) -> tuple[str, str]:
    """Mark and words for where the main contact stands."""
    if row.contact is None:
        return "none", "No contact"
    verified_on = timezone.localdate(row.verified_at) if row.verified_at else None
    where = standing(verified_on, today)
    if verified_on is None:
        return STANDING_STATES[where], "Never verified"
    words = "Verified" if where is Standing.VERIFIED else f"Due since {short_day(due_on(verified_on), today)}"
    return STANDING_STATES[where], words


def glyph_name(row: PartnerRow) -> str:
    if row.is_lead:
        return "lead"
    return row.phase_group if row.phase_group in PHASES else "other"


def phase_word(row: PartnerRow) -> str:
    if row.organisation != Organisation.SCHOOL:
        return Organisation(row.organisation).label
    phase = PhaseGroup(row.phase_group or PhaseGroup.OTHER)
    return "Secondary" if phase is PhaseGroup.SECONDARY else phase.label


def short_day(day: date, today: date) -> str:
    """3 Feb within the last and next ten months, 3 Feb 2025 beyond."""
    return date_format(day, "j M" if abs((day - today).days) < 300 else "j M Y")


def month(day: date) -> str:
    """Sep 2019."""
    return f"{day:%b %Y}"


@cache
def glyph(phase: str) -> SafeString:
    return _drawn("phase_glyph", phase=phase, label=PHASES[phase])


@cache
def mark(state: str) -> SafeString:
    return _drawn("mark", state=state)


def _drawn(component: str, **context: str) -> SafeString:
    return SafeString(render_to_string(f"components/{component}.html", context).strip())
