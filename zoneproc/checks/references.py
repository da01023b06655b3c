"""The R family: numbers that point at people, teams and other rows must find them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.sheets import tables
from zoneproc.checks.together import among, said
from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.forms import table_of
from zoneproc.kinds import name_key
from zoneproc.ledger import Ledger
from zoneproc.period import Cadence, Period
from zoneproc.schema import Field, Table

R01 = declare(
    Code(
        "R01",
        Severity.ERROR,
        "党员编号不存在或与姓名不符",
        "党员编号“{seen}”{fault}。",
        "请对照党员名册核对编号和姓名;新转入的党员请先在基础台账的党员名册中补一行。",
        "domain.md 2.10, 4/38–39",
    )
)
R02 = declare(
    Code(
        "R02",
        Severity.ERROR,
        "职工不在册或联系人已是党员",
        "工号“{seen}”{fault}。",
        "请核对工号和姓名;联系人已入党的,请解除联系并在党员名册中登记。",
        "S4.3c, domain.md 4/23",
    )
)
R03 = declare(
    Code(
        "R03",
        Severity.ERROR,
        "班组不存在或已停用",
        "班组编码“{seen}”{fault}。",
        "请从“线路班组”表中选用现行编码;主表有误的,请在封面“更正说明”中注明。",
        "domain.md 4/14",
    )
)
R04 = declare(
    Code(
        "R04",
        Severity.ERROR,
        "谈心时没有联系关系",
        "{day} 与“{contact}”的谈心,当天在“重点联系人”中没有有效的联系关系。",
        "请核对工号和日期;确为联系人的,请在基础台账“重点联系人”中补登起止日期。",
        "S4.3e, domain.md 2.4",
    )
)
R05 = declare(
    Code(
        "R05",
        Severity.NOTE,
        "月汇报与意见台账不一致",
        "月汇报的“群众意见”与群众意见台账不一致:{fault}。",
        "请核对:有意见的在群众意见台账登记一行,没有的改为“无”。",
        "S5.1.2f",
    )
)
R06 = declare(
    Code(
        "R06",
        Severity.ERROR,
        "一人同时在两个支部",
        "党员“{seen}”同时列在支部 {other} 的党员名册中(本支部 {begun} 起)。",
        "请两个支部核对转出、转入日期,由转出支部填写转出日期。",
        "domain.md 4/1, 4/4",
    )
)
S15 = declare(
    Code(
        "S15",
        Severity.ERROR,
        "引用的编号不存在",
        "“{label}”填写的“{seen}”在“{sheet}”中找不到。",
        "请核对编号,或先在该表中登记。",
        "domain.md 2(规则栏)",
    )
)

_NAMES = ("member_name", "name", "secretary_name")
_Pointing = tuple[Table, Field, pd.DataFrame]
_Names = Mapping[tuple[object, ...], Sequence[str]]
_NOTHING = pd.DataFrame()
_DATED = (("start_date", "end_date"), ("branch_from", "branch_to"))


def _pointing_at(view: View, *targets: str, returns: bool = True) -> Iterator[_Pointing]:
    """The columns that refer to one of the named tables (none named: to any other), with the rows that hold a number."""
    for table in tables(view, returns=returns):
        for item in table.read_fields:
            target = _target(item)
            if target and (target in targets if targets else target not in ("members", "employees", "teams")):
                rows = view.rows(table.name)
                rows = rows[rows[item.name].notna()] if rows[item.name].hasnans else rows
                if len(rows):
                    yield table, item, rows


def _strangers(view: View, pointing: Iterable[_Pointing]) -> Iterator[_Pointing]:
    """Of these, the rows whose number does not stand in the target: in the branch's own rows, or anywhere if that is the office's."""
    listed: dict[str, tuple[Sequence[str], set[tuple[object, ...]]]] = {}
    for table, item, rows in pointing:
        if item.refers_to not in listed:
            listed[item.refers_to] = _listed(view.ledger, *item.refers_to.split("."))
        by, known = listed[item.refers_to]
        found = among(rows, [*by, item.name], known)
        if not found.all():
            yield table, item, rows[~found]


def _listed(ledger: Ledger, target: str, column: str) -> tuple[Sequence[str], set[tuple[object, ...]]]:
    """The numbers of a target, and what else tells them apart: each branch has its own; the office may name anybody's."""
    rows = ledger[target]
    if not table_of(target)[0].has_cover:
        return [], set(said(rows, column))
    own = set(said(rows, "_branch", column))
    return ["_branch"], own | {("", number) for _, number in own}


