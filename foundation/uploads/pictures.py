"""Uploaded pictures, rewritten: decoded within bounds and drawn anew as PNG, so that nothing of the file that
came (metadata, what is hidden behind the picture, a second format) reaches anybody.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

from foundation.ui.colour import contrast, mix
from foundation.uploads.kinds import JPEG, PNG, SVG, WEBP, UploadRefused, check_size, kind_of

DECODERS = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}
MOST_BYTES = 1_000_000
MOST_PIXELS = 4_000_000
FEWEST_ON_A_SIDE, MOST_ON_A_SIDE = 16, 4_000
SEEN = 3.0
"""The contrast from which a shape can be made out (WCAG 2.2, 1.4.11)."""
JUDGED = (64, 64)

SVG_REFUSED = "An SVG can hold programs, so it is not taken: save the picture as PNG and upload that."
OTHER_REFUSED = (
    "The file is no PNG, JPEG or WebP picture, whatever its name says: save it as PNG and upload that."
)
DAMAGED = "The picture is damaged and cannot be read: save it again as PNG and upload that."


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of our own making; width and height in px."""

    content: bytes
    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        return self.width >= 1.5 * self.height


def read_picture(content: bytes, *, fit: tuple[int, int]) -> Picture:
    """The uploaded picture drawn anew, made to fit `fit` px; raises `UploadRefused`."""
    check_size(len(content), most_bytes=MOST_BYTES)
    kind = kind_of(content)
    if kind not in DECODERS:
        raise UploadRefused(SVG_REFUSED if _is_svg(kind, content) else OTHER_REFUSED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is then refused, by size or by its decoder
            return _drawn_anew(content, DECODERS[kind], fit)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UploadRefused(DAMAGED) from error


def share_seen(picture: Picture, *, on: str) -> float:
    """How much of the picture, 0 to 1, can be made out on the colour `on`; 0 for an empty one."""
    with Image.open(io.BytesIO(picture.content)) as opened:
        small = opened.convert("RGBA")
    small.thumbnail(JUDGED)
    raw = small.tobytes()
    pixels = [(f"#{raw[at : at + 3].hex()}", raw[at + 3]) for at in range(0, len(raw), 4)]
    drawn = [(colour, alpha) for colour, alpha in pixels if alpha > 25]
    seen = [colour for colour, alpha in drawn if contrast(mix(on, colour, alpha / 255), on) >= SEEN]
    return len(seen) / len(drawn) if drawn else 0.0


def _drawn_anew(content: bytes, decoder: str, fit: tuple[int, int]) -> Picture:
    with _whole_ones_only(), Image.open(io.BytesIO(content), formats=[decoder]) as opened:
        _check_sides(*opened.size)  # from the head of the file: nothing is decoded yet
        opened.load()
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail(fit, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)  # the pixels, and nothing of what came with them
    written = io.BytesIO()
    clean.save(written, "PNG", optimize=True)
    return Picture(written.getvalue(), clean.width, clean.height)


@contextmanager
def _whole_ones_only() -> Iterator[None]:
    """Whoever draws documents in this process may have told Pillow to fill up what is cut short."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_sides(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > MOST_ON_A_SIDE:
        raise UploadRefused(
            f"The picture is {width:,} × {height:,} px: make it smaller, "
            "1,000 px on its longer side is plenty."
        )
    if min(width, height) < FEWEST_ON_A_SIDE:
        raise UploadRefused(
            f"The picture is {width} × {height} px: use a larger one, at least 100 px on its longer side."
        )


def _is_svg(kind: str, content: bytes) -> bool:
    return kind == SVG or b"<svg" in content[:4096].lower()
