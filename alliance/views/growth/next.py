"""What a prospect's record waits for: the fact, a line on it, and the one button that settles it."""

from dataclasses import dataclass, replace

from django.urls import reverse

from alliance.choices import ProspectStage
from alliance.logic.academic_year import AcademicYear
from alliance.queries.growth.onboarding import checklist_of, places_of
from alliance.queries.growth.record import ProspectRecord
from alliance.queries.growth.selection import selection_of
from alliance.views.growth.moves import moves_of
from foundation import words

WHY = {
    ProspectStage.PROSPECT: "Speak with them. Once they are interested it is an enquiry.",
    ProspectStage.ENQUIRY: "Find out what they want and bring, and which goals they share.",
    ProspectStage.ASSESSED: "Look at register, inspection, safeguarding and finance next.",
    ProspectStage.DUE_DILIGENCE: "Once nothing stands against it, it goes to the board.",
    ProspectStage.BOARD_DECISION: "It waits for the board.",
    ProspectStage.ONBOARDING: "It is on its way in.",
}


@dataclass(frozen=True)
class Next:
    """`href` empty: nobody can press on yet, and `text` says why. With `post` the button posts there."""

    title: str
    text: str
    label: str = ""
    href: str = ""
    post: bool = False


def next_of(slug: str, record: ProspectRecord) -> Next:
    """For a prospect that is still open."""
    prospect, stage = record.prospect, ProspectStage(record.prospect.stage)
    said = Next(f"{words.counted(record.days, 'day')} at “{stage.label}”", WHY[stage])
    if stage == ProspectStage.BOARD_DECISION:
        return _at_the_board(said, slug, record)
    if stage == ProspectStage.ONBOARDING:
        return _coming_in(said, slug, record)
    forth = moves_of(slug, prospect.public_id, prospect.name, stage)[0]
    return replace(said, label=forth.label, href=forth.href, post=True)


def _at_the_board(said: Next, slug: str, record: ProspectRecord) -> Next:
    """Its decision is recorded; approved, a newcomer takes a place of this year, or of the next."""
    prospect = record.prospect
    if not selection_of(prospect).is_approved:
        href = reverse("decide_prospect", args=[slug, prospect.public_id])
        return replace(said, label="Record decision", href=href)
    this = AcademicYear.for_date(record.today)
    following = AcademicYear(this.start + 1)
    now, later = places_of(this), places_of(following)
    href = reverse("begin_onboarding", args=[slug, prospect.public_id])
    said = replace(said, title="The board has approved", href=href)
    if now is None or now.left > 0:
        text = f"{now.said} in {this}." if now else f"Places of {this} are not set yet: a lead does so first."
        return replace(said, text=text, label="Begin onboarding")
    full = f"{now.said} in {this}: no newcomer more can begin."
    if later is not None and later.left > 0:
        return replace(said, text=full, label=f"Begin in {following}")
    return replace(said, text=f"{full} A lead can make room, in this year or the next.", href="")


def _coming_in(said: Next, slug: str, record: ProspectRecord) -> Next:
    missing = [line.words for line in checklist_of(record.prospect) if not line.is_done]
    if missing:
        href = reverse("prospect_onboarding", args=[slug, record.prospect.public_id])
        return replace(
            said, text=f"Not in place yet: {words.listed(missing)}.", label="See the checklist", href=href
        )
    href = reverse("complete_onboarding", args=[slug, record.prospect.public_id])
    return replace(said, text="Everything is in place.", label="Make it a partner", href=href)