@check("return")
def every_member_number_is_on_the_roster(view: View) -> list[Finding]:
    """R01: the number stands in the branch's own B-3. Without a BASE at hand nothing is said."""
    found = []
    for table, item, rows in _strangers(view, _pointing_at(view, "members")):
        strange = rows[rows["_branch"].isin(view.on_file)]
        found += view.findings(R01, table.name, strange, item.name, seen=item.name, fault="不在本支部党员名册中")
    return found


@check("return")
def every_member_has_the_name_of_the_number(view: View) -> list[Finding]:
    """R01: names are compared without blanks, widths and kinds of dot (4/39); the number decides (4/38)."""
    names = _names(view.ledger["members"], "_branch", "member_no")
    found = []
    for table, item, numbered in _pointing_at(view, "members"):
        for name in [name for name in _NAMES if name in table and item.name == "member_no"]:
            unlike = _unlike(numbered, name, ["_branch", "member_no"], names, "党员名册")
            found += view.findings(R01, table.name, unlike, name, seen="member_no", fault="fault")
    return found


def _names(people: pd.DataFrame, *number: str) -> _Names:
    """The names under which each number is registered, the latest last."""
    named = people[people["name"].notna()]
    names: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for each, name in zip(said(named, *number), named["name"].to_list(), strict=True):
        names[each].append(name)
    return names


def _unlike(rows: pd.DataFrame, name: str, number: Sequence[str], names: _Names, where: str) -> pd.DataFrame:
    """The rows whose number is known, but under none of its names as written in the row, with `fault`."""
    written = zip(rows[name].to_list(), said(rows, *number), strict=True)
    wrong = {
        at: f"在{where}中是“{names[each][-1]}”,不是“{called}”"
        for at, (called, each) in enumerate(written)
        if each in names and called not in names[each] and _another(called, names[each])
    }
    return rows.iloc[list(wrong)].assign(fault=list(wrong.values())) if wrong else _NOTHING


def _another(called: object, names: Iterable[str]) -> bool:
    return isinstance(called, str) and name_key(called) not in map(name_key, names)


@check("return")
def every_employee_number_is_on_the_staff_list(view: View) -> list[Finding]:
    """R02: number and name agree with C-4; skipped where the office keeps no staff list (2.7)."""
    staff = view.ledger["employees"]
    if staff.empty:
        return []
    pointing = [(*each, set(each[2][each[1].name].unique())) for each in _pointing_at(view, "employees")]
    asked = set[object]().union(*(numbers for *_, numbers in pointing))
    staff = staff[staff["employee_no"].isin(asked)]  # the list is long, and few of it are in question
    listed, names = set(staff["employee_no"].unique()), _names(staff, "employee_no")
    found = []
    for table, item, rows, numbers in pointing:
        strange = rows[rows[item.name].isin(numbers - listed)]
        found += view.findings(R02, table.name, strange, item.name, seen=item.name, fault="不在职工名册(C-4)中")
        name = "name" if table.name == "members" else item.name.replace("employee_no", "name")
        if name in table and name != item.name:
            unlike = _unlike(rows, name, [item.name], names, "职工名册")
            found += view.findings(R02, table.name, unlike, name, seen=item.name, fault="fault")
    return found


@check("return", "contacts")
def no_contact_is_a_party_member(view: View) -> list[Finding]:
    """R02: contacts are 群众; who is on the roll as a member on the day is linked no longer (S4.3c, 4/23)."""
    links, people = view.rows("contacts"), view.roster(view.day)
    joined = _still_open(view, links[links["contact_employee_no"].isin(people["employee_no"].dropna())])
    joined = joined[joined["end_date"].isna() | (joined["end_date"] > pd.Timestamp(view.day))]
    return view.findings(
        R02,
        "contacts",
        joined,
        "contact_employee_no",
        seen="contact_employee_no",
        fault="已在党员名册中,不能再作为联系人",
    )


