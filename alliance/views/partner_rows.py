"""The words and marks of partners in lists; the columns are declared in `partner_columns`.

Whatever comes from a record goes through `escape`.
"""

from datetime import date
from functools import cache, lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from alliance.choices import Organisation, PartnerKind, PhaseGroup, SchoolStatus
from alliance.logic.verification import Standing, due_on, standing
from alliance.queries.partner_rows import PartnerRow
from foundation.lists.columns import Reading
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


CLOSED = ' <span class="muted">(closed)</span>'
NAME = '{glyph} <a href="{href}">{name}</a>{closed}<span class="table__meta">{meta}</span>'


def name_cell(row: PartnerRow, on: Reading) -> str:
    kind, _ = kind_words(tuple(row.kinds))
    return NAME.format(
        glyph=glyph(glyph_name(row)),
        href=f"{on.base}{row.public_id}/",
        name=escape(row.name),
        closed=CLOSED if row.school_status == SchoolStatus.CLOSED else "",
        meta=escape(" · ".join(filter(None, (phase_word(row), kind, row.authority)))),
    )


@cache
def kind_words(values: tuple[str, ...]) -> tuple[str, str]:
    """The parts as a column has room for them, and all of them in full."""
    kinds = [PartnerKind(value) for value in values]
    if not kinds:
        return "", ""
    more = f"\N{NO-BREAK SPACE}+{len(kinds) - 1}" if kinds[1:] else ""
    return KIND_WORDS.get(kinds[0], kinds[0].label) + more, ", ".join(kind.label for kind in kinds)


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


def verified_words(row: PartnerRow) -> str:
    """The day the main contact was verified on."""
    if row.verified_at is None:
        return "Never" if row.contact else "No contact"
    on = timezone.localdate(row.verified_at)
    return f"{on.day} {on:%b %Y}"


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
    year = "" if abs((day - today).days) < 300 else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


@lru_cache(maxsize=4096)
def month(day: date) -> str:
    """Sep 2019, on one line."""
    return f"{day:%b}\N{NO-BREAK SPACE}{day:%Y}"


@cache
def glyph(phase: str) -> SafeString:
    return _drawn("phase_glyph", phase=phase, label=PHASES[phase])


def _drawn(component: str, **context: str) -> SafeString:
    return SafeString(render_to_string(f"components/{component}.html", context).strip())
