"""The rules workbook as a form: domain.md 2.7a."""

from zoneproc.forms import FORMS
from zoneproc.period import Cadence

RULES = FORMS["RULES"]
SHEETS = "参数 指标 等次 加扣分标准 一票否决 名额 年度合成 看检查项 字典 用语 豁免"


def test_sheets_in_order_without_a_cover():
    assert [table.label for table in RULES.tables] == SHEETS.split()
    assert RULES.cadence is Cadence.MASTER
    assert not RULES.has_cover


def test_every_rule_has_a_day_and_a_basis():
    for table in RULES.tables:
        assert (table.name == "waivers") != all(name in table for name in ("effective_from", "basis"))
        assert all(name in table and table[name].required for name in table.key)


def test_headings_are_unique_in_a_sheet_u68():
    for table in RULES.tables:
        labels = [field.label for field in table.fields]
        assert len(set(labels)) == len(labels)
        assert all(field.example for field in table.fields)


def test_waivers_name_who_allowed_them_promise_14():
    assert [field.name for field in RULES["waivers"].fields] == [
        "check",
        "subject",
        "reason",
        "approver",
        "valid_until",
    ]
