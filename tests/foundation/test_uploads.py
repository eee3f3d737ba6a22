"""What people upload: judged by its content, bounded, and drawn anew."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from foundation.uploads import store
from foundation.uploads.kinds import UploadRefused, check_size, kind_of, megabytes
from foundation.uploads.pictures import MOST_BYTES, Picture, read_picture, share_seen

FIT = (640, 256)
SECRET = "taken at 54.57, -1.23"


def drawing(kind: str = "PNG", size: tuple[int, int] = (300, 120), **options: Any) -> bytes:
    """A blue bar on white, as a file of this kind."""
    image = Image.new("RGB", size, "#ffffff")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill="#12436d")
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def head_only(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and holds a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def refusal(content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        read_picture(content, fit=FIT)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("kind", "media"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_a_picture_is_known_by_its_content_and_drawn_anew_as_png(kind: str, media: str) -> None:
    content = drawing(kind)
    assert kind_of(content) == media
    picture = read_picture(content, fit=FIT)
    assert (kind_of(picture.content), picture.width, picture.height) == ("image/png", 300, 120)
    with Image.open(io.BytesIO(picture.content)) as opened:
        red, green, blue, alpha = opened.convert("RGBA").getpixel((20, 60))
    assert (abs(red - 0x12) < 6, abs(green - 0x43) < 6, abs(blue - 0x6D) < 6, alpha) == (
        True,
        True,
        True,
        255,
    )


def test_nothing_that_came_with_the_picture_is_kept() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET)
    exif = Image.Exif()
    exif[0x010E] = SECRET
    behind = b"<script>alert(1)</script>PK\x03\x04"
    for content in (drawing(pnginfo=words) + behind, drawing("JPEG", exif=exif, comment=SECRET) + behind):
        assert SECRET.encode() in content
        kept = read_picture(content, fit=FIT).content
        assert SECRET.encode() not in kept
        assert b"<script>" not in kept
        assert kept.endswith(b"IEND\xaeB`\x82")
        with Image.open(io.BytesIO(kept)) as opened:
            assert {name: value for name, value in opened.info.items() if name != "transparency"} == {}


def test_a_photograph_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = read_picture(drawing("JPEG", exif=exif), fit=FIT)
    assert (picture.width, picture.height) == (102, 256)


def test_a_large_picture_is_made_to_fit_in_its_own_proportions() -> None:
    picture = read_picture(drawing(size=(1600, 400)), fit=FIT)
    assert (picture.width, picture.height, picture.is_wide) == (640, 160, True)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><!DOCTYPE svg><SVG xmlns="http://www.w3.org/2000/svg"/>',
        b"\n\n<!-- a comment --><svg><script>alert(1)</script></svg>",
    ],
)
def test_an_svg_is_refused_with_the_way_on(content: bytes) -> None:
    assert refusal(content) == (
        "An SVG can hold programs, so it is not taken: save the picture as PNG and upload that."
    )


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"<html><img></html>", b"MZ\x90\0", b"hello", drawing("GIF")]
)
def test_what_is_no_picture_we_know_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert refusal(content).startswith("The file is no PNG, JPEG or WebP picture, whatever its name says")


@pytest.mark.parametrize(
    "content", [drawing()[:-60], drawing("JPEG")[:200], head_only(100, 100), b"\x89PNG\r\n\x1a\n"]
)
def test_a_damaged_picture_is_refused(content: bytes) -> None:
    assert refusal(content).startswith("The picture is damaged and cannot be read")


def test_an_empty_file_and_one_that_is_too_large_are_refused_before_they_are_read() -> None:
    assert refusal(b"") == "The file is empty: choose another one."
    assert refusal(drawing() + b"\0" * MOST_BYTES) == (
        "The file is 1 MB: at most 1 MB can be used. Make it smaller first."
    )
    with pytest.raises(UploadRefused, match=r"2\.4 MB"):
        check_size(2_400_000, most_bytes=MOST_BYTES)
    assert megabytes(10_000_000) == "10 MB"


@pytest.mark.parametrize(
    ("width", "height"), [(60_000, 60_000), (3_000, 3_000), (20_000, 20), (2_001, 2_000)]
)
def test_a_bomb_is_refused_by_what_its_head_says_and_never_unpacked(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpacked(*_: object) -> None:
        pytest.fail("The picture was decoded.")

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", unpacked)
    said = refusal(head_only(width, height))
    assert said.startswith((f"The picture is {width:,} × {height:,} px", "The picture is damaged"))


def test_words_that_unpack_to_megabytes_are_refused() -> None:
    words = PngImagePlugin.PngInfo()
    for _ in range(3):
        words.add_text("Comment", "a" * 30_000_000, zip=True)
    bomb = drawing(pnginfo=words)
    assert len(bomb) < MOST_BYTES
    assert refusal(bomb).startswith("The picture is damaged")


def test_a_picture_too_small_to_be_seen_is_refused() -> None:
    assert refusal(drawing(size=(15, 200))).startswith("The picture is 15 × 200 px: use a larger one")


def test_how_much_of_a_picture_can_be_made_out() -> None:
    def share(colour: str, ground: str = "#ffffff") -> float:
        written = io.BytesIO()
        Image.new("RGBA", (40, 20), colour).save(written, "PNG")
        return share_seen(Picture(written.getvalue(), 40, 20), on=ground)

    assert share("#12436d") == 1
    assert share("#ffffff") == 0
    assert share("#ffffff", "#12436d") == 1
    assert share("#12436d20") == 0, "so faint that it is nearly white"
    assert share("#12436d00") == 0, "nothing is drawn"
    assert 0.4 < share_seen(read_picture(drawing(), fit=FIT), on="#ffffff") < 0.6


def test_a_file_is_kept_whole_under_a_name_nobody_can_guess(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    first = store.keep(b"one", folder="logos", suffix=".png")
    second = store.keep(b"two", folder="logos", suffix=".png")
    assert first != second
    assert first.version == 4
    path = store.path_of(first, folder="logos", suffix=".png")
    assert path.read_bytes() == b"one"
    assert sorted(path.parent.iterdir()) == sorted(
        [path, store.path_of(second, folder="logos", suffix=".png")]
    )