@check("return")
def every_team_exists_in_the_period(view: View) -> list[Finding]:
    """R03: the team stands in C-3 and is not closed for the whole of the period (4/14)."""
    teams = view.ledger["teams"]
    if teams.empty:
        return []
    listed, dated = set(teams["team_code"].unique()), _dated(view, teams)
    lately = set(dated["team_code"].unique())
    found = []
    for table, item, rows in _pointing_at(view, "teams"):
        codes = rows[item.name].unique()
        if unknown := [code for code in codes if code not in listed]:
            strange, former = _living(view, table, rows[rows[item.name].isin(unknown)]), _former(teams)
            strange = strange.assign(fault=[_unlisted(former.get(code)) for code in strange[item.name]])
            found += view.findings(R03, table.name, strange, item.name, seen=item.name, fault="fault")
        if doubtful := [code for code in codes if code in lately]:
            closed = _closed(view, table, rows[rows[item.name].isin(doubtful)], item.name, dated)
            found += view.findings(R03, table.name, closed, item.name, seen=item.name, fault="fault")
    return found


def _dated(view: View, teams: pd.DataFrame) -> pd.DataFrame:
    """The rows of the teams that opened or closed lately: only they can be closed to anybody."""
    lately = teams["end_date"].notna() | teams["start_date"].gt(pd.Timestamp(view.start))
    return teams.loc[teams["team_code"].isin(teams.loc[lately, "team_code"]), ["team_code", "start_date", "end_date"]]


def _former(teams: pd.DataFrame) -> Mapping[str, str]:
    """Former codes and names of teams (曾用编号), and the codes they have now."""
    named = teams.dropna(subset=["team_code", "alias_codes"])
    renamed = zip(named["team_code"], named["alias_codes"].str.split(";"), strict=True)
    return {old: str(new) for new, olds in renamed for old in olds}


def _unlisted(now: str | None) -> str:
    """That a code is not in C-3, and which one took its place (4/14: history under the old code)."""
    return "不在线路班组主表(C-3)中" if now is None else f"是曾用编号,现在是“{now}”"


