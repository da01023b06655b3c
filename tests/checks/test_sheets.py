"""S04, S06, S09, S10, S13: what the declarations of the forms demand."""

from dataclasses import replace

import pytest
from building import frame_of, ledger_of
from checks.asking import HERE, THERE, ask, asked, flat, link, member, spot, talk

from zoneproc.checks.sheets import where
from zoneproc.findings import Place
from zoneproc.forms import FORMS, table_of
from zoneproc.intake.codes import S02, told
from zoneproc.schema import When


def cover(form="MON", **changes):
    row = {
        "template_id": form,
        "branch_code": HERE,
        "period": "2026-03",
        "submission_no": 1,
        "secretary_name": "党员1",
        "secretary_confirmed": True,
    }
    return row | changes


def sheets_of(found):
    return [(code, sheet) for code, sheet, _ in found]


FILLED = {
    "talks": [talk()],
    "monthly_reports": [{"member_no": "D00001"}],
    "opinions": [{"opinion_no": "Y001-2026-001"}],
    "violations": [{"violation_no": "W001-2026-001"}],
    "events": [{"event_no": "S001-2026-001"}],
    "trainees": [{"trainee_employee_no": "E20901"}],
    "tasks": [{"task_no": "R2026-001"}],
}
EMPTY_SHEET = "an_empty_sheet_is_declared_empty"


def test_s04_empty_sheet_without_nil_flag():
    """2.1, U69: attendance is empty; declared empty it is right."""
    silent = ledger_of(cover=[cover()], attendance=[], **FILLED)
    assert flat(ask(EMPTY_SHEET, silent)) == [("S04", *spot("attendance"))]
    declared = ledger_of(cover=[cover(nil_sheets="活动出勤")], attendance=[], **FILLED)
    assert ask(EMPTY_SHEET, declared) == []


def test_s04_is_silent_where_s02_has_told_that_the_sheet_was_not_found():
    """A follow-on of what reading has said already (promise 12); of other sheets it is told all the same."""
    silent = ledger_of(cover=[cover()], attendance=[], **FILLED | {"tasks": []})
    lost = replace(told(S02, Place("a.xlsx"), what="活动出勤", detail="这张表没有找到"), source="test")
    assert flat(ask(EMPTY_SHEET, replace(silent, findings=(lost,)))) == [("S04", *spot("tasks"))]


def test_s04_a_sheet_that_cannot_be_nil_is_told_whatever_the_cover_says():
    """M-2 always has rows; another branch's rows do not fill it."""
    tables = FILLED | {"attendance": [{"activity_no": "H2026-03-02"}]}
    tables["monthly_reports"] = [{"member_no": "D00002", "_source": "other", "_branch": THERE}]
    ledger = ledger_of(cover=[cover(nil_sheets="党员月汇报")], **tables)
    assert flat(ask(EMPTY_SHEET, ledger)) == [("S04", *spot("monthly_reports"))]


@pytest.mark.parametrize("seen", [False, None])
def test_s09_not_approved(seen):
    assert sheets_of(asked("the_secretary_has_approved", cover=[cover(secretary_confirmed=seen)])) == [("S09", "封面")]
    assert asked("every_compulsory_cell_is_filled", cover=[full_cover(secretary_confirmed=seen)]) == []


def test_s09_approved():
    assert asked("the_secretary_has_approved", cover=[cover()]) == []


def full_cover(**changes):
    row = cover(
        template_version="2026.1",
        branch_name="七队支部",
        subcompany_name="三分公司",
        preparer="王五",
        fill_date="2026-04-03",
    )
    return row | changes


COMPULSORY = "every_compulsory_cell_is_filled"


def test_s10_always_compulsory():
    row = {"opinion_no": "Y001-2026-001", "collected_date": "2026-03-12", "member_no": "D00001", "content": "空调"}
    row |= {"opinion_kind": "车辆技术", "is_suggestion": False}
    assert asked(COMPULSORY, opinions=[row]) == [("S10", *spot("opinions", "opinion_status"))]
    assert asked(COMPULSORY, opinions=[row | {"opinion_status": "已登记"}]) == []


def test_s10_compulsory_because_of_another_cell():
    """2.4: mood unsettled asks for 跟进情况; calm does not; a talk asks for its way."""
    complete = talk(member_name="党员1")
    assert asked(COMPULSORY, talks=[complete]) == []
    assert asked(COMPULSORY, talks=[complete | {"mood": "有波动"}]) == [("S10", *spot("talks", "follow_up"))]
    assert asked(COMPULSORY, talks=[complete | {"talk_method": None}]) == [("S10", *spot("talks", "talk_method"))]


