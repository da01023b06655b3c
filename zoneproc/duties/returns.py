"""The returns a branch owes in a year and how they came: A5, R-1 (3.6, 4/33–4/35, U51, U73, U74)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Protocol

import numpy as np
import pandas as pd

from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO
from zoneproc.kinds import fold
from zoneproc.ledger import Ledger, remembered
from zoneproc.period import Cadence, Period
from zoneproc.rules import Ruleset

ON_TIME, LATE, MISSING = "按时", "迟报", "缺报"
FORM_OF = {Cadence.MONTH: "MON", Cadence.QUARTER: "QTR", Cadence.YEAR: "ANN"}
"""The form a branch owes for a period."""
_DUE_DAY = {"MON": "monthly_due_day", "QTR": "quarterly_due_day", "ANN": "annual_due_day"}
_KEYS = ["form", "period"]


def deadlines(ledger: Ledger, rules: Ruleset, year: int) -> pd.DataFrame:
    """When each return of a year is due: 12 monthly, 4 quarterly, 1 yearly; BASE has no deadline (U74).

    One row per return: form, period, due_at, correction_days (working days), freeze_at. C-5 decides; where it says nothing
    the parameters do: the 5th of the next month, the 10th after the quarter, 10 January, each at 18:00.
    """
    whole = Period(year)
    periods = [*whole.months, *whole.quarters, whole]
    due = pd.DataFrame(
        {
            "form": pd.Series([FORM_OF[period.cadence] for period in periods], dtype="str"),
            "period": pd.Series([str(period) for period in periods], dtype="str"),
            "usual": pd.Series([_usual_deadline(rules, period) for period in periods], dtype="datetime64[s]"),
        }
    )
    stated = ledger["calendar"].rename(columns={"template_id": "form"}).drop_duplicates(_KEYS, keep="last")
    due = due.merge(stated[[*_KEYS, "due_at", "correction_days", "freeze_at"]], on=_KEYS, how="left")
    due["due_at"] = due["due_at"].fillna(due["usual"])
    due["freeze_at"] = due["freeze_at"].fillna(due["due_at"] + pd.Timedelta(days=int(rules.number("freeze_days"))))
    due["correction_days"] = due["correction_days"].fillna(int(rules.number("correction_days"))).astype("int64")
    return due[[*_KEYS, "due_at", "correction_days", "freeze_at"]]


def _usual_deadline(rules: Ruleset, period: Period) -> datetime:
    day = period.end + timedelta(days=int(rules.number(_DUE_DAY[FORM_OF[period.cadence]])))
    hour = int(rules.number("due_hour"))
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001  # office time, as in the workbooks


@remembered
def returns_received(ledger: Ledger, rules: Ruleset, year: int) -> pd.DataFrame:
    """How each owed return came: one row per return and branch that exists on its due date (4/30).

    Columns branch_code, form, period, due_at and freeze_at (extensions and seals considered), state (按时, 迟报 or 缺报),
    received_at (the moment that decides; missing for 缺报), send_backs, source and file of the version that counts ("" if
    none). U51: the first readable version decides, unless a send-back before acceptance was not answered within the
    correction days; then the accepted one does.
    """
    owed = _owed(ledger, deadlines(ledger, rules, year))
    versions = ledger.returns.merge(owed[["branch_code", *_KEYS, "correction_days"]], on=["branch_code", *_KEYS])
    versions = versions.sort_values(["received_at", "version"], kind="stable")
    claims: dict[tuple[str, str, str], list[_Version]] = defaultdict(list)
    for version in versions.itertuples(index=False):
        claims[version.branch_code, version.form, version.period].append(version)  # type: ignore[index,arg-type]
    history = pd.DataFrame(
        [(*claim, *_history(ledger, rows)) for claim, rows in claims.items()],
        columns=["branch_code", *_KEYS, "received_at", "send_backs", "source", "file"],
    ).astype(dict.fromkeys(("branch_code", *_KEYS, "source", "file"), "str") | {"received_at": "datetime64[s]"})
    owed = owed.merge(history, on=["branch_code", *_KEYS], how="left")
    owed["send_backs"] = owed["send_backs"].fillna(0).astype("int64")
    owed[["source", "file"]] = owed[["source", "file"]].fillna("")
    late = owed["received_at"] > owed["due_at"]
    state = pd.Series(ON_TIME, index=owed.index, dtype="str").mask(late, LATE)
    owed["state"] = state.mask(owed["received_at"].isna(), MISSING)
    return owed.drop(columns=["correction_days"])


def _owed(ledger: Ledger, due: pd.DataFrame) -> pd.DataFrame:
    owed = due.assign(day=due["due_at"].dt.normalize())
    owed = owed.merge(_existing(ledger, owed["day"].drop_duplicates().to_numpy()), on="day").drop(columns="day")
    owed = _put_off(ledger, owed)
    return owed.sort_values(["branch_code", "due_at", "form"], kind="stable", ignore_index=True)


def _existing(ledger: Ledger, days: np.ndarray) -> pd.DataFrame:
    """The branches that exist on each of the days (U01): branch_code, day."""
    organisations = ledger["organisations"]
    branches = organisations[organisations["org_type"].eq("党支部")]
    moments = days.astype("datetime64[s]")
    begun, ended = branches["start_date"].fillna(LONG_AGO), branches["end_date"].fillna(FAR_AHEAD)
    branch, day = np.nonzero((begun.to_numpy()[:, None] <= moments) & (moments <= ended.to_numpy()[:, None]))
    existing = {"branch_code": branches["org_code"].array.take(branch), "day": moments[day]}
    return pd.DataFrame(existing).drop_duplicates()


def _put_off(ledger: Ledger, owed: pd.DataFrame) -> pd.DataFrame:
    """The deadlines of single branches that were extended, which also move the freeze; a period sealed early is frozen then."""
    owed = owed.merge(ledger.extensions, on=["branch_code", *_KEYS], how="left").merge(
        ledger.seals, on=_KEYS, how="left"
    )
    owed["due_at"] = owed["until"].fillna(owed["due_at"])
    owed["freeze_at"] = owed[["freeze_at", "until"]].max(axis="columns")
    owed["freeze_at"] = owed[["freeze_at", "sealed_at"]].min(axis="columns")
    return owed.drop(columns=["until", "sealed_at"])


class _Version(Protocol):
    """One row of `Ledger.returns` with the correction days of its period."""

    received_at: datetime
    judged_at: datetime
    counts: bool
    accepted: bool
    send_back: bool
    correction_days: int
    source: str
    file: str


def _history(ledger: Ledger, versions: Sequence[_Version]) -> tuple[object, ...]:
    """One return's versions in order, summed up: deciding moment, number of send-backs, source and file that count."""
    send_backs = sum(version.send_back for version in versions)
    counting = [version for version in versions if version.counts]
    if not counting:
        return (pd.NaT, send_backs, "", "")
    accepted = next(version.received_at for version in versions if version.accepted or version.counts)
    before = [version for version in versions if version.received_at <= accepted]
    moment = versions[0].received_at if _answered_in_time(ledger, before) else accepted
    return (moment, send_backs, counting[-1].source, counting[-1].file)


