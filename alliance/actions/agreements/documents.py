"""The file of an agreement, recorded once it is made."""

from pathlib import Path

from alliance.models import Agreement, AgreementDocument
from foundation.pdf import PdfResult


def keep_document(*, agreement: Agreement, signatures: int, path: Path, made: PdfResult) -> AgreementDocument:
    """Record the file that shows so many signatures; a second worker's replaces the first's."""
    document, _ = AgreementDocument.objects.update_or_create(
        agreement=agreement,
        signatures=signatures,
        defaults={"path": str(path), "sha256": made.sha256, "pages": made.pages},
    )
    return document
