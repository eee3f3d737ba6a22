"""An import brings the register into line with a file: wholly, once, and only where something differs."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from alliance.actions import import_register as action
from alliance.actions.import_register import DayToCome, ImportUnderWay, import_register
from alliance.actions.register_files import FileUnreadable
from alliance.actions.register_stage import REGISTER_LOCK
from alliance.models import (
    LocalAuthority,
    RegisterChange,
    RegisterImport,
    RegisterRejection,
    School,
    SchoolLink,
)
from tests.alliance.register_files import link, school, written

pytestmark = pytest.mark.django_db

FULL = {
    "la_code": "850",
    "la_name": "Hampshire",
    "number": "2000",
    "status": "Open",
    "phase": "Primary",
    "type": "Community school",
    "type_group": "Local authority maintained schools",
    "opened": "01-09-1990",
    "closed": "",
    "pupils": "138",
    "street": "Normandy Street",
    "town": "Alton",
    "postcode": "GU34 1DH",
    "region": "South East",
    "easting": "472080",
    "northing": "139716",
}


@pytest.fixture
def imported(tmp_path: Path) -> Any:
    """`imported(rows, links=…, as_at=…)` imports rows (or bytes) as a file, of 1 January 2022 unless it is
    said."""

    def run(
        rows: Any, *, links: Any = None, as_at: date | None = date(2022, 1, 1), **options: Any
    ) -> RegisterImport:
        file = written(tmp_path, options.pop("name", "extract.csv"), rows)
        links_file = written(tmp_path, "links.csv", links) if links else None
        return import_register(file=file, links=links_file, as_at=as_at, **options)

    return run


def counts(report: RegisterImport) -> tuple[int, int, int, int, int]:
    return (report.created, report.updated, report.unchanged, report.closed, report.rejected)


def of(urn: int) -> School:
    return School.objects.select_related("local_authority", "successor").get(urn=urn)


def test_a_school_is_made_with_all_that_its_row_tells(imported):
    report = imported([school(100001, "Alton Infant School", **FULL)])
    made = of(100001)
    assert counts(report) == (1, 0, 0, 0, 0)
    assert (made.name, made.status, made.phase, made.phase_group, made.in_register) == (
        "Alton Infant School",
        "1",
        "2",
        "primary",
        True,
    )
    assert (made.local_authority.code, made.local_authority.name, made.local_authority.region) == (
        "850",
        "Hampshire",
        "South East",
    )
    assert (made.establishment_number, made.pupils, made.postcode, made.easting, made.northing) == (
        "2000",
        138,
        "GU34 1DH",
        472080,
        139716,
    )
    assert (made.opened_on, made.closed_on, made.successor, made.resolved_id) == (
        date(1990, 9, 1),
        None,
        None,
        made.pk,
    )


def test_the_same_file_again_changes_nothing_and_writes_no_school(imported):
    rows = [school(100001, **FULL), school(100002, **FULL)]
    links = [link(100001, 100003)]
    imported(rows, links=links)
    before = list(School.objects.order_by("urn").values())
    report = imported(rows, links=links)
    assert counts(report) == (0, 0, 2, 0, 0)
    assert (report.links_changed, report.from_links, report.resolved) == (0, 0, 0)
    assert list(School.objects.order_by("urn").values()) == before
    assert not RegisterChange.objects.filter(register_import=report).exists()


def test_only_what_differs_is_updated(imported):
    imported([school(100001, "Ash", **FULL), school(100002, "Beech", **FULL)])
    versions = dict(School.objects.values_list("urn", "version"))
    report = imported(
        [
            school(100001, "Ash", **FULL),
            school(100002, "Beech Academy", **FULL),
            school(100003, "Cedar", **FULL),
        ]
    )
    assert counts(report) == (1, 1, 1, 0, 0)
    assert {
        urn: version - versions[urn]
        for urn, version in School.objects.values_list("urn", "version")
        if urn in versions
    } == {
        100001: 0,
        100002: 1,
    }


def test_a_file_with_fewer_columns_leaves_the_others_as_they_were(imported):
    imported([school(100001, "Ash", **FULL)])
    imported([school(100001, "Ash Academy")], as_at=date(2023, 1, 1))
    assert (of(100001).name, of(100001).town, of(100001).status) == ("Ash Academy", "Alton", "1")


def test_an_empty_cell_says_nothing_except_where_it_states_that_there_is_none(imported):
    imported([school(100001, **FULL | {"trust": "Cleeve Trust", "closed": "31-08-2021", "status": "Closed"})])
    emptied = dict.fromkeys(FULL, "") | {"trust": ""}
    imported([school(100001, **emptied)], as_at=date(2023, 1, 1))
    kept = of(100001)
    assert (kept.status, kept.local_authority.code, kept.postcode, kept.easting) == (
        "2",
        "850",
        "GU34 1DH",
        472080,
    )
    assert (kept.closed_on, kept.trust_name, kept.pupils) == (None, "", None)


def test_an_older_file_fills_what_is_empty_and_changes_nothing_else(imported):
    imported([school(100001, "Ash Academy", town="", status="Open")], as_at=date(2022, 7, 6))
    report = imported(
        [school(100001, "Ash School", town="Alton", status="Closed", pupils="138")], as_at=date(2022, 4, 20)
    )
    kept = of(100001)
    assert counts(report) == (0, 1, 0, 0, 0)
    assert (kept.name, kept.status, kept.town, kept.pupils) == ("Ash Academy", "1", "Alton", 138)


def test_an_older_file_does_not_bring_back_what_a_later_one_stated_to_be_gone(imported):
    imported([school(100001, trust="", closed="", status="Open")], as_at=date(2022, 7, 6))
    imported(
        [school(100001, trust="Old Trust", closed="31-08-2020", status="Closed")], as_at=date(2022, 4, 20)
    )
    assert (of(100001).trust_name, of(100001).closed_on, of(100001).status) == ("", None, "1")


def test_files_of_two_days_read_in_turn_settle(imported):
    newer = [school(100001, **FULL | {"street": "", "town": "Alton"})]
    older = [school(100001, **FULL | {"street": "High Street", "town": "Old Alton"})]
    imported(newer, as_at=date(2022, 7, 6))
    imported(older, as_at=date(2022, 4, 20))
    assert counts(imported(newer, as_at=date(2022, 7, 6))) == (0, 0, 1, 0, 0)
    assert counts(imported(older, as_at=date(2022, 4, 20))) == (0, 0, 1, 0, 0)


def test_a_school_that_was_open_and_is_closed_now_counts_as_closed(imported):
    imported(
        [
            school(100001, status="Open"),
            school(100002, status="Open, but proposed to close"),
            school(100003, status="Closed"),
        ]
    )
    report = imported(
        [
            school(100001, status="Closed"),
            school(100002, status="Closed"),
            school(100003, status="Closed"),
            school(100004, status="Closed"),
        ]
    )
    assert counts(report) == (1, 2, 1, 2, 0)


def test_every_row_is_counted_once(imported):
    imported([school(100001, town="Derby"), school(100002, town="Derby")])
    report = imported(
        "URN,EstablishmentName,Town\n100001,Ash,Derby\n100002,Fernwold Primary School,Derby\n"
        "100003,Cedar,Derby\nx,Dogwood,Derby\n"
    )
    assert (report.rows, counts(report)) == (4, (1, 1, 1, 0, 1))


def test_rejected_rows_are_kept_with_line_and_reason(imported):
    report = imported("URN,EstablishmentName,Easting\n100001,Ash,1\nx,Beech,1\n100003,Cedar,far\n")
    assert list(
        RegisterRejection.objects.filter(register_import=report).values_list(
            "line", "urn", "reason", "in_links"
        )
    ) == [
        (3, "x", 'URN is "x", not a URN of five or six digits', False),
        (4, "100003", 'Easting is "far", not a whole number up to 700,000', False),
    ]
    assert list(School.objects.values_list("urn", flat=True)) == [100001]


def test_what_a_file_holds_cannot_reach_the_database_as_a_command(imported):
    nasty = "\\. '; DROP TABLE alliance_school; -- %s %(x)s \\N \t\\t"
    imported([school(100001, nasty)])
    assert of(100001).name == "\\. '; DROP TABLE alliance_school; -- %s %(x)s \\N \\t"


def test_an_authority_known_by_name_only_is_found_by_its_name(imported):
    imported([school(100001, la_code="850", la_name="Hampshire")])
    imported([school(100002, la_name="HAMPSHIRE"), school(100003, la_name="Nowhere")])
    assert [of(urn).local_authority_id for urn in (100002, 100003)] == [
        LocalAuthority.objects.get(code="850").pk,
        None,
    ]


def test_the_name_of_an_authority_follows_the_register(imported):
    imported([school(100001, la_code="850", la_name="Hampshire")])
    imported([school(100001, la_code="850", la_name="Hampshire and the Isles")])
    assert list(LocalAuthority.objects.values_list("code", "name")) == [("850", "Hampshire and the Isles")]


@pytest.mark.parametrize(
    ("type_name", "phase", "group"),
    [
        ("Community school", "Primary", "primary"),
        ("Community school", "Middle deemed primary", "primary"),
        ("Academy converter", "Secondary", "secondary"),
        ("Free schools", "All-through", "secondary"),
        ("Academy special converter", "Not applicable", "special"),
        ("Community special school", "Secondary", "special"),
        ("Local authority nursery school", "Nursery", "other"),
        ("Pupil referral unit", "Not applicable", "other"),
    ],
)
def test_phase_and_type_make_the_group_of_phases(imported, type_name, phase, group):
    imported([school(100001, type=type_name, phase=phase)])
    assert of(100001).phase_group == group


def test_the_uid_of_a_trust_goes_when_its_name_changes_and_no_uid_is_told(imported):
    imported([school(100001, trust="Cleeve Trust", trust_uid="2044")])
    imported([school(100001, trust="Cleeve Trust")])
    assert of(100001).trust_uid == "2044"
    imported([school(100001, trust="Other Trust")])
    assert (of(100001).trust_name, of(100001).trust_uid) == ("Other Trust", "")


def test_the_head_is_a_digest_that_stays_when_the_columns_are_absent(imported):
    imported([school(100001, first="Robin", last="Example")])
    digest = of(100001).head_digest
    imported([school(100001)])
    assert (len(digest), of(100001).head_digest) == (56, digest)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM alliance_school AS school WHERE to_jsonb(school)::text ILIKE '%%robin%%'",
            [],
        )
        assert cursor.fetchone() == (0,)


LIST_2018 = (
    "urn,laestab,num_pupils,phase,la_name,region,ofsted_rating,last_ofsted_date,easting,northing\n"
    "100001,8502000,138,Secondary,Hampshire,South East,,,1,1\n"
    "100002,850NA,,Primary,Hampshire,South East,,,472080,139716\n"
    "100003,8502001,,Primary,Hampshire,South East,,,472081,139717\n"
)


def test_the_list_of_2018_fills_place_phase_and_authority_and_changes_nothing(imported):
    imported([school(100001, "Ash", **FULL), school(100002, "Beech", town="Alton")])
    report = imported(LIST_2018, layout="list2018", as_at=None)
    ash, beech = of(100001), of(100002)
    assert (ash.phase, ash.easting, ash.pupils) == ("2", 472080, 138)
    assert (beech.name, beech.phase, beech.phase_group, beech.easting, beech.pupils) == (
        "Beech",
        "2",
        "primary",
        472080,
        None,
    )
    assert beech.local_authority.name == "Hampshire"
    assert (counts(report), report.as_at) == ((1, 1, 1, 0, 0), date(2018, 3, 12))


def test_a_school_only_on_the_list_is_not_in_the_register_until_a_register_file_names_it(imported):
    report = imported(LIST_2018, layout="list2018")
    known = of(100003)
    assert (known.in_register, known.name, known.status, report.not_in_register) == (
        False,
        "URN 100003",
        "",
        3,
    )
    later = imported([school(100003, "Cedar", **FULL)])
    known = of(100003)
    assert (known.in_register, known.name, counts(later)) == (True, "Cedar", (1, 0, 0, 0, 0))


def test_chains_are_folded_into_the_school_at_their_end(imported):
    report = imported(
        [
            school(100001, "Ash", status="Closed"),
            school(100002, "Beech", status="Closed"),
            school(100003, "Cedar", status="Open"),
        ],
        links=[link(100001, 100002, on="31-08-2011"), link(100002, 100003, on="31-08-2018")],
    )
    assert [of(urn).successor.urn for urn in (100001, 100002)] == [100003, 100003]
    assert School.objects.values("resolved_id").distinct().count() == 1
    assert report.resolved == 2


def test_a_school_known_only_from_a_link_has_its_name_from_there_and_is_counted(imported):
    report = imported([school(100001, status="Closed")], links=[link(100001, 148215, name="Ash Academy")])
    made = of(148215)
    assert (made.name, made.in_register, made.status) == ("Ash Academy", False, "")
    assert (report.from_links, report.not_in_register) == (1, 1)


def test_a_school_that_only_the_first_column_of_the_links_names_gets_its_name_later(imported):
    imported([school(100001)], links=[link(100009, 100001)])
    assert of(100009).name == "URN 100009"
    imported([school(100001)], links=[link(100001, 100009, "Predecessor", name="Old Ash")])
    assert of(100009).name == "Old Ash"


def test_a_link_that_the_file_no_longer_tells_is_taken_away_and_its_chain_undone(imported):
    rows = [school(urn, status="Closed") for urn in (100001, 100002, 100003)]
    imported(rows, links=[link(100001, 100002), link(100003, 100002)])
    report = imported(rows, links=[link(100001, 100003)])
    assert list(SchoolLink.objects.order_by("urn").values_list("urn", "linked_urn")) == [
        (100001, 100003),
        (100003, 100002),
    ]
    assert (report.links_changed, of(100001).successor.urn) == (2, 100002)


def test_a_split_school_that_is_open_is_no_successor_until_it_closes(imported):
    links = [link(100001, 100002, "Successor - Split School")]
    imported([school(100001, status="Open"), school(100002, status="Open")], links=links)
    assert of(100001).successor is None
    imported([school(100001, status="Closed")])
    assert of(100001).successor.urn == 100002


def test_rejected_links_are_kept_apart_from_rejected_rows(imported):
    report = imported(
        [school(100001)], links=[link(100001, 100001), link(100001, 100002), link(100001, 100002)]
    )
    assert list(report.rejections.order_by("line").values_list("in_links", "line", "reason")) == [
        (True, 2, "it links the school to itself"),
        (True, 4, "it is already on line 3, which is the one taken"),
    ]


def test_what_changed_is_kept_without_any_name_of_a_head(imported):
    imported(
        [school(100001, "Ash", status="Open", trust="Old Trust", first="Robin", last="Example", town="Alton")]
    )
    report = imported(
        [
            school(
                100001,
                "Ash Academy",
                status="Closed",
                trust="New Trust",
                first="Sam",
                last="Other",
                town="Alton",
            )
        ]
    )
    change = report.changes.get()
    assert sorted(change.fields) == ["head_digest", "name", "status", "trust_name"]
    assert change.news == {
        "name": ["Ash", "Ash Academy"],
        "status": ["1", "2"],
        "trust": ["Old Trust", "New Trust"],
        "head": None,
    }


def test_the_first_head_that_is_known_is_no_new_head(imported, settings):
    imported([school(100001)])
    assert imported([school(100001, first="Robin", last="Example")]).changes.get().news == {}
    settings.HEAD_DIGEST_KEY = "another key"
    assert imported([school(100001, first="Sam", last="Other")]).changes.get().news == {}


def test_a_new_successor_is_news_of_a_school_that_was_known(imported):
    imported([school(100001, "Ash", status="Closed")])
    report = imported(
        [school(100001, "Ash", status="Closed")], links=[link(100001, 148215, name="Ash Academy")]
    )
    assert [(change.school.urn, change.news) for change in report.changes.all()] == [
        (100001, {"successor": ["", "Ash Academy, URN 148215"]})
    ]


def test_an_import_that_fails_half_way_leaves_nothing(imported, monkeypatch):
    imported([school(100001, "Ash")])
    monkeypatch.setattr(action, "fold_chains", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        imported([school(100001, "Beech"), school(100002, "Cedar")], links=[link(100001, 100003)])
    assert list(School.objects.values_list("urn", "name")) == [(100001, "Ash")]
    assert (SchoolLink.objects.count(), RegisterImport.objects.count()) == (0, 1)


def test_a_file_of_a_day_to_come_is_refused(imported):
    with pytest.raises(DayToCome):
        imported([school(100001)], as_at=date(2999, 1, 1))


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"name\nAsh\n", b"URN,EstablishmentName\n", b"PK\x03\x04"]
)
def test_a_file_of_no_use_is_refused_and_nothing_is_written(imported, content):
    with pytest.raises(FileUnreadable, match=r"extract\.csv: The "):
        imported(content)
    assert RegisterImport.objects.count() == 0


def test_a_links_file_of_no_use_stops_the_whole_import(imported):
    with pytest.raises(FileUnreadable, match=r"links\.csv: The file has no LinkURN column"):
        imported([school(100001)], links="URN,Name\n100001,Ash\n")
    assert School.objects.count() == 0


def test_the_command_prints_the_counts_and_each_rejected_row(tmp_path, capsys):
    file = written(tmp_path, "extract.csv", "URN,EstablishmentName\n100001,Ash\nx,Beech\n")
    call_command(
        "import_register", str(file), "--links", str(written(tmp_path, "links.csv", [link(100001, 100002)]))
    )
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("extract.csv (gias), as at ")
    assert [" ".join(line.split()) for line in printed[1:]] == [
        "1 created",
        "0 updated",
        "0 unchanged",
        "0 closed (of those updated)",
        "1 rejected",
        "0 repaired (of those not rejected)",
        "links.csv: 1 links",
        "1 links added, changed or taken away",
        "0 rejected",
        "1 schools known only from a link, made",
        "School register",
        "1 schools now led to another record",
        "1 schools named here that are not in the register",
        'extract.csv, line 3, URN x: URN is "x", not a URN of five or six digits',
    ]


def test_the_command_says_in_a_sentence_why_it_cannot(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened: No such file or directory"):
        call_command("import_register", str(tmp_path / "nowhere.csv"))


def test_one_import_at_a_time(imported):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [REGISTER_LOCK])
            with pytest.raises(ImportUnderWay):
                imported([school(100001)])
            cursor.execute("SELECT pg_advisory_unlock(%s)", [REGISTER_LOCK])
    finally:
        other.close()
    assert counts(imported([school(100001)])) == (1, 0, 0, 0, 0)
