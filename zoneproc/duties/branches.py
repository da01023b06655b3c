"""The branches of a year: how long each existed, what it became, to which 分公司 it belongs. C-1, C-2, 4/30, U78."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO
from zoneproc.kinds import name_key
from zoneproc.ledger import Ledger
from zoneproc.period import Period

BRANCH = "党支部"


def branches_in(ledger: Ledger, period: Period, rule_day: int = 15) -> pd.DataFrame:
    """The branches that existed on some day of the period, in order of code.

    One row per branch: branch_code, short_name, start_date, end_date, successor_code ("" if none), months (rule days of
    the period on which it existed), present (exists on the last day), subcompany_code (in force on that day, or the last
    one before it; "" if none).
    """
    organisations = ledger["organisations"]
    branches = organisations[organisations["org_type"].eq(BRANCH)].rename(columns={"org_code": "branch_code"})
    branches = branches[["branch_code", "short_name", "start_date", "end_date", "successor_code"]]
    branches = branches[_overlaps(branches, period.start, period.end)].drop_duplicates("branch_code", keep="last")
    days = [month.rule_day(rule_day) for month in period.months]
    months = sum((_overlaps(branches, day, day).astype("int64") for day in days), start=pd.Series(0, branches.index))
    branches = branches.assign(
        short_name=branches["short_name"].fillna(branches["branch_code"]),
        successor_code=branches["successor_code"].fillna(""),
        months=months,
        present=_overlaps(branches, period.end, period.end),
        subcompany_code=branches["branch_code"].map(_subcompanies(ledger, period.end)).astype("str").fillna(""),
    )
    return branches.sort_values("branch_code", ignore_index=True)


def heirs(ledger: Ledger) -> Mapping[str, str]:
    """What each branch of C-1 has become in the end: itself, or the last of those it went into, by code. 4/30, U78."""
    organisations = ledger["organisations"].dropna(subset=["org_code", "successor_code"])
    successors = dict(zip(organisations["org_code"], organisations["successor_code"], strict=True))
    return {code: line_of(successors, code)[-1] for code in successors}


def line_of(successors: Mapping[str, str], code: str) -> list[str]:
    """The branch itself and every branch it went into, in turn (U78)."""
    line = [code]
    while (code := successors.get(code, "")) and code not in line:
        line.append(code)
    return line


def _overlaps(frame: pd.DataFrame, first: date, last: date) -> pd.Series:
    """Rows that hold on some day from `first` to `last`; missing dates are open ends (U01)."""
    begun = frame["start_date"].fillna(LONG_AGO) <= pd.Timestamp(last)
    return begun & (frame["end_date"].fillna(FAR_AHEAD) >= pd.Timestamp(first))


def _subcompanies(ledger: Ledger, day: date) -> Mapping[str, str]:
    """The 分公司 of each branch on the day (U60); where no row is in force, that of its last row before the day."""
    mapping = ledger["subcompanies"].sort_values("start_date", kind="stable", na_position="first")
    mapping = mapping[mapping["start_date"].fillna(LONG_AGO) <= pd.Timestamp(day)]
    ordered = pd.concat([mapping, mapping[_overlaps(mapping, day, day)]])
    return dict(zip(ordered["branch_code"], ordered["subcompany_code"], strict=True))


def former_names(ledger: Ledger, year: Period) -> Mapping[str, str]:
    """The other names under which a branch filed its returns of the year, oldest first, by branch code (4/31).

    A branch that was renamed keeps its code; C-1 knows the new name, the covers of earlier returns the old one.
    """
    known = ledger["organisations"][["org_code", "org_name", "short_name"]].melt("org_code")
    present = {(code, name_key(name)) for code, name in zip(known["org_code"], known["value"].fillna(""), strict=True)}
    covers = ledger["cover"].dropna(subset=["branch_name"]).sort_values("_period", kind="stable")
    covers = covers[covers["_period"].str.startswith(str(year.year))]
    found: dict[str, dict[str, str]] = {}
    for code, name in zip(covers["_branch"], covers["branch_name"], strict=True):
        if (code, name_key(name)) not in present:
            found.setdefault(code, {}).setdefault(name_key(name), name)
    return {code: "、".join(names.values()) for code, names in found.items()}
