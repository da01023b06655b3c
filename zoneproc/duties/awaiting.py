"""Which returns of a period are still awaited at a moment: what is open, late or sent back (4/33, 4/34, promise 40)."""

from datetime import datetime, time

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
    owed = owed[[Period.parse(written) in period for written in owed["period"]]]
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
    owed["extended"] = owed["extended"].eq(True)  # noqa: FBT003  # missing means no
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
    days = deadlines(ledger, rules, int(str(owed["period"].iloc[0])[:4])) if len(owed) else pd.DataFrame()
    allowed = {(row.form, row.period): int(row.correction_days) for row in days.itertuples()}  # type: ignore[arg-type,call-overload]
    found = []
    for row in owed.itertuples():
        if row.standing in (ON_TIME, LATE):
            found.append(pd.NaT)
        elif row.standing == AWAITED:
            found.append(row.due_at)
        else:
            last = working_day_after(ledger, row.last_back.date(), allowed[row.form, row.period])  # type: ignore[union-attr,index]
            found.append(pd.Timestamp(datetime.combine(last, time(23, 59))))
    return pd.Series(found, index=owed.index, dtype="datetime64[s]")
