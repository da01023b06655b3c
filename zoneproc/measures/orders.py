"""T6 其他交办: tasks given by the 党委 or the branch. domain.md 3.1."""

import pandas as pd

from zoneproc.duties.incidents import latest_rows
from zoneproc.measures import MEASURES, Cases, Evidence, cases

WITHDRAWN = ("已撤销", "退回")


@MEASURES.named("交办任务")
def assigned_tasks(evidence: Evidence) -> Cases:
    """交办任务 (I61, weights): tasks due in the quarter as last reported: in time 1, late `late_task_factor`, not done 0, times weight.

    The dates decide; withdrawn tasks and those of withdrawn orders are left out. S3.6, U30.
    """
    tasks = latest_rows(evidence.ledger, "tasks", "task_no", evidence.period)
    start, end = pd.Timestamp(evidence.period.start), pd.Timestamp(evidence.period.end)
    due = tasks[tasks["due_date"].between(start, end) & tasks["member_no"].notna()]
    due = due[due["task_result"].ne("已撤销") & ~_withdrawn(evidence, due)]
    weight = due["weight"].fillna(1).astype("float64")
    in_time = due["done_date"] <= due["due_date"]
    late_worth = evidence.rules.number("late_task_factor")
    worth = pd.Series(0.0, due.index).mask(due["done_date"].notna(), late_worth).mask(in_time, 1.0)
    return cases(
        due,
        "tasks",
        subject=due["member_no"],
        numerator=weight * worth,
        denominator=weight,
        note=lambda: due["task_name"].fillna("") + " " + _states(due, in_time),
    )


def _states(tasks: pd.DataFrame, in_time: pd.Series) -> pd.Series:
    return pd.Series("未完成", tasks.index).mask(tasks["done_date"].notna(), "逾期完成").mask(in_time, "按期完成")


def _withdrawn(evidence: Evidence, tasks: pd.DataFrame) -> pd.Series:
    """Whether the order behind the task (its number, or its number plus -nn) was withdrawn or sent back."""
    orders = evidence.ledger["orders"]
    gone = orders.loc[orders["task_status"].isin(WITHDRAWN), "task_no"].dropna()
    order = tasks["task_no"].str.replace(r"-\d{2}$", "", regex=True)
    return tasks["task_no"].isin(gone) | order.isin(gone)
