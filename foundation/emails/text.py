"""The text part of a letter: the same words and addresses as the HTML, in the same order."""

from typing import TYPE_CHECKING, assert_never

from foundation.emails.blocks import Block, Button, Facts, Heading, Paragraph

if TYPE_CHECKING:
    from foundation.emails.letter import Letter


def write(letter: "Letter") -> str:
    foot = [letter.sender.name, letter.why, *([f"Change this: {letter.change}"] if letter.change else [])]
    parts = [letter.sender.name, *map(_written, letter.blocks), "-- \n" + "\n".join(foot)]
    return "\n\n".join(parts) + "\n"


def _written(block: Block) -> str:
    match block:
        case Heading(text=words):
            return f"{words}\n{'=' * min(len(words), 72)}"
        case Paragraph(text=words):
            return words
        case Button(text=words, href=href):
            return f"{words}:\n{href}"
        case Facts(facts=facts):
            return "\n".join(f"{key}: {value}" for key, value in facts)
    assert_never(block)
