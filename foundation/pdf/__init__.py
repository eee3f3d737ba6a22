"""Documents as tagged PDFs: ``render_pdf(html, title=…, out_path=…)``. See docs/adr/0003-pdf-in-a-child-
process.md.
"""

from foundation.pdf.errors import AssetRefused, RenderCancelled, RenderFailed, RenderTimedOut
from foundation.pdf.job import Progress
from foundation.pdf.render import PdfResult, render_pdf

__all__ = [
    "AssetRefused",
    "PdfResult",
    "Progress",
    "RenderCancelled",
    "RenderFailed",
    "RenderTimedOut",
    "render_pdf",
]
