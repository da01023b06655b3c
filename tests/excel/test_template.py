"""Templates: the layout of domain.md 2.1, the stamp (promise 2), locked and open cells, drop-downs by range."""

from datetime import date, datetime
from itertools import pairwise

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from zoneproc.excel.dropdowns import Lists
from zoneproc.excel.stamp import (
    CHECK_SHEET,
    COVER_FIRST_ROW,
    COVER_NAME,
    COVER_VALUE,
    FIRST_ROW,
    GUIDE_SHEET,
    HEADING_ROW,
    ISSUED_KEY,
    LISTS_SHEET,
    META_SHEET,
    NAME_ROW,
    PROPERTY_PREFIX,
    SELF_SHEET,
    SIGN_MARK,
    STAMP_KEYS,
    STAMP_NAME,
    unpacked,
)
from zoneproc.excel.styles import CHECK, ERROR, GREY, RED, YELLOW
from zoneproc.excel.template import MARKS, OWN, Issue, Mark, write_template
from zoneproc.forms import FORMS
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Kind, Table, Vocabulary, When

METHODS = Vocabulary("D15", "谈心方式", ("面谈", "跟车", "家访"))
TOPICS = Vocabulary("D17", "谈心主题", ("安全行车", "家庭生活"))
COVER = Table(
    "cover",
    "0",
    "封面",
    "报送的基本情况。",
    (
        Field("template_id", "模板代号", Kind.TEXT, required=True, prefilled=True),
        Field("template_version", "模板版本", Kind.TEXT, required=True, prefilled=True),
        Field("branch_code", "党支部编码", Kind.CODE, required=True, prefilled=True),
        Field("branch_name", "党支部名称", Kind.TEXT, required=True, prefilled=True),
        Field("period", "报告期", Kind.TEXT, required=True, prefilled=True),
        Field("preparer", "填表人", Kind.NAME, required=True),
        Field("secretary_confirmed", "书记已审核", Kind.FLAG, required=True),
        Field("fill_date", "填报日期", Kind.DATE, required=True),
        Field("nil_sheets", "零报告表", Kind.CHOICES),
    ),
    vertical=True,
)
MEMBERS = Table(
    "members",
    "B-3",
    "党员名册",
    "本支部党员,每人一行。",
    (
        Field("member_no", "党员编号", Kind.CODE, required=True, example="D00123", prefilled=True),
        Field("name", "姓名", Kind.NAME, required=True, prefilled=True),
        Field("join_date", "入党日期", Kind.DATE),
    ),
    key=("member_no",),
    spare_rows=5,
)
TALKS = Table(
    "talks",
    "M-1",
    "联系谈心记录",
    "每名联系人每月至少谈一次,一次一行。",
    (
        Field("member_no", "党员编号", Kind.CODE, required=True, refers_to="members.member_no", prefilled=True),
        Field("member_name", "党员姓名", Kind.NAME, required=True, prefilled=True),
        Field(
            "talk_date",
            "谈心日期",
            Kind.DATE,
            required_when=(When("miss", blank=True, text="已谈"),),
            inside_period=True,
        ),
        Field("talk_at", "时间", Kind.DATETIME),
        Field("talk_method", "谈心方式", Kind.CHOICE, vocabulary=METHODS),
        Field("talk_topics", "谈心主题", Kind.CHOICES, vocabulary=TOPICS),
        Field("has_opinion", "反映意见", Kind.FLAG),
        Field("minutes", "时长", Kind.INTEGER, minimum=1, maximum=600, unit="分钟"),
        Field("content", "谈心内容摘要", Kind.TEXT, max_length=200, help="写清谈了什么"),
        Field("points", "得分", Kind.DECIMAL, system=True),
        Field("miss", "未谈原因", Kind.TEXT),
    ),
    nil_allowed=True,
    spare_rows=8,
)
TEAMS = Table(
    "branch_teams",
    "线路班组",
    "线路班组",
    "本支部的线路和班组。",
    (Field("team_code", "班组编码", Kind.CODE), Field("team_name", "班组名称", Kind.TEXT)),
    reference=True,
)
FORM = Form("MON", "党员责任区月度报表", Cadence.MONTH, (COVER, MEMBERS, TALKS, TEAMS), "每月一次。")
ISSUE = Issue("001005", "七队支部", "三分公司", "2026-03", due="2026-04-05 24:00")
TALK = {
    "member_no": "D00123",
    "member_name": "张三",
    "talk_date": date(2026, 3, 12),
    "talk_at": datetime(2026, 3, 12, 7, 40),
    "talk_method": "面谈",
    "talk_topics": ("安全行车", "家庭生活"),
    "has_opinion": False,
    "minutes": 30,
    "content": "=1+1",
}


