"""The C family: every line, team and member has a place in the grid, and the board shows it."""

from collections.abc import Collection

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.duties.coverage import UNCOVERED, coverage, zone_holders
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.ledger import in_force

C01 = declare(
    Code(
        "C01",
        Severity.ERROR,
        "线路或班组没有责任党员",
        "截至 {day},{what}没有责任党员。",
        "请在“责任区划分”中落实一名党员;本班组没有党员的,由车下党员管理人员充实。",
        "S4.1b–c",
    )
)
C02 = declare(
    Code(
        "C02",
        Severity.ERROR,
        "在岗党员没有责任区",
        "党员“{name}”({seen})截至 {day} 没有责任区。",
        "请在“责任区划分”中为其划定责任区;免考的请在党员名册填写依据。",
        "S1e, S4.1e, U47",
    )
)
C03 = declare(
    Code(
        "C03",
        Severity.ERROR,
        "班组主责不是一人",
        "班组“{team}”截至 {day} {fault}。",
        "请在“责任区划分”中为每个班组确定一名主责,其余为协责。",
        "domain.md 4/17",
    )
)
C04 = declare(
    Code(
        "C04",
        Severity.NOTE,
        "跨班组充实的不是车下党员管理人员",
        "党员“{name}”跨班组充实到“{team}”,党员名册中不是车下党员管理人员。",
        "请核对责任区类型,或在党员名册中更正“是否车下党员管理人员”。",
        "S4.1b, domain.md 4/18",
    )
)
C05 = declare(
    Code(
        "C05",
        Severity.NOTE,
        "责任党员离岗较久无人代管",
        "党员“{name}”自 {since} 离岗,班组“{team}”没有其他在岗责任党员。",
        "请为该班组指定协责或代管的党员。",
        "domain.md 4/9",
    )
)
C06 = declare(
    Code(
        "C06",
        Severity.NOTE,
        "图板未随责任区更新",
        "图板更新于 {seen},责任区在 {changed} 又有变动。",
        "请更新公开图板,并填写新的更新日期。",
        "S5.1.2a",
    )
)


@check("return")
def every_team_has_a_zone(view: View) -> list[Finding]:
    """C01, told to the branch on its zone sheet. A line without any cover is one finding that names its teams."""
    gaps = _gaps(view, view.on_file)
    gaps = gaps.assign(_source=gaps["branch_code"].map(_roster_files(view)), _branch=gaps["branch_code"])
    return view.on_sheet(C01, "zones", gaps, day=str(view.day), what="what")


@check("company")
def every_team_of_a_silent_branch_counts_as_open(view: View) -> list[Finding]:
    """C01 for branches without a BASE: told at the row of C-3, so that silence never looks like coverage."""
    silent = set(view.ledger["teams"]["branch_code"].unique()) - view.on_file
    if not silent:
        return []
    gaps = _gaps(view, silent)
    gaps = gaps.assign(_branch=gaps["branch_code"])
    return view.findings(C01, "teams", gaps, "team_code", day=str(view.day), what="what")


def _holders(view: View) -> pd.DataFrame:
    return view.once("zone holders", lambda: zone_holders(view.ledger, [view.day]))


def _gaps(view: View, branches: Collection[str]) -> pd.DataFrame:
    """Open lines of some branches, and open teams of lines that are covered: branch_code, team_code, what, provenance of a C-3 row."""
    teams, lines = coverage(view.ledger, view.rules, [view.day], branches)
    teams = teams[teams["due"] & teams["state"].eq(UNCOVERED)]
    if teams.empty:
        return teams.assign(what="")
    bare = pd.MultiIndex.from_frame(lines.loc[~lines["covered"], ["branch_code", "line_code"]])
    whole = pd.MultiIndex.from_frame(teams[["branch_code", "line_code"]]).isin(bare)
    by_line = teams[whole].groupby(["branch_code", "line_code", "line_name"], dropna=False, as_index=False)
    open_lines = by_line.agg(
        team_code=("team_code", "first"),
        named=("team_code", "、".join),
        _source=("_source", "first"),
        _row=("_row", "first"),
    )
    open_lines["what"] = (
        "线路“" + open_lines["line_name"].fillna(open_lines["line_code"]) + "”(班组 " + open_lines["named"] + ")"
    )
    single = teams[~whole]
    single = single.assign(what="班组“" + single["team_name"].fillna("") + "”(" + single["team_code"] + ")")
    columns = ["branch_code", "team_code", "what", "_source", "_row"]
    return pd.concat([open_lines[columns], single[columns]], ignore_index=True)


def _roster_files(view: View) -> pd.Series:
    """The BASE file of each branch on file."""
    return view.ledger["members"].drop_duplicates("_branch").set_index("_branch")["_source"]


