"""支部说明 read back from a slip, and only from a slip."""

import pytest
from workbooks import FORMS, STAMP, book, sheets

from zoneproc.excel.reading import read_book_bytes
from zoneproc.excel.stamp import ANSWER_LABEL, FINDINGS_SHEET, TRACE_LABEL
from zoneproc.intake import read_submission
from zoneproc.intake.answers import read_answers

HEAD = ["级别", "问题", ANSWER_LABEL, TRACE_LABEL]
ROWS = [
    ["提醒", "甲", " 已核对,属实 ", "C11|members||"],
    ["提醒", "乙", "无", "C11|zones||"],
    ["错误", "丙", None, "S05|talks||"],
]


def answers(grid):
    return read_answers(read_book_bytes(book({FINDINGS_SHEET: grid})))


def test_answers_by_trace():
    """A row without answer, or with 无, says nothing; rows may be sorted and columns moved."""
    assert answers([["退回修改单"], HEAD, *ROWS]) == {"C11|members||": "已核对,属实"}
    assert answers([[*row[::-1]] for row in [HEAD, *ROWS]]) == {"C11|members||": "已核对,属实"}


@pytest.mark.parametrize("grid", [[], [["修改说明"], ["我改了三处"]], [["级别", ANSWER_LABEL], ["提醒", "好"]]])
def test_a_sheet_of_the_same_name_is_no_slip(grid):
    assert answers(grid) == {}


def test_the_sheets_of_a_slip_are_no_strangers():
    grids = {
        FINDINGS_SHEET: [HEAD, *ROWS],
        **sheets(),
        "表外内容": [["原工作表", "原单元格", "内容"], ["甲", "A1", "x"]],
    }
    found = read_submission("a.xlsx", book(grids, STAMP), FORMS)
    assert found.findings == ()
    assert found.answers == {"C11|members||": "已核对,属实"}