@pytest.fixture
def written(tmp_path):
    def write(form=FORM, issue=None, rows=None) -> Workbook:
        return openpyxl.load_workbook(write_template(tmp_path / "t.xlsx", form, issue, rows or {}))

    return write


def validations(sheet):
    return {str(v.sqref): v for v in sheet.data_validations.dataValidation}


def fill(cell):
    return "#" + cell.fill.start_color.rgb[2:]


@pytest.mark.parametrize("form", [FORM, *FORMS.values()], ids=lambda form: form.id)
def test_every_form_has_the_layout(form, written):
    """Promise 1, domain.md 2.1: headings and machine names as declared, names hidden, stamp very hidden."""
    book = written(form)
    for table in (t for t in form.tables if not t.vertical):
        sheet = book[table.label]
        width = len(table.fields)
        assert [c.value for c in sheet[HEADING_ROW]][:width] == [f.label for f in table.fields]
        assert [c.value for c in sheet[NAME_ROW]][:width] == [f.name for f in table.fields]
        assert sheet.row_dimensions[NAME_ROW].hidden
        assert sheet.freeze_panes.endswith(str(FIRST_ROW))
        assert all(cell.value is None for cell in sheet[FIRST_ROW])
        assert sheet.print_title_rows == f"${HEADING_ROW}:${NAME_ROW}"
    assert book[META_SHEET].sheet_state == "veryHidden"
    assert {row[0].value: row[1].value or "" for row in book[META_SHEET].rows} == {
        **Issue().stamp(form),
        ISSUED_KEY: "否",
    }


@pytest.mark.parametrize("form", [FORM, *FORMS.values()], ids=lambda form: form.id)
def test_one_validation_per_column(form, written):
    """One validation per column range; drop-down lists always by range, never inline (domain.md 2.1, 4)."""
    book = written(form)
    for table in (t for t in form.tables if not t.vertical and not t.reference):
        found = validations(book[table.label])
        last = FIRST_ROW + table.spare_rows - 1
        for col, field in enumerate(table.fields):
            letter = openpyxl.utils.get_column_letter(col + 1)
            rule = found.pop(f"{letter}{FIRST_ROW}" + (f":{letter}{last}" if last > FIRST_ROW else ""), None)
            assert (rule is None) == field.system
            if rule is not None and (field.vocabulary or field.kind is Kind.FLAG) and rule.type == "list":
                assert rule.formula1.startswith(("'", "字典", "下拉"))
                assert len(rule.prompt) <= 224
        assert not found


def test_sheets_are_in_form_order(written):
    titles = [
        "封面",
        GUIDE_SHEET,
        SELF_SHEET,
        "党员名册",
        "联系谈心记录",
        "线路班组",
        LISTS_SHEET,
        CHECK_SHEET,
        META_SHEET,
    ]
    assert written().sheetnames == titles


def test_lists_hold_the_vocabularies_once(written):
    book = written()
    assert [cell.value for cell in book[LISTS_SHEET][FIRST_ROW - 2] if cell.value] == ["是否", "谈心方式", "谈心主题"]
    assert [cell.value for cell in book[LISTS_SHEET]["B"]][FIRST_ROW - 1 :] == list(METHODS.values)
    assert Lists.of(FORM).source(METHODS) == "='字典'!$B$5:$B$7"


def test_stamp_stands_in_three_places(written):
    """Promise 2: sheet, document properties and a defined name say the same."""
    book = written(issue=ISSUE)
    stamp = ISSUE.stamp(FORM)
    assert tuple(stamp) == STAMP_KEYS
    assert unpacked(book.defined_names[STAMP_NAME].value) == stamp
    assert {p.name: p.value for p in book.custom_doc_props.props} == {PROPERTY_PREFIX + k: v for k, v in stamp.items()}
    assert {row[0].value: row[1].value for row in book[META_SHEET].rows} == {**stamp, ISSUED_KEY: "是"}


def test_cover_says_for_whom(written):
    """Contract of the cover: values in column B, machine names in the hidden column D."""
    sheet = written(issue=ISSUE)["封面"]
    rows = range(COVER_FIRST_ROW, COVER_FIRST_ROW + len(COVER.fields))
    values = {sheet.cell(row, COVER_NAME + 1).value: sheet.cell(row, COVER_VALUE + 1) for row in rows}
    assert list(values) == [field.name for field in COVER.fields]
    assert values["branch_code"].value == "001005"
    assert values["template_id"].value == "MON"
    assert values["period"].protection.locked
    assert not values["preparer"].protection.locked
    assert sheet.column_dimensions["D"].hidden
    assert sheet.protection.sheet


