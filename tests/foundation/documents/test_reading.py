"""The words of uploaded documents, and what hostile ones come to."""

import io
from pathlib import Path

import pytest

from foundation.documents import bounds, read, read_text
from foundation.uploads.documents import MOST_BYTES, judged
from foundation.uploads.kinds import UploadRefused
from tests.foundation.documents import files


@pytest.fixture
def said(tmp_path: Path) -> object:
    def read_content(content: bytes) -> read.Text:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return read_text(path)

    return read_content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (files.docx("Assessing pupils", "in Year 2 &amp; 3"), "Assessing pupils\nin Year 2 & 3"),
        (
            files.pptx("First slide", "Second slide", notes="Say hello"),
            "First slide\nSecond slide\nSay hello",
        ),
        (files.pdf("Phonics screening", "second page"), "Phonics screening\nsecond page"),
    ],
    ids=["Word", "PowerPoint", "PDF"],
)
def test_the_words_are_read_in_their_order(said: object, content: bytes, words: str) -> None:
    text = said(content)  # type: ignore[operator]  # a fixture that is a function
    assert (sorted(text.words.split("\n")), text.refused) == (sorted(words.split("\n")), "")


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (files.locked_pdf("secret"), bounds.LOCKED),
        (b"%PDF-1.7 and nothing more", bounds.DAMAGED),
        (files.docx("whole")[:-40], bounds.DAMAGED),
        (files.docx(body="<w:document>never closed"), bounds.DAMAGED),
        (files.zipped({"word/other.xml": "<x/>"}), bounds.DAMAGED),
        (files.docx(""), bounds.NO_WORDS),
        (files.bomb(), bounds.TOO_LARGE),
        (files.laughing(), bounds.DAMAGED),
        (files.prying(), bounds.DAMAGED),
    ],
    ids=["locked", "cut-pdf", "cut-zip", "broken-xml", "other-zip", "no-words", "bomb", "laughing", "prying"],
)
def test_what_cannot_be_read_says_why(said: object, content: bytes, refused: str) -> None:
    assert said(content) == read.Text(refused=refused)  # type: ignore[operator]  # as above


def test_a_document_that_takes_too_long_is_given_up(said: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "SECONDS", 0.01)
    assert said(files.docx("slow")) == read.Text(refused=read.TOO_SLOW)  # type: ignore[operator]  # as above


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (files.docx("x"), ".docx"),
        (files.pptx("x"), ".pptx"),
        (files.docx(main="spreadsheetml.sheet.main+xml"), ".xlsx"),
        (files.pdf("x"), ".pdf"),
    ],
    ids=["Word", "PowerPoint", "Excel", "PDF"],
)
def test_a_file_is_known_by_its_content(content: bytes, suffix: str) -> None:
    assert judged(io.BytesIO(content), len(content)).suffix == suffix


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"MZ\x90\x00" + b"\0" * 100, "none of the kinds"),
        (b"<html><script>alert(1)</script>", "none of the kinds"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of the kinds"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "an old Office file"),
        (files.zipped({"a.txt": "x"}), "a ZIP file"),
        (files.docx("x")[:200], "a ZIP file, or a damaged document"),
        (files.docx(main="../vnd.ms-word.document.macroEnabled.main+xml"), "holds macros"),
    ],
    ids=["empty", "program", "page", "picture", "old-office", "zip", "cut-zip", "macros"],
)
def test_anything_else_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(UploadRefused) as refusal:
        judged(io.BytesIO(content), len(content))
    assert says in refusal.value.sentence


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(UploadRefused, match="at most 25 MB"):
        judged(io.BytesIO(b"%PDF-"), MOST_BYTES + 1)
