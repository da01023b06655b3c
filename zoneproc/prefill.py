"""What a branch finds already written in its workbook: rosters, contacts and open matters, never last month's answers.

Each function gives the rows of one form for one branch and period as row dicts by table, ready for
`excel.template.write_template`. Sources are the last accepted returns (domain.md 2.1, rule 2; U07).
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from zoneproc.duties.contacts import links_of
from zoneproc.duties.roster import roster_on
from zoneproc.forms import FORMS
from zoneproc.ledger import Ledger, in_force
from zoneproc.period import Period
from zoneproc.rules import Ruleset
from zoneproc.scoring.quarter import QuarterScores

Rows = Sequence[Mapping[str, object]]
Sheets = dict[str, Rows]
CLOSED_OPINIONS = ("已办结", "已转公司", "暂不具备条件已解释", "不采纳已解释")
OPEN_TASKS = ("进行中", "未完成")
MATTERS = ("opinions", "events", "trainees", "tasks", "rectifications")
"""Sheets of open matters, carried from return to return and into the next year (U07)."""
_ANSWERS = ["talk_date", "quarter_check_date", "half_check_date", "opinion", "note"]


def known_numbers(ledger: Ledger, branch: str) -> Mapping[str, Mapping[str, str]]:
    """What the workbooks of a branch may refer to, for drop-downs and 自检: "table.field" → number → name.

    The branch's own members and groups, and every team of the company; a table nobody has sent is left out.
    """
    members, groups = (_own(ledger[name], branch) for name in ("members", "groups"))
    named = {
        "members.member_no": (members, "member_no", "name"),
        "groups.group_code": (groups, "group_code", "group_name"),
        "teams.team_code": (ledger["teams"], "team_code", "team_name"),
    }
    return {
        target: dict(zip(rows[number], rows[name].fillna(""), strict=True))
        for target, (rows, number, name) in named.items()
        if len(rows)
    }


def register_rows(ledger: Ledger, branch: str) -> Sheets:
    """BASE: the whole register as last accepted, and the branch's lines and teams for reference."""
    sheets = {table.name: rows_of(_own(ledger[table.name], branch)) for table in FORMS["BASE"].tables[1:] if table.key}
    teams = _own(ledger["teams"], branch, "branch_code")
    return sheets | {"line_teams": rows_of(teams)}


def monthly_rows(ledger: Ledger, rules: Ruleset, branch: str, month: Period) -> Sheets:
    """MON: one M-1 row per contact due, one M-2 row per member owing a report, and what is still open."""
    day = month.rule_day(int(rules.number("mid_month_day")))
    links = links_of(ledger, day)
    links = links[links["owed"] & (links["branch_code"] == branch)].drop_duplicates(
        ["member_no", "contact_employee_no"]
    )
    members = _members(ledger, branch, day)
    owed = members[members["owed"]]
    matters, _ = carried_matters(ledger, branch)
    return {
        "talks": rows_of(links, ["member_no", "member_name", "contact_employee_no", "contact_name"]),
        "monthly_reports": rows_of(owed.assign(member_name=owed["name"]), ["member_no", "member_name"]),
        **matters,
        "tasks": [*matters["tasks"], *_new_orders(ledger, branch, month, members)],
    }


def quarterly_rows(ledger: Ledger, scores: QuarterScores, branch: str) -> Sheets:
    """QTR: one Q-1 row per member scored by the branch with the computed items, and open rectifications."""
    members = scores.members[scores.members["branch_code"] == branch]
    items = scores.points[scores.points["subject"].isin(members["member_no"])]
    written = items["points"].map(lambda points: "不适用" if pd.isna(points) else f"{points:.2f}")
    wide = items.assign(written=written, column=items["indicator"].str.lower())
    wide = wide.pivot_table(index="subject", columns="column", values="written", aggfunc="first").reset_index()
    table = members.merge(wide, left_on="member_no", right_on="subject", how="left").assign(
        member_name=lambda rows: rows["name"]
    )
    names = [field.name for field in FORMS["QTR"]["assessments"].fields if field.system and field.name in table]
    _, matters = carried_matters(ledger, branch)
    return {"assessments": rows_of(table, ["member_no", "member_name", *names]), **matters}


def annual_rows(ledger: Ledger, branch: str, year: Period) -> Sheets:
    """ANN: Y-1 and Y-2 with members and groups, Y-4 and Y-5 with what holds on 31 December, to be redrawn."""
    members = _members(ledger, branch, year.end)
    groups = in_force(_own(ledger["groups"], branch), year.end)
    fresh = pd.Timestamp(date(year.year + 1, 1, 1))
    zones = in_force(_own(ledger["zones"], branch), year.end).assign(start_date=fresh)
    contacts = in_force(_own(ledger["contacts"], branch), year.end).assign(start_date=fresh, link_no=None)
    return {
        "reviews": rows_of(members.assign(member_name=members["name"]), ["member_no", "member_name", "member_type"]),
        "group_ratings": rows_of(groups, ["group_code", "group_name"]),
        "next_zones": rows_of(zones),
        "next_contacts": rows_of(contacts),
    }


