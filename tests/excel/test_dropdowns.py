"""Drop-downs, hints and input limits of template columns."""

from datetime import date

import openpyxl
import pytest

from zoneproc.excel.dropdowns import ColumnChecks, Lists, hint_of, need_of, vocabulary_of
from zoneproc.excel.writing import Area, new_book
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Kind, Table, Vocabulary, When

METHODS = Vocabulary("D15", "谈心方式", tuple(f"选项{number}" for number in range(60)))
CODE = Field("member_no", "党员编号", Kind.CODE, required=True, example="D00123")
MEMBERS = Table("members", "B-3", "名册", "", (CODE,), spare_rows=10)
LINKS = Table(
    "links", "B-6", "联系", "", (Field("who", "谁", Kind.CODE, refers_to="members.member_no"), CODE), spare_rows=3
)
FORM = Form("BASE", "台账", Cadence.LIVING, (MEMBERS, LINKS))


@pytest.fixture
def rule_of(tmp_path):
    def attach(field, period="", sheet="联系"):
        form = Form("X", "表", Cadence.MASTER, (*FORM.tables, Table("more", "M", "更多", "", (field,))))
        with new_book(tmp_path / "b.xlsx", "试") as book:
            ColumnChecks(form, Lists.of(form), period).attach(book.sheet(sheet), field, Area(4, 0, 9, 0))
        found = openpyxl.load_workbook(tmp_path / "b.xlsx")[sheet].data_validations.dataValidation
        return found[0] if found else None

    return attach


def test_long_lists_are_ranges(rule_of):
    """Inline lists break above 255 characters (domain.md 2.1, 4)."""
    rule = rule_of(Field("x", "方式", Kind.CHOICE, vocabulary=METHODS))
    assert rule.formula1 == "'字典'!$A$5:$A$64"


def test_a_form_with_its_own_dictionary_keeps_it():
    own = Form("RULES", "办法", Cadence.MASTER, (Table("dictionary", "字典", "字典", "", (CODE,)),))
    assert Lists.of(own).title != "字典"


def test_references_are_taken_from_the_other_sheet(rule_of):
    rule = rule_of(LINKS["who"])
    assert "'名册'!$A$5:$A$14" in rule.formula1
    assert rule.errorStyle == "warning"
    assert rule_of(LINKS["who"], sheet="名册").type != "list"


def test_system_columns_have_no_rule(rule_of):
    assert rule_of(Field("x", "得分", Kind.DECIMAL, system=True)) is None


@pytest.mark.parametrize(
    ("field", "kind", "low", "high"),
    [
        (Field("x", "数", Kind.INTEGER, minimum=1, maximum=5), "whole", "1", "5"),
        (Field("x", "数", Kind.DECIMAL, maximum=0.5), "decimal", "-1000000000.0", "0.5"),
        (Field("x", "文", Kind.TEXT, max_length=20), "textLength", "20", None),
        (Field("x", "日", Kind.DATE, inside_period=True), "date", "46082", "46112"),
        (Field("x", "时", Kind.DATETIME, inside_period=True), "date", "46082", "46113"),
    ],
)
def test_limits(field, kind, low, high, rule_of):
    """Excel's day 46082 is 2026-03-01; the last evening of the month still counts for times."""
    assert (date(2026, 3, 1) - date(1899, 12, 30)).days == 46082
    rule = rule_of(field, "2026-03")
    assert (rule.type, rule.formula1, rule.formula2) == (kind, low, high)


def test_december_ends_with_the_year(rule_of):
    field = Field("x", "时", Kind.DATETIME, inside_period=True)
    rule = rule_of(field, "2026")
    assert int(rule.formula2) == (date(2027, 1, 1) - date(1899, 12, 30)).days


def test_needs_are_told_apart():
    talked = Field("x", "日", Kind.DATE, required_when=(When("y", text="已谈"),))
    unsaid = Field("x", "日", Kind.DATE, required_when=(When("y"),))
    fields = (CODE, talked, unsaid, Field("x", "日", Kind.DATE), Field("x", "日", Kind.DATE, system=True))
    assert len({need_of(field) for field in fields}) == 5


def test_hint_holds_need_help_unit_and_example():
    field = Field("x", "时长", Kind.INTEGER, help="实际分钟", unit="分钟", example="30")
    assert [line[-2:] for line in hint_of(field).split("\n")] == ["选填", "分钟", "分钟", "30"]


def test_flags_offer_yes_and_no():
    assert vocabulary_of(Field("x", "是", Kind.FLAG)).values == ("是", "否")
    assert vocabulary_of(Field("x", "空", Kind.CHOICE)) is None
