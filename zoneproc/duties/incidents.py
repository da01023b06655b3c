"""What happened where, and who answers for it: 三违, accidents, complaints, discipline, vetoes (U07, U15–U22, U25).

Facts of the company (C-7) go before the branch's own records (M-4, M-5). Nothing here awards points: the frames say
which event counts for which member, and in what role.
"""

import pandas as pd

from zoneproc.duties.branches import heirs
from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO, standing
from zoneproc.ledger import Ledger, remembered
from zoneproc.period import Period
from zoneproc.rules import Ruleset

VIOLATION, ACCIDENT, COMPLAINT, DISCIPLINE = "三违", "事故", "有责投诉", "违纪违法"
INJURIES = ("轻伤", "重伤", "死亡")
LIABLE = ("次要责任", "同等责任", "主要责任", "全部责任")
MAIN = "主责"
_EVENT = ["day", "team_code", "employee_no", "grade", "waived", "outsider", "table", "_source", "_row"]


@remembered
def latest_rows(ledger: Ledger, table: str, number: str, until: Period) -> pd.DataFrame:
    """The row that counts of each carried number: of the latest accepted workbook up to `until`; columns as the table.

    A number is one thing within a branch and those that went into it; another branch may use it for something else.
    Rows without a number stand for themselves. U07.
    """
    rows = ledger[table]
    ends = rows["_period"].map({text: _end_of(text) for text in rows["_period"].unique()})
    heir = rows["_branch"].replace(heirs(ledger))
    rows = rows[ends <= pd.Timestamp(until.end)].assign(_end=ends, _heir=heir)
    rows = rows.sort_values(["_end", "_branch", "_row"], kind="stable")
    superseded = rows[number].notna() & rows.duplicated([number, "_heir"], keep="last")
    return rows[~superseded].drop(columns=["_end", "_heir"]).sort_index()


