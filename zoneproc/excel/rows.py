"""The rows of a printed table and what they come to in cells: those of a whole frame, or an excerpt of one.

A company's rows come to cells in one step. For each branch's dozen anew, it would take longer than writing them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from zoneproc.excel.writing import shown

__all__ = ["Excerpt", "Rows", "Values", "values_of"]

Values = Sequence[object]
"""The cells of a column: text, numbers, or None for an empty cell; dates as Excel counts them."""
_DAY_ZERO, _FIRST_SAFE_SERIAL = pd.Timestamp("1899-12-30"), 61


@dataclass(frozen=True, slots=True, eq=False)
class Excerpt:
    """Rows `first` to `last` (not included) of a frame; `made` are the cells of whole columns, shared by all excerpts."""

    whole: pd.DataFrame
    first: int
    last: int
    made: dict[str, Values] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.last - self.first

    def __getitem__(self, name: str) -> pd.Series:
        return self.whole[name].iloc[self.first : self.last]

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a frame."""
        return self.whole.iloc[self.first : self.last]

    def cells(self, name: str) -> Values:
        """The cells of a column."""
        if name not in self.made:
            self.made[name] = values_of(self.whole[name])
        return self.made[name][self.first : self.last]


Rows = pd.DataFrame | Excerpt


def values_of(series: pd.Series) -> Values:
    """The values of a column as they go into cells, empty texts as None; days Excel does not know (before March 1900) become text."""
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return _serials(series)
    values = series.tolist()
    if series.dtype == object:
        return list(map(_cell, values))
    known = {value: _cell(value) for value in set(values)}  # of one type, so that equal values are alike
    return list(map(known.__getitem__, values))


def _serials(series: pd.Series) -> Values:
    serials = ((series - _DAY_ZERO) / pd.Timedelta(days=1)).fillna(0.0).tolist()
    return [
        at if at >= _FIRST_SAFE_SERIAL else (str(series.iloc[row]) if at else None) for row, at in enumerate(serials)
    ]


def _cell(value: object) -> object:
    plain = shown(value)
    if isinstance(plain, date):
        return (pd.Timestamp(plain) - _DAY_ZERO) / pd.Timedelta(days=1)
    return None if plain == "" else plain
