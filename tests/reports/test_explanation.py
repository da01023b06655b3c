"""R-16: the rules in force with their basis, and the files behind the result."""

from printed import company, printed, quarter_of, table

from zoneproc.reports.member_quarter import quarter_book
from zoneproc.rules import default_rule_rows


def test_every_parameter_has_its_basis_and_the_offices_own_row_wins(tmp_path):
    own = [
        {
            "key": "contact_floor",
            "label": "最少联系人",
            "value": "2",
            "effective_from": "2026-01-01",
            "basis": "党〔2026〕1号",
        }
    ]
    result = quarter_of(company(parameters=own))
    rows = {row["参数代号"]: row for row in table(printed(quarter_book(result)[0], tmp_path), "参数与依据", "含义")}
    assert list(rows) == list(result.run.rules.parameters), "in the order of the rules workbook"
    assert rows["contact_floor"]["依据"] == "党〔2026〕1号"
    assert all(row["依据"] and row["生效日期"] for row in rows.values())


def test_standards_and_sources_are_listed(quarter, tmp_path):
    book = printed(quarter_book(quarter)[0], tmp_path)
    said = [cell.value for cell in book["指标与等次"]["D"]]
    assert [code for code in said if str(code).startswith("I")][:3] == ["I11", "I12", "I13"]
    assert [row["文件"] for row in table(book, "来源文件", "文件")] == ["test.xlsx"]


def test_points_of_bonuses_are_a_sheet_of_their_own_whose_head_is_repeated(quarter, tmp_path):
    sheet = (book := printed(quarter_book(quarter)[0], tmp_path))["加扣分标准"]
    assert sheet.print_title_rows == "$4:$4"
    shipped = [
        (row["kind"], row.get("level")) for row in default_rule_rows()["adjustment_points"] if row["subject"] == "党员"
    ]
    rows = table(book, "加扣分标准", "对象")
    assert all(row["依据"] for row in rows)
    assert [(row["类别"], row["级别"]) for row in rows] == [(kind, level or "不分") for kind, level in shipped]