def carried_register(ledger: Ledger, branch: str, year: Period) -> Sheets:
    """BASE of the year after `year`: who is on the roll, and the zones and contacts of Y-4 and Y-5 (S5.1.3c).

    Without a Y-4 or Y-5 of the branch this year's rows that still hold are carried as they stand. What ended in the last
    two months stays to be seen; older history is in the year it belongs to.
    """
    since, own = pd.Timestamp(year.end) - _REMEMBERED, {name: _own(ledger[name], branch) for name in _CARRIED}
    on_roll = roster_on(ledger, [year.end])
    here = on_roll.loc[on_roll["branch_code"].eq(branch), ["_source", "_row"]].apply(tuple, axis=1)
    members = own["members"]
    known = members[["_source", "_row"]].apply(tuple, axis=1).isin(set(here))
    members = members[known | (members["branch_to"] >= since) | (members["branch_from"] > pd.Timestamp(year.end))]
    return {
        "branch_profile": rows_of(own["branch_profile"]),
        "groups": rows_of(_living(own["groups"], since)),
        "members": rows_of(members),
        "absences": rows_of(_living(own["absences"], since)),
        "zones": rows_of(_next(ledger, branch, year, ("zones", "next_zones"), since)),
        "contacts": rows_of(_next(ledger, branch, year, ("contacts", "next_contacts"), since)),
        "documents": rows_of(own["documents"]),
        "line_teams": rows_of(_own(ledger["teams"], branch, "branch_code")),
    }


_CARRIED = ("branch_profile", "groups", "members", "absences", "documents")
_REMEMBERED = pd.Timedelta(days=60)
_CLEARED = "年度调整"


def carried_matters(ledger: Ledger, branch: str) -> tuple[Sheets, Sheets]:
    """What is open at the year's end and is carried into the next: for its first month, and for its first quarter (U07)."""
    opinions, events, tasks, trainees = (
        _latest(ledger, name, branch) for name in ("opinions", "events", "tasks", "trainees")
    )
    rectifications = _latest(ledger, "rectifications", branch)
    monthly = {
        "opinions": rows_of(opinions[~opinions["opinion_status"].isin(CLOSED_OPINIONS)]),
        "events": rows_of(events[~events["closed"].eq(True)]),
        "trainees": rows_of(trainees[trainees["stage"] != "预备党员"].drop(columns=_ANSWERS)),
        "tasks": rows_of(tasks[tasks["task_result"].isin(OPEN_TASKS)]),
    }
    return monthly, {"rectifications": rows_of(rectifications[rectifications["rect_status"] != "已销号"])}


def _living(rows: pd.DataFrame, since: pd.Timestamp) -> pd.DataFrame:
    return rows[rows["end_date"].isna() | (rows["end_date"] >= since)]


def _next(ledger: Ledger, branch: str, year: Period, tables: tuple[str, str], since: pd.Timestamp) -> pd.DataFrame:
    """Next year's rows as planned, or this year's that hold on; and those that ended of themselves in the last weeks."""
    now, planned = (_own(ledger[name], branch) for name in tables)
    planned = planned[planned["_period"].eq(str(year))]
    ended = now[(now["end_date"] >= since) & (now["end_date"] <= pd.Timestamp(year.end))]
    reason = "change_reason" if "change_reason" in now else "end_reason"
    ended = ended[ended[reason].ne(_CLEARED)]
    holding = now[now["end_date"].isna() | (now["end_date"] > pd.Timestamp(year.end))]
    coming = planned if len(planned) else holding
    return pd.concat([ended, coming], ignore_index=True) if len(ended) else coming


def _own(frame: pd.DataFrame, branch: str, column: str = "_branch") -> pd.DataFrame:
    return frame[frame[column] == branch]


def _members(ledger: Ledger, branch: str, day: date) -> pd.DataFrame:
    members = roster_on(ledger, [day])
    return members[members["branch_code"] == branch]


def _latest(ledger: Ledger, table: str, branch: str) -> pd.DataFrame:
    """The rows of the branch's latest return that has the table: matters are carried from return to return (U07)."""
    rows = _own(ledger[table], branch)
    return rows[rows["_period"] == rows["_period"].max()] if len(rows) else rows


def _new_orders(ledger: Ledger, branch: str, month: Period, members: pd.DataFrame) -> Rows:
    """Orders of C-6 issued up to the month's end and not yet in M-7: to a member, or to the branch, which names one."""
    orders = ledger["orders"]
    orders = orders[(orders["issued_date"] <= pd.Timestamp(month.end)) & (orders["task_status"] == "有效")]
    personal = orders["target_no"].isin(members["member_no"]) & (orders["target_kind"] == "党员")
    orders = orders[personal | ((orders["target_no"] == branch) & (orders["target_kind"] == "支部"))]
    entered = set(ledger["tasks"]["task_no"].dropna().str.replace(r"-\d{2}$", "", regex=True))
    orders = orders[~orders["task_no"].isin(entered) & ~orders["task_no"].isin(ledger["tasks"]["task_no"])]
    to_member = orders["target_kind"] == "党员"
    rows = orders.assign(
        issuer="党委",
        member_no=orders["target_no"].where(to_member),
        task_no=orders["task_no"].where(to_member, orders["task_no"] + "-01"),
        task_result="进行中",
    )
    columns = "task_no task_name issuer member_no weight issued_date due_date task_result".split()
    return rows_of(rows, columns)


def rows_of(frame: pd.DataFrame, columns: Sequence[str] = ()) -> Rows:
    """The frame as row dicts of parsed values; missing cells are left out, provenance is dropped."""
    kept = frame[list(columns)] if columns else frame[[name for name in frame if not str(name).startswith("_")]]
    return [
        {str(name): _plain(value) for name, value in row.items() if not pd.isna(value)}
        for row in kept.to_dict("records")
    ]


def _plain(value: object) -> object:
    if not isinstance(value, pd.Timestamp):
        return value
    return value.date() if value == value.normalize() else value.to_pydatetime()
