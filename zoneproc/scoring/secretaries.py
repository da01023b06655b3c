"""书记责任区单项: the branches a secretary led and the ballots at the year's end (3.5, 4/32, U61, U62)."""

import numpy as np
import pandas as pd

from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO
from zoneproc.kinds import name_key
from zoneproc.ledger import Ledger
from zoneproc.measures import Evidence
from zoneproc.period import Period
from zoneproc.rules import Ruleset
from zoneproc.scoring.blocks import reasons
from zoneproc.scoring.ranking import round_half_up, shared_ranks, shares_place

SECRETARY = "书记"
BALLOTS = ("n_good", "n_fair", "n_avg", "n_poor")


def score_secretaries(evidence: Evidence, branches: pd.DataFrame) -> pd.DataFrame:
    """Everyone who was a branch secretary in the year, by branch and number.

    One row per person: branch_code (the present or last post), member_no, secretary_name, in_post (on 31 December),
    since (of the present or last row), months (rule days in office), branch_part, ballot_part, total (printed; missing
    without a full month), rank, tied, ranked (twelve months and ballots), eligible, reasons.
    """
    rules, year = evidence.rules, evidence.period
    tenures = _tenures(evidence.ledger, year)
    served = _months_served(tenures, rules, year)
    people = tenures.sort_values(["in_post", "start_date"], kind="stable").drop_duplicates("member_no", keep="last")
    people = people.sort_values(["branch_code", "member_no"], ignore_index=True)
    people = people[["branch_code", "member_no", "secretary_name", "in_post", "start_date"]]
    people = people.rename(columns={"start_date": "since"})
    months = served.drop_duplicates(["member_no", "month"]).groupby("member_no").size()
    people["months"] = people["member_no"].map(months).fillna(0).astype("int64")
    people["branch_part"] = people["member_no"].map(_branch_part(served, branches)).astype("float64")
    people["ballot_part"] = _ballot_part(evidence, people)
    total = _combined(people, rules).where(people["months"] > 0)
    people["total"] = round_half_up(total, int(rules.number("decimals")))
    people["ranked"] = (people["months"] >= len(year.months)) & people["ballot_part"].notna() & people["total"].notna()
    people["rank"] = shared_ranks(people.assign(total=people["total"].where(people["ranked"])), ["total"])
    people["tied"] = shares_place(people["rank"])
    return _judged(people, served, evidence)


def _tenures(ledger: Ledger, year: Period) -> pd.DataFrame:
    rows = ledger["secretaries"].dropna(subset=["branch_code", "member_no"])
    start, end = rows["start_date"].fillna(LONG_AGO), rows["end_date"].fillna(FAR_AHEAD)
    rows = rows.assign(
        start_date=start, last=end, in_post=(start <= pd.Timestamp(year.end)) & (end >= pd.Timestamp(year.end))
    )
    return rows[(start <= pd.Timestamp(year.end)) & (end >= pd.Timestamp(year.start))]


def _months_served(tenures: pd.DataFrame, rules: Ruleset, year: Period) -> pd.DataFrame:
    """One row per person, branch and month in office on the rule day."""
    day = int(rules.number("mid_month_day"))
    days = pd.to_datetime([month.rule_day(day) for month in year.months])
    rows = tenures.merge(pd.DataFrame({"month": days}), how="cross")
    rows = rows[(rows["start_date"] <= rows["month"]) & (rows["month"] <= rows["last"])]
    return rows[["member_no", "branch_code", "month"]].drop_duplicates()


def months_led(evidence: Evidence) -> pd.DataFrame:
    """Months in office by person and branch: member_no, branch_code, months. U61."""
    served = _months_served(_tenures(evidence.ledger, evidence.period), evidence.rules, evidence.period)
    return served.groupby(["member_no", "branch_code"]).size().rename("months").reset_index()


def _branch_part(served: pd.DataFrame, branches: pd.DataFrame) -> pd.Series:
    """The month-weighted mean of the printed totals of the branches led, by person. U61."""
    scored = served.merge(branches[["branch_code", "total"]].dropna(), on="branch_code")
    return scored.groupby("member_no")["total"].mean()


def _ballot_part(evidence: Evidence, people: pd.DataFrame) -> pd.Series:
    """The mean value of the E-5 ballots of whoever is in post on 31 December; missing without ballots. U61.

    Values are taken over the sum of the four counts. The name must agree, so that a predecessor's ballots never count.
    """
    rows = evidence.ledger["secretary_ballots"].dropna(subset=["branch_code"])
    counts = rows[list(BALLOTS)].fillna(0).astype("float64")
    values = np.array(evidence.rules.numbers("secretary_ballot_values"))
    cast = counts.sum(axis=1)
    means = (counts * values).sum(axis=1) / cast.where(cast > 0)
    rows = rows.assign(mean=means, key=rows["secretary_name"].fillna("").map(name_key))
    last = rows.drop_duplicates(["branch_code", "key"], keep="last")[["branch_code", "key", "mean"]]
    asked = people[["branch_code"]].assign(key=people["secretary_name"].fillna("").map(name_key))
    found = asked.merge(last, on=["branch_code", "key"], how="left")["mean"]
    return found.where(people["in_post"]).astype("float64")


def _combined(people: pd.DataFrame, rules: Ruleset) -> pd.Series:
    """70/30 of the parts that are known; a missing one leaves the denominator. U61."""
    weights = rules.components(SECRETARY)
    parts = {"支部": people["branch_part"], "述职": people["ballot_part"]}
    earned = sum((weight * parts[name].fillna(0.0) for name, weight in weights.items()), pd.Series(0.0, people.index))
    known = sum((weight * parts[name].notna() for name, weight in weights.items()), pd.Series(0.0, people.index))
    return earned / known.where(known > 0)


def _judged(people: pd.DataFrame, served: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Who may be 优秀党支部书记: in the present post since 1 January, long enough, ranked, not vetoed. U62."""
    least = int(evidence.rules.number("secretary_min_months"))
    here = served.groupby(["member_no", "branch_code"]).size().rename("months_here").reset_index()
    months_here = people.merge(here, on=["member_no", "branch_code"], how="left")["months_here"].fillna(0)
    tenures = _tenures(evidence.ledger, evidence.period)
    first = tenures.groupby(["member_no", "branch_code"])["start_date"].min().rename("first").reset_index()
    begun = people.merge(first, on=["member_no", "branch_code"], how="left")["first"]
    members = evidence.earlier["members"]
    vetoed = members.loc[members["veto_kind"].fillna("") != "", "member_no"]
    faults = {
        "年末不在任": ~people["in_post"],
        f"任现职不满{least}个月": (begun > pd.Timestamp(evidence.period.start)) | (months_here < least),
        "没有述职测评": people["ballot_part"].isna(),
        "本人被一票否决": people["member_no"].isin(vetoed),
        "不参加排名": ~people["ranked"],
    }
    people["reasons"] = reasons(faults, people.index)
    return people.assign(eligible=people["reasons"] == "")
