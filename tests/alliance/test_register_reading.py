"""A register file is read whatever wrote it, and a bad row costs no good one."""

import io
from datetime import date
from decimal import Decimal

import pytest

from alliance.logic.register.heads import head_digester
from alliance.logic.register.layouts import GIAS, LIST_2018
from alliance.logic.register.lines import LONGEST_LINE, UnreadableFile
from alliance.logic.register.table import Table, read_table, school_cells
from tests.alliance.register_files import csv_bytes, school

DIGEST = head_digester(b"a key")


def read(content: bytes | str, layout=GIAS) -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return read_table(io.BytesIO(raw), layout, finish=lambda cells: school_cells(cells, DIGEST))


def values(table: Table) -> list[dict[str, object]]:
    return [record.values for record in table.records]


def reasons(table: Table) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in table.rejections]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encoding_is_told_from_the_file(encoding):
    assert values(read(csv_bytes([school(100001, "École St Thomas à Becket")], encoding=encoding))) == [
        {"urn": 100001, "name": "École St Thomas à Becket"}
    ]


def test_one_line_in_another_encoding_does_not_spoil_the_accents_of_the_others():
    content = b"URN,EstablishmentName\n" + "100001,Café\n".encode() + "100002,Café\n".encode("cp1252")
    assert [row["name"] for row in values(read(content))] == ["Café", "Café"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_end_either_way_and_the_last_may_lack_its_end(end):
    table = read(f"URN,EstablishmentName{end}100001,Ash{end}100002,Beech")
    assert values(table) == [{"urn": 100001, "name": "Ash"}, {"urn": 100002, "name": "Beech"}]


def test_blank_lines_are_no_rows():
    table = read("\n\nURN,EstablishmentName\n\n100001,Ash\n ,,\n")
    assert (table.rows, [record.line for record in table.records]) == (1, [5])


def test_headers_are_known_in_any_case_order_and_spacing():
    assert values(read(' establishmentname , "urn"\nAsh,100001\n'.replace(', "urn"', ',"urn"'))) == [
        {"urn": 100001, "name": "Ash"}
    ]


def test_a_quoted_value_may_hold_commas_quotes_and_line_ends():
    table = read('URN,EstablishmentName,Street\r\n100001,"Ash, ""the old"" school","1\r\nHigh Street"\r\n')
    assert values(table) == [{"urn": 100001, "name": 'Ash, "the old" school', "street": "1 High Street"}]


def test_codes_come_with_and_without_leading_zeros_or_as_names():
    rows = [
        school(100001, status_code="1", phase_code="2"),
        school(100002, status_code="01", phase_code="02"),
        school(100003, status_code="3", phase_code="0"),
        school(100004, status_code="2", phase_code="00"),
    ]
    named = [
        school(100005, status="Open", phase="primary"),
        school(100006, status="OPEN, BUT PROPOSED TO CLOSE", phase="Not applicable"),
    ]
    assert [(row["status"], row["phase"]) for row in values(read(csv_bytes(rows)))] == [
        ("1", "2"),
        ("1", "2"),
        ("3", "0"),
        ("2", "0"),
    ]
    assert [(row["status"], row["phase"]) for row in values(read(csv_bytes(named)))] == [
        ("1", "2"),
        ("3", "0"),
    ]


def test_a_code_column_counts_before_a_name_column_and_the_name_where_the_code_is_empty():
    rows = [
        school(100001, status_code="2", status="Open"),
        school(100002, status_code="", status="Closed"),
    ]
    assert [row["status"] for row in values(read(csv_bytes(rows)))] == ["2", "2"]


def test_a_type_is_kept_as_words_also_where_only_its_code_is_told():
    assert [
        row["type_name"]
        for row in values(
            read(
                csv_bytes(
                    [
                        school(100001, type_code="02"),
                        school(100002, type_code="34"),
                        school(100003, type_code="999"),
                    ]
                )
            )
        )
    ] == ["Voluntary aided school", "Academy converter", None]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01-09-2018", date(2018, 9, 1)),
        ("1/9/2018", date(2018, 9, 1)),
        ("2018-09-01", date(2018, 9, 1)),
        ("", None),
    ],
)
def test_dates_come_with_hyphens_and_with_slashes(cell, day):
    assert values(read(csv_bytes([school(100001, opened=cell)])))[0]["opened_on"] == day


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("opened", "31-02-2020", 'OpenDate is "31-02-2020", a day that does not exist'),
        ("opened", "yesterday", 'OpenDate is "yesterday", not a date dd-mm-yyyy'),
        ("opened", "01-01-0026", 'OpenDate is "01-01-0026", before any school'),
        ("status", "Opne", 'EstablishmentStatus (name) is "Opne", which is no status'),
        ("phase", "Tertiary", 'PhaseOfEducation (name) is "Tertiary", which is no phase'),
        ("easting", "abc", 'Easting is "abc", not a whole number up to 700,000'),
        ("northing", "9999999", 'Northing is "9999999", not a whole number up to 1,300,000'),
        ("la_code", "8500", 'LA (code) is "8500", not an authority\'s code of three digits'),
        ("town", "x" * 101, "Town is longer than 100 characters"),
    ],
)
def test_a_value_that_cannot_be_is_a_rejected_row_with_its_reason(column, cell, reason):
    table = read(
        csv_bytes(
            [school(100001, **{column: ""}), school(100002, **{column: cell}), school(100003, **{column: ""})]
        )
    )
    assert ([row["urn"] for row in values(table)], reasons(table)) == ([100001, 100003], [(3, reason)])


