"""Days, digests and sentences around an import."""

import io
from datetime import date

import pytest

from alliance.logic.register.alliance_lists import likened, read_sites, read_teaching_schools
from alliance.logic.register.changes import PartnerNews, sentence_for, sentence_for_many
from alliance.logic.register.dating import day_of_file
from alliance.logic.register.heads import MARK, head_digester
from alliance.logic.register.layouts import GIAS
from alliance.logic.register.table import read_table

TODAY = date(2026, 1, 15)
CONTENT = b"URN,EstablishmentName,LastChangedDate\n100001,Ash,20-04-2022\n100002,Beech,06-07-2022\n"


@pytest.mark.parametrize(
    ("name", "content", "day"),
    [
        ("edubasealldata20250422.csv", CONTENT, date(2025, 4, 22)),
        ("gias_extract_20220420.csv", CONTENT, date(2022, 4, 20)),
        ("schools_99999999.csv", CONTENT, date(2022, 7, 6)),
        ("schools.csv", CONTENT, date(2022, 7, 6)),
        ("schools.csv", b"URN,EstablishmentName\n100001,Ash\n", TODAY),
        ("schools20990101.csv", CONTENT, TODAY),
    ],
)
def test_a_file_is_of_the_day_in_its_name_else_of_its_latest_change_else_of_today(name, content, day):
    assert day_of_file(name, read_table(io.BytesIO(content), GIAS), TODAY) == day


def test_the_same_head_has_the_same_digest_however_the_name_is_spaced():
    digest = head_digester(b"a key")
    assert digest(100001, "Robin  Example") == digest(100001, "robin example")


def test_a_head_cannot_be_recognised_at_another_school_or_with_another_key():
    digest, other = head_digester(b"a key"), head_digester(b"another key")
    assert digest(100001, "Robin Example") != digest(100002, "Robin Example")
    assert digest(100001, "Robin Example")[:MARK] != other(100001, "Robin Example")[:MARK]


@pytest.mark.parametrize(
    ("news", "sentence"),
    [
        ({"name": ["Ash School", "Ash Academy"]}, "School register: Ash has a new name (it was Ash School)."),
        ({"status": ["1", "2"]}, "School register: Ash is now closed."),
        ({"status": ["1", "3"]}, "School register: Ash is now open, but proposed to close."),
        ({"trust": ["Old Trust", "New Trust"]}, "School register: Ash has joined New Trust."),
        ({"trust": ["Old Trust", ""]}, "School register: Ash has left Old Trust."),
        ({"head": None}, "School register: Ash has a new headteacher."),
        (
            {"status": ["1", "2"], "successor": ["", "Ash Academy, URN 148215"]},
            "School register: Ash is now closed and goes on as Ash Academy, URN 148215.",
        ),
    ],
)
def test_news_of_a_partner_is_one_sentence(news, sentence):
    assert sentence_for(PartnerNews("Ash", news)) == sentence


def test_news_of_many_partners_is_one_sentence_for_all():
    partners = [
        PartnerNews(name, {"head": None}) for name in ("Fir", "Elm", "Ash", "Beech", "Cedar", "Dogwood")
    ]
    assert sentence_for_many(partners) == (
        "School register: 6 partner schools have changed, Ash, Beech, Cedar and 3 more."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("King Edward VI High School For Girls", "King Edward Vi High School for Girls"),
        ("St. Peter's Alliance", "ST PETERS ALLIANCE"),
        ("Pan Enfield  Alliance", "Pan Enfield Alliance"),
    ],
)
def test_names_are_matched_without_capitals_and_punctuation(one, other):
    assert likened(one) == likened(other)


def test_the_list_of_teaching_schools_has_spaces_before_its_headers_and_values():
    read = read_teaching_schools(
        io.BytesIO(
            b"Alliance Name, Teaching School, URN, Local Authority\n Ash Alliance, Ash School,100001, Derby\n"
        )
    )
    assert [(school.of, school.urn, school.name, school.la_name) for school in read.schools] == [
        ("Ash Alliance", 100001, "Ash School", "Derby")
    ]


def test_a_school_may_be_listed_at_several_sites():
    read = read_sites(
        io.BytesIO(
            b"provider_name,site_code,establishment_urn,establishment_name\nAsh,A,100001,Elm\nAsh,B,100001,Elm\n"
        )
    )
    assert ([school.urn for school in read.schools], read.rejections) == ([100001, 100001], [])
