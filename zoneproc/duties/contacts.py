"""Talks with key contacts: which contact-months were due, and which were done (U09–U12, U24)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zoneproc.duties.links import PAIR, held_always, held_by, links_in_numbers, pairs_of
from zoneproc.duties.matching import months_in, places, taken
from zoneproc.ledger import Ledger, noted, remembered
from zoneproc.period import Period, years_so_far
from zoneproc.rules import Ruleset

GROUP_TALK = "集体谈心"
MIN_CONTENT = 10


@remembered
def valid_talks(ledger: Ledger) -> pd.DataFrame:
    """The M-1 rows that are valid talks (U10), with `month`: columns of M-1 and month."""
    talks = ledger["talks"].take(_valid(ledger)).reset_index(drop=True)
    return talks.assign(month=talks["_period"])


@noted
def _valid(ledger: Ledger) -> np.ndarray:
    """Where the valid talks stand in M-1.

    Valid: dated in the month of its workbook, the link held on that day, way and topic given, summary ≥ 10 characters.
    """
    talks, pair = ledger["talks"], _pairs_told(ledger)
    day = talks["talk_date"].to_numpy()
    told = talks["talk_method"].notna() & talks["talk_topics"].notna() & talks["content"].notna()
    at = np.flatnonzero(told & (pair >= 0) & (_months_told(ledger) == day.astype("datetime64[M]")))
    content = talks["content"].to_numpy()[at]
    at = at[np.fromiter(map(len, map(str.strip, content)), dtype="int64", count=len(at)) >= MIN_CONTENT]
    linked = np.zeros(len(at), dtype=bool)
    linked[held_by(ledger, pair[at], day[at]).asked] = True
    return at[linked]


@noted
def _pairs_told(ledger: Ledger) -> np.ndarray:
    """The pair of each row of M-1 as the links number it; -1 for pairs without any link."""
    return pairs_of(ledger, ledger["talks"])


@noted
def _months_told(ledger: Ledger) -> np.ndarray:
    """The month of each row of M-1; NaT where its workbook is of none."""
    which, texts = pd.factorize(ledger["talks"]["_period"])
    months = pd.to_datetime(pd.Series([*texts, None], dtype="str"), format="%Y-%m", errors="coerce")
    found: np.ndarray = months.to_numpy().astype("datetime64[M]")[which]
    return found


def contact_months(ledger: Ledger, rules: Ruleset, months: Sequence[Period]) -> pd.DataFrame:
    """One row per due contact-month: what was due on the rule day and whether it was done.

    Columns member_no, contact_employee_no, contact_name, contact_kind, month, branch_code (of the link), key_person, done,
    by_group_talk (done by 集体谈心 alone), followed_up (U24), stated_reason (未谈原因 given), reported (the branch's return of the month
    counts), _source, _row (the link), talk_source, talk_row (the first valid talk; "" and 0 if none). U09, U11.
    """
    years = [_contact_months(ledger, rules, so_far) for so_far in years_so_far(months)]
    due = pd.concat(years, ignore_index=True) if len(years) != 1 else years[0]
    return only_months(due, months)


def only_months(rows: pd.DataFrame, months: Sequence[Period]) -> pd.DataFrame:
    """Of the months so far the rows whose `month` is one of these."""
    if len(set(months)) == sum(len(year.months) for year in years_so_far(months)):
        return rows
    return rows[rows["month"].isin([str(month) for month in months])].reset_index(drop=True)


@remembered
def _contact_months(ledger: Ledger, rules: Ruleset, so_far: Period) -> pd.DataFrame:
    """The contact-months of a year so far: checks, measures and reports ask for some of them, all up to the same one."""
    due, talked = _due(ledger, rules, so_far), _talked(ledger, so_far)
    talk = talked.talk[due.number]
    grouped, done = talked.only_group[due.number], talk >= 0
    done[_later_in_quarter(due, np.flatnonzero(grouped & done), so_far)] = False
    links, talks = ledger["contacts"], ledger["talks"]
    rows = links[[*PAIR, "contact_name", "contact_kind"]].take(due.link).reset_index(drop=True)
    months = pd.Series([str(month) for month in so_far.months], dtype="str")
    branches = links["_branch"].take(due.link)
    return rows.assign(
        month=months.array.take(due.month),
        branch_code=branches.array,
        key_person=due.key_person,
        done=done,
        by_group_talk=done & grouped,
        followed_up=done & talked.followed_up[due.number],
        stated_reason=talked.stated_reason[due.number],
        reported=reported_in(ledger, branches, due.month, so_far),
        _source=links["_source"].array.take(due.link),
        _row=links["_row"].to_numpy()[due.link],
        talk_source=taken(talks["_source"], talk, ""),
        talk_row=taken(talks["_row"], talk, 0),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Due:
    """What was due, in order of link and month: link (row of B-6), month (0 is January), `number` (of pair and month)."""

    link: np.ndarray
    month: np.ndarray
    number: np.ndarray
    key_person: np.ndarray


def _due(ledger: Ledger, rules: Ruleset, so_far: Period) -> _Due:
    """One contact-month for each pair and month, of the first link; a key person by any of them."""
    links = links_in_numbers(ledger)
    days = [month.rule_day(int(rules.number("mid_month_day"))) for month in so_far.months]
    held = held_always(ledger, np.array(days, dtype="datetime64[s]"))
    link, month = held.link[held.owed], held.asked[held.owed]
    number = links.pair[link] * len(days) + month
    key = np.zeros(links.pairs * len(days), dtype=bool)
    key[number[ledger["contacts"]["key_person"].eq(True).fillna(value=False).to_numpy(dtype=bool)[link]]] = True
    first = ~pd.Series(number).duplicated().to_numpy()
    return _Due(link[first], month[first], number[first], key[number[first]])


@dataclass(frozen=True, slots=True, eq=False)
class _Talked:
    """What was told, by number of pair and month.

    talk: the first valid talk, as a row of M-1, individual ones first; -1 if none. only_group: there was no other than
    集体谈心. followed_up: any of them was. stated_reason: 未谈原因 is given in any row, valid or not.
    """

    talk: np.ndarray
    only_group: np.ndarray
    followed_up: np.ndarray
    stated_reason: np.ndarray


def _talked(ledger: Ledger, so_far: Period) -> _Talked:
    talks, size = ledger["talks"], links_in_numbers(ledger).pairs * len(so_far.months)
    valid, number = _numbered(ledger, _valid(ledger), so_far)
    grouped = talks["talk_method"].eq(GROUP_TALK).to_numpy()[valid]
    order = np.lexsort((talks["talk_date"].to_numpy()[valid], grouped, number))
    first = order[np.flatnonzero(np.diff(number[order], prepend=-1))]
    talk, only_group, followed_up, stated_reason = np.full(size, -1), *np.zeros((3, size), dtype=bool)
    talk[number[first]], only_group[number[first]] = valid[first], grouped[first]
    followed_up[number[talks["follow_up"].notna().to_numpy()[valid]]] = True
    _, excused = _numbered(ledger, np.flatnonzero(talks["miss_reason"].notna()), so_far)
    stated_reason[excused] = True
    return _Talked(talk, only_group, followed_up, stated_reason)


def _numbered(ledger: Ledger, at: np.ndarray, so_far: Period) -> tuple[np.ndarray, np.ndarray]:
    """Of rows of M-1 (`at`) those about a link in these months, each with its number of pair and month."""
    pair = _pairs_told(ledger)[at]
    month = (_months_told(ledger)[at] - np.datetime64(so_far.start, "M")).astype("int64")
    known = (pair >= 0) & (month >= 0) & (month < len(so_far.months))
    return at[known], pair[known] * len(so_far.months) + month[known]


def _later_in_quarter(due: _Due, grouped: np.ndarray, so_far: Period) -> np.ndarray:
    """Of what was due and done in a group alone (`grouped`) all but the earliest month of each pair and quarter (U11)."""
    ordered = grouped[np.argsort(due.number[grouped], kind="stable")]
    quarters = due.number[ordered] // len(so_far.months) * 4 + due.month[ordered] // 3
    return ordered[pd.Series(quarters).duplicated().to_numpy()]


@noted
def reported_months(ledger: Ledger) -> pd.MultiIndex:
    """The (branch code, month) pairs whose monthly return counts."""
    returns = ledger.returns
    counting = returns.loc[returns["counts"] & (returns["form"] == "MON"), ["branch_code", "period"]]
    rows = [counting, *(ledger[name][["_branch", "_period"]] for name in ("talks", "monthly_reports"))]
    pairs = {pair for frame in rows for pair in zip(*(frame[name].to_list() for name in frame), strict=True)}
    return pd.MultiIndex.from_frame(pd.DataFrame(sorted(pairs), columns=["_branch", "_period"], dtype="str"))


def reported_in(ledger: Ledger, branches: pd.Series, month: np.ndarray, so_far: Period) -> np.ndarray:
    """Row by row whether the branch's return of the month (0 is January) counts."""
    told = reported_months(ledger)
    known = told.unique(0)
    counts = np.zeros((len(known) + 1, len(so_far.months) + 1), dtype=bool)
    branch, period = (told.get_level_values(level) for level in (0, 1))
    counts[known.get_indexer(branch), months_in(so_far, period.to_series())] = True
    counts[-1, :] = counts[:, -1] = False
    found: np.ndarray = counts[places(known, branches), month]
    return found
