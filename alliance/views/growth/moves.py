"""The buttons that move a prospect: the same on the board and on its record."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from alliance.actions.growth.prospects import NOT_BY_MOVING
from alliance.choices import PIPELINE, PROSPECT_TRANSITIONS, ProspectStage
from foundation.ui.items import BoardMove


def moves_of(slug: str, public_id: UUID, name: str, stage: ProspectStage) -> Sequence[BoardMove]:
    """Forth first, then back; where the next stage takes more than a move, the way to what it takes."""
    if stage not in PIPELINE:
        return ()
    at = PIPELINE.index(stage)
    found = []
    if at + 1 < len(PIPELINE) and PIPELINE[at + 1] not in NOT_BY_MOVING:
        found.append(_move(slug, public_id, name, PIPELINE[at + 1], "To"))
    if at and (stage, PIPELINE[at - 1]) in PROSPECT_TRANSITIONS:
        found.append(_move(slug, public_id, name, PIPELINE[at - 1], "Back to"))
    return found


def _move(slug: str, public_id: UUID, name: str, stage: ProspectStage, verb: str) -> BoardMove:
    label = f"{verb} {stage.label[:1].lower()}{stage.label[1:]}"
    href = reverse("move_prospect", args=[slug, public_id, stage.value])
    return BoardMove(label, href, f"{label}: {name}", kind="secondary" if verb == "To" else "quiet")
