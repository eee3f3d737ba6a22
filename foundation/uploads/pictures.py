"""Uploaded pictures, rewritten: decoded within bounds and drawn anew as PNG, so that nothing of the file that
came (metadata, what is hidden behind the picture, a second format) reaches anybody.
"""

from dataclasses import dataclass

from foundation.uploads.kinds import JPEG, PNG, SVG, WEBP, UploadRefused, check_size, kind_of

DECODERS = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}
MOST_BYTES = 1_000_000

SVG_REFUSED = "An SVG can hold programs, so it is not taken: save the picture as PNG and upload that."
OTHER_REFUSED = (
    "The file is no PNG, JPEG or WebP picture, whatever its name says: save it as PNG and upload that."
)


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
    from foundation.uploads import drawing  # loads Pillow, for the few processes given a picture

    return Picture(*drawing.drawn_anew(content, DECODERS[kind], fit))


def share_seen(picture: Picture, *, on: str) -> float:
    """How much of the picture, 0 to 1, can be made out on the colour `on`; 0 for an empty one."""
    from foundation.uploads import drawing

    return drawing.share_seen(picture.content, on=on)


def _is_svg(kind: str, content: bytes) -> bool:
    return kind == SVG or b"<svg" in content[:4096].lower()
