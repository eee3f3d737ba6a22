"""What the worker writes while it makes a version: its figures, once, and its document, once.

Each is called inside `Run.write()`, so that a worker that was taken over writes nothing.
"""

from django.conf import settings
from django.db import transaction

from reporting.actions.editions import WrongMoment
from reporting.choices import DocumentKind, EditionState
from reporting.models import Document, Edition, Figure, Snapshot
from reporting.queries.editions import revision_of, wants_document
from reporting.queries.reading import Reading


@transaction.atomic
def lock_figures(*, edition: Edition, reading: Reading, by_id: int | None) -> Snapshot:
    """Keep what was read as the version's figures, for good. `by_id` is the user who asked for it."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.state != EditionState.COLLECTING:
        raise WrongMoment("The figures of this version are locked already.")
    Figure.objects.bulk_create(_rows(edition, reading), batch_size=200)
    snapshot = Snapshot.objects.create(
        edition=edition,
        taken_at=reading.taken_at,
        as_at=reading.as_at,
        context=reading.context,
        digest=reading.frozen.digest,
    )
    edition.state = EditionState.FROZEN
    edition.frozen_at, edition.frozen_by_id = reading.taken_at, by_id
    edition.save()
    return snapshot


def _rows(edition: Edition, reading: Reading) -> list[Figure]:
    return [
        Figure(
            edition=edition,
            position=position,
            section=one.metric.section,
            metric=one.metric.code,
            version=one.metric.version,
            filters=dict(one.cut.filters),
            label=one.cut.label,
            unit=one.metric.unit,
            state=one.computed.state,
            value=one.computed.value,
            numerator=one.computed.numerator,
            denominator=one.computed.denominator,
            as_at=reading.as_at,
            records=one.metric.records,
            counted=list(one.computed.counted),
            out_of=list(one.computed.out_of),
            left_out=[list(pair) for pair in one.computed.left_out],
            digest=one.computed.digest,
        )
        for position, one in enumerate(reading.collected, start=1)
    ]


class Overtaken(Exception):
    """More was taken out of the version while its document was being made: it has to be made again."""


@transaction.atomic
def keep_document(
    *, edition: Edition, path: str, fence: int, sha256: str, size: int, pages: int, revision: int = 0
) -> Document:
    """Record the finished file; a draft is then ready to read. `path` lies under the media folder, `revision`
    is how often passages had been taken out when it was made. Raises `Overtaken`.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if not wants_document(edition):
        raise WrongMoment("The document of this version is made already.")
    if revision != revision_of(edition):
        raise Overtaken
    if not (settings.MEDIA_ROOT / path).is_file():
        raise FileNotFoundError(path)
    document = Document.objects.create(
        edition=edition,
        kind=DocumentKind.FULL,
        revision=revision,
        path=path,
        fence=fence,
        sha256=sha256,
        size=size,
        pages=pages,
    )
    if edition.state == EditionState.FROZEN:
        edition.state = EditionState.DRAFTED
        edition.drafted_at = document.made_at
        edition.save()
    return document
