"""Which returns of a period are still awaited at a moment: what is open, late or sent back (4/33, 4/34, promise 40)."""

from datetime import date, datetime, time

import pandas as pd

from zoneproc.duties.returns import LATE, MISSING, ON_TIME, deadlines, returns_received, working_day_after
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import Ruleset

OPEN = ["branch_code", "short_name", "form", "period", "due_at", "freeze_at", "sent_back"]
RETURNED, AWAITED = "退回(待改)", "未报"
_CLAIM = ["branch_code", "form", "period"]


def returns_of(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """Every return owed for a period and the periods inside it: columns of `returns_received`, and short_name."""
    owed = returns_received(ledger, rules, period.year)
    inside = [Period.parse(written) in period for written in owed["period"]]
    owed = owed[pd.Series(inside, owed.index, dtype="bool")]
    names = ledger["organisations"].drop_duplicates("org_code", keep="last").set_index("org_code")["short_name"]
    return owed.assign(
        short_name=lambda rows: rows["branch_code"].map(names).fillna(rows["branch_code"]).astype("str")
    ).reset_index(drop=True)


def open_returns(ledger: Ledger, rules: Ruleset, period: Period, moment: datetime) -> pd.DataFrame:
    """The owed returns without an accepted version that may still come in: one row each, columns OPEN.

    After the freeze of its period a missing return is final, and nothing is open. `sent_back`: a version was returned.
    """
    owed = returns_of(ledger, rules, period)
    still = owed[owed["state"].eq(MISSING) & (owed["freeze_at"] > pd.Timestamp(moment))]
    return still.assign(sent_back=still["send_backs"] > 0)[OPEN].reset_index(drop=True)


def standing(ledger: Ledger, rules: Ruleset, period: Period, moment: datetime) -> pd.DataFrame:
    """How each owed return of a period stands at a moment (R-1): the rows of `returns_of` known by then, and more columns.

    standing: 按时, 迟报, 退回(待改) (a version was sent back, none accepted) or 未报. versions: how many came; version: the
    number of the one that counts, 0 if none. extended: the deadline was put off. next_due: until when the branch must act
    (deadline, or the last correction day after a send-back); missing where nothing is awaited any more.
    """
    owed = returns_of(ledger, rules, period)
    came = ledger.returns[ledger.returns["received_at"] <= pd.Timestamp(moment)]
    known = owed["received_at"].isna() | (owed["received_at"] <= pd.Timestamp(moment))
    state = owed["state"].where(known, MISSING)
    owed = owed.merge(_versions(came), on=_CLAIM, how="left")
    owed[["versions", "version"]] = owed[["versions", "version"]].fillna(0).astype("int64")
    owed = owed.merge(ledger.extensions.assign(extended=True).drop(columns="until"), on=_CLAIM, how="left")
    owed["extended"] = owed["extended"].eq(True)  # missing means no
    back = owed["last_back"].notna() & state.eq(MISSING)
    owed["standing"] = state.where(state.ne(MISSING), AWAITED).mask(back, RETURNED).astype("str")
    return owed.assign(next_due=_next_due(ledger, rules, owed)).drop(columns="last_back")


def _versions(came: pd.DataFrame) -> pd.DataFrame:
    """Per return: how many versions came, the number of the one that counts, and when the last was sent back."""
    return (
        came.assign(number=came["version"].where(came["counts"]), back=came["judged_at"].where(came["send_back"]))
        .groupby(_CLAIM)
        .agg(versions=("version", "size"), version=("number", "max"), last_back=("back", "max"))
        .reset_index()
    )


def _next_due(ledger: Ledger, rules: Ruleset, owed: pd.DataFrame) -> pd.Series:
    """The deadline of what is awaited; after a send-back the end of the last correction day, if that is later."""
    awaited = owed[~owed["standing"].isin((ON_TIME, LATE))]
    years = sorted({int(str(written)[:4]) for written in awaited["period"]})
    known = [deadlines(ledger, rules, year)[["form", "period", "correction_days"]] for year in years]
    if not known:
        return pd.Series(pd.NaT, index=owed.index, dtype="datetime64[s]")
    days = awaited.merge(pd.concat(known), on=["form", "period"], how="left")["correction_days"]
    until = [
        pd.NaT if pd.isna(back) else pd.Timestamp(_end_of(working_day_after(ledger, back.date(), int(allowed))))
        for back, allowed in zip(awaited["last_back"], days, strict=True)
    ]
    corrected = pd.Series(until, index=awaited.index, dtype="datetime64[s]")
    return pd.concat([awaited["due_at"], corrected], axis="columns").max(axis="columns").reindex(owed.index)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59))
