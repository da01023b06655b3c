"""Key contacts: which links held, which contact-months were due, and which were done (U09–U12, U24)."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd

from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO, standing
from zoneproc.ledger import Ledger, remembered
from zoneproc.period import Period, years_so_far
from zoneproc.rules import Ruleset

PAIR = ["member_no", "contact_employee_no"]
GROUP_TALK = "集体谈心"
MIN_CONTENT = 10


@remembered
def links_of(ledger: Ledger, day: date) -> pd.DataFrame:
    """All links that hold on a day, as `links_on`."""
    return links_on(ledger, pd.DataFrame({"day": pd.Series([pd.Timestamp(day)], dtype="datetime64[s]")}))


def links_on(ledger: Ledger, moments: pd.DataFrame) -> pd.DataFrame:
    """Links that hold on the days asked: one row per B-6 row and matching moment (U09 a, b, d, e).

    `moments` has `day` and any of member_no, contact_employee_no to match on (none: every link on every day). Adds
    `owed` (U04) and `branch_code` (of the link) to the columns of B-6 and of `moments`.
    """
    on = [name for name in PAIR if name in moments]
    links = ledger["contacts"].reset_index(drop=True)
    begun, ended = links["start_date"].fillna(LONG_AGO), links["end_date"].fillna(FAR_AHEAD)
    if on:
        dates = links[on].assign(_link=links.index, _begun=begun, _ended=ended)
        both = dates.merge(moments[[*on, "day"]].assign(_moment=range(len(moments))), on=on)
        both = both[(both["_begun"] <= both["day"]) & (both["day"] <= both["_ended"])]
        link, moment = both["_link"].to_numpy(), both["_moment"].to_numpy()
    else:
        days = moments["day"].to_numpy()
        link, moment = np.nonzero((begun.to_numpy()[:, None] <= days) & (days <= ended.to_numpy()[:, None]))
    rows = links.take(link).reset_index(drop=True)
    added = {str(name): moments[name].array.take(moment) for name in moments if name not in on}
    rows = rows.assign(**added)
    on_roll = standing(ledger, rows)
    owed = dict(zip(_keys(on_roll, "member_no", "branch_code"), on_roll["owed"], strict=True))
    keys = list(_keys(rows, "member_no", "_branch"))
    here = np.array([key in owed for key in keys], dtype=bool)
    rows = rows.assign(branch_code=rows["_branch"], owed=np.array([owed.get(key, False) for key in keys], dtype=bool))
    rows = rows[here]
    return rows[_employed(ledger, rows) & ~_party_member(ledger, rows)].reset_index(drop=True)


def _keys(rows: pd.DataFrame, *names: str) -> Iterator[tuple[object, ...]]:
    """The named texts and the day of each row: plain tuples are looked up faster than anything else."""
    columns = [rows[name].to_list() for name in names]
    return zip(*columns, rows["day"].to_numpy().astype("datetime64[s]").tolist(), strict=True)


@remembered
def staff_linked(ledger: Ledger) -> pd.DataFrame:
    """The spells of C-4 (employee_no, start_date, end_date) of all who are or were contacts: few of a long list."""
    staff = ledger["employees"][["employee_no", "start_date", "end_date"]]
    return staff[staff["employee_no"].isin(ledger["contacts"]["contact_employee_no"].unique())]


def _employed(ledger: Ledger, rows: pd.DataFrame) -> pd.Series:
    """U09 d: dates of C-4 decide; who is unknown to C-4 counts as employed."""
    staff = staff_linked(ledger)
    day = rows["day"].to_numpy()
    known, employed = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    # Whoever was hired again stands in C-4 more than once: first rows, second rows, and so on.
    for _, spells in staff.groupby(staff.groupby("employee_no").cumcount()):
        at = pd.Index(spells["employee_no"]).get_indexer(rows["contact_employee_no"])
        begun = spells["start_date"].fillna(LONG_AGO).to_numpy()[at]
        ended = spells["end_date"].fillna(FAR_AHEAD).to_numpy()[at]
        known |= at >= 0
        employed |= (at >= 0) & (begun <= day) & (day <= ended)
    return pd.Series(~known | employed, index=rows.index)


def _party_member(ledger: Ledger, rows: pd.DataFrame) -> pd.Series:
    """U09 e: the contact is on the roll as a party member on that day."""
    numbers = ledger["members"][["member_no", "employee_no"]].dropna().drop_duplicates()
    numbers = numbers.rename(columns={"employee_no": "contact_employee_no"})
    suspected = rows["contact_employee_no"].isin(numbers["contact_employee_no"])
    if not suspected.any():
        return suspected
    suspects = rows.loc[suspected, ["contact_employee_no", "day"]].drop_duplicates().merge(numbers)
    members = standing(ledger, suspects)[["member_no", "day"]].merge(suspects)
    joined = set(_keys(members, "contact_employee_no"))
    return pd.Series([key in joined for key in _keys(rows, "contact_employee_no")], rows.index, dtype=bool)


@remembered
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
    years = [_contact_months(ledger, rules, so_far) for so_far in years_so_far(months)]
    due = pd.concat(years) if len(years) != 1 else years[0]
    return due[due["month"].isin([str(month) for month in months])].reset_index(drop=True)


@remembered
def _contact_months(ledger: Ledger, rules: Ruleset, so_far: Period) -> pd.DataFrame:
    """The contact-months of a year so far: checks, measures and reports ask for some of them, all up to the same one."""
    due = _due(ledger, rules, so_far.months).merge(_talked(ledger), on=[*PAIR, "month"], how="left")
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
    months = due.loc[grouped_only, [*PAIR, "month"]].sort_values("month", kind="stable")
    quarter = months["month"].str[:5] + ((months["month"].str[5:].astype(int) + 2) // 3).astype(str)
    order = months.groupby([*PAIR, quarter]).cumcount()
    return talked & ~(grouped_only & order.reindex(due.index).gt(0))


def reported_months(ledger: Ledger) -> pd.MultiIndex:
    """The (branch code, month) pairs whose monthly return counts."""
    returns = ledger.returns
    counting = returns.loc[returns["counts"] & (returns["form"] == "MON"), ["branch_code", "period"]]
    rows = [ledger[name][["_branch", "_period"]] for name in ("talks", "monthly_reports")]
    pairs = [counting.set_axis(["_branch", "_period"], axis=1), *rows]
    return pd.MultiIndex.from_frame(pd.concat(pairs).drop_duplicates())