def _answered_in_time(ledger: Ledger, versions: Sequence[_Version]) -> bool:
    """Whether every send-back was followed by another version before the end of the last correction day."""
    return all(
        answer.received_at.date() <= working_day_after(ledger, judged.judged_at.date(), judged.correction_days)
        for judged, answer in pairwise(versions)
        if judged.send_back
    )


def working_day_after(ledger: Ledger, day: date, count: int) -> date:
    """The `count`-th working day after a day: weekends are free unless C-5 调休安排 says otherwise (U73)."""
    worked, free = _shifted_days(ledger)
    while count > 0:
        day += timedelta(days=1)
        count -= _is_working_day(day, worked, free)
    return day


def _is_working_day(day: date, worked: Collection[str], free: Collection[str]) -> bool:
    written = day.isoformat()
    return written in worked or (day.weekday() < 5 and written not in free)


def _shifted_days(ledger: Ledger) -> tuple[frozenset[str], frozenset[str]]:
    """The days listed in C-5 as 班 and as 休, in ISO form."""
    text = fold(";".join(ledger["calendar"]["workday_override"].dropna()))
    pairs = [part.split("=") for part in text.split(";") if part.count("=") == 1]
    listed = {(day, mark) for day, mark in pairs}
    return frozenset(day for day, mark in listed if mark == "班"), frozenset(
        day for day, mark in listed if mark == "休"
    )
