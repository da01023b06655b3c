"""What a branch finds already written in its workbook: rosters, contacts and open matters, never last month's answers.

Each function looks through the ledger once and gives back what tells, branch by branch, the rows of one form for a period:
row dicts by table, ready for `excel.copies.write_copy`. Sources are the last accepted returns (domain.md 2.1, rule 2; U07).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from zoneproc.duties.links import links_of
from zoneproc.duties.roster import roster_on
from zoneproc.forms import FORMS
from zoneproc.ledger import Ledger, in_force
from zoneproc.period import Period
from zoneproc.rules import Ruleset
from zoneproc.scoring.quarter import QuarterScores

Rows = Sequence[Mapping[str, object]]
Sheets = dict[str, Rows]
OfBranch = Callable[[str], Sheets]
"""What a branch, by its code, finds in its workbook."""
CLOSED_OPINIONS = ("已办结", "已转公司", "暂不具备条件已解释", "不采纳已解释")
OPEN_TASKS = ("进行中", "未完成")
MATTERS = ("opinions", "events", "trainees", "tasks", "rectifications")
"""Sheets of open matters, carried from return to return and into the next year (U07)."""
_ANSWERS = ["talk_date", "quarter_check_date", "half_check_date", "opinion", "note"]


def known_numbers(ledger: Ledger) -> Callable[[str], Mapping[str, Mapping[str, str]]]:
    """A branch's own members and groups, for drop-downs and 自检: "table.field" → number → name; what there are none of left out."""
    own = {
        "members.member_no": _named(ledger["members"], "member_no", "name"),
        "groups.group_code": _named(ledger["groups"], "group_code", "group_name"),
    }
    return lambda branch: {target: found[branch] for target, found in own.items() if branch in found}


def company_numbers(ledger: Ledger) -> Mapping[str, Mapping[str, str]]:
    """What the workbooks of all branches may refer to, for the same use: every team of the company, if any is known."""
    teams = ledger["teams"]
    names = dict(zip(teams["team_code"], teams["team_name"].fillna(""), strict=True))
    return {"teams.team_code": names} if names else {}


def _named(frame: pd.DataFrame, number: str, name: str) -> Mapping[str, Mapping[str, str]]:
    """Branch → number → name."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for branch, key, value in zip(frame["_branch"], frame[number], frame[name].fillna(""), strict=True):
        found[branch][key] = value
    return found


def register_rows(ledger: Ledger) -> OfBranch:
    """BASE: the whole register as last accepted, and the branch's lines and teams for reference."""
    tables = {table.name: _parted(ledger[table.name]) for table in FORMS["BASE"].tables[1:] if table.key}
    teams = ledger["teams"].assign(status=ledger["teams"]["team_status"])
    return _together({**tables, "line_teams": _parted(teams, by="branch_code")})


def monthly_rows(ledger: Ledger, rules: Ruleset, month: Period) -> OfBranch:
    """MON: one M-1 row per contact due, one M-2 row per member owing a report, and what is still open."""
    day = month.rule_day(int(rules.number("mid_month_day")))
    links = links_of(ledger, day)
    links = links[links["owed"]].drop_duplicates(["branch_code", "member_no", "contact_employee_no"])
    members = roster_on(ledger, [day])
    owed = members[members["owed"]]
    talks = ["member_no", "member_name", "contact_employee_no", "contact_name"]
    lists = _together(
        {
            "talks": _parted(links, talks, "branch_code"),
            "monthly_reports": _parted(
                owed.assign(member_name=owed["name"]), ["member_no", "member_name"], "branch_code"
            ),
        }
    )
    matters, orders = carried_matters(ledger), _new_orders(ledger, month, members)

    def of(branch: str) -> Sheets:
        carried, _ = matters(branch)
        return {**lists(branch), **carried, "tasks": [*carried["tasks"], *orders.get(branch, ())]}

    return of


def quarterly_rows(ledger: Ledger, scores: QuarterScores) -> OfBranch:
    """QTR: one Q-1 row per member scored by the branch with the computed items, and open rectifications."""
    members = scores.members
    items = scores.points[scores.points["subject"].isin(members["member_no"])]
    written = items["points"].map(lambda points: "不适用" if pd.isna(points) else f"{points:.2f}")
    wide = items.assign(written=written, column=items["indicator"].str.lower())
    wide = wide.pivot_table(index="subject", columns="column", values="written", aggfunc="first").reset_index()
    table = members.merge(wide, left_on="member_no", right_on="subject", how="left").assign(
        member_name=lambda rows: rows["name"]
    )
    names = [field.name for field in FORMS["QTR"]["assessments"].fields if field.system and field.name in table]
    assessments = _parted(table, ["member_no", "member_name", *names], "branch_code")
    matters = carried_matters(ledger)
    return lambda branch: {"assessments": assessments.get(branch, ()), **matters(branch)[1]}


