"""Shifted fields are put back where that is certain, and rejected where it is not."""

import io

from alliance.logic.register.layouts import GIAS
from alliance.logic.register.table import Table, read_table

HEADER = "URN,EstablishmentName,Street,Town,Postcode,OpenDate,Easting,Northing,Linked establishments"
END = "SO23 9AA,01-09-1990,448000,129000,Does not have links"


def read(*rows: str, header: str = HEADER) -> Table:
    return read_table(io.BytesIO("\n".join((header, *rows)).encode()), GIAS)


def names(table: Table) -> list[object]:
    return [record.values["name"] for record in table.records]


def test_a_list_that_runs_over_the_last_column_belongs_to_it():
    table = read(
        "100001,Ash,High Street,Alton,SO23 9AA,,448000,129000,115961 Predecessor,148215 Successor",
        "100002,Beech,High Street,Alton,SO23 9AA,,448000,129000,1159 Predecessor",
    )
    assert (names(table), table.repaired, table.rejections) == (["Ash", "Beech"], 1, [])


def test_a_comma_that_can_only_have_stood_in_one_column_is_put_back():
    table = read(
        "100001,Ash,High Street,Alton,SO23 9AA,01-09-1990,448000,129000,Does not have links",
        "100002,Beech,High Street,Alton,SO23 9AA,01-09-1990,448000,129000,Does not, have links",
    )
    assert (names(table), table.repaired) == (["Ash", "Beech"], 1)


def test_a_comma_and_a_space_mark_the_piece_that_was_split_off():
    table = read(f"100001,St Mary, Winnall,High Street,Alton,{END}")
    assert (names(table), table.repaired) == (["St Mary, Winnall"], 1)


def test_two_pieces_split_off_are_put_back_together():
    table = read(f"100001,Ash, Beech, and Cedar,High Street,Alton,{END}")
    assert (names(table), table.repaired) == (["Ash, Beech, and Cedar"], 1)


def test_a_row_whose_extra_field_could_stand_in_two_columns_is_rejected():
    table = read(f"100001,Ash,Beech,High Street,Alton,{END}", f"100002,Cedar,High Street,Alton,{END}")
    assert (names(table), table.repaired) == (["Cedar"], 0)
    assert [(row.line, row.urn, row.reason) for row in table.rejections] == [
        (2, "100001", "it has 10 fields where 9 are expected, and it cannot be told which belong together")
    ]


def test_values_of_two_columns_split_at_once_are_rejected():
    table = read(f"100001,Ash, Beech,High, Street,Alton,{END}")
    assert [(row.line, row.reason) for row in table.rejections] == [
        (2, "it has 11 fields where 9 are expected, and it cannot be told which belong together")
    ]


def test_a_row_broken_over_two_lines_is_joined():
    table = read("100001,Ash,High", f"Street,Alton,{END}", f"100002,Beech,High Street,Alton,{END}")
    assert (names(table), table.repaired, table.rejections) == (["Ash", "Beech"], 1, [])
    assert table.records[0].values["street"] == "High Street"


def test_a_row_that_stops_short_is_rejected():
    table = read("100001,Ash,High Street", f"100002,Beech,High Street,Alton,{END}")
    assert (names(table), [(row.line, row.reason) for row in table.rejections]) == (
        ["Beech"],
        [(2, "it has 3 fields where 9 are expected")],
    )


def test_every_row_is_either_a_record_or_a_rejection():
    table = read(
        f"100001,Ash,High Street,Alton,{END}",
        "nonsense",
        f"x,Ash,High Street,Alton,{END}",
        f'100003,"Beech,High Street,Alton,{END}',
        f"100004,Cedar,High Street,Alton,{END}",
    )
    assert ([record.line for record in table.records], [row.line for row in table.rejections]) == (
        [2, 6],
        [3, 4, 5],
    )
    assert table.rows == 5
