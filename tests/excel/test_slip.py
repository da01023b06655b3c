"""The slip as people see it: findings first, the gravest on top, links that lead somewhere, room for answers."""

from dataclasses import replace

import openpyxl
from workbooks import MON as STANDARD

from zoneproc.excel.issue import MARKS, OWN, Issue, Mark
from zoneproc.excel.slip import ANSWERED, Item, Slip, Stray, tabs_of, write_note, write_slip
from zoneproc.excel.stamp import ANSWER_LABEL, FINDINGS_SHEET, OUTSIDE_SHEET, TRACE_LABEL
from zoneproc.excel.styles import ERROR, GOOD
from zoneproc.kinds import ErrorCell

MON = replace(STANDARD, tables=tuple(replace(table, nil_allowed=False) for table in STANDARD.tables))
ISSUE = Issue("001001", "一队支部", "一分公司", "2026-03", 2)
ITEMS = (
    Item(ANSWERED, "C11", "图板", "请更新", "图板早", "", "党员名册", None, "未改", "已更新", "C11|||"),
    Item(
        "提醒", "S12", "多出", "请核对", "多出一栏", "", "联系谈心记录 I3", (OUTSIDE_SHEET, "A4"), "新增", "", "S12|||"
    ),
    Item(
        "错误",
        "S05",
        "不在选项",
        "请选择",
        "不在",
        "=1+1",
        "联系谈心记录 E9",
        ("联系谈心记录", "E10"),
        "新增",
        "",
        "S05|b",
    ),
    Item(
        "错误",
        "S05",
        "不在选项",
        "请选择",
        "不在",
        "坏",
        "联系谈心记录 E8",
        ("联系谈心记录", "E5"),
        "复发",
        "属实",
        "S05|a",
    ),
    Item("阻断", "S02", "缺表", "请补", "没有找到", "", "重大事项", ("重大事项", "A1"), "新增", "", "S02|events||"),
)
ROW = {"member_no": "D1", "mood": "坏", OWN: True, MARKS: {"mood": Mark("请选择")}}


def written(tmp_path, **parts):
    slip = Slip(
        MON,
        ISSUE,
        {"talks": [ROW]},
        ITEMS,
        (Stray("甲", "B2", ErrorCell("#N/A")), Stray("甲", "B3", "=危险")),
        ("感谢",),
    )
    return openpyxl.load_workbook(write_slip(tmp_path / "a.xlsx", slip))


def lines(sheet):
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(at for at, row in enumerate(rows) if ANSWER_LABEL in row)
    return rows[head + 1 :]


def test_sheets_stand_in_order(tmp_path):
    book = written(tmp_path)
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert visible[0] == FINDINGS_SHEET == book.active.title
    assert visible[-1] == OUTSIDE_SHEET
    assert {table.label for table in MON.tables} < set(visible)


def test_findings_are_grouped_by_cause_the_gravest_first(tmp_path):
    found = lines(written(tmp_path)[FINDINGS_SHEET])
    groups = [row[0] for row in found if row[7] is None]
    assert groups == ["阻断", "错误", "提醒", ANSWERED]
    assert [row[7] for row in found if row[7]] == ["S02|events||", "S05|a", "S05|b", "S12|||", "C11|||"]


def test_each_finding_leads_to_its_cell_and_has_room_for_an_answer(tmp_path):
    sheet = written(tmp_path)[FINDINGS_SHEET]
    row = next(row for row in sheet.iter_rows() if row[7].value == "S05|a")
    assert row[1].hyperlink.location == "'联系谈心记录'!E5"
    assert row[6].value == "属实"
    assert not row[6].protection.locked
    assert row[6].fill.fgColor.rgb == "FFFFFBE3"
    blocked = next(row for row in sheet.iter_rows() if row[7].value == "S02|events||")
    assert blocked[6].fill.fgColor.rgb != "FFFFFBE3"  # nothing to explain: it must be mended
    assert sheet.column_dimensions["H"].hidden
    assert TRACE_LABEL in [cell.value for row in sheet.iter_rows() for cell in row]


def test_marks_and_strays_are_written_as_text(tmp_path):
    book = written(tmp_path)
    cell = book["联系谈心记录"]["E5"]
    assert (cell.value, cell.comment.text, cell.fill.fgColor.rgb) == ("坏", "请选择", "FFFFC7CE")
    outside = [[cell.value for cell in row] for row in book[OUTSIDE_SHEET].iter_rows(min_row=4)]
    assert outside == [["甲", "B2", "#N/A"], ["甲", "B3", "=危险"]]
    assert book[OUTSIDE_SHEET]["C5"].data_type == "s"
    assert book["联系谈心记录"].sheet_properties.tabColor.rgb == "FFFFC7CE"


def test_a_plain_note_for_what_cannot_be_healed(tmp_path):
    book = openpyxl.load_workbook(write_note(tmp_path / "a.xlsx", "退回说明", ("感谢",), ITEMS[-1:]))
    assert book.sheetnames == [FINDINGS_SHEET]
    assert "没有找到" in [cell.value for row in book.active.iter_rows() for cell in row]


def test_tabs_show_the_gravest_finding_of_their_sheet():
    colours = tabs_of(
        [replace(item, target=("甲", "A5")) for item in ITEMS[:3]] + [replace(ITEMS[0], target=("乙", "A1"))]
    )
    assert list(colours) == ["甲", "乙"]
    assert colours["甲"] == ERROR["bg_color"] != colours["乙"] == GOOD["bg_color"]
