"""The only way anything gets into a document: by name, from the assets it was given.

Imported in the child process only.
"""

from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from foundation.pdf.job import ASSETS, CONTENT_TYPES, SCHEME, checked_name


class Refused(FatalURLFetchingError):
    """A reference to anything else stops the document: a silent gap would look like a finished page."""


class AssetFetcher(URLFetcher):
    """Answers ``asset:name`` from the job's folder and refuses every other address, ``data:`` included."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols={SCHEME}, allow_redirects=False, fail_on_errors=True)
        self._folder = folder / ASSETS
        self.refusals: list[Refused] = []  # WeasyPrint swallows what happens while it draws an SVG

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != SCHEME:
            raise self._refusal(f"The document asks for {url[:200]}, which is not one of its own assets.")
        try:
            content = (self._folder / checked_name(name)).read_bytes()
        except (ValueError, FileNotFoundError) as error:
            words = f"The document asks for the asset “{name[:200]}”, which it was not given."
            raise self._refusal(words) from error
        kind = CONTENT_TYPES[Path(name).suffix]
        return URLFetcherResponse(url, content, {"Content-Type": kind})

    def _refusal(self, words: str) -> Refused:
        refusal = Refused(words)
        self.refusals.append(refusal)
        return refusal