def test_numbers_may_be_missing_suppressed_or_written_with_separators():
    rows = [school(100001, pupils=cell) for cell in ("", "SUPP", "NA", "1,204", "210.0")]
    for number, row in enumerate(rows):
        row["URN"] = 100001 + number
    assert [row["pupils"] for row in values(read(csv_bytes(rows)))] == [None, None, None, 1204, 210]


def test_a_share_keeps_one_decimal_place():
    row = school(100001) | {"PercentageFSM": "21.74"}
    assert values(read(csv_bytes([row])))[0]["percentage_fsm"] == Decimal("21.7")


@pytest.mark.parametrize(
    ("cell", "postcode"),
    [("gu341dh", "GU34 1DH"), (" GU34  1DH", "GU34 1DH"), ("", None), ("28001 Madrid", "28001 Ma")],
)
def test_a_postcode_is_written_one_way_and_one_from_abroad_loses_no_school(cell, postcode):
    assert values(read(csv_bytes([school(100001, postcode=cell)])))[0]["postcode"] == postcode


def test_a_place_is_a_pair_or_nothing():
    rows = [
        school(100001, easting="472080", northing="139716"),
        school(100002, easting="0", northing="0"),
        school(100003, easting="472080", northing=""),
    ]
    assert [(row["easting"], row["northing"]) for row in values(read(csv_bytes(rows)))] == [
        (472080, 139716),
        (None, None),
        (None, None),
    ]


def test_an_academys_trust_is_kept_and_a_foundation_schools_is_not():
    flags = {
        "Supported by a multi-academy trust": "Cleeve Trust",
        "Supported by a single-academy trust": "Cleeve Trust",
        "Supported by a trust": None,
        "Not applicable": None,
    }
    rows = [
        school(100001 + at, flag=flag, trust_uid="2044", trust="Cleeve Trust")
        for at, flag in enumerate(flags)
    ]
    assert [row["trust_name"] for row in values(read(csv_bytes(rows)))] == list(flags.values())


def test_of_the_head_nothing_is_read_but_a_digest():
    table = read(
        csv_bytes(
            [school(100001, first="Robin", last="Example"), school(100002, first="Robin", last="Example")]
        )
    )
    digests = [str(row["head_digest"]) for row in values(table)]
    assert [len(digest) for digest in digests] == [56, 56]
    assert digests[0] != digests[1]
    assert "Example" not in repr(table)
    assert set(values(table)[0]) == {"urn", "name", "head_digest"}


@pytest.mark.parametrize("urn", ["", "12", "ABC123", "1000001", "012345"])
def test_a_row_without_a_urn_is_rejected(urn):
    table = read(f"URN,EstablishmentName,Town\n{urn},Ash,Derby\n100002,Beech,Derby\n")
    assert ([row["urn"] for row in values(table)], [row.line for row in table.rejections]) == ([100002], [2])


