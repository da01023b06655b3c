"""Copies of a template say and look what `write_template` writes: cell by cell, rule by rule, for every form of a return."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from oddities import odd_rows, slim
from sameness import said
from strategies import fills

from zoneproc.excel import copies
from zoneproc.excel.copies import write_copy
from zoneproc.excel.issue import OWN, Issue
from zoneproc.excel.listing import LONG
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.intake import read_submission

RETURNS = ("BASE", "MON", "QTR", "ANN")
PERIODS = {"BASE": "2026", "MON": "2026-03", "QTR": "2026Q1", "ANN": "2026"}
ISSUE = Issue("001005", "三分公司七队党支部", "三分公司", secretary_name="赵六", due="2026-04-05 24:00")


def issue(form_id, **changes):
    members = {"members.member_no": {f"D{number:05}": "张三"[: 1 + number % 2] for number in range(1, 9)}}
    groups = {"groups.group_code": {"001005-1": "第一党小组"}}
    teams = {"teams.team_code": company_teams()}
    return replace(ISSUE, period=PERIODS[form_id], known=members | groups | teams, **changes)


@cache
def company_teams():
    return {f"{line:03}-{team:02}": f"{line}路{team}班" for line in range(1, LONG) for team in (1, 2)}


def both(folder, form, made_out, rows):
    """The same workbook written both ways; the copy must not have been written the slow way."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(copies, "write_template", None)
        copy = write_copy(folder / "copy.xlsx", form, made_out, rows)
    return write_template(folder / "template.xlsx", form, made_out, rows), copy


def differing(written, copied):
    """Where two workbooks differ, and how."""
    one, other = said(written), said(copied)
    return {at: (one.get(at), other.get(at)) for at in one.keys() | other.keys() if one.get(at) != other.get(at)}


@pytest.mark.parametrize("form_id", RETURNS)
def test_a_copy_without_rows_is_the_template(tmp_path, form_id):
    assert not differing(*both(tmp_path, slim(FORMS[form_id]), issue(form_id), {}))


@pytest.mark.parametrize("form_id", RETURNS)
def test_a_copy_with_odd_rows_is_the_template(tmp_path, form_id):
    form = slim(FORMS[form_id])
    assert not differing(*both(tmp_path, form, issue(form_id), odd_rows(form)))


def test_a_copy_of_full_size_is_the_template(tmp_path):
    form = FORMS["QTR"]
    assert not differing(*both(tmp_path, form, issue("QTR"), {"assessments": odd_rows(form, 60)["assessments"]}))


@pytest.mark.parametrize(
    "changes",
    [
        {"due": "", "secretary_name": "", "known": {}},
        {"preparer": "阿卜杜拉·买买提明江", "branch_name": "支"},
        {"known": {"members.member_no": {"D00001": "名字很长很长的一位少数民族党员同志的全名写在这里"}}},
        {"branch_name": "中共云江城市公共交通集团有限责任公司第三营运分公司七队支部委员会"},
    ],
)
def test_what_the_cover_says_reaches_every_place(tmp_path, changes):
    form = slim(FORMS["QTR"])
    made_out = replace(issue("QTR"), **changes)
    rows = {"cover": [{"fill_date": date(2026, 4, 2), "secretary_confirmed": True, "nil_sheets": ("一票否决事项",)}]}
    assert not differing(*both(tmp_path, form, made_out, rows))


@seed(2026)
@settings(
    max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate]
)
@given(data=st.data())
def test_any_filled_return_is_the_template(tmp_path_factory, data):
    form_id = data.draw(st.sampled_from(RETURNS))
    form = slim(FORMS[form_id], data.draw(st.integers(2, 6)))
    assert not differing(*both(tmp_path_factory.mktemp("any"), form, issue(form_id), data.draw(fills(form))))


@pytest.mark.parametrize("form_id", RETURNS)
def test_our_reader_finds_no_difference(tmp_path, form_id):
    form = FORMS[form_id]
    files = both(tmp_path, form, issue(form_id), odd_rows(form, 12))
    written, copied = (read_submission("a.xlsx", path.read_bytes(), FORMS) for path in files)
    assert written.identity == copied.identity
    assert written.tables == copied.tables
    assert [finding.place for finding in written.findings] == [finding.place for finding in copied.findings]


@pytest.mark.parametrize(
    "changes",
    [
        {"branch_name": "甲&乙党支部"},
        {"branch_name": "长" * 60},
        {"branch_name": "=支部", "branch_code": " 001"},
        {"preparer": "名字长到签字栏要写成两行的那位同志"},
        {"branch_code": ""},
    ],
)
def test_unusual_covers_are_left_to_the_template(tmp_path, changes):
    made_out = replace(issue("QTR"), **changes)
    written = write_template(tmp_path / "a.xlsx", FORMS["QTR"], made_out)
    assert write_copy(tmp_path / "b.xlsx", FORMS["QTR"], made_out).read_bytes() == written.read_bytes()


def test_a_day_in_a_column_of_texts_is_left_to_the_template(tmp_path):
    rows = {"talks": [{"member_no": "D00001", "place": date(2026, 3, 1)}]}
    written = write_template(tmp_path / "a.xlsx", FORMS["MON"], issue("MON"), rows)
    assert write_copy(tmp_path / "b.xlsx", FORMS["MON"], issue("MON"), rows).read_bytes() == written.read_bytes()


def test_a_difference_would_be_found(tmp_path):
    form, rows = slim(FORMS["QTR"]), {"assessments": [{"member_no": "D00001", "member_name": "张三"}]}
    written = write_template(tmp_path / "a.xlsx", form, issue("QTR"), rows)
    copied = write_copy(tmp_path / "b.xlsx", form, issue("QTR"), {"assessments": [{"member_no": "D00001", OWN: True}]})
    sheet, hidden = FORMS["QTR"]["assessments"].label, "_自检"
    assert {(sheet, "A5"), (sheet, "B5"), (sheet, "protection"), (hidden, "AA1")} - {(hidden, "AA1")} <= differing(
        written, copied
    ).keys()


def test_same_inputs_give_same_bytes_whatever_was_written_before(tmp_path):
    form = slim(FORMS["MON"])
    first = write_copy(tmp_path / "a.xlsx", form, issue("MON"), odd_rows(form, 5)).read_bytes()
    write_copy(tmp_path / "b.xlsx", form, issue("MON", branch_name="别的支部"), odd_rows(form, 9))
    again = write_copy(tmp_path / "c.xlsx", form, issue("MON"), odd_rows(form, 5)).read_bytes()
    copies._KEPT.clear()
    assert first == again == write_copy(tmp_path / "d.xlsx", form, issue("MON"), odd_rows(form, 5)).read_bytes()
