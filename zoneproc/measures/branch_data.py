"""What is counted for branches from their own returns: A1–A8 (domain.md 3.4, U46–U54)."""

import pandas as pd

from zoneproc.duties.branches import branches_in
from zoneproc.duties.coverage import UNCOVERED, coverage, zone_holders
from zoneproc.duties.equipment import contacts_owed
from zoneproc.duties.rectifications import opinions_due, rectifications_due
from zoneproc.duties.reporting import LATE, ON_TIME
from zoneproc.duties.returns import LATE as RETURNED_LATE
from zoneproc.duties.returns import ON_TIME as RETURNED_IN_TIME
from zoneproc.duties.returns import returns_received
from zoneproc.duties.roster import roster_on
from zoneproc.measures import MEASURES, Cases, Evidence, cases, gathered
from zoneproc.measures.groups import members_at_end

FULL_SCORE = 100.0
LINES, TEAMS, MEMBERS = "线路", "班组", "党员"
RETURN_PARTS = {"MON": "月报", "QTR": "季报", "ANN": "年报"}
SENT_BACK = "退回"


@MEASURES.named("覆盖")
def covered_shares(evidence: Evidence) -> Cases:
    """A1 lines and teams with a responsible member, and members with a zone, at the twelve month-ends. S4.1, U46–U48.

    One case per thing due and month-end, weighing 1 ÷ the number due in its branch that day, so that the sums give the
    mean of the monthly shares. A branch that has no line due all year counts its teams in the part 线路 as well.
    """
    days = [month.end for month in evidence.period.months]
    teams, lines = coverage(evidence.ledger, evidence.rules, days)
    teams = teams[teams["due"]].assign(covered=lambda rows: rows["state"] != UNCOVERED)
    origin = teams.drop_duplicates(["day", "branch_code", "line_code"])
    lines = lines.merge(
        origin[["day", "branch_code", "line_code", "_source", "_row"]], on=["day", "branch_code", "line_code"]
    )
    without_lines = teams[~teams["branch_code"].isin(lines["branch_code"])]
    return gathered(
        _shares(lines, "teams", LINES, lines["line_name"].fillna(lines["line_code"])),
        _shares(without_lines, "teams", LINES, without_lines["team_code"]),
        _shares(teams, "teams", TEAMS, teams["team_code"]),
        _members_with_zone(evidence),
    )


def _members_with_zone(evidence: Evidence) -> Cases:
    """U47: members owed on the month's last day; one zone row in force is enough."""
    days = [month.end for month in evidence.period.months]
    roster = roster_on(evidence.ledger, days)
    owed = roster[roster["owed"]]
    holders = pd.MultiIndex.from_frame(zone_holders(evidence.ledger, days)[["member_no", "day"]])
    owed = owed.assign(covered=pd.MultiIndex.from_frame(owed[["member_no", "day"]]).isin(holders))
    return _shares(owed, "members", MEMBERS, owed["name"])


def _shares(rows: pd.DataFrame, table: str, part: str, label: pd.Series) -> Cases:
    """Cases of one part of A1, each weighing 1 ÷ the number due in the branch on the day."""
    weight = 1.0 / rows.groupby(["branch_code", "day"])["branch_code"].transform("size")
    return cases(
        rows,
        table,
        subject=rows["branch_code"],
        part=part,
        numerator=weight.where(rows["covered"].astype(bool), 0.0),
        denominator=weight,
        note=lambda: rows["day"].dt.strftime("%m-%d ").astype("str") + label + " " + _words(rows),
    )


def _words(rows: pd.DataFrame) -> pd.Series:
    return rows["covered"].map({True: "已覆盖", False: "未覆盖"}).astype("str")


@MEASURES.named("联系配备")
def members_equipped(evidence: Evidence) -> Cases:
    """A2 members with at least as many contacts as their floor, out of those owed with a floor, on 31 December. U49.

    One case per such member (unit: persons). S4.3b.
    """
    rows = contacts_owed(evidence.ledger, evidence.rules, evidence.period.end)
    rows = rows[rows["floor"] >= 1]
    note = rows["name"] + " 联系 " + rows["contacts"].astype("str") + " 人,最低 " + rows["floor"].astype("str") + " 人"
    return cases(
        rows,
        "members",
        subject=rows["branch_code"],
        numerator=rows["contacts"] >= rows["floor"],
        denominator=1.0,
        note=note,
    )


@MEASURES.named("谈心完成")
def talks_done(evidence: Evidence) -> Cases:
    """A3 contact-months done, out of those due, by the branch of the link. S4.3e, U50; U12 for talk_basis = member.

    One case per due contact-month; with talk_basis = member one per member, month and branch.
    """
    rows = evidence.contact_months
    if evidence.rules.text("talk_basis") == "member":
        rows = rows.sort_values("done", ascending=False, kind="stable")
        rows = rows.drop_duplicates(["member_no", "month", "branch_code"]).sort_index()
    return cases(
        rows,
        "contacts",
        subject=rows["branch_code"],
        numerator=rows["done"],
        denominator=1.0,
        note=lambda: (
            rows["month"]
            + " "
            + rows["contact_name"].fillna(rows["contact_employee_no"]).astype("str")
            + rows["done"].map({True: " 已谈", False: " 未谈"}).astype("str")
        ),
    )


