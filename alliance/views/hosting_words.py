"""How a school's word about hosting trainees is written."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from alliance.choices import HostingAppetite, NotHostingReason
from alliance.logic.partnership.hosting import is_confirmed
from alliance.models import HostingPreference, Partner
from foundation import words

STATES = {
    HostingAppetite.LOOKING: "good",
    HostingAppetite.INTERESTED: "info",
    HostingAppetite.ORGANISED: "good",
    HostingAppetite.NOT_OPEN: "none",
}


@dataclass(frozen=True)
class HostingWords:
    """What a school says about hosting, as its record and My school write it."""

    state: str
    word: str
    reasons: str
    note: str
    verified: str
    is_confirmed: bool
    change_href: str
    confirm_href: str


def said_of_hosting(appetite: str, said_on: date, today: date) -> tuple[str, str]:
    """Mark and words for what a school said; more than half a year ago it is unconfirmed."""
    said = HostingAppetite(appetite)
    if is_confirmed(said_on, today):
        return STATES[said], str(said.label)
    return "warn", f"{said.label}, unconfirmed"


def hosting_words(
    partner: Partner, preference: HostingPreference | None, today: date, *, slug: str
) -> HostingWords:
    """With the way to change it; what was said more than half a year ago is unconfirmed."""
    change, confirm = (
        reverse(name, args=[slug, partner.public_id]) for name in ("state_hosting", "confirm_hosting")
    )
    if preference is None:
        return HostingWords("none", "Not asked yet", "", "", "", True, change, "")
    confirmed = is_confirmed(preference.verified_on, today)
    state, word = said_of_hosting(preference.appetite, preference.verified_on, today)
    labels = [str(NotHostingReason(reason).label).lower() for reason in preference.reasons]
    day = words.day(preference.verified_on)
    return HostingWords(
        state=state,
        word=word,
        reasons=words.listed(labels),
        note=preference.note,
        verified=f"Said on {day}" if confirmed else f"Last said on {day}, more than half a year ago",
        is_confirmed=confirmed,
        change_href=change,
        confirm_href=confirm,
    )
