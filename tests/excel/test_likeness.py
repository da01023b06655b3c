"""The likeness of a workbook is that of another if they show the same, and only then."""

from dataclasses import fields, replace

import pandas as pd
import pytest

from zoneproc.excel.blocks import Bars, Notes, Sheet, TableBlock, Workbook
from zoneproc.excel.columns import Column
from zoneproc.excel.likeness import likeness
from zoneproc.excel.pages import Box, Line, Pages
from zoneproc.excel.rows import Excerpt

ROWS = pd.DataFrame(
    {"name": ["甲", "乙"], "points": [1.0, None], "day": pd.to_datetime(["2026-01-05", None]), "tied": [True, False]}
)


def book(rows=ROWS, **changes):
    columns = [
        Column("姓名", "name"),
        Column("得分", "points", "points", tied_by="tied"),
        Column("日期", "day", "date"),
    ]
    table = TableBlock(columns, rows, total={"points": 1.0})
    sheets = [
        Sheet("得分", "得分表", "说明", [table, Notes(["一", "二"])]),
        Pages("表", "一人一页", [10], [[Line([Box("甲")])]]),
    ]
    usual = Workbook(
        "得分.xlsx", "得分", "暂定", sheets, figures=[("人数", 2)], charts=[Bars("图", "得分", "name", "points")]
    )
    return replace(usual, **changes)


def test_the_same_contents_are_alike_whatever_they_are_made_of():
    assert likeness(book()) == likeness(book(ROWS.copy()))


@pytest.mark.parametrize(
    "rows",
    [
        ROWS.iloc[:1],
        ROWS.iloc[::-1],
        ROWS.assign(name=["甲", "丙"]),
        ROWS.assign(points=[1.0, 0.0]),
        ROWS.assign(points=["1.0", None]),
        ROWS.assign(day=pd.to_datetime(["2026-01-06", None])),
        ROWS.assign(tied=False),
    ],
)
def test_other_rows_are_not_alike(rows):
    assert likeness(book(rows)) != likeness(book())
    assert likeness(book(Excerpt(rows, 0, len(rows)))) != likeness(book(Excerpt(ROWS, 0, 2)))


def test_what_is_not_shown_does_not_count():
    assert likeness(book(ROWS.assign(more=1))) == likeness(book())


def test_an_excerpt_is_told_by_its_own_rows_only():
    more = pd.concat([ROWS, ROWS.assign(name="丙")], ignore_index=True)
    assert likeness(book(Excerpt(more, 0, 2))) == likeness(book(Excerpt(ROWS, 0, 2)))
    assert likeness(book(Excerpt(more, 2, 4))) != likeness(book(Excerpt(more, 0, 2)))


@pytest.mark.parametrize("name", [item.name for item in fields(Workbook)])
def test_no_part_of_a_workbook_is_left_out(name):
    changed = {
        "file_name": "别名.xlsx",
        "title": "别的",
        "note": "",
        "sheets": book().sheets[:1],
        "figures": [("人数", 3)],
        "caution": True,
        "mark": "内部",
        "indexed": False,
        "tasks": [],
        "charts": [],
    }
    assert likeness(book(**{name: changed[name]})) != likeness(book())


def test_boundaries_count():
    assert likeness(book(title="甲乙", note="丙")) != likeness(book(title="甲", note="乙丙"))


def test_what_cannot_be_told_is_refused():
    for odd in (object(), {"points"}, len):
        with pytest.raises(TypeError):
            likeness(book(figures=[("人数", odd)]))
