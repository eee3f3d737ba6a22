"""The file of an agreement, recorded once it is made."""

from pathlib import Path

from alliance.models import Agreement, AgreementDocument
from alliance.pdf.agreement import ComposedAgreement
from foundation.pdf import PdfResult


def keep_document(
    *, agreement: Agreement, signatures: int, composed: ComposedAgreement, path: Path, made: PdfResult
) -> AgreementDocument:
    """Record the file that shows so many signatures; a second worker's replaces the first's."""
    document, _ = AgreementDocument.objects.update_or_create(
        agreement=agreement,
        signatures=signatures,
        defaults={
            "path": str(path),
            "sha256": made.sha256,
            "pages": made.pages,
            "digest": composed.digest,
            "alliance_name": composed.alliance_name,
        },
    )
    return document
