"""Where blocks stand is known before anything is written."""

import pandas as pd

from zoneproc.excel.blocks import Bars, Notes, Sheet, TableBlock, Workbook, starts_of
from zoneproc.excel.columns import Column

COLUMNS = (Column("支部", "branch", "name"), Column("得分", "total", "points", band="合成", above="满分"))
ROWS = pd.DataFrame({"branch": ["一队", "二队"], "total": [90.0, 80.0]})
TABLE = TableBlock(COLUMNS, ROWS, "得分", total={"branch": "合计"}, key="branch")
SHEET = Sheet(
    "说明", "说明", "", [Notes(["一。", "二。"], "说明"), TABLE, TableBlock(COLUMNS[:1], ROWS.head(0), name="空表")]
)
BOOK = Workbook("试.xlsx", "试", "", [SHEET, Sheet("图", "图", "", [Bars("得分", "说明", "branch", "total"), TABLE])])


def test_blocks_follow_each_other_with_one_empty_row():
    assert [row for row, _ in starts_of(SHEET, BOOK)] == [3, 7, 15]
    chart, table = (row for row, _ in starts_of(BOOK.sheets[1], BOOK))
    assert (chart, table) == (3, 3 + (90 + 26 * 2) // 24 + 2)


def test_tables_are_known_by_name_or_by_their_sheet():
    spots = BOOK.spots(["说明", "图(2)"])
    assert set(spots) == {"说明", "空表", "图"}
    spot = spots["说明"]
    # Caption, bands, full points and headings stand above the first row of data.
    assert (spot.first, spot.above, spot.count, spot.columns["total"]) == (11, 9, 2, 1)
    assert spot.keys == {"一队": 0, "二队": 1}
    assert spots["图"].title == "图(2)"
    assert (spots["空表"].first, spots["空表"].count) == (16, 0)
