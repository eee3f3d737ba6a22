"""The finished document: what a person, a screen reader and an archive find in it."""

import subprocess
from hashlib import sha256

import pikepdf
import pytest

from foundation.pdf import RenderFailed, render_pdf
from foundation.pdf.inspect import inspect
from foundation.pdf.text import page_texts
from tests.foundation.pdf import sample
from tests.foundation.pdf.checkers import complaints
from tests.foundation.pdf.conftest import TITLE

PAGE = (
    '<html lang="en-GB"><head><title>t</title><link rel="stylesheet" href="asset:pdf.css"></head>'
    "<body>{}</body></html>"
)


def test_the_result_describes_the_file_that_was_written(made):
    path, result, _ = made
    content = path.read_bytes()
    assert (result.sha256, result.size) == (sha256(content).hexdigest(), len(content))
    assert (result.pages, result.warnings) == (6, ())
    assert [item.name for item in path.parent.iterdir()] == ["report.pdf"]


def test_it_is_tagged_titled_in_a_language_and_says_it_is_pdf_ua(made):
    found = inspect(made[0])
    assert (found.title, found.language, found.ua_part) == (TITLE, "en-GB", "1")
    assert found.marked
    assert found.shows_title
    assert {tag: found.tags[tag] for tag in ("Document", "H1", "H2", "Table", "Caption", "Figure")} == {
        "Document": 1,
        "H1": 4,
        "H2": 2,
        "Table": 4,
        "Caption": 5,
        "Figure": 11,
    }


def test_two_independent_checkers_find_no_error_in_it(made):
    assert complaints(made[0]) == []


def test_the_checkers_hear_a_heading_that_skips_a_level_and_a_table_of_headers(tmp_path):
    """So that no error above means something."""
    rows = "".join(f'<tr><th scope="row">Row {n}</th><td>{n}</td></tr>' for n in range(4))
    html = PAGE.format(
        "<h1>Title</h1><h3>Too deep</h3><p>A sentence of some length under it.</p>"
        f'<table><thead><tr><th scope="col">Row</th><th scope="col">Number</th></tr></thead>{rows}</table>'
    )
    render_pdf(html, title="t", out_path=tmp_path / "a.pdf")
    assert [one.split(",")[0] for one in complaints(tmp_path / "a.pdf")] == ["HDG-001", "TBL-010"]


def test_links_are_reached_in_reading_order_on_every_page(made):
    assert inspect(made[0]).tab_orders == ("S",) * 6


def test_chapters_and_findings_are_bookmarks(made):
    assert inspect(made[0]).bookmarks == (
        (1, "Impact report 2024/25"),
        (1, "Contents"),
        (1, "The year at a glance"),
        (2, "What changed for schools"),
        (1, "Reach"),
        (2, "Darlington and Hartlepool lead; Stockton-on-Tees has most room to grow"),
        (1, "Annex B: figure register"),
    )


def test_every_picture_has_its_words(made):
    alternatives = inspect(made[0]).alternatives
    assert alternatives[0] == "Partners and share reached. Sixty partner schools around Hallgarth Academy."
    assert "Darlington and Hartlepool lead; Stockton-on-Tees has most room to grow. " in "".join(alternatives)
    assert all(alternatives)


def test_every_table_header_says_whether_it_heads_a_column_or_a_row(made):
    scopes = inspect(made[0]).scopes
    assert scopes[:10] == ("Column",) * 4 + ("Row",) * 6
    assert set(scopes) == {"Column", "Row"}


def test_all_fonts_are_embedded_and_only_three_weights_are_used(made):
    fonts = inspect(made[0]).fonts
    assert all(fonts.values())
    assert {name.split("+")[1] for name in fonts} == {
        "Atkinson-Hyperlegible-Next",
        "Atkinson-Hyperlegible-Next-Semi-Bold",
        "Atkinson-Hyperlegible-Next-Bold",
        "Atkinson-Hyperlegible-Next-Extended",
    }


