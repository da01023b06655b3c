"""Raw columns → typed columns: each distinct cell is parsed once, what cannot be taken is remembered with its place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from typing import Any, cast

import numpy as np
import pandas as pd

from zoneproc.kinds import Bad, Kind, Reason, as_text, is_empty
from zoneproc.schema import Field, Table

__all__ = ["Parsed", "Spoiled", "parse_table", "read_cell", "restore_codes"]


_FOUNDING = 1921
_NUMBERS, _TWO = frozenset({bool, int, float}), 2
_TEXTS = frozenset({Kind.TEXT, Kind.NAME, Kind.CODE})
_TOGETHER = 64
"""So many texts are looked at together: one that needs a closer look costs its neighbours no more than theirs."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's day 0


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A cell that could not be taken as it is: where, why, and what stood there."""

    source: str
    row: int
    field: str
    bad: Bad
    raw: object


@dataclass(frozen=True, slots=True)
class Parsed:
    """A table parsed. rows sent = rows of `frame` + `held` + `duplicates`; all three have the same typed columns.

    `held`: rows whose key is missing or bad; column `_because` names the field. `duplicates`: rows naming a thing again
    that another row of the same file names; column `_other` is the row that counts.
    """

    frame: pd.DataFrame
    spoiled: tuple[Spoiled, ...]
    held: pd.DataFrame
    duplicates: pd.DataFrame


def parse_table(
    raw: pd.DataFrame,
    table: Table,
    *,
    extra: Mapping[str, Sequence[str]] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Parsed:
    """The typed rows of a gathered table, and what could not be taken.

    `extra`: values the office added to vocabularies, by vocabulary id. `known`: codes by "table.field", with which codes
    typed as numbers get their leading zeros back in the columns that refer to them.
    """
    columns: dict[str, pd.Series] = {}
    faults: dict[str, Mapping[int, Bad]] = {}
    spoiled: list[Spoiled] = []
    for field in table.read_fields:
        cells = raw[field.name].to_list() if field.name in raw else [None] * len(raw)
        if known and field.kind is Kind.CODE and field.refers_to in known:
            cells = restore_codes(cells, known[field.refers_to])
        columns[field.name], faults[field.name] = _parsed_column(_extended(field, extra or {}), cells)
        for at, bad in faults[field.name].items():
            spoiled.append(Spoiled(str(raw["_source"].iloc[at]), int(raw["_row"].iloc[at]), field.name, bad, cells[at]))
    frame = pd.DataFrame(columns | {"_source": raw["_source"].array, "_row": raw["_row"].array})
    spoiled.sort(key=lambda cell: (cell.source, cell.row))
    because = _keyless(frame, table)
    held = frame.assign(_because=because)[because != ""].reset_index(drop=True)
    sound = _only(frame, because == "")
    other = _repeated(sound, table)
    duplicates = sound.assign(_other=other)[other > 0].reset_index(drop=True)
    return Parsed(_only(sound, other == 0), tuple(spoiled), held, duplicates)


def _only(frame: pd.DataFrame, counting: pd.Series) -> pd.DataFrame:
    """The rows that count, numbered anew; the frame itself if all of them do, as they mostly do."""
    return frame if counting.all() else frame[counting].reset_index(drop=True)


def _extended(field: Field, extra: Mapping[str, Sequence[str]]) -> Field:
    if field.vocabulary is None or not extra.get(field.vocabulary.id):
        return field
    return replace(field, vocabulary=field.vocabulary.extended(extra[field.vocabulary.id]))


def _parsed_column(field: Field, cells: Sequence[object]) -> tuple[pd.Series, dict[int, Bad]]:
    """A column typed, and its bad cells by position. Each distinct cell is parsed once; 1, 1.0 and True are told apart."""
    alike = len(_NUMBERS.intersection(map(type, cells))) < _TWO
    keys: Sequence[object] = cells if alike else [(type(cell), cell) for cell in cells]
    distinct = dict.fromkeys(keys)
    parsed = _read(field, list(distinct) if alike else [cell for _, cell in cast("Mapping[Any, None]", distinct)])
    bad = {at: value for at, value in enumerate(parsed) if isinstance(value, Bad)}
    values = _typed(
        [value.kept if isinstance(value, Bad) else value for value in parsed] if bad else parsed, field.kind
    )
    if len(distinct) == len(cells):
        return values, bad
    number = dict(zip(distinct, count(), strict=False))
    which = np.fromiter(map(number.__getitem__, keys), dtype=np.intp, count=len(keys))
    faults = {int(at): bad[int(which[at])] for at in np.flatnonzero(np.isin(which, list(bad)))} if bad else {}
    return values.take(which).reset_index(drop=True), faults


def _read(field: Field, cells: Sequence[object]) -> list[object]:
    """What the cells say; those that plainly stay what they are need not be read one by one."""
    read: list[object] = []
    for at in range(0, len(cells), _TOGETHER):
        some = cells[at : at + _TOGETHER]
        read += some if _all_stay(field, some) else [read_cell(field, cell) for cell in some]
    return read


def _all_stay(field: Field, cells: Sequence[object]) -> bool:
    kinds = set(map(type, cells))
    if kinds == {date}:
        return field.kind is Kind.DATE and min(cast("Sequence[date]", cells)).year >= _FOUNDING
    if field.kind not in _TEXTS or kinds != {str} or "" in cells:
        return False
    texts = cast("Sequence[str]", cells)
    written = "".join(texts)
    return (field.kind is not Kind.CODE or written == written.upper()) and field.all_stay(texts)


def read_cell(field: Field, cell: object) -> object:
    """The value of a cell as its column reads it. Codes are kept in capital letters: d00123 is D00123.

    A number typed into a cell formatted as a date is a date to every program: 2026.3 comes as a day of 1905. A day before
    the founding of the Party is no date of these forms.
    """
    value = field.parse(cell.upper() if field.kind is Kind.CODE and isinstance(cell, str) else cell)
    if isinstance(cell, date) and cell.year < _FOUNDING and not isinstance(value, Bad):
        number = (datetime(cell.year, cell.month, cell.day) - _EPOCH).days  # noqa: DTZ001  # paper time
        return Bad(Reason.UNREADABLE_DATE, f"像是把数字(约 {number})填进了日期格式的单元格")
    return value


def _typed(values: Sequence[object], kind: Kind) -> pd.Series:
    """The column in the dtype of its kind; CHOICES are joined with `;`."""
    if kind is Kind.CHOICES:
        values = [";".join(value) if isinstance(value, tuple) else value for value in values]
    if kind.dtype.startswith("datetime64"):
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    if kind.dtype == "float64":
        return pd.Series(np.array(values, dtype=float))
    return pd.Series(list(values), dtype=kind.dtype)


def _keyless(frame: pd.DataFrame, table: Table) -> pd.Series:
    """The first key field that is missing or unreadable, "" where the row names its thing.

    A key written unlike its pattern still names its thing: it is reported, and the row stays.
    """
    because = pd.Series("", index=frame.index, dtype=object)
    for name in reversed(table.key):
        because[frame[name].isna()] = name
    return because


def _repeated(frame: pd.DataFrame, table: Table) -> pd.Series:
    """For rows naming a thing another row of the same file names and that row counts: its row; else 0.

    A row that names its thing only in part repeats another if they are alike in every cell.
    """
    other = np.zeros(len(frame), dtype="int64")
    if not table.unique or frame.empty:
        return pd.Series(other, index=frame.index)
    named = ~np.logical_or.reduce([frame[name].isna().to_numpy() for name in table.unique])
    everything = [field.name for field in table.read_fields]
    for rows, names in ((np.flatnonzero(named), table.unique), (np.flatnonzero(~named), everything)):
        groups = frame.iloc[rows].groupby(["_source", *names], sort=False, dropna=False)["_row"]
        if len(rows) and groups.ngroups < len(rows):
            counting = groups.transform("last" if table.last_counts else "first").to_numpy()
            own = frame["_row"].to_numpy()[rows]
            other[rows] = np.where(counting != own, counting, 0)
    return pd.Series(other, index=frame.index)


def restore_codes(column: Sequence[object], known: Collection[str]) -> list[object]:
    """The column with purely numeric codes that lost their leading zeros made whole.

    A code is restored only if exactly one of the `known` codes equals it without leading zeros; others stay as they are.
    """
    texts = set(map(type, column)) == {str}
    distinct = {(type(cell), cell): cell for cell in (set(column).difference(known) if texts else column)}
    bare = {key: text.lstrip("0") for key, cell in distinct.items() if (text := _digits(cell)) and text not in known}
    if not bare:
        return list(column)
    wholes: dict[str, set[str]] = {text: set() for text in bare.values()}
    for code in known:
        if (text := code.lstrip("0")) in wholes:
            wholes[text].add(code)
    restored = {key: next(iter(wholes[text])) for key, text in bare.items() if len(wholes[text]) == 1}
    if not restored:
        return list(column)
    return [restored.get((type(cell), cell), cell) for cell in column]


def _digits(cell: object) -> str:
    """The cell as text if it is a number through and through, else nothing."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float) or is_empty(cell):
        return ""
    text = as_text(cell)
    return text if text.isdigit() else ""
