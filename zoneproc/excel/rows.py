"""The rows of a printed table and what they come to in cells: those of a whole frame, or an excerpt of one.

A company's rows come to cells in one step. For each branch's dozen anew, it would take longer than writing them.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b, sha256
from typing import Any

import numpy as np
import pandas as pd

from zoneproc.excel.picks import Which, numbers, picked
from zoneproc.excel.wording import all_writable, writable
from zoneproc.excel.writing import shown

__all__ = ["Excerpt", "Rows", "Values", "listed", "values_of"]

_DAY_ZERO, _FIRST_SAFE_SERIAL = pd.Timestamp("1899-12-30"), 61
_DIGEST = 16
"""Bytes."""
_FEW = 200
"""Rows that are looked at one by one sooner than by pandas."""


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """The cells of a column: text, numbers, or None for an empty cell; dates as Excel counts them.

    `kinds` are the different ones, none that stands nowhere; `which` says for each row which of them stands there.
    """

    kinds: Sequence[Any]
    which: Which

    @classmethod
    def of(cls, cells: Iterable[Hashable]) -> "Values":
        """Cells one by one; equal ones are one kind."""
        listed = list(cells)
        number = {kind: at for at, kind in enumerate(dict.fromkeys(listed))}
        return cls(list(number), list(map(number.__getitem__, listed)))

    def __len__(self) -> int:
        return len(self.which)

    def __iter__(self) -> Iterator[Any]:
        return iter(picked(self.kinds, self.which))

    def begin(self, rows: int) -> Iterable[object]:
        """The kinds among the first rows."""
        return picked(self.kinds, list(dict.fromkeys(numbers(self.which[:rows]))))

    def part(self, first: int, last: int) -> "Values":
        """Those of the rows `first` to `last` (not included)."""
        here = numbers(self.which[first:last])
        number = {kind: at for at, kind in enumerate(dict.fromkeys(here))}
        return Values(picked(self.kinds, list(number)), picked(number, here))


@dataclass(frozen=True, slots=True, eq=False)
class Excerpt:
    """Rows `first` to `last` (not included) of a frame.

    `made` are the cells, `lists` the values, `digests` those of the cells of whole columns, shared by all excerpts.
    """

    whole: pd.DataFrame
    first: int
    last: int
    made: dict[str, Values] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    digests: dict[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.last - self.first

    def __getitem__(self, name: str) -> pd.Series:
        return self.whole[name].iloc[self.first : self.last]

    def listed(self, name: str) -> list[Any]:
        """The values of a column."""
        if name not in self.lists:
            self.lists[name] = self.whole[name].tolist()
        return self.lists[name][self.first : self.last]

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a frame."""
        return self.whole.iloc[self.first : self.last]

    def cells(self, name: str) -> Values:
        """The cells of a column."""
        return self._made(name).part(self.first, self.last)

    def told(self, name: str) -> str:
        """A digest of the cells of a column: the same for the same cells, wherever they stand in the frame."""
        if name not in self.digests:
            values = self._made(name)
            of_kinds = b"".join(map(_digest, values.kinds))
            self.digests[name] = np.frombuffer(of_kinds, f"V{_DIGEST}")[numbers(values.which)]
        return sha256(self.digests[name][self.first : self.last].tobytes()).hexdigest()

    def _made(self, name: str) -> Values:
        if name not in self.made:
            self.made[name] = values_of(self.whole[name])
        return self.made[name]


def _digest(kind: object) -> bytes:
    return blake2b(repr(kind).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


Rows = pd.DataFrame | Excerpt


def listed(rows: Rows, name: str) -> list[Any]:
    """The values of a column of rows."""
    return rows.listed(name) if isinstance(rows, Excerpt) else rows[name].tolist()


def values_of(series: pd.Series) -> Values:
    """The values of a column as they go into cells, empty texts as None; days Excel does not know (before March 1900) become text."""
    dated = pd.api.types.is_datetime64_any_dtype(series.dtype)
    if series.dtype == object or (len(series) < _FEW and not dated):
        return Values.of(map(_cell, series.tolist()))
    which, different = pd.factorize(series, use_na_sentinel=False)  # of one type: equal values are alike
    if isinstance(different, pd.DatetimeIndex):
        return Values(_serials(different), which)
    if isinstance(series.dtype, pd.StringDtype):
        return Values(_texts(different.fillna("").tolist()), which)
    return Values(list(map(_cell, different.tolist())), which)


def _serials(days: pd.DatetimeIndex) -> Sequence[object]:
    serials = ((days - _DAY_ZERO) / pd.Timedelta(days=1)).tolist()
    return [
        at if at >= _FIRST_SAFE_SERIAL else None if pd.isna(day) else str(day)
        for at, day in zip(serials, days, strict=True)
    ]


def _texts(texts: Sequence[str]) -> Sequence[object]:
    return [text or None for text in all_writable(texts)]


def _cell(value: object) -> object:
    if isinstance(value, str):
        return writable(value) or None
    plain = shown(value)
    if isinstance(plain, date):
        return (pd.Timestamp(plain) - _DAY_ZERO) / pd.Timedelta(days=1)
    return plain or None if isinstance(plain, str) else plain
