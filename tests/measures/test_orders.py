"""I61: assigned tasks."""

from building import ledger_of
from member_rows import ME, OTHER, member, of, task

I61 = "交办任务"


def tasks_of(*rows, **tables):
    return of(I61, ledger_of(members=[member(), member(OTHER)], tasks=list(rows), **tables))


def test_dates_decide_whatever_the_mark_says_u30():
    assert tasks_of(
        task("2026-01-10", weight=1, done="2026-01-10"),
        task("2026-02-10", weight=2, done="2026-02-11", task_result="按期完成"),
        task("2026-03-10", weight=5),
        task("2026-04-10", weight=4),
    ) == [(ME, "", 2.2, 8.0)]


def test_what_a_late_task_is_worth_is_for_the_rules_to_say_i61():
    late = task("2026-02-10", weight=2, done="2026-02-11")
    ledger = ledger_of(members=[member()], tasks=[late])
    assert [of(I61, ledger, late_task_factor=worth) for worth in (0.6, 0.25)] == [
        [(ME, "", 1.2, 2.0)],
        [(ME, "", 0.5, 2.0)],
    ]


def test_the_latest_accepted_row_of_a_number_counts_u07_u30():
    first = task("2026-02-10", task_no="R1", _period="2026-01")
    latest = task("2026-02-10", task_no="R1", _period="2026-02", number=OTHER, done="2026-02-09")
    beyond = task("2026-02-10", task_no="R1", _period="2026-04")
    assert tasks_of(latest, first, beyond) == [(OTHER, "", 1.0, 1.0)]


def test_withdrawn_tasks_and_orders_are_left_out_u30():
    orders = [
        {"task_no": "R2026-015", "task_status": "已撤销"},
        {"task_no": "R2026-016", "task_status": "有效"},
        {"task_no": "R2026-017", "task_status": "退回"},
    ]
    rows = [
        task("2026-02-01", task_no="R2026-015-03"),
        task("2026-02-01", task_no="R2026-016-01", done="2026-02-01"),
        task("2026-02-01", task_no="R2026-017"),
        task("2026-02-01", task_no="R2026-018", task_result="已撤销"),
    ]
    assert tasks_of(*rows, orders=orders) == [(ME, "", 1.0, 1.0)]
