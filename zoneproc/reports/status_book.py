"""R-1 报送情况通报: who sent in time, late or not at all, what was sent back, until when what is awaited, what is sealed."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.archive import PARTLY, QUERIED
from zoneproc.duties.awaiting import AWAITED, RETURNED, standing
from zoneproc.duties.returns import LATE, ON_TIME
from zoneproc.excel.sheets import Column, Notes, Sheet, Stack, TableBlock, Task, Workbook
from zoneproc.forms import FORMS
from zoneproc.period import Period
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import AMBER, GREEN, RED, Welcome, counted, month_before, rated, tasks_of
from zoneproc.reports.masthead import Figures, workbook
from zoneproc.results import MonthResult, Run
from zoneproc.standing import Status, rates, seal_words, secretaries_of, status_of, tally_of

NUMBER, TITLE = "R-1", "报送情况通报"
PREAMBLE = "序言"
"""The row of 用语 with which a bulletin begins (A12)."""
_FIGURES = {"owed": "应报", "on_time": ON_TIME, "late": LATE, "returned": RETURNED, "awaited": AWAITED}


def status_book(status: Status) -> Workbook:
    """The workbook: every owed return, the year so far by branch, what is sealed, and the reminder to paste."""
    run = status.run
    owed = standing(run.ledger, run.rules, Period(run.period.year, 1, run.period.last), run.moment)
    sheets = [_listed(status), _by_branch(run, owed), _calendar(owed), _sealed(run), _reminder(status)]
    book = workbook(run, (NUMBER, TITLE), sheets, _told(status, owed))
    parts = tuple(zip(("on_time", "late", "returned", "awaited"), (GREEN, AMBER, "#8E6BB0", RED), strict=True))
    chart = Stack("年内累计:各支部报送份数", "年内累计", "short_name", parts)
    return replace(book, tasks=_tasks(status), charts=[chart])


def _told(status: Status, owed: pd.DataFrame) -> Figures:
    """How the returns stand, beside those of the month before."""
    run = status.run
    earlier = owed[owed["form"].eq("MON") & owed["period"].eq(month_before(run))]
    now, before = tally_of(status.returns), tally_of(earlier) if len(earlier) else {}
    in_time, complete = rates(status.returns, run.moment)
    old_in_time, old_complete = rates(earlier, run.moment)
    good: dict[str, Welcome] = {ON_TIME: "多", LATE: "少", RETURNED: "少", AWAITED: "少"}
    return [
        *(counted(name, (count, before.get(name)), "份", "通报", good.get(name, "")) for name, count in now.items()),
        rated("按时率", in_time, old_in_time, sheet="年内累计"),
        rated("完整率", complete, old_complete, sheet="年内累计"),
        ("本期封存", seal_words(run, run.period)),
    ]


def _tasks(status: Status) -> Sequence[Task]:
    rows = status.returns
    count = tally_of(rows)
    faulty = int(rows["verdict"].isin((PARTLY, QUERIED)).sum())
    return tasks_of(
        ("未报,请催报(文字见“催报文字”)", count[AWAITED], "份", "催报文字"),
        ("已退回,请催支部改好再报", count[RETURNED], "份", "通报"),
        ("已计入但还有问题,请支部按退回修改单改正后再报", faulty, "份", "通报"),
    )


def _listed(status: Status) -> Sheet:
    names = secretaries_of(status.run.ledger, status.run.moment)
    titles = {form: FORMS[form].title for form in FORMS}
    rows = status.returns.assign(
        title=status.returns["form"].map(titles),
        secretary=[names.get(str(code), "") for code in status.returns["branch_code"]],
        put_off=status.returns["extended"].map({True: "已延期", False: ""}),
        counted=status.returns["version"].where(status.returns["version"] > 0),
        rank=status.returns["standing"].map({AWAITED: 0, RETURNED: 1, LATE: 2, ON_TIME: 3}),
    ).sort_values(["rank", "branch_code", "due_at", "form"], kind="stable")
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "short_name", "name"),
        Column("书记", "secretary", "name"),
        Column("表册", "title", "name"),
        Column("报告期", "period", "code"),
        Column("情况", "standing", "state"),
        Column("处理结果", "verdict", "state", 13),
        Column("收到时间", "received_at", "datetime"),
        Column("截止时间", "due_at", "datetime"),
        Column("延期", "put_off", "name"),
        Column("收到版本数", "versions", "integer"),
        Column("退回次数", "send_backs", "integer", alarm=True),
        Column("计入版本", "counted", "integer"),
        Column("请于此前报送", "next_due", "datetime"),
    )
    preamble = status.run.rules.wording_rows.get(PREAMBLE, "")
    note = "未报和退回的在前。收到时间按首个可读版本;退回后三个工作日内更正的,仍按首次报送时间。"
    return Sheet("通报", f"{TITLE}({status.run.period})", preamble + note, [TableBlock(columns, rows, frozen=2)])


def _calendar(owed: pd.DataFrame) -> Sheet:
    """One row per branch, one column per return of the year so far: how each stands, by word and colour."""
    titles = owed["period"] + owed["form"].map(lambda form: "" if form == "MON" else f"\n{FORMS[form].title}")
    rows = owed.assign(column=titles).drop_duplicates(["branch_code", "column"], keep="last")
    order = list(rows.sort_values(["due_at", "column"], kind="stable")["column"].drop_duplicates())
    wide = rows.pivot(  # noqa: PD010  # one value each
        index=["branch_code", "short_name"], columns="column", values="standing"
    ).reindex(columns=order)
    columns = (
        Column("支部", "short_name", "name", 22),
        *(Column(title, title, "state", 10, missing="—") for title in order),
    )
    note = "一行一个支部,一列一期:按时、迟报、退回(待改)、未报;— 不应报。"
    return Sheet("逐期报送", "逐期报送情况", note, [TableBlock(columns, wide.reset_index(), frozen=1)])


def _by_branch(run: Run, owed: pd.DataFrame) -> Sheet:
    rows = _figures(owed, run)
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "short_name", "name"),
        *(Column(label, name, "integer", alarm=name in ("returned", "awaited")) for name, label in _FIGURES.items()),
        Column("按时率", "in_time", "percent", missing="—"),
        Column("完整率", "complete", "percent", missing="—"),
    )
    in_time, complete = rates(owed, run.moment)
    sums = dict(zip(_FIGURES, tally_of(owed).values(), strict=True))
    total = {"short_name": "合计", **sums, "in_time": in_time, "complete": complete} if len(rows) else {}
    note = "按时率=按时份数÷到期(或已收)份数;完整率=已收份数÷到期(或已收)份数,迟报也算收到。"
    return Sheet("年内累计", f"{run.period.year} 年内累计", note, [TableBlock(columns, rows, total=total, frozen=2)])


def _figures(owed: pd.DataFrame, run: Run) -> pd.DataFrame:
    """One row per branch: how many returns are owed, how many stand how, and both rates (as `rates` has them)."""
    received = owed["standing"].isin((ON_TIME, LATE))
    due = received | owed["due_at"].le(pd.Timestamp(run.moment))
    marks = {name: owed["standing"].eq(word) for name, word in _FIGURES.items()}
    counted = {**marks, "owed": owed["standing"].notna(), "due": due}
    rows = owed[["branch_code", "short_name"]].assign(**counted).groupby(["branch_code", "short_name"]).sum()
    known = rows["due"].where(rows["due"] > 0)
    rates_of = {"in_time": rows["on_time"] / known, "complete": (rows["on_time"] + rows["late"]) / known}
    return rows.assign(**rates_of).reset_index()


def _sealed(run: Run) -> Sheet:
    rows = pd.DataFrame(
        [(seal.period, "已封存", seal.edition, seal.at, seal.who, seal.reason) for seal in run.seals],
        columns=["period", "state", "edition", "at", "who", "reason"],
    )
    rows["at"] = rows["at"].astype("datetime64[s]")
    columns = (
        Column("报告期", "period", "code"),
        Column("状态", "state", "state"),
        Column("第几次", "edition", "integer"),
        Column("封存时间", "at", "datetime"),
        Column("经手人", "who", "name"),
        Column("重新封存的理由", "reason", "long"),
    )
    note = "封存后收到的文件只存档、给出处理结果,不计入;解封须写明理由并登记。"
    return Sheet("封存情况", "封存情况", note, [TableBlock(columns, rows)])


def _reminder(status: Status) -> Sheet:
    return Sheet("催报文字", "催报文字", "可直接复制到工作群。", [Notes(status.text.split("\n"))])


def _of_month(result: MonthResult) -> Sequence[Workbook]:
    return [status_book(status_of(result.run))]


REPORT = REPORTS.add(NUMBER, Report(NUMBER, MonthResult, _of_month))
