"""Data that slid under a sound header (4/40)."""

import pandas as pd
from workbooks import TALK, TALKS

from zoneproc.findings import Place
from zoneproc.intake.codes import S23
from zoneproc.intake.parsing import parse_table
from zoneproc.intake.shifts import slid_columns
from zoneproc.intake.telling import findings_of

NAMES = [field.name for field in TALKS.read_fields]


def parsed(*rows, source="a"):
    cells = {name: pd.Series([row[at] for row in rows], dtype=object) for at, name in enumerate(NAMES)}
    numbers = range(5, 5 + len(rows))
    return parse_table(
        pd.DataFrame(cells | {"_source": pd.Series([source] * len(rows), dtype="str"), "_row": list(numbers)}), TALKS
    )


def slid(row):
    return [None, *row[:-1]]


ROW = TALK[:7]
OTHER = ["D00124", "李四", *TALK[2:7]]


def test_rows_that_all_moved_right_are_found_out():
    found = slid_columns(parsed(slid(ROW), slid(OTHER)), TALKS)
    cell, label = found["a"]
    assert (cell.field, label) == ("mood", "谈心日期")


def test_the_return_is_refused_at_the_cell():
    data = parsed(slid(ROW), slid(OTHER))
    findings = findings_of(data, TALKS, lambda table, source, row, name: Place(source, table, f"{name}{row}"))
    assert (findings[0].code, findings[0].place.cell) == (S23, "mood5")


def test_one_wrong_column_is_a_mistake_and_no_shift():
    bad_dates = [[*row[:3], "平稳", *row[4:]] for row in (ROW, OTHER)]
    assert slid_columns(parsed(*bad_dates), TALKS) == {}


def test_unreadable_cells_that_fit_nowhere_are_no_shift():
    vague = [[*row[:3], "3.5", "很好", "两个", row[6]] for row in (ROW, OTHER)]
    assert slid_columns(parsed(*vague), TALKS) == {}


def test_a_few_bad_rows_among_good_ones_are_no_shift():
    assert slid_columns(parsed(ROW, OTHER, ["D00125", "王五", *TALK[2:7]], slid(ROW)), TALKS) == {}
