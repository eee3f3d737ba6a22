"""An address as a square code."""

from django.utils.safestring import SafeString, mark_safe


def qr_code(address: str, *, side: int = 62, dark: str = "#ffffff") -> SafeString:
    """`side` px wide, on whatever is behind it."""
    import segno  # few processes draw a code

    made = segno.make(address, error="m")
    picture = made.svg_inline(
        title=f"Code that opens {address}",
        scale=side / made.symbol_size(border=0)[0],
        border=0,
        dark=dark,
        light=None,
        svgclass=None,
        lineclass=None,
    )
    return mark_safe(picture)  # noqa: S308 - segno escapes the title, the rest is its own paths