def test_given_cover_values_win(written):
    given = {
        "cover": [
            {"preparer": "王五", "secretary_confirmed": True, "nil_sheets": ("联系谈心记录",), "period": "2026-02"}
        ]
    }
    sheet = written(issue=ISSUE, rows=given)["封面"]
    by_name = {sheet.cell(row, 4).value: sheet.cell(row, 2).value for row in range(5, 5 + len(COVER.fields))}
    assert by_name["preparer"] == "王五"
    assert by_name["secretary_confirmed"] == "是"
    assert by_name["nil_sheets"] == "联系谈心记录"
    assert by_name["period"] == "2026-02"


def test_filled_values_come_back(written):
    """Property 1 of the house in small: what was written is read by another library as the same values."""
    sheet = written(issue=ISSUE, rows={"talks": [TALK]})["联系谈心记录"]
    values = dict(zip((f.name for f in TALKS.fields), (c.value for c in sheet[FIRST_ROW]), strict=True))
    assert {f.name: f.parse(values[f.name]) for f in TALKS.read_fields} == {
        f.name: TALK.get(f.name) for f in TALKS.read_fields
    }
    assert sheet.cell(FIRST_ROW, 9).data_type == "s"


def test_prefilled_cells_are_locked_and_spare_rows_open(written):
    sheet = written(issue=ISSUE, rows={"talks": [{"member_no": "D00123", "member_name": "张三"}]})["联系谈心记录"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet.protection.formatCells
    assert [cell.protection.locked for cell in sheet[FIRST_ROW]][:4] == [True, True, False, False]
    assert [cell.column for cell in sheet[FIRST_ROW + 1] if cell.protection.locked] == [10]
    assert fill(sheet["A5"]) == fill(sheet["J6"]) == GREY
    assert fill(sheet["C5"]) == fill(sheet["A6"]) == YELLOW


def test_own_rows_stay_open(written):
    """A row the branch wrote itself can be mended in every cell."""
    sheet = written(issue=ISSUE, rows={"talks": [{**TALK, OWN: True}]})["联系谈心记录"]
    assert not sheet["A5"].protection.locked
    assert not sheet.protection.sheet


def test_marked_cells_are_coloured_commented_and_open(written):
    row = {**TALK, MARKS: {"member_no": Mark("S05"), "minutes": Mark("Q04", CHECK)}}
    sheet = written(issue=ISSUE, rows={"talks": [row]})["联系谈心记录"]
    assert fill(sheet["A5"]) == RED
    assert "S05" in sheet["A5"].comment.text
    assert not sheet["A5"].protection.locked
    assert sheet["B5"].protection.locked
    assert dict(ERROR.properties)["bg_color"] != fill(sheet["H5"])


def test_blank_workbook_is_not_protected(written):
    book = written()
    assert not book["联系谈心记录"].protection.sheet
    assert not book["封面"].protection.sheet
    assert book["线路班组"].protection.sheet


def test_sign_line_is_below_the_spare_rows(written):
    """Readers know it as a footer by its first characters (domain.md 2.1, 6 and 8)."""
    sheet = written(rows={"talks": [TALK]})["联系谈心记录"]
    assert sheet.cell(FIRST_ROW + 1 + TALKS.spare_rows, 1).value.startswith(SIGN_MARK)


def test_references_inside_the_workbook_are_offered(written):
    rule = validations(written()["联系谈心记录"])["A5:A12"]
    assert rule.type == "list"
    assert "党员名册" in rule.formula1
    assert rule.errorStyle == "warning"


def test_dates_of_the_period_are_advised_not_forced(written):
    rule = validations(written(issue=ISSUE)["联系谈心记录"])["C5:C12"]
    assert (rule.type, rule.errorStyle) == ("date", "warning")
    assert int(rule.formula2) - int(rule.formula1) == 30


def test_choices_are_a_hint_only(written):
    rules = validations(written()["联系谈心记录"])
    assert rules["E5:E12"].errorStyle in (None, "stop")
    assert rules["F5:F12"].errorStyle == "information"


def test_same_inputs_same_bytes(tmp_path):
    paths = [write_template(tmp_path / name, FORM, ISSUE, {"talks": [TALK]}) for name in ("a.xlsx", "b.xlsx")]
    assert all(left.read_bytes() == right.read_bytes() for left, right in pairwise(paths))
