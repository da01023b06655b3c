"""MON, the monthly return."""

from collections.abc import Callable

import pytest

from zoneproc.forms import FORMS
from zoneproc.forms.monthly import EVENTS, TALKS, TASKS, TRAINEES, VIOLATIONS

Missing = Callable[[str, dict[str, object]], set[str]]


@pytest.mark.parametrize(
    ("row", "owed"),
    [
        ({}, {"talk_date", "miss_reason"}),
        ({"miss_reason": "班次冲突"}, set()),
        ({"talk_date": "2026-03-12"}, {"talk_method", "talk_topics", "mood", "content", "has_opinion"}),
        ({"miss_reason": "其他", "mood": "有波动"}, {"follow_up"}),
        ({"miss_reason": "其他", "has_opinion": True}, {"opinion_no"}),
        ({"miss_reason": "其他", "has_opinion": False}, set()),
    ],
)
def test_what_a_talk_owes(missing: Missing, row: dict[str, object], owed: set[str]) -> None:
    """A row holds a talk or the reason why there was none."""
    assert missing("talks", row) == owed


def test_follow_up_is_asked_for_key_persons_too() -> None:
    """U24: the wording of the column; whether the contact is a key person stands in B-6."""
    assert TALKS["follow_up"].needs == "条件(有波动/需重点关注,或联系人为重点人)"


@pytest.mark.parametrize(
    ("table", "row", "owed"),
    [
        ("monthly_reports", {"miss_reason": "党员离岗"}, set()),
        ("opinions", {"opinion_status": "办理中"}, set()),
        ("opinions", {"opinion_status": "不采纳已解释"}, {"reply_date", "result"}),
        ("opinions", {"handler": "营运科"}, {"handed_date"}),
        ("opinions", {"handed_date": "2026-03-13"}, {"handler", "due_date"}),
        ("opinions", {"is_suggestion": True}, {"adoption"}),
        ("violations", {"source": "党员发现", "person_kind": "党员本人"}, {"corrected_by", "person_employee_no"}),
        ("events", {"event_kind": "安全事故"}, {"casualty"}),
        ("trainees", {"half_check_date": "2026-06-25"}, {"opinion"}),
        ("tasks", {"task_result": "逾期完成"}, {"done_date", "evidence"}),
        ("tasks", {"task_result": "进行中"}, set()),
    ],
)
def test_what_other_rows_owe(missing: Missing, table: str, row: dict[str, object], owed: set[str]) -> None:
    assert missing(table, row) == owed


def test_carried_rows_keep_their_old_dates() -> None:
    """U07: M-4 and M-5 rows may be repeated in a later month, so their dates need not lie in it."""
    assert not EVENTS["occurred_at"].inside_period
    assert not VIOLATIONS["event_date"].inside_period
    assert TALKS["talk_date"].inside_period
    assert TRAINEES["talk_date"].inside_period


def test_the_number_of_an_issued_task_can_be_extended() -> None:
    """U72: the branch adds -01, -02 to the number of a task given to it, so the number is not locked."""
    assert not TASKS["task_no"].prefilled
    assert TASKS["weight"].prefilled


def test_which_sheets_may_be_nil() -> None:
    """U69."""
    assert [table.code for table in FORMS["MON"].tables if table.nil_allowed] == [f"M-{n}" for n in range(3, 9)]
