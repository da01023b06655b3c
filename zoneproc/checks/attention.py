"""People who need attention: unsettled moods, hardship, trainees not looked at, statements against known facts (S3.1–S3.5)."""

import numpy as np
import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.contacts import asked_months, due_months
from zoneproc.checks.together import among, said
from zoneproc.duties.contacts import valid_talks
from zoneproc.duties.incidents import DISCIPLINE, discipline_events
from zoneproc.duties.opinions import opinions_handled
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.ledger import in_force

Q10 = declare(
    Code(
        "Q10",
        Severity.NOTE,
        "思想波动没有跟进",
        "{month} 谈心时联系人“{name}”{seen},次月没有再谈,也没有写跟进情况。",
        "请尽快再谈一次,写明跟进情况。",
        "S3.2d",
    )
)
Q11 = declare(
    Code(
        "Q11",
        Severity.NOTE,
        "培养对象没有按期考察",
        "培养对象“{name}”{what}没有考察日期。",
        "请培养联系人按季考察,支部每半年考察一次,并补填日期。",
        "S3.5b(F29)",
    )
)
Q12 = declare(
    Code(
        "Q12",
        Severity.NOTE,
        "困难职工本月没有谈心",
        "{month} 没有与困难职工“{name}”谈心。",
        "请尽快了解其生活情况并谈心。",
        "S3.1b",
    )
)
Q13 = declare(
    Code(
        "Q13",
        Severity.NOTE,
        "流动党员外出满六个月",
        "党员“{name}”自 {since} 起流动外出,已满六个月。",
        "请提醒其按规定转移组织关系。",
        "domain.md 4/10(F44)",
    )
)
Q14 = declare(
    Code(
        "Q14",
        Severity.NOTE,
        "电话、线上谈心过半",
        "{month} 共谈心 {count} 次,其中电话、线上 {remote} 次,超过一半。",
        "电话、线上谈心同样有效;请尽量安排面谈。",
        "domain.md 4/27",
    )
)
Q15 = declare(
    Code(
        "Q15",
        Severity.NOTE,
        "意见交办或办理不及时",
        "意见“{number}”{fault}。",
        "请尽快交办、答复并填写办理结果。",
        "S3.1c",
    )
)
X06 = declare(
    Code(
        "X06",
        Severity.NOTE,
        "廉政声明与已知事实不符",
        "{month} 月汇报声明“{seen}”,纪检通报 {day} 责任区内有{level}。",
        "请党办核实;尚未公开的案件请注意保密。",
        "S3.4a, domain.md 4/43",
    )
)

_UNSETTLED = ("有波动", "需重点关注")
_PAIR = ["member_no", "contact_employee_no"]
_HARDSHIP = "困难职工"
_CLEAN = "无违纪违法"
_HALF_YEARS = (6, 12)
_FLOATING, _SIX_MONTHS = "流动党员", pd.DateOffset(months=6)
_REMOTE = ("电话", "线上")


@check("return")
def an_unsettled_mood_is_followed_up(view: View) -> list[Finding]:
    """Q10: a mood of the month before a month asked that is over, without 跟进情况 and without a valid talk in the month after."""
    talks = view.ledger["talks"]
    open_moods = talks[talks["mood"].isin(_UNSETTLED) & talks["follow_up"].isna() & talks["talk_date"].notna()]
    if open_moods.empty:
        return []
    following = (pd.PeriodIndex(open_moods["_period"], freq="M") + 1).astype(str)
    open_moods = open_moods.assign(
        month=open_moods["_period"], following=pd.Series(following, open_moods.index, dtype="str")
    )
    over = [str(month) for month in view.months if month.end <= view.day]
    asked = open_moods[open_moods["following"].isin(over)]
    again = valid_talks(view.ledger)
    again = again[again["member_no"].isin(asked["member_no"])]
    left = asked[~among(asked, [*_PAIR, "following"], set(said(again, *_PAIR, "month")))]
    return view.findings(Q10, "talks", left, "follow_up", month="month", name="contact_name", seen="mood")


@check("return", "trainees")
def trainees_are_looked_at(view: View) -> list[Finding]:
    """Q11: 本季考察日期 in the quarter's last month (or an earlier row of the quarter), 半年考察日期 in June and December."""
    rows = view.rows("trainees")
    quarter_ends = [str(month) for month in view.months if month.last % 3 == 0]
    half_ends = [str(month) for month in view.months if month.last in _HALF_YEARS]
    last = rows[rows["_period"].isin(quarter_ends)]
    if len(last):
        last = last[~_seen_in_the_quarter(view.ledger["trainees"], last)]
    half = rows[rows["_period"].isin(half_ends) & rows["half_check_date"].isna()]
    return [
        *view.findings(Q11, "trainees", last, "quarter_check_date", name="trainee_name", what="本季"),
        *view.findings(Q11, "trainees", half, "half_check_date", name="trainee_name", what="半年"),
    ]


