"""How many key contacts each member has, and how many are owed: A2, Q01 (S4.3b, 4/20–4/24, U49, U75, U77)."""

from datetime import date

import pandas as pd

from zoneproc.duties.links import links_of, links_on, staff_linked
from zoneproc.duties.roster import roster_on, standing
from zoneproc.ledger import Ledger, remembered
from zoneproc.period import Period
from zoneproc.rules import Ruleset

EXCUSED_ENDS = ("联系人入党", "联系人调离", "联系人离职", "联系人退休")
_PAIR = ["member_no", "contact_employee_no"]


@remembered
def contacts_owed(ledger: Ledger, rules: Ruleset, day: date) -> pd.DataFrame:
    """The contacts each owed member should have and has on a day.

    One row per member owed that day (U04): member_no, name, branch_code, months (in service in the year; months still to
    come count as served), floor (4/20), contacts (links in force, and those ended of themselves within the grace days),
    _source, _row of the B-3 row.
    """
    roster = roster_on(ledger, [day])
    owed = roster.loc[roster["owed"], ["member_no", "name", "branch_code", "_source", "_row"]]
    months = _service_months(ledger, rules, day)
    counted = owed["member_no"].map(months).fillna(0).astype("int64")
    floor = pd.Series(0, index=owed.index).mask(counted >= 3, 1).mask(counted >= 7, int(rules.number("contact_floor")))
    contacts = owed["member_no"].map(_contacts(ledger, rules, day)).fillna(0).astype("int64")
    return owed.assign(months=counted, floor=floor, contacts=contacts).reset_index(drop=True)


def _service_months(ledger: Ledger, rules: Ruleset, day: date) -> pd.Series:
    """Months of the year in service by member; from the day on, today's state is taken to last (U77)."""
    rule_days = [month.rule_day(int(rules.number("mid_month_day"))) for month in Period(day.year).months]
    past = [rule_day for rule_day in rule_days if rule_day <= day]
    roster = roster_on(ledger, [*past, day])
    weights = pd.Series(1, index=pd.to_datetime(past))
    weights = weights.add(pd.Series({pd.Timestamp(day): len(rule_days) - len(past)}), fill_value=0)
    served = roster[roster["on_duty"]].drop_duplicates(["member_no", "day"])
    return served["day"].map(weights).groupby(served["member_no"]).sum()


def _contacts(ledger: Ledger, rules: Ruleset, day: date) -> pd.Series:
    """Different contacts by member: links that hold on the day, and excused ones that ended within the grace days."""
    moment = pd.Timestamp(day)
    held = links_of(ledger, day)
    grace = moment - pd.Timedelta(days=int(rules.number("contact_grace_days")))
    closed, left = (ends[ends["day"].between(grace, moment, inclusive="left")] for ends in _excused_ends(ledger))
    excused = [_of_own_branch(ledger, closed), links_on(ledger, left)]
    return pd.concat([rows[_PAIR] for rows in (held, *excused)]).drop_duplicates().groupby("member_no").size()


def _of_own_branch(ledger: Ledger, closed: pd.DataFrame) -> pd.DataFrame:
    """The closed links whose member was on the roll of the branch that filed them, on their last day.

    Whether the contact had already joined the Party or left that day does not matter: that is why the link ended (4/23).
    """
    roll = standing(ledger, closed)[["member_no", "day", "branch_code"]].rename(columns={"branch_code": "_branch"})
    return closed.merge(roll, on=["member_no", "day", "_branch"])


def _excused_ends(ledger: Ledger) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The last days of links that ended by no fault of the branch: by their own reason, and because C-4 ends (4/23, 4/24).

    Columns member_no, contact_employee_no, day; of the first also _branch.
    """
    links = ledger["contacts"]
    closed = links.loc[links["end_reason"].isin(EXCUSED_ENDS), [*_PAIR, "end_date", "_branch"]]
    staff = staff_linked(ledger).rename(columns={"employee_no": "contact_employee_no"})
    left = links[_PAIR].merge(staff[["contact_employee_no", "end_date"]], on="contact_employee_no")
    renamed = (rows.rename(columns={"end_date": "day"}).dropna().drop_duplicates() for rows in (closed, left))
    return next(renamed), next(renamed)