@MEASURES.named("月汇报率")
def reports_made(evidence: Evidence) -> Cases:
    """A4 monthly reports made, late ones at `late_factor`, out of those owed, by the branch on the rule day. U50.

    One case per owed member-month. S5.1.2d.
    """
    rows = evidence.report_months
    worth = {ON_TIME: 1.0, LATE: evidence.rules.number("late_factor")}
    return cases(
        rows,
        "monthly_reports",
        subject=rows["branch_code"],
        numerator=rows["mark"].map(worth).astype("float64").fillna(0.0),
        denominator=1.0,
        note=lambda: rows["month"] + " " + rows["name"] + " " + rows["mark"],
    )


@MEASURES.named("报送质量")
def returns_made(evidence: Evidence) -> Cases:
    """A5 the returns owed: 1 on time, `late_factor` late, 0 missing; and the send-backs beyond the first of each. U51.

    One case per owed return in the part 月报, 季报 or 年报 (denominator 1), one more in 退回 where it was sent back twice
    or more. F03.
    """
    rows = returns_received(evidence.ledger, evidence.rules, evidence.period.year)
    worth = {RETURNED_IN_TIME: 1.0, RETURNED_LATE: evidence.rules.number("late_factor")}
    made = cases(
        rows.assign(_row=0),
        "",
        _source=rows["source"],
        subject=rows["branch_code"],
        part=rows["form"].map(RETURN_PARTS),
        numerator=rows["state"].map(worth).astype("float64").fillna(0.0),
        denominator=1.0,
        note=rows["period"] + " " + rows["state"],
    )
    again = rows[rows["send_backs"] > 1]
    back = cases(
        again.assign(_row=0),
        "",
        _source=again["source"],
        subject=again["branch_code"],
        part=SENT_BACK,
        numerator=again["send_backs"] - 1,
        note=again["period"] + " 退回 " + again["send_backs"].astype("str") + " 次",
    )
    return gathered(made, back)


@MEASURES.named("季度考核")
def quarters_assessed(evidence: Evidence) -> Cases:
    """A6 quarters in which every member scored by the branch has a rating (Q-1), out of those with a scored member. U52.

    One case per branch and quarter; the note names those without a rating. S5.2.1a.
    """
    scored = evidence.earlier["quarters"]
    scored = scored[scored["unscored_reason"].eq("")]
    unrated = scored["name"].where(scored["branch_rating"].fillna("").eq(""))
    quarters = scored.assign(unrated=unrated).groupby(["branch_code", "period"], as_index=False)
    rows = quarters.agg(missing=("unrated", "count"), names=("unrated", lambda names: "、".join(names.dropna())))
    complete = rows["missing"] == 0
    note = rows["period"] + " " + ("未评价:" + rows["names"].astype("str")).mask(complete, "已全部评价")
    rows = rows.assign(_source="", _row=0)
    return cases(rows, "", subject=rows["branch_code"], numerator=complete, denominator=1.0, note=note)


@MEASURES.named("党员成绩")
def members_result(evidence: Evidence) -> Cases:
    """A7 annual scores, each at most 100, out of 100, of the members on the branch's roll on 31 December. U53.

    One case per member with an annual score (unit: points).
    """
    scores = evidence.earlier["members"][["member_no", "total"]].dropna()
    rows = members_at_end(evidence).merge(scores, on="member_no")
    return cases(
        rows,
        "members",
        subject=rows["branch_code"],
        numerator=rows["total"].clip(upper=FULL_SCORE),
        denominator=FULL_SCORE,
        note=lambda: rows["name"] + " 年度得分",
    )


@MEASURES.named("整改与意见")
def closed_in_time(evidence: Evidence) -> Cases:
    """A8 rectifications and opinions due in the year and closed in time; each half is full when nothing was due. U54.

    One case per rectification (part 限期改正) and opinion (part 意见); 1 of 1 where a branch had none. S5.1.4c, S3.1c.
    """
    ledger, year = evidence.ledger, evidence.period
    branches = branches_in(ledger, year)["branch_code"]
    rectified = rectifications_due(ledger, evidence.rules, year)
    answered = opinions_due(ledger, year)
    return gathered(
        _closures(rectified, "rectifications", "限期改正"),
        _nothing_due(branches[~branches.isin(rectified["branch_code"])], "限期改正"),
        _closures(answered, "opinions", "意见"),
        _nothing_due(branches[~branches.isin(answered["branch_code"])], "意见"),
    )


def _closures(rows: pd.DataFrame, table: str, part: str) -> Cases:
    words = rows["in_time"].map({True: " 按期办结", False: " 未按期办结"}).astype("str")
    return cases(
        rows,
        table,
        subject=rows["branch_code"],
        part=part,
        numerator=rows["in_time"],
        denominator=1.0,
        note=lambda: rows["number"] + words,
    )


def _nothing_due(branches: pd.Series, part: str) -> Cases:
    rows = branches.to_frame().assign(_source="", _row=0)
    return cases(rows, "", subject=branches, part=part, numerator=1.0, denominator=1.0, note="全年没有到期事项")
