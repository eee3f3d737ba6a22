"""A logo for the alliance of the demo that has one: a lark over a ploughed field."""

import io

from PIL import Image, ImageDraw

from foundation.uploads.pictures import Picture, read_picture

SIZE = 1024
PLUM, STRAW = "#5b2150", "#b9822a"


def lark_over_field() -> Picture:
    """Drawn large, then made to fit as an uploaded one is."""
    image = Image.new("RGBA", (SIZE, SIZE), "#ffffff00")
    draw = ImageDraw.Draw(image)
    for row in range(4):
        top = 620 + row * 96
        draw.arc((-300, top, SIZE + 300, top + 620), 200, 340, fill=STRAW, width=46)
    draw.polygon(
        [
            (120, 300),
            (430, 470),
            (560, 150),
            (650, 420),
            (800, 330),
            (930, 390),
            (820, 430),
            (640, 600),
            (420, 590),
        ],
        fill=PLUM,
    )
    written = io.BytesIO()
    image.save(written, "PNG")
    return read_picture(written.getvalue(), fit=(256, 256))
