"""The table of architecture 8, executed: each kind of growth touches one place, and everything else follows."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from building import ledger_of, rules_of

from zoneproc.checks import CHECKS, Check, View, run_checks
from zoneproc.duties.awaiting import OPEN
from zoneproc.excel.issue import Issue
from zoneproc.excel.reading import read_book_bytes
from zoneproc.excel.template import write_template
from zoneproc.findings import Code, Severity
from zoneproc.forms import FORMS
from zoneproc.intake import gather, parse_table, read_submission
from zoneproc.measures import MEASURES, cases
from zoneproc.period import Period
from zoneproc.rules import Indicator
from zoneproc.schema import Field, Kind
from zoneproc.scoring.quarter import score_quarter
from zoneproc.shapes import SHAPES

MON = FORMS["MON"]
TALKS = MON["talks"]
MEMBER = {
    "member_no": "D00001",
    "name": "张三",
    "branch_from": "2020-01-01",
    "party_status": "正常",
    "assess_mode": "参加考核",
}


@pytest.fixture
def announced(monkeypatch):
    """Announces something for the length of one test, as a new module of the folder would."""

    def announce(registry, name, item):
        registry[next(iter(registry))]  # everything that exists is imported first
        monkeypatch.setitem(registry._items, name, item)

    return announce


def with_talks(*fields):
    table = replace(TALKS, fields=fields)
    return replace(MON, tables=tuple(table if old.name == "talks" else old for old in MON.tables))


def sent(form, folder, **row):
    issue = Issue("001001", "某支部", "某分公司", "2026-03", 1, "赵六", "王五")
    path = write_template(folder / "月报.xlsx", form, issue, {"talks": [row], "cover": [issue.cover(form)]})
    submission = read_submission(path.name, path.read_bytes(), {"MON": form})
    return (
        path,
        submission,
        parse_table(gather(form["talks"], [("a", submission.tables["talks"])]), form["talks"]).frame,
    )


def test_a_new_column_is_one_field_line(tmp_path):
    column = Field("duration", "谈心时长", Kind.INTEGER, unit="分钟", help="大约多少分钟。", example="30")
    form = with_talks(*TALKS.fields, column)
    path, submission, frame = sent(form, tmp_path, member_no="D00001", contact_employee_no="E1", duration=40)
    headings = next(sheet for sheet in read_book_bytes(path.read_bytes()).sheets if sheet.title == TALKS.label).rows[2]
    assert "谈心时长" in headings
    assert not [finding for finding in submission.findings if finding.severity is Severity.BLOCK]
    assert frame["duration"].tolist() == [40]
    assert form.fingerprint != MON.fingerprint


def test_one_more_spelling_is_one_word_of_a_field_line(tmp_path):
    method = replace(TALKS["talk_method"], spellings={"当面聊": "面谈"})
    form = with_talks(*(method if field.name == "talk_method" else field for field in TALKS.fields))
    row = {"member_no": "D00001", "contact_employee_no": "E1", "talk_method": "当面聊"}
    assert sent(form, tmp_path, **row)[2]["talk_method"].tolist() == ["面谈"]
    assert sent(MON, tmp_path, **row)[2]["talk_method"].isna().all()


def test_a_renamed_heading_is_one_alias(tmp_path):
    """Next year's heading; this year's workbooks, and those whose machine names are gone, are still read."""
    renamed = replace(TALKS["content"], label="谈话要点", aliases=("谈心内容摘要",))
    new = with_talks(*(renamed if field.name == "content" else field for field in TALKS.fields))
    old_path = sent(MON, tmp_path, member_no="D00001", contact_employee_no="E1", content="老模板里写的内容。")[0]
    submission = read_submission(old_path.name, old_path.read_bytes(), {"MON": new})
    talks = gather(new["talks"], [("a", submission.tables["talks"])])
    assert parse_table(talks, new["talks"]).frame["content"].tolist() == ["老模板里写的内容。"]


def indicator(measure, shape="比例", full=10.0, **arguments):
    return Indicator("I99", "新指标", "党员", "季度", "T6", full, measure, shape, arguments, "试")


def points_with(row):
    rules = rules_of()
    rules = replace(rules, indicator_rows=(*rules.indicator_rows, row))
    scores = score_quarter(ledger_of(members=[MEMBER]), rules, Period.parse("2026Q1"))
    return scores.points.set_index("indicator").loc["I99", "points"]


def test_an_indicator_on_an_existing_measure_is_a_row_of_the_rules():
    assert points_with(indicator("活动参加", "扣分", 10.0, 缺席=2.0)) == 10.0


def test_something_new_to_count_is_one_function(announced):
    def listed(evidence):
        people = evidence.assessed.assign(_source="", _row=0)
        return cases(people, "members", subject=people["member_no"], numerator=1.0, denominator=4.0)

    announced(MEASURES, "新计数", listed)
    assert points_with(indicator("新计数")) == 2.5


def test_a_new_way_to_points_is_one_shape(announced):
    flat = replace(
        SHAPES["比例"],
        name="一律",
        points=lambda numerators, denominators, full, arguments: pd.Series(full / 2, index=numerators.index),
    )
    announced(SHAPES, "一律", flat)
    assert points_with(indicator("联系谈心", "一律")) == 5.0


def test_a_new_check_is_one_function(announced):
    code = Code("Z90", Severity.NOTE, "试", "{name}试", "请看一看。", "S0a")

    def everybody_is_told(view):
        members = view.rows("members")
        return view.findings(code, "members", members, "name", name="name")

    announced(CHECKS, "everybody_is_told", Check("company", everybody_is_told))
    found = run_checks(View(ledger_of(members=[MEMBER]), rules_of(), [Period.parse("2026-03")]))
    assert [(f.code.number, f.place.sheet, f.place.cell) for f in found if f.code.number == "Z90"] == [
        ("Z90", "党员名册", "B5")
    ]


def test_a_new_report_is_one_module(announced, tmp_path):
    from zoneproc.excel.sheets import Workbook
    from zoneproc.reports import REPORTS, Report, write_reports
    from zoneproc.results import QuarterResult, Run

    ledger, rules, quarter = ledger_of(members=[MEMBER]), rules_of(), Period.parse("2026Q1")
    run = Run("某公司", quarter, date(2026, 4, 21), ledger, rules, (), pd.DataFrame(columns=OPEN))
    book = Workbook("R-99_试.xlsx", "试", "说明", ())
    announced(REPORTS, "R-99", Report("R-99", QuarterResult, lambda result: [book]))
    written = write_reports(QuarterResult(run, score_quarter(ledger, rules, quarter)), tmp_path)
    assert "R-99_试.xlsx" in {path.name for path in written}


def test_a_changed_number_is_a_row_of_the_rules():
    """contact_floor is a parameter: what was enough is no longer."""
    links = [
        {"member_no": "D00001", "contact_employee_no": f"E{n}", "start_date": "2026-01-01", "contact_name": "甲"}
        for n in (1, 2)
    ]
    ledger = ledger_of(members=[MEMBER], contacts=links)
    told = lambda rules: {f.code.number for f in run_checks(View(ledger, rules, [Period.parse("2026-03")]))}
    assert "Q01" not in told(rules_of())
    assert "Q01" in told(rules_of(contact_floor=3))
