"""Orders and tasks (U30, U72)."""

from datetime import date

from zoneproc.demo.plan import Plan
from zoneproc.demo.tasks import open_tasks, orders_of, tasks_of
from zoneproc.period import Period

PLAN = Plan(2026, 2026, 8, 3)


def test_task_numbers_of_an_order_are_its_number_and_two_digits():
    orders = {order.task_no for order in orders_of(PLAN)}
    ordered = [task for task in tasks_of(PLAN) if task.issuer == "党委"]
    assert {task.task_no[:-3] for task in ordered} == orders
    assert len({task.task_no for task in tasks_of(PLAN)}) == len(tasks_of(PLAN))


def test_results_agree_with_dates():
    for task in tasks_of(PLAN):
        if task.task_result == "按期完成":
            assert task.done_date <= task.due_date
        if task.task_result == "逾期完成":
            assert task.done_date > task.due_date
        assert task.done_date is None or task.known_on(task.issued_date).done_date in (None, task.done_date)


def test_sloppy_branch_has_every_outcome():
    assert {"按期完成", "逾期完成", "未完成", "已撤销"} <= {task.task_result for task in tasks_of(PLAN)}


def test_a_month_lists_what_is_open():
    month = Period.parse("2026-03")
    rows = open_tasks(PLAN, month)
    assert rows
    assert all(task.issued_date <= date(2026, 3, 31) for task in rows)
    assert all(task.done_date is None or task.done_date >= date(2026, 3, 1) for task in rows)