def test_the_text_can_be_copied_accents_from_the_second_subset_included(made):
    pages = page_texts(made[0])
    assert "208 of 285 open schools, 73%, took part in at least one course, placement" in pages[3]
    assert "Žluťoučký kůň, Łódź." in pages[4]
    assert "\ufffd" not in "".join(pages)


def test_the_contents_give_the_real_page_numbers(made):
    contents = page_texts(made[0], running=False)[1].splitlines()
    assert contents == [
        "Contents",
        "The year at a glance",
        "3",
        "Reach",
        "4",
        "Annex B: figure register",
        "5",
    ]


def test_heads_and_feet_are_on_every_page_but_the_cover_and_not_part_of_what_is_read_out(made):
    shown, read = page_texts(made[0]), page_texts(made[0], running=False)
    foot = "Impact report 2024/25 · edition 1 · 7c1e 04ab"
    assert [foot in page for page in shown] == [False, True, True, True, True, True]
    assert not any(foot in page for page in read)
    assert shown[5].count("Annex B: figure register") == 1


def test_the_head_of_a_long_table_is_repeated_on_its_second_page(made):
    assert "Digest" in page_texts(made[0])[5]


def test_figures_lie_where_their_boxes_say(made):
    with pikepdf.open(made[0]) as pdf:
        boxes = [
            [float(length) for length in item["/A"]["/BBox"]]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert all(0 <= left < right <= 597 and 0 <= low < high <= 843 for left, low, right, high in boxes)


def test_progress_tells_the_stages_in_order(made):
    stages = [str(progress) for progress in made[2]]
    assert stages[0] == "Reading"
    assert stages.index("Laying out, page 3") < stages.index("Settling page numbers, page 3")
    assert stages[-2:] == ["Drawing", "Checking"]


def test_the_same_document_is_the_same_bytes_elsewhere_and_later(made, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    again = render_pdf(sample.report(), title=TITLE, out_path=tmp_path / "other name.pdf")
    assert again.sha256 == made[1].sha256


def test_another_word_is_another_document(made, tmp_path):
    other = sample.report(edition="Impact report 2024/25 · edition 2 · 7c1e 04ab")
    assert render_pdf(other, title=TITLE, out_path=tmp_path / "a.pdf").sha256 != made[1].sha256


def test_two_subsets_of_the_font_in_one_line_do_not_mix_their_letters(tmp_path):
    words = "Hamburg žluťoučký 123 Łódź"
    render_pdf(PAGE.format(f"<p>{words}</p><p><b>{words}</b></p>"), title="t", out_path=tmp_path / "a.pdf")
    (read,) = page_texts(tmp_path / "a.pdf", running=False)
    assert read.replace("\n", "") == words * 2


def test_a_picture_without_words_is_refused(tmp_path):
    html = PAGE.format('<h1>Title</h1><svg width="5" height="5"><rect width="5" height="5"/></svg>')
    with pytest.raises(RenderFailed, match="picture without an alternative text"):
        render_pdf(html, title="t", out_path=tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_place_that_is_not_there_is_refused(tmp_path):
    html = PAGE.format('<h1>Title</h1><p><a href="#nowhere">Nowhere</a></p>')
    with pytest.raises(RenderFailed, match="nowhere"):
        render_pdf(html, title="t", out_path=tmp_path / "a.pdf")


def test_what_the_stylesheet_gets_wrong_is_reported(tmp_path):
    html = PAGE.format('<p style="colour: red">Text</p>')
    result = render_pdf(html, title="t", out_path=tmp_path / "a.pdf")
    assert len(result.warnings) == 1
    assert "colour" in result.warnings[0]


def test_the_text_layer_agrees_with_another_reader(made):
    """Poppler's ``pdftotext`` is an independent reader of the same file."""
    try:
        found = subprocess.run(
            ["pdftotext", "-raw", made[0], "-"], capture_output=True, text=True, check=True
        )
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed")
    assert "Žluťoučký kůň, Łódź." in found.stdout
    assert "Stockton-on-Tees 65 101 64%" in found.stdout