def test_s10_an_untouched_talk_is_left_to_q04_and_an_untouched_report_asks_for_the_reason_once():
    assert asked(COMPULSORY, talks=[talk(day=None, member_name="党员1")]) == []
    report = {"member_no": "D00001", "member_name": "党员1"}
    assert asked(COMPULSORY, monthly_reports=[report]) == [("S10", *spot("monthly_reports", "miss_reason"))]


def test_s10_correction_needs_a_note():
    """2.2: version above 1."""
    found = asked(COMPULSORY, cover=[full_cover(submission_no=2), full_cover()])
    assert sheets_of(found) == [("S10", "封面")]


def test_s10_rows_of_other_periods_are_not_asked():
    assert asked(COMPULSORY, talks=[talk(day=None, _period="2026-02")]) == []


@pytest.mark.parametrize("form", list(FORMS))
def test_conditions_hold_for_columns_as_for_rows(form):
    """`where` over a frame says what `When.holds` says of each row: its own alternatives on the example row and on an empty one."""
    for table in FORMS[form].tables:
        whens = [when for item in table.fields for when in item.required_when if when.field in table]
        values = [{when.field: when.values[0] if when.values else None} for when in whens]
        for when, value in zip(whens, values, strict=True):
            parsed = table[when.field].parse(value[when.field])
            cell = ";".join(parsed) if isinstance(parsed, tuple) else parsed
            rows = frame_of(table, [{when.field: cell}, {}])
            expected = [when.holds({when.field: parsed}), when.holds({})]
            assert list(where(when, table, rows)) == expected, (table.name, when)


def test_conditions_on_choices_and_on_unknown_columns():
    table = table_of("talks")[1]
    rows = frame_of(table, [{"talk_topics": "安全行车;家庭生活"}, {"talk_topics": "其他"}, {}])
    assert list(where(When("talk_topics", ("家庭生活",)), table, rows)) == [True, False, False]
    assert list(where(When("elsewhere", ("x",)), table, rows)) == [False, False, False]


def test_s06_outside_the_month():
    """M-1 谈心日期; the last day of the month is inside."""
    name = "every_date_lies_in_its_period"
    assert asked(name, talks=[talk(), talk(day="2026-04-01", _period="2026-03")]) == [
        ("S06", *spot("talks", "talk_date", 6))
    ]
    assert asked(name, talks=[talk(day="2026-03-31"), talk(day="2026-03-01")]) == []


def test_s06_quarter_and_evaluation():
    outside = {"meeting_date": "2026-04-01", "meeting_kind": "党课", "_period": "2026Q1"}
    assert asked("every_date_lies_in_its_period", "2026Q1", meetings=[outside]) == [
        ("S06", *spot("meetings", "meeting_date"))
    ]


ORDER = "no_cell_contradicts_its_row"


def test_s13_dates_in_order_and_parts_within_the_whole():
    """2.3–2.5: 终止 before 起始; 实到 above 应到; equal is right."""
    assert asked(ORDER, contacts=[link(end_date="2025-12-31")]) == [("S13", *spot("contacts", "end_date"))]
    meeting = {"meeting_date": "2026-03-25", "expected": 8, "attended": 9, "_period": "2026Q1"}
    assert asked(ORDER, "2026Q1", meetings=[meeting]) == [("S13", *spot("meetings", "attended"))]
    assert asked(ORDER, "2026Q1", meetings=[meeting | {"attended": 8}], contacts=[link(end_date="2026-01-01")]) == []


def test_s13_roster_and_cover_agree():
    """2.2, 2.3: branch of B-3, and 书记 by name (4/39: blanks do not matter)."""
    name = "the_roster_agrees_with_the_cover"
    leader = member(party_post="书记", name="欧阳 明")
    assert asked(name, members=[leader], cover=[cover(secretary_name="欧阳明")]) == []
    assert sheets_of(asked(name, members=[leader], cover=[cover(secretary_name="赵六")])) == [("S13", "封面")]
    strange = [member(branch_code=THERE, _branch=HERE)]
    assert asked(name, members=strange) == [("S13", *spot("members", "branch_code"))]


def test_the_office_is_asked_the_same():
    """2.7a: S10, S13 and S06 for masters and evaluation."""
    name = "the_office_keeps_its_own_workbooks_complete"
    calendar = {"period": "2026-03", "template_id": "MON", "due_at": "2026-04-05 18:00", "correction_days": 3}
    early = calendar | {"freeze_at": "2026-04-05 12:00"}
    assert asked(name, calendar=[calendar]) == [("S10", *spot("calendar", "freeze_at"))]
    assert asked(name, calendar=[early]) == [("S13", *spot("calendar", "freeze_at"))]
    assert asked(name, calendar=[early | {"freeze_at": "2026-04-12 18:00"}]) == []
