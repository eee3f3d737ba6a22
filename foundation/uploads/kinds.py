"""What a file is, by its content."""

from foundation.refusal import Refused

PNG, JPEG, WEBP, SVG = "image/png", "image/jpeg", "image/webp", "image/svg+xml"


class UploadRefused(Refused):
    """The file is too large, of another kind than asked for, or damaged."""

    code = "upload_refused"


def kind_of(content: bytes) -> str:
    """Its media type, such as `image/png`; "" where the content says nothing."""
    import puremagic  # 2,000 kinds, which few processes are asked about

    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def check_size(size: int, *, most_bytes: int) -> None:
    """Refuse before reading: an empty file, and one larger than `most_bytes`."""
    if size > most_bytes:
        raise UploadRefused(
            f"The file is {megabytes(size)}: at most {megabytes(most_bytes)} can be used. "
            "Make it smaller first."
        )
    if not size:
        raise UploadRefused("The file is empty: choose another one.")


def megabytes(size: int) -> str:
    """`1 MB`, `2.4 MB`."""
    return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"