@check("return", "members")
def every_member_has_a_zone(view: View) -> list[Finding]:
    """C02: members owed (U04) on the last day; 30 days' grace after joining and after a team was dissolved (4/14, U47)."""
    people = view.roster(view.day)
    grace = pd.Timestamp(view.day) - pd.Timedelta(days=int(view.rules.number("coverage_grace_days")))
    zones = view.ledger["zones"][["member_no", "start_date", "end_date", "change_reason"]]
    holding = in_force(zones, view.day)["member_no"]
    idle = people[people["owed"] & people["branch_from"].lt(grace) & ~people["member_no"].isin(holding)]
    dissolved = zones["change_reason"].eq("班组撤并") & zones["end_date"].ge(grace)
    idle = idle[~idle["member_no"].isin(zones.loc[dissolved, "member_no"])]
    return view.findings(
        C02, "members", _with_branch(idle), "member_no", name="name", seen="member_no", day=str(view.day)
    )


def _with_branch(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(_branch=rows["branch_code"])


@check("return", "zones")
def every_team_has_one_main_holder(view: View) -> list[Finding]:
    """C03: of the people on the roll, exactly one 主责 per covered team; open teams are C01. Each row is told."""
    holders = _holders(view).drop_duplicates(["team_code", "member_no", "assignment_role"])
    holders = _with_branch(holders).assign(main=holders["assignment_role"].eq("主责"))
    mains = holders.groupby(["branch_code", "team_code"])["main"].transform("sum")
    if mains.eq(1).all():
        return []
    headless = holders[mains.eq(0)].drop_duplicates(["branch_code", "team_code"]).assign(fault="没有主责党员")
    crowded = holders[mains.gt(1) & holders["main"]]
    crowded = crowded.assign(fault="有 " + mains[crowded.index].astype(str) + " 名主责党员")
    wrong = pd.concat([headless, crowded])
    return view.findings(C03, "zones", wrong, "assignment_role", team="team_code", day=str(view.day), fault="fault")


@check("return", "zones")
def reinforcement_comes_from_managers(view: View) -> list[Finding]:
    """C04: 跨班组充实 by off-bus managers (S4.1b)."""
    holders = _holders(view)
    reinforcing = holders[holders["zone_kind"].eq("跨班组充实")]
    people = view.roster(view.day)
    managers = people.loc[people["off_bus_manager"].eq(True).fillna(False), "member_no"]
    others = reinforcing[~reinforcing["member_no"].isin(managers)]
    return view.findings(C04, "zones", _with_branch(others), "zone_kind", name="name", team="team_code")


@check("return", "absences")
def long_absence_leaves_a_deputy(view: View) -> list[Finding]:
    """C05: a holder off duty for `holder_absence_days` or more by the day, and nobody else on duty for the team."""
    holders = _with_branch(_holders(view))
    if holders["on_duty"].all():
        return []
    least = pd.Timedelta(days=int(view.rules.number("holder_absence_days")) - 1)
    absences = view.ledger["absences"]
    day = pd.Timestamp(view.day)
    open_now = absences["start_date"].le(day - least) & (absences["end_date"].isna() | absences["end_date"].gt(day))
    since = absences[open_now].sort_values("start_date").drop_duplicates("member_no")[["member_no", "start_date"]]
    manned = holders.groupby("team_code")["on_duty"].transform("any")
    away = holders[~holders["on_duty"] & ~manned].merge(since, on="member_no")
    return view.findings(C05, "zones", away, "member_no", name="name", since="start_date", team="team_code")


@check("return", "boards")
def the_board_shows_the_zones_of_today(view: View) -> list[Finding]:
    """C06: the latest board of each place is not older than the last change of the branch's zones (S5.1.2a)."""
    boards = view.rows("boards").dropna(subset=["board_date"]).sort_values("board_date", kind="stable")
    boards = boards.drop_duplicates(["_branch", "location"], keep="last")
    zones = view.ledger["zones"]
    begun = zones[["_branch", "start_date"]].rename(columns={"start_date": "changed"})
    # A zone holds on its end date (U01), so the board is out of date from the day after.
    ended = zones[["_branch"]].assign(changed=zones["end_date"] + pd.Timedelta(days=1))
    changes = pd.concat([begun, ended])
    changes = changes[changes["changed"] <= pd.Timestamp(view.day)]
    stale = boards.merge(changes.groupby("_branch")["changed"].max().reset_index(), on="_branch")
    stale = stale[stale["board_date"] < stale["changed"]]
    return view.findings(C06, "boards", stale, "board_date", seen="board_date", changed="changed")