def _seen_in_the_quarter(trainees: pd.DataFrame, last: pd.DataFrame) -> np.ndarray:
    """Whether each row of a quarter's last month is of a trainee with a date in the quarter, in whatever row."""
    checked = trainees[trainees["quarter_check_date"].notna()]
    seen = pd.MultiIndex.from_arrays(
        [checked["trainee_employee_no"], checked["quarter_check_date"].dt.to_period("Q").astype(str)]
    )
    own = pd.MultiIndex.from_arrays(
        [last["trainee_employee_no"], pd.PeriodIndex(last["_period"], freq="M").asfreq("Q").astype(str)]
    )
    return own.isin(seen)


@check("return", "contacts")
def hardship_is_not_left_alone(view: View) -> list[Finding]:
    """Q12: a contact of the kind 困难职工 with a due month and no valid talk, a stated reason or not."""
    due = asked_months(view, due_months(view))
    alone = due[due["contact_kind"].eq(_HARDSHIP) & due["reported"] & ~due["done"]]
    alone = alone.assign(_branch=alone["branch_code"])
    return view.findings(Q12, "contacts", alone, "contact_kind", month="month", name="contact_name")


@check("return", "absences")
def a_long_absence_moves_the_relation(view: View) -> list[Finding]:
    """Q13: 流动党员 away for six months or more on the last day; a reminder only."""
    absences = view.ledger["absences"]
    away = in_force(absences[absences["work_status"].eq(_FLOATING)], view.day)
    away = away[away["start_date"] + _SIX_MONTHS <= pd.Timestamp(view.day)]
    if away.empty:
        return []
    names = view.roster(view.day)[["member_no", "name"]]
    return view.findings(
        Q13, "absences", away.merge(names, on="member_no"), "start_date", name="name", since="start_date"
    )


@check("return", "talks")
def talks_are_held_face_to_face(view: View) -> list[Finding]:
    """Q14: of the dated talks of a branch and month more than half by telephone or on line; they count all the same."""
    talks = view.rows("talks")
    talks = talks.loc[talks["talk_date"].notna(), ["_branch", "_period", "_source", "_row", "talk_method"]]
    talks = talks.assign(remote=talks["talk_method"].isin(_REMOTE), count=1)
    months = talks.groupby(["_branch", "_period", "_source"], as_index=False).agg(
        remote=("remote", "sum"), count=("count", "sum"), _row=("_row", "first")
    )
    months = months.assign(month=months["_period"])
    distant = months[months["remote"] * 2 > months["count"]]
    return view.on_sheet(Q14, "talks", distant, month="month", count="count", remote="remote")


@check("return")
def opinions_move_on(view: View) -> list[Finding]:
    """Q15: not handed over within five working days, or past 办理时限 and open, on the last day; overdue is told first."""
    if view.ledger["opinions"].empty:
        return []
    rows = opinions_handled(view.ledger, view.months[-1], view.day)
    slow = rows["hand_over_late"] & ~rows["overdue"] & ~rows["settled"]
    faults = {"办理时限已过,仍未办结": (rows["overdue"], "due_date"), "五个工作日内没有交办": (slow, "handed_date")}
    return [
        finding
        for fault, (mask, field) in faults.items()
        for finding in view.findings(
            Q15, "opinions", rows[mask.to_numpy(dtype=bool)], field, number="opinion_no", fault=fault
        )
    ]


@check("company")
def statements_agree_with_known_facts(view: View) -> list[Finding]:
    """X06: M-2 says 无违纪违法 for a month in which C-7 knows a usable case in the zone; told to the office alone."""
    facts = view.ledger["facts"]
    days = facts.loc[facts["fact_kind"].eq(DISCIPLINE), "fact_date"].dropna()
    found = []
    for month in [month for month in view.months if any(day.date() in month for day in days)]:
        events = discipline_events(view.ledger, view.rules, month)
        events = events[["member_no", "day", "level"]].dropna()
        said = view.ledger["monthly_reports"]
        said = said[said["_period"].eq(str(month)) & said["zone_integrity"].eq(_CLEAN)]
        wrong = said.merge(events, on="member_no").assign(_branch="", month=str(month))
        slots = {"month": "month", "seen": "zone_integrity", "day": "day", "level": "level"}
        found += view.findings(X06, "monthly_reports", wrong, "zone_integrity", **slots)
    return found
