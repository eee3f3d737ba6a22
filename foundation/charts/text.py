"""How wide a piece of text will be, so that labels neither collide nor run out of the picture.

The advances are those of Atkinson Hyperlegible Next (thousandths of the font size, kerning ignored), read
from the font's ``hmtx`` table at weights 400 and 700. A browser that falls back to another face is a few per
cent out, which the gaps around labels absorb.
"""

from functools import lru_cache
from unicodedata import normalize

_ASCII_REGULAR = (
    "280 286 301 651 592 919 731 160 299 299 485 606 210 362 210 387 648 407 548 576 614 588 598 510 "
    "615 595 210 210 553 628 553 480 778 626 613 645 669 569 552 694 694 392 512 631 541 824 693 714 "
    "592 724 614 592 558 690 593 856 623 575 607 317 387 344 552 372 243 525 566 485 564 538 314 558 "
    "550 252 245 492 262 845 550 548 566 574 349 471 326 540 461 684 481 449 460 344 237 344 555"
)
_ASCII_BOLD = (
    "312 303 390 765 610 969 725 210 335 335 485 595 271 373 272 440 659 440 579 600 624 607 626 537 "
    "624 571 272 272 569 612 569 547 781 678 643 658 688 597 566 718 701 424 561 663 552 858 717 746 "
    "629 756 650 610 607 686 644 886 685 650 618 340 440 344 582 400 288 552 596 510 596 563 365 593 "
    "571 300 259 555 318 882 571 576 596 599 376 508 376 567 530 740 539 521 505 381 254 381 537"
)
_BEYOND_ASCII = {
    "·": 294,
    "–": 504,
    "—": 832,
    "’": 269,
    "‘": 269,
    "“": 479,
    "”": 479,
    "£": 634,
    "€": 678,
    "×": 536,
}
_UNKNOWN = 650
_FIRST = 32
ELLIPSIS = "…"


def _table(advances: str) -> dict[str, int]:
    ascii_part = {chr(_FIRST + position): int(width) for position, width in enumerate(advances.split())}
    return _BEYOND_ASCII | ascii_part


_REGULAR = _table(_ASCII_REGULAR)
_BOLD = _table(_ASCII_BOLD)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of ``text`` in the unit of ``size`` (CSS px). Accented letters count as their base letter."""
    table = _BOLD if bold else _REGULAR
    total = 0
    for letter in text:
        width = table.get(letter)
        total += table.get(normalize("NFD", letter)[0], _UNKNOWN) if width is None else width
    return total * size / 1000


def shorten(text: str, room: float, size: float, bold: bool = False) -> str:
    """``text``, or as much of it as fits ``room`` px, ended by an ellipsis."""
    if text_width(text, size, bold) <= room:
        return text
    kept = text
    while kept and text_width(kept.rstrip() + ELLIPSIS, size, bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrap(text: str, room: float, size: float, bold: bool = False, most: int = 2) -> tuple[str, ...]:
    """``text`` in at most ``most`` lines of ``room`` px; a last line that is too long is shortened."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size, bold) <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(shorten(line, room, size, bold))
    if words:
        lines.append(shorten(" ".join(words), room, size, bold))
    return tuple(lines) or ("",)
