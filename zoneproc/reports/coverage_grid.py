"""R-4 网格覆盖表: which lines and teams have a responsible member at month end, who, and what stood open this year."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.duties.coverage import DIRECT, REINFORCED, UNCOVERED, coverage
from zoneproc.excel.sheets import Column, Figure, Sheet, Stack, TableBlock, Workbook
from zoneproc.period import Period
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import (
    AMBER,
    GREEN,
    RED,
    Welcome,
    counted,
    course,
    mend,
    rated,
    tasks_of,
)
from zoneproc.reports.explanation import explanation
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import joined, team_names, with_branch
from zoneproc.reports.problems import problems
from zoneproc.results import MonthResult

NUMBER, TITLE = "R-4", "网格覆盖表"
_MOST_NAMES = 3
NOT_DUE, NO_LINE = "不需覆盖", "(无线路)"
_STATES = {DIRECT: "direct", REINFORCED: "reinforced", UNCOVERED: "open"}
_ROLES = {"主责": "main", "协责": "assist"}
_SAID = (
    "班组需党员覆盖、未暂停且启用满宽限期的,列入应覆盖;月末有责任党员即为覆盖。",
    "直接覆盖:有本班组、本线路等责任区;充实覆盖:只有跨班组充实的责任区;离退休、流动党员不计。",
    "线路有一个应覆盖班组已覆盖即为覆盖;未覆盖天数自 1 月 1 日累计到本月末。",
    "责任党员离岗的注明“离岗”,不因此视为未覆盖,但请安排协责人员。",
)


def coverage_book(result: MonthResult) -> Sequence[Workbook]:
    """The workbook: overview by branch, the picture of the grid, the grid as a list, what is uncovered, problems."""
    run = result.run
    teams = grid(result)
    overview = by_branch(result)
    by_month = _by_month(result)
    path = course(run.ledger, "各支部班组覆盖率走势(月末)", by_month)
    sheets = [
        _overview(overview),
        path.sheet("班组月末覆盖率,充实覆盖也算覆盖。"),
        _picture(teams),
        _grid(teams),
        _uncovered(result, teams),
        problems(run, ["C"], "责任区覆盖问题清单"),
        *explanation(run, _SAID),
    ]
    book = workbook(run, (NUMBER, TITLE), sheets, _told(overview, by_month))
    tasks = tasks_of(
        ("线路没有责任党员,请支部尽快落实", int(overview["lines_open"].sum()), "条", "未覆盖清单"),
        ("班组没有责任党员,请支部尽快落实", int(overview["teams_open"].sum()), "个", "未覆盖清单"),
        mend(run, ["C"]),
    )
    parts = (("teams_direct", GREEN), ("teams_reinforced", AMBER), ("teams_open", RED))
    chart = Stack("各支部班组覆盖(个)", "总览", "branch", parts)
    return [replace(book, tasks=tasks, charts=[chart, path.lines])]


def _told(overview: pd.DataFrame, by_month: pd.DataFrame) -> Sequence[Figure]:
    """Lines and teams due and uncovered, beside those of the month before."""
    sums = by_month.groupby("month")[["lines", "lines_open", "due", "open"]].sum()
    before = sums.iloc[-2] if len(sums) > 1 else pd.Series(dtype="int64")
    asked: tuple[tuple[str, str, str, str, Welcome], ...] = (
        ("应覆盖线路", "lines", "lines", "条", ""),
        ("未覆盖线路", "lines_open", "lines_open", "条", "少"),
        ("应覆盖班组", "teams", "due", "个", ""),
        ("未覆盖班组", "teams_open", "open", "个", "少"),
    )
    counts = [
        counted(label, (int(overview[now].sum()), before.get(then)), unit, "总览", good)
        for label, now, then, unit, good in asked
    ]
    old = 1 - before["open"] / before["due"] if before.get("due") else None
    return [*counts, rated("班组覆盖率", _share(overview, "teams"), old, sheet="走势")]


def _by_month(result: MonthResult) -> pd.DataFrame:
    """Teams and lines at the end of each month so far: one row per branch and month, in order of month.

    Columns branch_code, month, label (3月); due, open, done of the teams; lines, lines_open.
    """
    run = result.run
    ends = [month.end for month in Period(run.period.year, 1, run.period.last).months]
    names = (("due", "open"), ("lines", "lines_open"))
    found = []
    for columns, rows in zip(names, coverage(run.ledger, run.rules, ends), strict=True):
        due = rows[rows["due"].astype(bool)]
        by = due["state"].eq(UNCOVERED).groupby([due["day"].dt.month.rename("month"), due["branch_code"]])
        found.append(by.agg(["size", "sum"]).set_axis(list(columns), axis=1))
    rows = pd.concat(found, axis=1).fillna(0).astype("int64").sort_index().reset_index()
    return rows.assign(done=rows["due"] - rows["open"], label=rows["month"].astype("str") + "月")


def by_branch(result: MonthResult) -> pd.DataFrame:
    """How many due lines and teams are covered directly, by reinforcement, or not: one row per branch, with shares 0–1."""
    columns = [_counts(result.lines, "lines"), _counts(result.teams, "teams")]
    frame = pd.concat(columns, axis=1).sort_index().fillna(0).astype("int64").rename_axis("branch_code").reset_index()
    for kind in ("lines", "teams"):
        frame[f"{kind}_share"] = 1 - frame[f"{kind}_open"] / frame[kind].where(frame[kind] > 0)
    return with_branch(frame, result.run.ledger)


def _counts(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    due = rows[rows["due"].astype(bool)]
    states = {
        f"{kind}_{name}": due["state"].eq(state).groupby(due["branch_code"]).sum() for state, name in _STATES.items()
    }
    return pd.DataFrame({kind: due.groupby("branch_code").size(), **states})


def grid(result: MonthResult) -> pd.DataFrame:
    """Every team at month end, by branch, line and team: codes and names, state (不需覆盖 if not due), main and assist
    (names of the holders), gap (days uncovered this year).
    """
    teams = result.teams
    state = teams["state"].where(teams["due"].astype(bool), NOT_DUE)
    teams = teams.assign(state=state, line_name=teams["line_name"].fillna(teams["line_code"]).fillna(NO_LINE))
    teams = teams.merge(_holders(result.holders), on="team_code", how="left")
    teams = teams.merge(result.team_gaps.rename(columns={"days": "gap"}), on=["branch_code", "team_code"], how="left")
    teams["gap"] = teams["gap"].fillna(0).astype("int64")
    teams = teams.sort_values(["branch_code", "line_code", "team_code"], kind="stable", na_position="last")
    return with_branch(teams, result.run.ledger).reset_index(drop=True)


def _holders(holders: pd.DataFrame) -> pd.DataFrame:
    """Names of the holders by team: team_code, main, assist; those off duty are marked."""
    rows = holders.sort_values(["team_code", "assignment_role", "member_no"], kind="stable")
    rows = rows.drop_duplicates(["team_code", "member_no", "assignment_role"])
    rows = rows.assign(
        shown=rows["name"].fillna(rows["member_no"]).mask(~rows["on_duty"].astype(bool), rows["name"] + "(离岗)")
    )
    found = pd.DataFrame({"team_code": rows["team_code"].drop_duplicates()})
    for role, name in _ROLES.items():
        found[name] = joined(rows[rows["assignment_role"] == role], "shown", ["team_code"], found)
    return found


def _overview(rows: pd.DataFrame) -> Sheet:
    parts = (("lines", "线路"), ("teams", "班组"))
    columns = [Column("支部编码", "branch_code", "code"), Column("支部", "branch", "name")]
    for kind, label in parts:
        columns += [
            Column("应覆盖", kind, "integer", band=label),
            Column("直接覆盖", f"{kind}_direct", "integer", band=label),
            Column("充实覆盖", f"{kind}_reinforced", "integer", band=label),
            Column("未覆盖", f"{kind}_open", "integer", band=label, alarm=True),
            Column("覆盖率", f"{kind}_share", "percent", band=label, missing="不适用", full=1),
        ]
    sums: dict[str, object] = {
        column.name: int(rows[column.name].sum()) for column in columns if column.look == "integer"
    }
    sums |= {f"{kind}_share": _share(rows, kind) for kind, _ in parts}
    note = "各支部应覆盖的线路、班组及月末覆盖情况。"
    return Sheet("总览", "网格覆盖总览", note, [TableBlock(columns, rows, total={"branch": "合计", **sums}, frozen=2)])


def _share(rows: pd.DataFrame, kind: str) -> float | None:
    due = int(rows[kind].sum())
    return 1 - int(rows[f"{kind}_open"].sum()) / due if due else None


def _picture(teams: pd.DataFrame) -> Sheet:
    """One row per branch and line, one box per team: team, holder in charge, state by word and colour."""
    holder = teams["main"].fillna(teams["assist"]).fillna("—").map(_few)
    box = teams["team_name"].fillna(teams["team_code"]) + "\n" + holder + "\n" + teams["state"]
    keys = ["branch_code", "branch", "line_name"]
    number = teams.groupby(keys, sort=False).cumcount() + 1
    rows = teams[keys].drop_duplicates()
    most = int(number.max()) if len(number) else 0
    for at in range(1, most + 1):
        rows = rows.merge(teams.loc[number == at, keys].assign(**{f"box{at}": box[number == at]}), on=keys, how="left")
    boxes = [Column(f"班组{at}", f"box{at}", "box", 16) for at in range(1, most + 1)]
    columns = [Column("支部", "branch", "name"), Column("线路", "line_name", "name"), *boxes]
    note = "一行一条线路,一格一个班组:班组、责任党员、状态。红色未覆盖,琥珀色靠充实覆盖,绿色直接覆盖。"
    return Sheet("网格图", "线路班组网格图", note, [TableBlock(columns, rows, frozen=2, pages_by="branch_code")])


def _few(names: str) -> str:
    """The first names of a long list, and how many there are."""
    each = names.split("、")
    return names if len(each) <= _MOST_NAMES else f"{'、'.join(each[:_MOST_NAMES])}等{len(each)}人"


def _grid(teams: pd.DataFrame) -> Sheet:
    columns = (
        Column("支部", "branch", "name"),
        Column("线路编号", "line_code", "code"),
        Column("线路", "line_name", "name"),
        Column("班组编码", "team_code", "code"),
        Column("班组", "team_name", "text"),
        Column("主责", "main", "long", 18, missing="—"),
        Column("协责", "assist", "long", 18, missing="—"),
        Column("月末状态", "state", "state"),
        Column("本年未覆盖天数", "gap", "integer"),
    )
    note = "每个班组的主责、协责党员和月末覆盖状态。"
    return Sheet("网格明细", "线路×班组×责任党员", note, [TableBlock(columns, teams, frozen=5)])


def _uncovered(result: MonthResult, teams: pd.DataFrame) -> Sheet:
    """Lines and teams uncovered at month end or at some time this year, the longest first."""
    names = team_names(result.run.ledger)
    gone = result.team_gaps.rename(columns={"team_code": "code"}).assign(kind="班组")
    gone["name"] = [names.get(code, code) for code in gone["code"]]
    lines = result.line_gaps.rename(columns={"line_code": "code", "line_name": "name"}).assign(kind="线路")
    now = pd.concat(
        [
            teams[["branch_code", "team_code", "state"]].rename(columns={"team_code": "code"}).assign(kind="班组"),
            result.lines[["branch_code", "line_code", "state"]]
            .rename(columns={"line_code": "code"})
            .assign(kind="线路"),
        ]
    )
    rows = pd.concat([lines, gone]).merge(now, on=["branch_code", "code", "kind"], how="left")
    rows["state"] = rows["state"].fillna(NOT_DUE)
    rows = rows.assign(closed=rows["state"] != UNCOVERED)
    rows = rows.sort_values(
        ["closed", "days", "branch_code", "kind", "code"], ascending=[True, False, True, True, True], kind="stable"
    )
    columns = (
        Column("支部", "branch", "name"),
        Column("类别", "kind", "name"),
        Column("编号", "code", "code"),
        Column("名称", "name", "text"),
        Column("月末状态", "state", "state"),
        Column("本年未覆盖天数", "days", "integer", bars=True, width=18),
    )
    longest = int(result.run.rules.number("long_gap_days"))
    note = f"月末仍未覆盖的在前;线路全年累计超过 {longest} 天未覆盖的支部,年度不能评先进党支部。"
    return Sheet("未覆盖清单", "未覆盖清单", note, [TableBlock(columns, with_branch(rows, result.run.ledger))])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, MonthResult, coverage_book))
