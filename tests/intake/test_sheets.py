"""Sheets renamed, copied, missing, added (4/40)."""

from dataclasses import replace

import pytest
from workbooks import EVENTS, FORMS, MON, TALK, TALKS, book, cover_grid, sheets, table_grid

from zoneproc.excel.reading import read_book_bytes
from zoneproc.intake.sheets import read_tables


def read(grids):
    return read_tables("a.xlsx", read_book_bytes(book(grids)), MON)


def flat(findings):
    return [(finding.code.number, finding.place.sheet, finding.place.cell) for finding in findings]


def test_a_sound_book_is_read_without_a_word():
    reading = read(sheets())
    assert flat(reading.findings) == []
    assert {name: list(raw.rows) for name, raw in reading.tables.items()} == {"cover": [2], "talks": [5], "events": [5]}


@pytest.mark.parametrize(
    "title", ["M-1联系谈心记录", "M-1 联系谈心记录", "联系谈心记录 (2)", "Sheet5", " 联系谈心 记录"]
)
def test_a_renamed_sheet_is_known_by_title_or_columns(title):
    grids = sheets()
    grids[title] = grids.pop("联系谈心记录")
    reading = read(grids)
    assert reading.tables["talks"].title == title
    assert flat(reading.findings) == []


def test_two_sheets_with_data_for_one_table_are_refused():
    reading = read({**sheets(), "填报 (2)": table_grid(TALKS, [TALK])})
    assert "talks" not in reading.tables
    assert flat(reading.findings) == [("S02", "填报 (2)", "")]


def test_an_empty_copy_does_no_harm():
    for grids in (
        {**sheets(), "填报 (2)": table_grid(TALKS, [])},
        {**sheets(()), "填报 (2)": table_grid(TALKS, [TALK])},
    ):
        reading = read(grids)
        assert len(reading.tables["talks"].rows) == 1
        assert flat(reading.findings) == []


def test_a_missing_sheet_and_a_sheet_without_header_are_refused():
    grids = sheets()
    grids["重大事项"] = [["别的东西"]]
    del grids["联系谈心记录"]
    assert flat(read(grids).findings) == [("S02", "", ""), ("S02", "重大事项", "")]


def test_a_shifted_sheet_is_refused_at_the_cell():
    grids = sheets()
    grids["重大事项"][2] = ["发生时间", "事项编号", "已上报", "类别"]
    reading = read(grids)
    assert "events" not in reading.tables
    assert ("S02", "重大事项", "A3") in flat(reading.findings)


def test_a_sheet_of_the_senders_own_is_told():
    assert flat(read({**sheets(), "备忘": [["买米"]], "空的": []}).findings) == [("S12", "备忘", "")]


def test_the_cover_may_move_and_lose_its_machine_names():
    grid = [["又一行", "", "", ""], *cover_grid()]
    bare = [["", *row[:2]] for row in grid]
    for cover in (grid, bare):
        raw = read({**sheets(), "封面": cover}).tables["cover"]
        assert raw.values["period"] == ["2026-03"]
    assert raw.cell(raw.rows[0], "period") == "C8"


def test_a_cover_with_labels_against_machine_names_is_refused():
    grid = cover_grid()
    grid[5][0], grid[6][0] = grid[6][0], grid[5][0]
    reading = read({**sheets(), "封面": grid})
    assert "cover" not in reading.tables
    assert ("S02", "封面", "A6") in flat(reading.findings)


def test_reference_sheets_are_never_read():
    form = replace(MON, tables=(*MON.tables, replace(FORMS["COMPANY"]["teams"], reference=True)))
    data = book({**sheets(), "线路班组": table_grid(form["teams"], [["052-01", "一班", 3]])})
    reading = read_tables("a.xlsx", read_book_bytes(data), form)
    assert "teams" not in reading.tables
    assert flat(reading.findings) == []


def test_an_optional_sheet_may_be_missing():
    grids = sheets()
    del grids["重大事项"]
    form = replace(MON, tables=(MON["cover"], MON["talks"], replace(EVENTS, optional=True)))
    assert read_tables("a.xlsx", read_book_bytes(book(grids)), form).findings == ()