def _still_open(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Of rows with dates of their own, those that hold on some day of the periods; closed history is left alone."""
    for start, end in _DATED:
        if start in rows and end in rows:
            begun = rows[start].isna() | (rows[start] <= pd.Timestamp(view.day))
            return rows[begun & (rows[end].isna() | (rows[end] >= pd.Timestamp(view.start)))]
    return rows


def _living(view: View, table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    return _still_open(view, rows) if table_of(table.name)[0].cadence is Cadence.LIVING else rows


def _closed(view: View, table: Table, rows: pd.DataFrame, column: str, dated: pd.DataFrame) -> pd.DataFrame:
    """The rows whose team holds on no day of the row's period, with `fault`.

    BASE lives on: a row closed on the team's own last day is right, so there the last day of the row is asked.
    """
    rows = _living(view, table, rows)
    if rows.empty:
        return _NOTHING
    teams = dated.set_axis([column, "opened", "shut"], axis="columns")
    asked = rows.assign(_at=range(len(rows)), _first=_first_day(view, table, rows), _last=_last_day(view, table, rows))
    both = asked[[column, "_at", "_first", "_last"]].merge(teams, on=column)
    holds = both["opened"].fillna(LONG_AGO).le(both["_last"]) & both["shut"].fillna(FAR_AHEAD).ge(both["_first"])
    shut = both.assign(holds=holds).groupby("_at").agg(holds=("holds", "any"), shut=("shut", "max"))
    gone = asked.merge(shut[~shut["holds"]], left_on="_at", right_index=True)
    return gone.assign(fault=("已于 " + gone["shut"].dt.strftime("%Y-%m-%d") + " 停用").fillna("尚未启用"))


def _first_day(view: View, table: Table, rows: pd.DataFrame) -> pd.Series:
    """BASE: the last day asked on which the row holds; else the first day of the row's period."""
    if table_of(table.name)[0].cadence is not Cadence.LIVING:
        return rows["_period"].map({text: pd.Timestamp(Period.parse(text).start) for text in rows["_period"].unique()})
    day = pd.Series(pd.Timestamp(view.day), index=rows.index)
    ended = next((rows[end] for start, end in _DATED if start in rows and end in rows), day)
    return ended.where(ended < day, day)


def _last_day(view: View, table: Table, rows: pd.DataFrame) -> pd.Series:
    if table_of(table.name)[0].cadence is Cadence.LIVING:
        return pd.Series(pd.Timestamp(view.day), index=rows.index)
    return rows["_period"].map({text: pd.Timestamp(Period.parse(text).end) for text in rows["_period"].unique()})


@check("return")
def every_other_number_is_found(view: View) -> list[Finding]:
    """S15: groups, opinions, organisations, 分公司 and the like. The office's own lists are asked only where kept."""
    kept = (each for each in _pointing_at(view) if _at_hand(view, _target(each[1])))
    return _nowhere(view, kept)


@check("company")
def the_office_refers_to_what_exists(view: View) -> list[Finding]:
    """S15 for masters and year-end evaluation, whose numbers may stand in any branch's BASE."""
    everything = (_pointing_at(view, returns=False), _pointing_at(view, "members", "employees", "teams", returns=False))
    kept = (each for each in chain(*everything) if len(view.ledger[_target(each[1])]))
    return _nowhere(view, kept)


def _nowhere(view: View, pointing: Iterable[_Pointing]) -> list[Finding]:
    found = []
    for table, item, rows in _strangers(view, pointing):
        sheet = table_of(_target(item))[1].label
        found += view.findings(S15, table.name, rows, item.name, label=item.label, seen=item.name, sheet=sheet)
    return found


def _target(item: Field) -> str:
    return item.refers_to.partition(".")[0]


def _at_hand(view: View, target: str) -> bool:
    form = table_of(target)[0]
    return len(view.ledger[target]) > 0 or (form.has_cover and form.cadence is not Cadence.LIVING)


@check("return", "talks")
def every_talk_has_a_link(view: View) -> list[Finding]:
    """R04: on the day of the talk a B-6 row of the pair holds, end dates included (U01, U10)."""
    on = ["_branch", "member_no", "contact_employee_no"]
    rows = view.rows("talks")
    dated = rows[[*on, "talk_date"]].dropna()
    dated = dated[dated["_branch"].isin(view.on_file)]
    links = view.ledger["contacts"][[*on, "start_date", "end_date"]]
    both = dated.assign(at=dated.index).merge(links, on=on)
    holds = both["start_date"].fillna(LONG_AGO).le(both["talk_date"]) & both["end_date"].fillna(FAR_AHEAD).ge(
        both["talk_date"]
    )
    strange = rows.loc[dated.index[~dated.index.isin(both.loc[holds, "at"])]]
    return view.findings(R04, "talks", strange, "talk_date", day="talk_date", contact="contact_employee_no")


@check("return", "monthly_reports")
def opinions_told_are_opinions_listed(view: View) -> list[Finding]:
    """R05: 群众意见 有 needs a row of M-3 collected in the month by the member, and the reverse."""
    pair = ["_branch", "_period", "member_no"]
    reports, opinions = view.rows("monthly_reports"), view.rows("opinions")
    opinions = opinions[opinions["member_no"].notna() & opinions["collected_date"].notna()]
    fresh = opinions[opinions["collected_date"].dt.strftime("%Y-%m") == opinions["_period"]]
    told = reports[reports["member_no"].notna() & reports["opinions_state"].eq("有")]
    unlisted = told[~among(told, pair, set(said(fresh, *pair)))]
    denied = reports[reports["member_no"].isin(fresh["member_no"]) & reports["opinions_state"].eq("无")]
    contrary = fresh[among(fresh, pair, set(said(denied, *pair)))]
    return [
        *view.findings(
            R05, "monthly_reports", unlisted, "opinions_state", fault="月汇报写“有”,台账中没有该党员本月收集的意见"
        ),
        *view.findings(R05, "opinions", contrary, "member_no", fault="台账中有该党员本月收集的意见,月汇报写“无”"),
    ]


@check("company")
def nobody_is_in_two_branches_at_once(view: View) -> list[Finding]:
    """R06: rows of one person in two branches overlap by more than the day of the move; both branches are told."""
    members = view.ledger["members"]
    people = _still_open(view, members[members["member_no"].duplicated(keep=False) & members["member_no"].notna()])
    undated = people["branch_to"].isna() & people["party_status"].fillna("正常").ne("正常")
    people = people[~undated]
    people = people.assign(
        begun=people["branch_from"].fillna(LONG_AGO),
        left=people["branch_to"].fillna(FAR_AHEAD),
        other=people["_branch"],
    )
    others = people[["member_no", "other", "begun", "left"]]
    both = people.drop(columns=["other"]).merge(others, on="member_no", suffixes=("", "_there"))
    overlap = both["begun"].lt(both["left_there"]) & both["begun_there"].lt(both["left"])
    twice = both[both["_branch"].ne(both["other"]) & overlap].drop_duplicates(["_source", "_row"])
    return view.findings(R06, "members", twice, "member_no", seen="member_no", other="other", begun="branch_from")