def _end_of(period: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(Period.parse(period).end)
    except ValueError:
        return LONG_AGO  # masters carry no period


@remembered
def usable_facts(ledger: Ledger, period: Period) -> pd.DataFrame:
    """The C-7 facts of the period that may be used: those kept to 党办 only with 文号. Columns of C-7, and `day`. U16."""
    facts = ledger["facts"]
    open_to_all = facts["visibility"].ne("党办") | facts["doc_no"].notna()
    facts = facts[open_to_all & _inside(facts["fact_date"], period)]
    return facts.assign(day=facts["fact_date"].dt.normalize(), table="facts")


def _inside(moments: pd.Series, period: Period) -> pd.Series:
    end = pd.Timestamp(period.end) + pd.Timedelta(days=1)
    return (moments >= pd.Timestamp(period.start)) & (moments < end)


@remembered
def violations(ledger: Ledger, period: Period) -> pd.DataFrame:
    """The 三违 of the period, each matter once: C-7 first, and M-4 where C-7 knows none of the team on that day. U15.

    One row per event: day, team_code, employee_no (missing if unknown), grade (轻微/一般/严重), waived (found and stopped
    by members themselves, U22), outsider (not staff of the zone, U17), table, _source, _row.
    """
    facts = usable_facts(ledger, period)
    facts = facts[facts["fact_kind"] == VIOLATION]
    # A cell left blank is no 自查自纠: the waiver has to be stated.
    self_found = facts["self_found"].fillna(value=False).astype(bool)
    facts = facts.assign(grade=facts["level"], waived=_slight(facts["level"]) & self_found, outsider=False)
    records = latest_rows(ledger, "violations", "violation_no", period)
    records = records[_inside(records["event_date"], period)]
    records = records.assign(
        day=records["event_date"].dt.normalize(),
        employee_no=records["person_employee_no"],
        grade=records["violation_grade"],
        waived=_slight(records["violation_grade"])
        & records["source"].eq("党员发现")
        & records["handling"].eq("当场制止"),
        outsider=records["person_kind"].eq("其他"),
        table="violations",
    )
    known = pd.MultiIndex.from_frame(records[["team_code", "day"]]).isin(
        pd.MultiIndex.from_frame(facts[["team_code", "day"]])
    )
    return pd.concat([facts[_EVENT], records.loc[~known, _EVENT]], ignore_index=True)


def _slight(grades: pd.Series) -> pd.Series:
    return grades.eq("轻微")


def holders_of(ledger: Ledger, rules: Ruleset, events: pd.DataFrame) -> pd.DataFrame:
    """The events joined with each member who answers for the team that day: one row per event and holder.

    `events` has day and team_code. Adds member_no, holder_employee_no, main (主责) and role (1, or the factor of 协责). Only
    holders on duty that day, whose zone row holds (U21); of several rows of a member the larger role counts (U20).
    """
    if events.empty:
        return events.assign(member_no="", main=False, holder_employee_no="", role=1.0)
    numbered = events.assign(_event=range(len(events)))
    zones = ledger["zones"][["member_no", "team_code", "assignment_role", "start_date", "end_date"]]
    pairs = numbered[["_event", "team_code", "day"]].merge(zones.dropna(subset=["team_code"]), on="team_code")
    holds = (pairs["start_date"].fillna(LONG_AGO) <= pairs["day"]) & (
        pairs["day"] <= pairs["end_date"].fillna(FAR_AHEAD)
    )
    pairs = pairs[holds].assign(main=pairs["assignment_role"].eq(MAIN))
    pairs = pairs.sort_values(["_event", "member_no", "main"], ascending=[True, True, False], kind="stable")
    held = pairs.drop_duplicates(["_event", "member_no"])[["_event", "member_no", "day", "main"]]
    here = standing(ledger, held)
    here = here.loc[here["on_duty"], ["member_no", "day", "employee_no"]].rename(
        columns={"employee_no": "holder_employee_no"}
    )
    held = held.merge(here, on=["member_no", "day"])
    held["role"] = held["main"].map({True: 1.0, False: rules.number("assist_role_factor")}).astype("float64")
    return numbered.merge(held.drop(columns="day"), on="_event").drop(columns="_event")


def own_of(ledger: Ledger, events: pd.DataFrame) -> pd.DataFrame:
    """The events whose person is a party member, with that `member_no`: one row per event. By 工号, wherever it happened."""
    return events.dropna(subset=["employee_no"]).merge(_people(ledger), on="employee_no")


@remembered
def _people(ledger: Ledger) -> pd.DataFrame:
    """The member of each 工号: employee_no, member_no."""
    return ledger["members"][["member_no", "employee_no"]].dropna().drop_duplicates("employee_no", keep="last")


def zone_violations(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """The 三违 in each holder's zones: one row per event and holder, own ones and outsiders' left out (U17, U21).

    Columns of `violations` and `holders_of`, and `together`: one of two or more counted events of different persons in
    the team that day (U18).
    """
    events = violations(ledger, period)
    found = holders_of(ledger, rules, events[~events["outsider"]].dropna(subset=["team_code"]))
    found = found[found["employee_no"].isna() | found["employee_no"].ne(found["holder_employee_no"])]
    # Unnamed persons count as different ones, so each stands for itself.
    person = found["employee_no"].fillna("?" + found["table"] + found["_source"] + found["_row"].astype("str"))
    counted = found[["member_no", "team_code", "day"]].assign(person=person)[~found["waived"]]
    persons = counted.groupby(["member_no", "team_code", "day"], as_index=False)["person"].nunique()
    found = found.merge(persons, on=["member_no", "team_code", "day"], how="left")
    return found.assign(together=found["person"].gt(1) & ~found["waived"]).drop(columns="person")


@remembered
def accidents_reported(ledger: Ledger, period: Period) -> pd.DataFrame:
    """The M-5 rows of the period, the latest of each number, with the `day` of 发生时间. U07."""
    events = latest_rows(ledger, "events", "event_no", period)
    events = events[_inside(events["occurred_at"], period)]
    return events.assign(day=events["occurred_at"].dt.normalize(), table="events")


def zone_injuries(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """Accidents with injured people for which the zone is at least 次要 responsible: one row per event and holder. U19.

    C-7 事故 of the team and day decide the responsibility (the heaviest), else M-5. The driver himself is left out.
    """
    events = accidents_reported(ledger, period)
    events = events[events["event_kind"].eq("安全事故") & events["casualty"].isin(INJURIES)].drop(columns="member_no")
    facts = usable_facts(ledger, period)
    facts = facts[facts["fact_kind"] == ACCIDENT].assign(liable=facts["level"].isin(LIABLE))
    decided = facts.groupby(["team_code", "day"], as_index=False)["liable"].max()
    events = events.merge(decided, on=["team_code", "day"], how="left")
    liable = events["liable"].astype("boolean").fillna(events["liability"].isin(LIABLE))
    found = holders_of(ledger, rules, events[liable.astype(bool)])
    drivers = facts[["team_code", "day", "employee_no"]].dropna().drop_duplicates()
    himself = pd.MultiIndex.from_frame(found[["team_code", "day", "holder_employee_no"]]).isin(
        pd.MultiIndex.from_frame(drivers)
    )
    return found[~himself]


def concealed_accidents(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """C-7 accidents without an M-5 安全事故 of the team and day: one row per fact and 主责 holder in service. U25."""
    facts = usable_facts(ledger, period)
    facts = facts[facts["fact_kind"] == ACCIDENT]
    reported = accidents_reported(ledger, period)
    reported = reported[reported["event_kind"] == "安全事故"]
    told = pd.MultiIndex.from_frame(facts[["team_code", "day"]]).isin(
        pd.MultiIndex.from_frame(reported[["team_code", "day"]])
    )
    found = holders_of(ledger, rules, facts[~told])
    return found[found["main"]]


def discipline_events(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """违纪违法 of C-7 for which a member answers: his own at role 1 wherever it happened, else those in his zones. U28.

    One row per fact and member: columns of C-7, day, table, member_no, role, own.
    """
    facts = usable_facts(ledger, period)
    facts = facts[facts["fact_kind"] == DISCIPLINE]
    own = own_of(ledger, facts).assign(role=1.0, own=True)
    zone = holders_of(ledger, rules, facts).assign(own=False)
    found = pd.concat([own, zone.drop(columns=["main", "holder_employee_no"])], ignore_index=True)
    return found.drop_duplicates(["member_no", "_source", "_row"])


def vetoes(ledger: Ledger, period: Period, subject_kind: str) -> pd.DataFrame:
    """The confirmed Q-3 rows of one kind of subject (党员/党小组/支部) by 发生日期: columns of Q-3. U37, U57.

    Confirmed: 党办确认 是 and 认定文件 given; alleged or unfinished cases are no veto.
    """
    rows = ledger["vetoes"]
    holds = rows["confirmed"].eq(True).fillna(False).astype(bool) & rows["basis_doc"].notna()
    rows = rows[holds & rows["subject_kind"].eq(subject_kind) & _inside(rows["event_date"], period)]
    return rows.sort_values(["subject_no", "event_date"], kind="stable")