def test_a_row_without_a_name_is_rejected():
    assert reasons(read("URN,EstablishmentName\n100001,  \n100002,Beech\n")) == [
        (2, "EstablishmentName is empty")
    ]


def test_of_two_rows_with_one_urn_the_first_is_taken():
    table = read("URN,EstablishmentName\n100001,Ash\n100002,Beech\n100001,Cedar\n")
    assert ([row["name"] for row in values(table)], reasons(table)) == (
        ["Ash", "Beech"],
        [(4, "it is already on line 2, which is the one taken")],
    )


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only():
    table = read('URN,EstablishmentName,Town\n100001,"Ash,Derby\n100002,"Beech",Derby\n100003,Cedar,Derby\n')
    assert ([row["urn"] for row in values(table)], reasons(table)) == (
        [100002, 100003],
        [(2, "a quotation mark is opened and never closed")],
    )


def test_a_quotation_mark_never_closed_on_the_last_line_is_told():
    assert reasons(read('URN,EstablishmentName\n100001,Ash\n100002,"Beech')) == [
        (3, "a quotation mark is opened and never closed")
    ]


def test_a_stray_quotation_mark_costs_its_own_row_only():
    table = read('URN,EstablishmentName,Town\n100001,"Ash "the old" school",Derby\n100002,Beech,Derby\n')
    assert ([row["urn"] for row in values(table)], reasons(table)) == (
        [100002],
        [(2, "a quotation mark stands inside a quoted field")],
    )


def test_a_nul_byte_costs_its_own_row_only():
    table = read(b"URN,EstablishmentName\n100001,A\x00sh\n100002,Beech\n")
    assert ([row["urn"] for row in values(table)], reasons(table)) == (
        [100002],
        [(2, "the line holds a NUL byte")],
    )


def test_a_line_of_ten_megabytes_costs_itself_only():
    table = read(b"URN,EstablishmentName\n100001," + b"x" * 10_000_000 + b"\n100002,Beech\n")
    assert ([row["urn"] for row in values(table)], reasons(table)) == (
        [100002],
        [(2, f"the line is longer than {LONGEST_LINE:,} bytes")],
    )


def test_bytes_of_no_encoding_cost_their_own_row_only():
    table = read(b"URN,EstablishmentName\n100001,A\x81sh\n100002,Beech\n")
    assert reasons(table) == [(2, "the line is neither UTF-8 nor cp1252 text")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\r\n\r\n", "The file is empty."),
        (b"URN,EstablishmentName\r\n", "The file has a header and no rows."),
        (b"\xff\xfeU\x00R\x00N\x00", "UTF-16"),
        (b"PK\x03\x04rest", "a spreadsheet or a ZIP archive"),
        (b"\xd0\xcf\x11\xe0rest", "a spreadsheet of the old kind"),
        (b"\x7fELF\x02\x00\x00", "Is this a CSV file?"),
        (b'URN,"EstablishmentName\r\n', "not a CSV header"),
        (b"LAESTAB,EstablishmentName\n1,Ash\n", "The file has no URN column"),
        (b"URN,Town\n100001,Derby\n", "The file has no EstablishmentName column"),
        (b"urn,laestab,phase\n20001,873NA,Primary\n", "say --layout list2018"),
        (b"URN,URN,EstablishmentName\n1,2,Ash\n", "The column URN is there twice."),
    ],
)
def test_a_file_of_no_use_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(UnreadableFile) as refusal:
        read(content)
    assert sentence in str(refusal.value)


def test_the_list_of_2018_tells_place_phase_and_authority():
    content = (
        "urn,laestab,num_pupils,phase,la_name,region,ofsted_rating,last_ofsted_date,easting,northing\n"
        "20001,873NA,,Not applicable,Cambridgeshire,East of England,,,538104,263602\n"
        "100001,2013614,250,All through,City of London,London,Good,01-02-2017,0,0\n"
    )
    kept = [
        {name: row[name] for name in ("urn", "la_code", "phase", "easting")}
        for row in values(read(content, LIST_2018))
    ]
    assert kept == [
        {"urn": 20001, "la_code": "873", "phase": "0", "easting": 538104},
        {"urn": 100001, "la_code": "201", "phase": "7", "easting": None},
    ]
