"""What was taken back of published versions, and whether somebody asks for it."""

from reporting.choices import RemovalKind
from reporting.logic.redaction import Passage, passages
from reporting.models import Edition, Removal
from reporting.queries.editions import frozen_of


def waiting_removal(edition: Edition) -> Removal | None:
    """Asked for, and not decided."""
    return Removal.objects.waiting().filter(edition=edition).select_related("asked_by").first()


def withdrawal_of(edition: Edition) -> Removal | None:
    """What took a withdrawn version back."""
    return Removal.objects.done().filter(edition=edition, kind=RemovalKind.WITHDRAW).first()


def redactions_of(edition: Edition) -> list[Removal]:
    """What took passages out of it, oldest first."""
    return list(Removal.objects.redactions().filter(edition=edition).order_by("agreed_at", "id"))


def passages_of(edition: Edition) -> tuple[Passage, ...]:
    """What can be taken out of it."""
    return passages(frozen_of(edition))


def elsewhere(edition: Edition, texts: set[str]) -> list[Edition]:
    """Other versions of the alliance that hold one of these passages: each has to be looked at by itself."""
    others = Edition.objects.exclude(pk=edition.pk).filter(snapshots__isnull=False)
    return [
        other
        for other in others.order_by("academic_year", "number")
        if texts & {passage.text for passage in passages_of(other) if not passage.is_name}
    ]
