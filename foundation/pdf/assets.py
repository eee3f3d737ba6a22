"""The renderer's own assets: the print stylesheet, the font and the star of map keys. A caller adds the
images of its document.
"""

from functools import lru_cache
from pathlib import Path

from foundation.pdf.errors import RenderFailed

STATIC = Path(__file__).resolve().parents[2] / "static"
FONTS = ("atkinson-hyperlegible-next-latin.woff2", "atkinson-hyperlegible-next-latin-ext.woff2")
STYLESHEET = "pdf.css"
STAR = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path fill="#16232a" '
    b'd="M10 0.5 12.3 7 19.3 7.1 13.8 11.4 15.8 18.1 10 14.2 4.2 18.1 6.2 11.4 0.7 7.1 7.7 7Z"/></svg>'
)


@lru_cache(maxsize=1)
def own_assets() -> dict[str, bytes]:
    """Name to content; raises ``RenderFailed`` when the assets have not been built."""
    try:
        fonts = {name: (STATIC / "built" / "fonts" / name).read_bytes() for name in FONTS}
        return fonts | {
            STYLESHEET: (STATIC / "css" / STYLESHEET).read_bytes(),
            "mark-star.svg": STAR,
        }
    except FileNotFoundError as error:
        raise RenderFailed(f"{error.filename} is missing: run `./portal assets`.") from error
