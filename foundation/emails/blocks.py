"""What letters are made of. Each block is drawn twice, as HTML and as text, from the same words."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Heading:
    """What the letter says, in a line."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A sentence or three; plain words, escaped where they become HTML."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Button:
    """The one thing to do, and the address that does it."""

    kind: ClassVar[str] = "button"
    text: str
    href: str


@dataclass(frozen=True)
class Facts:
    """Pairs of words: what, and what it is."""

    kind: ClassVar[str] = "facts"
    facts: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | Button | Facts
