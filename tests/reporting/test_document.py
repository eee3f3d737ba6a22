"""The report as a document: its text, its tags, and that it depends on nothing but the locked figures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from alliance.logic.academic_year import AcademicYear
from foundation.pdf import render_pdf
from foundation.pdf.inspect import Inspection, inspect
from foundation.pdf.text import page_texts
from foundation.tenancy.scope import acting_within
from foundation.uploads.store import keep
from reporting.logic.chapters import waiting
from reporting.logic.figures import State
from reporting.logic.snapshot import Frozen
from reporting.pdf import compose
from reporting.queries.reading import read_everything
from tests.factories.alliance import AllianceFactory, PartnerFactory
from tests.factories.reporting import NOW, REPORTED, TODAY, furnished
from tests.foundation.pdf.checkers import complaints
from tests.foundation.test_uploads import drawing

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Made:
    frozen: Frozen
    path: Path
    found: Inspection
    pages: list[str]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pages).split())


@pytest.fixture(scope="module")
def frozen(django_db_setup: None, django_db_blocker: Any) -> Iterator[Frozen]:
    """Locked figures of the furnished alliance; the records are gone again when the tests look at them."""
    with django_db_blocker.unblock(), transaction.atomic():
        alliance = furnished(name="Eastmoor & Coast Teaching Alliance", slug="eastmoor-coast")
        with acting_within(alliance):
            found = read_everything(AcademicYear(REPORTED), 1, now=NOW, today=TODAY).frozen
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def made(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return render(frozen, tmp_path_factory.mktemp("report") / "report.pdf")


def render(frozen: Frozen, path: Path) -> Made:
    composed = compose(frozen)
    render_pdf(
        composed.html,
        title=composed.title,
        out_path=path,
        created=composed.created,
        assets=composed.assets,
    )
    return Made(frozen, path, inspect(path), page_texts(path))


def test_the_same_figures_give_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = render(made.frozen, tmp_path / "again.pdf")
    assert sha256(again.path.read_bytes()).digest() == sha256(made.path.read_bytes()).digest()


def test_it_is_tagged_titled_and_in_a_language(made: Made) -> None:
    found = made.found
    assert (found.title, found.language, found.ua_part) == ("Impact report 2024/25", "en-GB", "1")
    assert found.marked
    assert found.tags["H1"] == 7
    assert all(found.alternatives)
    assert set(found.scopes) == {"Column", "Row"}
    assert all(found.fonts.values())
    assert found.attachments == ()


def test_the_cover_shows_the_logo_that_the_alliance_had_when_the_figures_were_locked(
    frozen: Frozen, files: Path, tmp_path: Path
) -> None:
    handle = keep(drawing(), folder="logos", suffix=".png")
    owner = {**frozen.context["alliance"], "logo": str(handle)}
    shown = render(replace(frozen, context={**frozen.context, "alliance": owner}), tmp_path / "logo.pdf")
    alt = "Logo of Eastmoor & Coast Teaching Alliance"
    assert alt in shown.found.alternatives
    assert complaints(shown.path) == []
    assert "EA" not in shown.pages[0].split(), "no initials beside the logo"


def test_a_logo_whose_file_is_gone_leaves_the_initials(frozen: Frozen, files: Path) -> None:
    owner = {**frozen.context["alliance"], "logo": str(uuid4())}
    composed = compose(replace(frozen, context={**frozen.context, "alliance": owner}))
    assert (composed.assets, '<span class="monogram">EA</span>' in composed.html) == ({}, True)


def test_two_independent_checkers_find_no_error_in_it(made: Made) -> None:
    assert complaints(made.path) == []


def test_its_chapters_are_bookmarks_and_stand_in_the_contents_with_their_pages(made: Made) -> None:
    chapters = [title for level, title in made.found.bookmarks if level == 1]
    assert chapters == [
        "Impact report 2024/25",
        "Contents",
        "The year at a glance",
        "Who we are",
        "Reach",
        "Chapters without figures",
        "Annex A: definitions",
        "Annex B: figure register",
    ]
    contents = made.pages[1].split("\n")
    for name in chapters[2:]:
        page = next(number for number, text in enumerate(made.pages, start=1) if number > 2 and name in text)
        assert f"{page}" in contents, name


def test_the_cover_says_whose_it_is_which_version_and_how_to_check_it(made: Made) -> None:
    cover = " ".join(made.pages[0].split())
    for words in (
        "Eastmoor & Coast Teaching Alliance",
        "2024/25",
        "Where our 60 partner schools are",
        "Version 1",
        "Figures locked Thu 26 Feb 2026",
        "Figures as at Sun 31 Aug 2025",
        f"Check code {made.frozen.check_code}",
    ):
        assert words in cover
    assert f"/p/eastmoor-coast/check/{made.frozen.digest[:16]}/" in cover.replace(" ", "")


def test_every_page_but_the_cover_says_which_report_it_belongs_to(made: Made) -> None:
    foot = f"Impact report 2024/25 · version 1 · {made.frozen.check_code[:9]}"
    assert [foot in " ".join(page.split()) for page in made.pages] == [False] + [True] * (len(made.pages) - 1)


def test_its_headline_is_the_figure_that_was_locked(made: Made) -> None:
    reach = made.frozen.find("reach")
    assert reach is not None
    assert f"{reach.numerator} of {reach.denominator} open schools in our area, {reach.text}" in made.text


def test_the_register_lists_every_figure_once(made: Made) -> None:
    register = made.text[made.text.index("Annex B: figure register Every figure") :]
    for figure in made.frozen.figures:
        assert register.count(figure.register_id) == 1


def test_hidden_figures_are_hidden_wherever_they_would_stand(made: Made) -> None:
    """Isle of Farrow has three schools; Saltby would give it away."""
    hidden = [figure for figure in made.frozen.figures if figure.state is State.SUPPRESSED]
    assert {figure.label for figure in hidden} == {"Isle of Farrow", "Saltby"}
    for figure in hidden:
        assert figure.digest[:12] not in made.text
    assert "Isle of Farrow under 5 3 under 5" in made.text
    assert "Saltby hidden 38 hidden" in made.text


def test_chapters_without_records_are_named_and_not_faked(made: Made) -> None:
    for chapter in waiting():
        assert (
            f"{chapter.number} {chapter.name} No data: the portal holds no {chapter.waits_for}" in made.text
        )


def test_each_chapter_of_figures_says_where_they_come_from(made: Made) -> None:
    assert made.text.count("Where this comes from.") == 3
    assert "Metrics: schools reached, version 1; reached so far, version 1; depth, version 1." in made.text


def test_another_figure_gives_another_check_code(frozen: Frozen) -> None:
    first, *others = frozen.figures
    changed = Frozen(frozen.context, (replace(first, digest="0" * 64), *others))
    assert changed.check_code != frozen.check_code


@pytest.mark.django_db
def test_an_alliance_with_four_partner_schools_gets_no_map_and_a_sentence(tmp_path: Path) -> None:
    alliance = AllianceFactory()
    with acting_within(alliance):
        for _ in range(4):
            PartnerFactory()
        few = read_everything(AcademicYear(REPORTED), 1, now=NOW, today=TODAY).frozen
    made = render(few, tmp_path / "few.pdf")
    text = made.text
    assert complaints(made.path) == []
    assert "Where our" not in text
    assert "Fewer than five partner schools have a place in the School register, so there is no map." in text
    assert "No local authority is recorded as the area the alliance serves" in text


@pytest.mark.django_db
def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    """A name that looks like a tag asks for nothing and is printed as it is."""
    name = 'Eastmoor <img src="http://127.0.0.1/x"> & Coast'
    alliance = AllianceFactory(name=name)
    with acting_within(alliance):
        frozen = read_everything(AcademicYear(REPORTED), 1, now=NOW, today=TODAY).frozen
    assert name in render(frozen, tmp_path / "odd.pdf").text