def annual_rows(ledger: Ledger, year: Period) -> OfBranch:
    """ANN: Y-1 and Y-2 with members and groups, Y-4 and Y-5 with what holds on 31 December, to be redrawn."""
    members = roster_on(ledger, [year.end])
    groups, zones, contacts = (in_force(ledger[name], year.end) for name in ("groups", "zones", "contacts"))
    fresh = pd.Timestamp(date(year.year + 1, 1, 1))
    reviews = ["member_no", "member_name", "member_type"]
    return _together(
        {
            "reviews": _parted(members.assign(member_name=members["name"]), reviews, "branch_code"),
            "group_ratings": _parted(groups, ["group_code", "group_name"]),
            "next_zones": _parted(zones.assign(start_date=fresh)),
            "next_contacts": _parted(contacts.assign(start_date=fresh, link_no=None)),
        }
    )


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


def carried_matters(ledger: Ledger) -> Callable[[str], tuple[Sheets, Sheets]]:
    """What is open at the year's end and is carried into the next: for its first month, and for its first quarter (U07)."""
    opinions, events, tasks, trainees = (_latest(ledger[name]) for name in ("opinions", "events", "tasks", "trainees"))
    rectifications = _latest(ledger["rectifications"])
    monthly = _together(
        {
            "opinions": _parted(opinions[~opinions["opinion_status"].isin(CLOSED_OPINIONS)]),
            "events": _parted(events[~events["closed"].eq(True)]),
            "trainees": _parted(trainees[trainees["stage"] != "预备党员"].drop(columns=_ANSWERS)),
            "tasks": _parted(tasks[tasks["task_result"].isin(OPEN_TASKS)]),
        }
    )
    quarterly = _together({"rectifications": _parted(rectifications[rectifications["rect_status"] != "已销号"])})
    return lambda branch: (monthly(branch), quarterly(branch))


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


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of each branch's latest return that has the table: matters are carried from return to return (U07)."""
    last = rows.groupby("_branch", sort=False)["_period"].max()
    return rows[rows["_period"] == rows["_branch"].map(last)] if len(rows) else rows


def _new_orders(ledger: Ledger, month: Period, members: pd.DataFrame) -> Mapping[str, Rows]:
    """Tasks of the committee (C-6) not yet entered by the branch that is to see to them, by branch (U72)."""
    orders = ledger["orders"]
    orders = orders[(orders["issued_date"] <= pd.Timestamp(month.end)) & (orders["task_status"] == "有效")]
    entered = set(ledger["tasks"]["task_no"].dropna().str.replace(r"-\d{2}$", "", regex=True))
    orders = orders[~orders["task_no"].isin(entered) & ~orders["task_no"].isin(ledger["tasks"]["task_no"])]
    to_member = orders["target_kind"] == "党员"
    homes = orders["target_no"].map(dict(zip(members["member_no"], members["branch_code"], strict=True)))
    rows = orders.assign(
        branch=homes.where(to_member, orders["target_no"].where(orders["target_kind"] == "支部")),
        issuer="党委",
        member_no=orders["target_no"].where(to_member),
        task_no=orders["task_no"].where(to_member, orders["task_no"] + "-01"),
        task_result="进行中",
    )
    columns = "task_no task_name issuer member_no weight issued_date due_date task_result".split()
    return _parted(rows[rows["branch"].notna()], columns, "branch")


def _parted(frame: pd.DataFrame, columns: Sequence[str] = (), by: str = "_branch") -> Mapping[str, Rows]:
    """The rows of each branch, as `rows_of` gives them."""
    found: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for branch, row in zip(frame[by].tolist(), rows_of(frame, columns), strict=True):
        found[branch].append(row)
    return found


def _together(tables: Mapping[str, Mapping[str, Rows]]) -> OfBranch:
    """The tables of each branch, those without rows empty."""
    return lambda branch: {name: found.get(branch, ()) for name, found in tables.items()}


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
