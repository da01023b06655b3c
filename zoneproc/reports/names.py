"""Codes as people know them: branches, members, groups and teams by name."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from zoneproc.excel.rows import Excerpt, Values
from zoneproc.excel.wording import cut
from zoneproc.ledger import Ledger, noted

__all__ = [
    "OfBranches",
    "branch_labels",
    "branch_names",
    "group_names",
    "joined",
    "member_names",
    "named",
    "rows_of",
    "team_names",
    "with_branch",
]

_LONGEST_LABEL = 30


@noted
def branch_names(ledger: Ledger) -> Mapping[str, str]:
    """Short name of every organisation by code (C-1), the latest where it was renamed."""
    rows = (
        ledger["organisations"]
        .dropna(subset=["org_code"])
        .sort_values("start_date", kind="stable", na_position="first")
    )
    names = rows["short_name"].fillna(rows["org_name"]).fillna(rows["org_code"])
    return dict(zip(rows["org_code"], names, strict=True))


def branch_labels(ledger: Ledger, codes: Sequence[str]) -> Mapping[str, str]:
    """Short names for files, of at most thirty characters; branches that share one get their code behind it."""
    names = branch_names(ledger)
    short = {code: cut(names.get(code, code), _LONGEST_LABEL) for code in codes}
    shared = Counter(name.casefold() for name in short.values())
    return {code: name if shared[name.casefold()] == 1 else f"{name}{code}" for code, name in short.items()}


@noted
def member_names(ledger: Ledger) -> Mapping[str, str]:
    """Name by member number (B-3), of the latest stay."""
    return _names(ledger["members"], "member_no", "name", "branch_from")


@noted
def group_names(ledger: Ledger) -> Mapping[str, str]:
    """Name by group code (B-2)."""
    return _names(ledger["groups"], "group_code", "group_name", "start_date")


@noted
def team_names(ledger: Ledger) -> Mapping[str, str]:
    """Name by team code (C-3)."""
    return _names(ledger["teams"], "team_code", "team_name", "start_date")


def _names(rows: pd.DataFrame, code: str, name: str, since: str) -> Mapping[str, str]:
    known = rows.dropna(subset=[code, name]).sort_values(since, kind="stable", na_position="first")
    return dict(zip(known[code], known[name], strict=True))


class OfBranches:
    """The rows of a frame by branch, parted once: `[code]` gives those of one, in their order; none for a strange one."""

    def __init__(self, rows: pd.DataFrame, code: str = "branch_code") -> None:
        self._rows = rows.dropna(subset=[code]).sort_values(code, kind="stable")
        sizes = self._rows.groupby(code).size()
        ends = sizes.cumsum()
        self._first, self._last = (ends - sizes).to_dict(), ends.to_dict()
        self._cells: dict[str, Values] = {}
        self._lists: dict[str, list[Any]] = {}
        self._digests: dict[str, np.ndarray] = {}

    def __getitem__(self, code: str) -> Excerpt:
        first, last = self._first.get(code, 0), self._last.get(code, 0)
        return Excerpt(self._rows, first, last, self._cells, self._lists, self._digests)


def joined(rows: pd.DataFrame, name: str, keys: Sequence[str], of: pd.DataFrame) -> pd.Series:
    """For each row of `of`, the texts of all rows with the same keys in one (甲、乙), in their order; missing if there are none."""
    texts: dict[tuple[object, ...], list[str]] = defaultdict(list)
    known = rows.dropna(subset=[*keys])
    for text, *key in zip(*(known[column].tolist() for column in (name, *keys)), strict=True):
        texts[tuple(key)].append(text)
    told = {key: "、".join(found) for key, found in texts.items()}
    asked = zip(*(of[key].tolist() for key in keys), strict=True)
    return pd.Series(list(map(told.get, asked)), of.index, dtype="str")


def rows_of(frame: pd.DataFrame) -> Sequence[Mapping[str, object]]:
    """The rows of a frame, each by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def with_branch(rows: pd.DataFrame, ledger: Ledger, code: str = "branch_code") -> pd.DataFrame:
    """The rows with `branch`, the short name of the branch of column `code` (the code itself where unknown)."""
    names = branch_names(ledger)
    return rows.assign(
        branch=named(rows[code], lambda value: names.get(str(value), "" if pd.isna(value) else str(value)))
    )


def named(values: pd.Series, name: Callable[[Any], str]) -> pd.Series:
    """The name of each value as text, asked for once for each different one."""
    which, different = pd.factorize(values, use_na_sentinel=False)
    return pd.Series(pd.array(list(map(name, different)), "str").take(which), values.index)
