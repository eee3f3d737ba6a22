"""Pictures decoded and drawn anew with Pillow, which only those load who were given one."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, ImageOps

from foundation.ui.colour import contrast, mix
from foundation.uploads.kinds import UploadRefused

MOST_PIXELS = 4_000_000
FEWEST_ON_A_SIDE, MOST_ON_A_SIDE = 16, 4_000
SEEN = 3.0
"""The contrast from which a shape can be made out (WCAG 2.2, 1.4.11)."""
JUDGED = (64, 64)
DAMAGED = "The picture is damaged and cannot be read: save it again as PNG and upload that."


def drawn_anew(content: bytes, decoder: str, fit: tuple[int, int]) -> tuple[bytes, int, int]:
    """PNG, width and height of what the decoder reads, made to fit `fit` px; raises `UploadRefused`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is then refused, by size or by its decoder
            return _drawn_anew(content, decoder, fit)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UploadRefused(DAMAGED) from error


def share_seen(content: bytes, *, on: str) -> float:
    """How much of the PNG, 0 to 1, can be made out on the colour `on`; 0 for an empty one."""
    with Image.open(io.BytesIO(content)) as opened:
        small = opened.convert("RGBA")
    small.thumbnail(JUDGED)
    raw = small.tobytes()
    pixels = [(f"#{raw[at : at + 3].hex()}", raw[at + 3]) for at in range(0, len(raw), 4)]
    drawn = [(colour, alpha) for colour, alpha in pixels if alpha > 25]
    seen = [colour for colour, alpha in drawn if contrast(mix(on, colour, alpha / 255), on) >= SEEN]
    return len(seen) / len(drawn) if drawn else 0.0


def _drawn_anew(content: bytes, decoder: str, fit: tuple[int, int]) -> tuple[bytes, int, int]:
    with _whole_ones_only(), Image.open(io.BytesIO(content), formats=[decoder]) as opened:
        _check_sides(*opened.size)  # from the head of the file: nothing is decoded yet
        opened.load()
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail(fit, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)  # the pixels, and nothing of what came with them
    written = io.BytesIO()
    clean.save(written, "PNG", optimize=True)
    return written.getvalue(), clean.width, clean.height


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
