"""Taking back what was published: asking, agreeing, and what is destroyed then."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alliance.choices import Role
from alliance.logic.academic_year import AcademicYear
from alliance.queries.identity import alliance_card, needs_two_pairs_of_eyes, users_with_role
from foundation import words
from foundation.jobs.queue import enqueue
from foundation.notifications.actions import notify
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id
from reporting.actions.editions import SamePairOfEyes, WrongMoment
from reporting.choices import (
    BUILD_REPORT,
    DESTROY_FILES,
    REPORT_NEWS,
    EditionState,
    RemovalKind,
    RemovalReason,
    RemovalState,
)
from reporting.logic.foreword import paragraphs
from reporting.logic.redaction import Redaction, emptied, passages, without
from reporting.logic.snapshot import Frozen
from reporting.models import Edition, Figure, Foreword, Removal, Snapshot
from reporting.queries.editions import frozen_of


class NoSuchPassage(Refused):
    code = "no_such_passage"


class NoExplanation(Refused):
    code = "no_explanation"


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, explanation: str, by: Any) -> Removal:
    """Ask that a published version be taken back whole, and take it back where nobody else need agree.

    Raises `WrongMoment`, `NoExplanation`.
    """
    return _ask(edition, RemovalKind.WITHDRAW, [], reason, explanation, by)


@transaction.atomic
def redact_edition(
    *, edition: Edition, passages: Sequence[str], reason: str, explanation: str, by: Any
) -> Removal:
    """Ask that passages (by id) be taken out of a published version, as `withdraw_edition` does.

    Raises `NoSuchPassage` for one that is not there, or none.
    """
    return _ask(edition, RemovalKind.REDACT, list(dict.fromkeys(passages)), reason, explanation, by)


@transaction.atomic
def agree_to_removal(*, edition: Edition, by: Any) -> Removal:
    """Agree to what somebody else asked for, and do it. Raises `SamePairOfEyes`, `WrongMoment`."""
    edition = _locked(edition)
    removal = _waiting(edition)
    if removal.asked_by_id == by.pk and needs_two_pairs_of_eyes():
        raise SamePairOfEyes(
            "You asked for this, and your alliance asks for two pairs of eyes: ask another strategic lead to "
            "agree. Nobody can read the version in the meantime."
        )
    return _carry_out(edition, removal, by)


@transaction.atomic
def drop_removal(*, edition: Edition, by: Any) -> Removal:
    """Decide against it: the version can be read again. Raises `WrongMoment`."""
    removal = _waiting(_locked(edition))
    removal.state = RemovalState.DROPPED
    removal.dropped_by, removal.dropped_at = by, timezone.now()
    removal.save()
    return removal


def _ask(
    edition: Edition, kind: RemovalKind, ids: list[str], reason: str, explanation: str, by: Any
) -> Removal:
    edition = _locked(edition)
    if not edition.is_standing:
        raise WrongMoment(
            "Only a published version can be taken back. Reload the page to see where it stands."
        )
    if Removal.objects.waiting().filter(edition=edition).exists():
        raise WrongMoment(
            "Somebody has already asked for this version to be taken back: decide on that first."
        )
    explanation = " ".join(explanation.split())
    if reason == RemovalReason.OTHER and not explanation:
        raise NoExplanation("Say in a sentence why, without naming anybody.", field="explanation")
    snapshot = Snapshot.objects.defer("context").get(edition=edition)
    if kind == RemovalKind.REDACT:
        _check_passages(edition, ids)
    removal = Removal.objects.create(
        edition=edition,
        kind=kind,
        reason=reason,
        explanation=explanation,
        passages=ids,
        digest_before=snapshot.current_digest,
        asked_by=by,
    )
    if needs_two_pairs_of_eyes():
        _tell_the_others(edition, by)
        return removal
    return _carry_out(edition, removal, by)


def _check_passages(edition: Edition, ids: list[str]) -> None:
    known = {passage.id for passage in passages(frozen_of(edition))}
    if not ids or set(ids) - known:
        raise NoSuchPassage("Choose at least one passage of this version.", field="passages")


def _carry_out(edition: Edition, removal: Removal, by: Any) -> Removal:
    """Agree, take the words out of everything that holds them, and say that it is done."""
    removal.state = RemovalState.AGREED
    removal.agreed_by, removal.agreed_at = by, timezone.now()
    removal.save()
    if removal.kind == RemovalKind.WITHDRAW:
        _keep(edition, emptied(frozen_of(edition)))
        edition.state = EditionState.WITHDRAWN
        edition.save()
    else:
        removal.digest_after = _redact(edition, removal)
    removal.state = RemovalState.DONE
    removal.save()
    enqueue(DESTROY_FILES, alliance=current_alliance_id(), subject=edition.public_id, by=by)
    if removal.kind == RemovalKind.REDACT:
        enqueue(BUILD_REPORT, alliance=current_alliance_id(), subject=edition.public_id, by=by)
    return removal


def _redact(edition: Edition, removal: Removal) -> str:
    """Take the passages out of the version and out of the year's foreword; the new digest."""
    frozen = frozen_of(edition)
    on = words.day(removal.agreed_at)
    left = without(frozen, removal.passages, Redaction(on, removal.words))
    _keep(edition, left, redacted_digest=left.digest)
    _take_out_of_foreword(edition, {p.text for p in passages(frozen) if p.id in removal.passages})
    return left.digest


def _keep(edition: Edition, left: Frozen, **fields: str) -> None:
    """Write what is left over what was there."""
    Snapshot.objects.filter(edition=edition).update(context=left.context, **fields)
    rows = Figure.objects.filter(edition=edition).only("id", "label").order_by("position")
    changed = []
    for row, figure in zip(rows, left.figures, strict=True):
        if row.label != figure.label:
            row.label = figure.label
            changed.append(row)
    Figure.objects.bulk_update(changed, ["label"])


def _take_out_of_foreword(edition: Edition, texts: set[str]) -> None:
    """So that the next version of the year does not bring them back."""
    kept = Foreword.objects.select_for_update().filter(academic_year=edition.academic_year).first()
    if kept is not None:
        left = [text for text in paragraphs(kept.text) if text not in texts]
        kept.text = "\n\n".join(left)
        kept.save()


def _tell_the_others(edition: Edition, by: Any) -> None:
    year = AcademicYear(edition.academic_year)
    page = reverse("report", args=[alliance_card().slug, year, edition.number])
    others = {*users_with_role(Role.STRATEGIC_LEAD)} - {by.pk}
    sentence = f"The impact report {year} is held back: {by} asks for it to be taken back."
    notify(others, sentence, page, kind=REPORT_NEWS, subject=edition.public_id)


def _waiting(edition: Edition) -> Removal:
    found = Removal.objects.waiting().select_for_update().filter(edition=edition).first()
    if found is None:
        raise WrongMoment("Nothing is asked for just now. Reload the page to see where this version stands.")
    return found


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update().get(pk=edition.pk)
