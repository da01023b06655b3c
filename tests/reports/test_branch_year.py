"""R-10: branches, 分公司, secretaries and awards (3.4, 3.5, U56–U66)."""

import pytest
from printed import company, opened, printed, table, year_of
from year_rows import HERE

from zoneproc.excel.sheets import write_workbook
from zoneproc.reports.branch_year import branch_book


@pytest.fixture(scope="module")
def result():
    secretaries = [{"branch_code": HERE, "member_no": "D1", "secretary_name": "张三", "start_date": "2024-05-10"}]
    return year_of(company(secretaries=secretaries))


@pytest.fixture(scope="module")
def book(result, tmp_path_factory):
    return printed(branch_book(result)[0], tmp_path_factory.mktemp("r10"))


def test_branches_by_place_with_every_item(book, result):
    rows = table(book, "支部排名", "名次")
    found = result.scores.branches.sort_values("rank")
    assert [row["支部"] for row in rows] == found["short_name"].tolist()
    assert [row["得分"] for row in rows] == found["total"].tolist()
    assert rows[0]["A1"] == pytest.approx(found["A1"].iloc[0])
    assert rows[0]["B1"] == "不适用"
    assert "听看谈访" in rows[0]["备注"]


def test_units_and_secretaries_have_their_sheets(book):
    (unit,) = table(book, "分公司排名", "名次")
    assert (unit["编码"], unit["支部"]) == ("FGS01", 1)
    (secretary,) = table(book, "书记单项", "名次")
    assert (secretary["书记"], secretary["任职月数"], secretary["参加评选"]) == ("张三", 12, "不可以")


def test_counts_behind_the_points_are_shown(book, result):
    ranked = [row["支部"] for row in table(book, "支部排名", "名次")]
    assert [[row["支部"] for row in table(book, title, "支部编码")] for title in ("数据计数", "计数")] == [
        ranked,
        ranked,
    ]
    measured = result.scores.measured
    months = measured[measured["indicator"] == "A4"].set_index("subject")["denominator"]
    sheet = book["数据计数"]
    heads = [cell.value for cell in sheet[4]]
    at = heads.index("A4 月汇报") + 1  # 完成, 应完成
    assert {row[0].value: row[at].value for row in sheet.iter_rows(min_row=6)} == months.to_dict()


def test_points_lead_to_their_cases(result, tmp_path):
    book = opened(write_workbook(tmp_path, branch_book(result)[0]))
    sheet, sources = book["支部排名"], table(book, "得分来源", "支部编码")
    at = next(cell for cell in sheet[6] if str(cell.value).startswith("A4")).column_letter
    title, _, cell = sheet[f"{at}7"].hyperlink.location.partition("!")
    first = sources[int(cell[1:]) - 5]
    assert (title, first["代码"], first["支部"]) == ("'得分来源'", "A4", sheet["B7"].value)
