"""Checking a copy: which published version has this check code, or is this very file.

Nothing here can be listed: a code is 64 bits of a digest, a file is known by its SHA-256, and what was never
published is not found.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reporting.choices import PUBLIC_STATES, EditionState
from reporting.logic.wording import CODE_DIGITS
from reporting.models import Document, Edition, Removal, Snapshot
from reporting.queries.editions import published_edition, revision_of
from reporting.queries.removals import redactions_of, waiting_removal, withdrawal_of


@dataclass(frozen=True)
class Copy:
    """A published version as whoever holds a copy of it may know it.

    `digest` and `revision` are those of the copy asked about, the others those of the version as it stands.
    """

    edition: Edition
    snapshot: Snapshot
    digest: str
    revision: int
    documents: tuple[Document, ...]
    redactions: tuple[Removal, ...]
    withdrawal: Removal | None
    is_held: bool
    published: Edition | None

    @property
    def code(self) -> str:
        return self.digest[:CODE_DIGITS]

    @property
    def current_code(self) -> str:
        return self.snapshot.current_digest[:CODE_DIGITS]

    @property
    def is_redacted_since(self) -> bool:
        """Passages were taken out after this copy was made."""
        return self.revision < len(self.redactions)

    @property
    def is_latest(self) -> bool:
        return self.edition.state == EditionState.PUBLISHED

    @property
    def document(self) -> Document | None:
        """The file of the copy asked about, which may be destroyed by now."""
        return next((one for one in self.documents if one.revision == self.revision), None)


def copy_with_code(code: str) -> Copy | None:
    """The published version one of whose check codes this is; `code` is sixteen hex digits."""
    snapshot = _snapshots().filter(Q(digest__startswith=code) | Q(redacted_digest__startswith=code)).first()
    if snapshot is not None:
        is_first = snapshot.digest.startswith(code)
        return _copy(snapshot, 0 if is_first else revision_of(snapshot.edition))
    between = Removal.objects.redactions().filter(digest_after__startswith=code).first()
    if between is None:
        return None
    before = Removal.objects.redactions().filter(edition=between.edition_id, id__lt=between.pk).count()
    return _copy(_snapshots().get(edition=between.edition_id), before + 1)


def copy_of_file(sha256: str) -> Copy | None:
    """The published version that this very file is, or was."""
    document = Document.objects.filter(sha256=sha256, edition__state__in=PUBLIC_STATES).first()
    return (
        None if document is None else _copy(_snapshots().get(edition=document.edition_id), document.revision)
    )


def _snapshots() -> QuerySet[Snapshot]:
    published = Snapshot.objects.filter(edition__state__in=PUBLIC_STATES)
    return published.select_related("edition").defer("context")


def _copy(snapshot: Snapshot, revision: int) -> Copy:
    edition = snapshot.edition
    redactions = redactions_of(edition)
    digests = [snapshot.digest, *(one.digest_after for one in redactions)]
    return Copy(
        edition=edition,
        snapshot=snapshot,
        digest=digests[revision],
        revision=revision,
        documents=tuple(Document.objects.filter(edition=edition).order_by("revision")),
        redactions=tuple(redactions),
        withdrawal=withdrawal_of(edition),
        is_held=waiting_removal(edition) is not None,
        published=published_edition(edition.academic_year),
    )
