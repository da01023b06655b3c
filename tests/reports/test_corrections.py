"""R-11: candidates, a notice per case, the ledger; S5.1.4c, U54. A request, never a formal measure (A10)."""

from datetime import date

import pytest
from member_rows import task
from packages import everything_in
from printed import company, opened, quarter_of, table
from year_rows import HERE

from zoneproc.excel.sheets import write_workbook
from zoneproc.reports.corrections import corrections, rectification_ledger


def case(number, member="D1", due="2026-03-20", **cells):
    row = {"_period": "2026Q1", "_branch": HERE, "rect_no": number, "member_no": member, "source": "季度考核"}
    row |= {"problem": "=1+1", "demand": "@补谈", "measure": "http://x/", "supervisor": "组织委员"}
    return row | {"issued_date": "2026-02-18", "due_date": due, "rect_status": "整改中"} | cells


CASES = [
    case("G1", due="2026-05-01"),
    case("G2", extended_to="2026-04-15"),
    case("G3", due="2026-03-20"),
    case("G4", done_date="2026-03-18", due="2026-05-01"),
    case("G5", member="D3", done_date="2026-03-18", closed_date="2026-03-19", _branch="001002"),
]
UNDONE = task("2026-03-10", number="D2", task_name="春运保障", _branch=HERE)


@pytest.fixture(scope="module")
def result():
    return quarter_of(company(rectifications=CASES, tasks=[UNDONE]))


@pytest.fixture(scope="module")
def files(result, tmp_path_factory):
    folder = tmp_path_factory.mktemp("改正")
    return [write_workbook(folder, book) for book in corrections(result)]


def test_states_by_the_day_of_judgement(result):
    """U54: the deadline includes the extension; 13 April is the day."""
    assert result.run.judged_on == date(2026, 4, 13)
    rows = rectification_ledger(result.run).set_index("rect_no")
    assert rows["state"].to_dict() == {"G3": "超期", "G1": "整改中", "G2": "已延期", "G4": "待验收", "G5": "已销号"}
    assert rows["overdue_days"].dropna().to_dict() == {"G3": 24}


def test_the_office_sees_all_and_a_branch_its_own(files):
    office, here, there = files
    assert office.name == "R-11_限期改正通知单与台账_2026Q1_内部.xlsx"
    assert here.relative_to(office.parent).as_posix() == "限期改正/R-11_限期改正_支部1_2026Q1_内部.xlsx"
    overview = {row["支部"]: row for row in table(opened(office), "总览", "支部")}
    assert [overview["支部1"][name] for name in ("候选", "超期", "整改中", "已延期", "待验收", "已销号")] == [
        1,
        1,
        1,
        1,
        1,
        0,
    ]
    assert "王五" not in everything_in(here)
    assert "张三" not in everything_in(there)


def test_a_notice_per_open_case_and_candidate(files):
    """Closed cases and members with an open notice get none; D3 there was silent, his earlier case is closed."""
    _office, here, there = files
    book = opened(here)
    assert len(book["通知单"].row_breaks.brk) + 1 == 5
    assert not opened(there)["通知单"].row_breaks.brk
    values = [cell.value for row in book["通知单"].iter_rows() for cell in row if cell.value is not None]
    assert [values.count(text) for text in ("=1+1", "@补谈", "http://x/")] == [4, 4, 4]
    assert any("交办任务未完成" in str(value) for value in values)
    assert any("五(一)4" in str(value) for value in values)
    assert all(cell.data_type != "f" for row in book["通知单"].iter_rows() for cell in row)


def test_candidates_by_rule_with_what_is_to_be_mended(files):
    rows = table(opened(files[1]), "候选名单", "党员编号")
    assert [(row["姓名"], row["备注"]) for row in rows] == [("李四", None)]
    assert "交办任务未完成" in rows[0]["需要改正的问题"]


def test_the_word_of_formal_measures_is_never_printed(files):
    """Domain 1.3 A10, 9.6."""
    assert not any("处置" in everything_in(file) for file in files)
