"""Sheets renamed, copied, missing, added (4/40)."""

from dataclasses import replace

import pytest
from workbooks import EVENTS, FORMS, MON, TALK, TALKS, book, cover_grid, sheets, table_grid

from zoneproc.excel.guard import Content, Facts
from zoneproc.excel.reading import RawBook, RawSheet, read_book_bytes
from zoneproc.excel.scan import SheetFacts
from zoneproc.forms import FORMS as REAL
from zoneproc.intake.sheets import find_table, read_tables


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


@pytest.mark.parametrize("form", REAL.values(), ids=REAL)
def test_exchanged_titles_never_make_one_sheet_another(form):
    """Every sheet of every form under the title of every other: read as what its columns say, or not at all."""
    whole = [table for table in form.tables if not table.vertical and not table.reference]
    for one in whole:
        grid = table_grid(one, [["值"] * len(one.fields)])
        grid = [[*row, *[""] * (len(one.fields) - len(row))] for row in grid]
        for other in whole:
            sheet = RawSheet(other.label, grid)
            reading = read_tables("a.xlsx", RawBook("", 0, (sheet,), {}, Facts(Content.XLSX)), form)
            assert set(reading.tables) <= {one.name}, (one.code, other.code)


def test_exchanged_titles_are_seen_through():
    grids = sheets()
    grids["联系谈心记录"], grids["重大事项"] = grids["重大事项"], grids["联系谈心记录"]
    reading = read(grids)
    assert {name: raw.title for name, raw in reading.tables.items()} == {
        "cover": "封面", "talks": "重大事项", "events": "联系谈心记录",
    }  # fmt: skip
    assert flat(reading.findings) == []


def test_merged_cells_of_data_are_told_at_what_they_hide():
    """Domain 2.1 no. 6: filled down where the column allows it, else told."""
    facts = SheetFacts(merges=((1, 0, 1, 7), (5, 3, 6, 3), (5, 2, 6, 2), (7, 5, 7, 7)))
    grid = [[*row, *[""] * (8 - len(row))] for row in table_grid(TALKS, [TALK, TALK, TALK])]
    raw, findings = find_table("a.xlsx", [RawSheet("联系谈心记录", grid, facts=facts)], TALKS)
    assert raw.merged == {"D6": "D5:D6", "G7": "F7:H7"}
    assert flat(findings) == [("S16", "联系谈心记录", "D6"), ("S16", "联系谈心记录", "G7")]


def test_hidden_rows_are_read_and_told():
    grid = [[*row, *[""] * (8 - len(row))] for row in table_grid(TALKS, [TALK, TALK])]
    facts = SheetFacts(hidden_rows=frozenset({4, 6}))
    raw, findings = find_table("a.xlsx", [RawSheet("联系谈心记录", grid, facts=facts)], TALKS)
    assert raw.rows == [5, 6]
    assert flat(findings) == [("S17", "联系谈心记录", "6:6")]


def test_the_values_of_a_cover_are_below_their_heading_wherever_that_is():
    wide = [[row[0], "", *row[1:]] if row else [] for row in cover_grid()]
    assert read({**sheets(), "封面": wide}).tables["cover"].values["period"] == ["2026-03"]
    bare = [[row[0], "", *row[1:]] if row else [] for row in cover_grid()[3:]]
    assert "cover" not in read({**sheets(), "封面": bare}).tables
