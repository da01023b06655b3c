"""Key contacts: which links held, which contact-months were due, and which were done (U09–U12, U24)."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO, standing
from zoneproc.ledger import Ledger, remembered
from zoneproc.period import Period
from zoneproc.rules import Ruleset

PAIR = ["member_no", "contact_employee_no"]
GROUP_TALK = "集体谈心"
MIN_CONTENT = 10


def links_on(ledger: Ledger, moments: pd.DataFrame) -> pd.DataFrame:
    """Links that hold on the days asked: one row per B-6 row and matching moment (U09 a, b, d, e).

    `moments` has `day` and any of member_no, contact_employee_no to match on (none: every link on every day). Adds
    `owed` (U04) and `branch_code` (of the link) to the columns of B-6 and of `moments`.
    """
    on = [name for name in PAIR if name in moments]
    links = ledger["contacts"].reset_index(drop=True)
    dates = links[[*PAIR, "start_date", "end_date", "_branch"]].assign(_at=links.index)
    rows = dates.merge(moments, on=on) if on else dates.merge(moments, how="cross")
    started = rows["start_date"].fillna(LONG_AGO) <= rows["day"]
    rows = rows[started & (rows["day"] <= rows["end_date"].fillna(FAR_AHEAD))]
    on_roll = standing(ledger, rows)[["member_no", "day", "branch_code", "owed"]]
    rows = rows.merge(on_roll, left_on=["member_no", "day", "_branch"], right_on=["member_no", "day", "branch_code"])
    rows = rows[_employed(ledger, rows) & ~_party_member(ledger, rows)]
    others = links.drop(columns=[name for name in rows if name in links]).take(rows["_at"].to_numpy())
    return pd.concat([rows.drop(columns="_at").reset_index(drop=True), others.reset_index(drop=True)], axis="columns")


def _employed(ledger: Ledger, rows: pd.DataFrame) -> pd.Series:
    """U09 d: dates of C-4 decide; who is unknown to C-4 counts as employed."""
    staff = ledger["employees"][["employee_no", "start_date", "end_date"]].rename(
        columns={"employee_no": "contact_employee_no", "start_date": "hired", "end_date": "gone"}
    )
    found = rows[["contact_employee_no", "day"]].drop_duplicates().merge(staff, on="contact_employee_no")
    inside = (found["hired"].fillna(LONG_AGO) <= found["day"]) & (found["day"] <= found["gone"].fillna(FAR_AHEAD))
    present = pd.MultiIndex.from_frame(found.loc[inside, ["contact_employee_no", "day"]])
    asked = pd.MultiIndex.from_frame(rows[["contact_employee_no", "day"]])
    known = rows["contact_employee_no"].isin(staff["contact_employee_no"])
    return ~known | asked.isin(present)


def _party_member(ledger: Ledger, rows: pd.DataFrame) -> pd.Series:
    """U09 e: the contact is on the roll as a party member on that day."""
    numbers = ledger["members"][["member_no", "employee_no"]].drop_duplicates().dropna()
    asked = rows[["contact_employee_no", "day"]].drop_duplicates()
    suspects = asked.merge(numbers, left_on="contact_employee_no", right_on="employee_no")
    if suspects.empty:
        return pd.Series(False, index=rows.index)
    members = standing(ledger, suspects).merge(suspects[["member_no", "day", "contact_employee_no"]])
    return pd.Series(
        pd.MultiIndex.from_frame(rows[["contact_employee_no", "day"]]).isin(
            pd.MultiIndex.from_frame(members[["contact_employee_no", "day"]])
        ),
        index=rows.index,
    )


def valid_talks(ledger: Ledger) -> pd.DataFrame:
    """The M-1 rows that are valid talks (U10), with `month`: columns of M-1 and month.

    Valid: dated in the month of its workbook, the link held on that day, way and topic given, summary ≥ 10 characters.
    """
    talks = ledger["talks"]
    dated = talks["talk_date"].notna() & (talks["talk_date"].dt.strftime("%Y-%m") == talks["_period"])
    told = talks["talk_method"].notna() & talks["talk_topics"].notna()
    told &= talks["content"].fillna("").str.strip().str.len() >= MIN_CONTENT
    talks = talks[dated & told].assign(month=lambda rows: rows["_period"], day=lambda rows: rows["talk_date"])
    held = links_on(ledger, talks[[*PAIR, "day"]].drop_duplicates())[[*PAIR, "day"]].drop_duplicates()
    valid: pd.DataFrame = talks.merge(held, on=[*PAIR, "day"]).drop(columns="day")
    return valid


def contact_months(ledger: Ledger, rules: Ruleset, months: Sequence[Period]) -> pd.DataFrame:
    """One row per due contact-month: what was due on the rule day and whether it was done.

    Columns member_no, contact_employee_no, contact_name, contact_kind, month, branch_code (of the link), key_person, done,
    by_group_talk (done by 集体谈心 alone), followed_up (U24), stated_reason (未谈原因 given), reported (the branch's return of the month
    counts), _source, _row (the link), talk_source, talk_row (the first valid talk; "" and 0 if none). U09, U11.
    """
    whole_years = [_contact_months(ledger, rules, year) for year in sorted({month.whole_year for month in months})]
    due = pd.concat(whole_years) if len(whole_years) != 1 else whole_years[0]
    return due[due["month"].isin([str(month) for month in months])].reset_index(drop=True)


@remembered
def _contact_months(ledger: Ledger, rules: Ruleset, year: Period) -> pd.DataFrame:
    """The contact-months of a whole year: checks, measures and reports all ask for some of them."""
    due = _due(ledger, rules, year.months).merge(_talked(ledger), on=[*PAIR, "month"], how="left")
    due["done"] = _done(due)
    reasons = ledger["talks"].loc[ledger["talks"]["miss_reason"].notna(), [*PAIR, "_period"]].drop_duplicates()
    reasons = reasons.rename(columns={"_period": "month"}).assign(stated_reason=True)
    due = due.merge(reasons, on=[*PAIR, "month"], how="left")
    told = reported_months(ledger)
    due = due.assign(
        by_group_talk=due["done"] & due["only_group"].eq(True),
        followed_up=due["done"] & due["follow_up"].eq(True),
        stated_reason=due["stated_reason"].eq(True),
        reported=pd.MultiIndex.from_frame(due[["branch_code", "month"]]).isin(told),
        talk_source=due["talk_source"].fillna(""),
        talk_row=due["talk_row"].fillna(0).astype("int64"),
    )
    return due[_CONTACT_MONTH]


_CONTACT_MONTH = [
    *PAIR,
    *"contact_name contact_kind month branch_code key_person done by_group_talk followed_up stated_reason".split(),
    *"reported _source _row talk_source talk_row".split(),
]


def _due(ledger: Ledger, rules: Ruleset, months: Sequence[Period]) -> pd.DataFrame:
    day = int(rules.number("mid_month_day"))
    moments = pd.DataFrame(
        {
            "day": pd.to_datetime([month.rule_day(day) for month in months]).astype("datetime64[s]"),
            "month": pd.Series([str(month) for month in months], dtype="str"),
        }
    )
    held = links_on(ledger, moments)
    held = held[held["owed"]]
    held["key_person"] = held["key_person"].eq(True).groupby([held[name] for name in [*PAIR, "month"]]).transform("any")
    return held.drop_duplicates([*PAIR, "month"])


def _talked(ledger: Ledger) -> pd.DataFrame:
    """Per pair and month with a valid talk: only_group, follow_up (of any), and the first talk, individual ones first."""
    talks = valid_talks(ledger)
    talks = talks.assign(only_group=talks["talk_method"] == GROUP_TALK, follow_up=talks["follow_up"].notna())
    talks = talks.sort_values([*PAIR, "month", "only_group", "talk_date"], kind="stable")
    grouped = talks.groupby([*PAIR, "month"], sort=False)
    return grouped.agg(
        only_group=("only_group", "all"),
        follow_up=("follow_up", "any"),
        talk_source=("_source", "first"),
        talk_row=("_row", "first"),
    ).reset_index()


def _done(due: pd.DataFrame) -> pd.Series:
    """U11: per pair and quarter, only the earliest due month fulfilled by 集体谈心 alone counts."""
    talked = due["talk_row"].notna()
    grouped_only = due["only_group"].eq(True)
    quarter = pd.PeriodIndex(due["month"], freq="M").asfreq("Q").astype(str)
    order = due[grouped_only].sort_values("month").groupby([*PAIR, pd.Series(quarter, index=due.index)]).cumcount()
    return talked & ~(grouped_only & order.reindex(due.index).gt(0))


def reported_months(ledger: Ledger) -> pd.MultiIndex:
    """The (branch code, month) pairs whose monthly return counts."""
    returns = ledger.returns
    counting = returns.loc[returns["counts"] & (returns["form"] == "MON"), ["branch_code", "period"]]
    rows = [ledger[name][["_branch", "_period"]] for name in ("talks", "monthly_reports")]
    pairs = [counting.set_axis(["_branch", "_period"], axis=1), *rows]
    return pd.MultiIndex.from_frame(pd.concat(pairs).drop_duplicates())
