"""What agreements are called where others keep them."""

AGREEMENT_KIND = "agreement"
"""The kind of approval."""
AGREEMENT_NEWS = "agreement_news"
"""The kind of notification."""
AGREEMENT_DOCUMENT = "agreement_document"
"""The kind of job that makes the PDF."""
