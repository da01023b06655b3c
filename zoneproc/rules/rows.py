"""Rows of the rules workbook as read: cells with their place, and which of several dated rows holds on a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import pandas as pd

from zoneproc.findings import Code, Severity, declare

T = TypeVar("T")

DUPLICATE = declare(
    Code(
        "K01",
        Severity.BLOCK,
        "同一天两条规则",
        "“{rule}”自 {day} 起有两行,不知以哪一行为准",
        "请只留一行,或改正其中一行的生效日期。",
        "domain 2.7a",
    )
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one sheet: `cells` by field name, empty cells left out."""

    table: str
    cells: Mapping[str, object]
    source: str
    position: int

    def text(self, name: str) -> str:
        """The cell as text; empty if missing."""
        return str(self.cells.get(name, ""))

    def number(self, name: str) -> float:
        """The cell as a number; 0 if missing."""
        return self.number_or_none(name) or 0.0

    def number_or_none(self, name: str) -> float | None:
        """The cell as a number; None if missing."""
        value = self.cells.get(name)
        return float(value) if isinstance(value, int | float) else None

    def day(self, name: str) -> date | None:
        """The cell as a day; None if missing."""
        value = self.cells.get(name)
        return value.date() if isinstance(value, pd.Timestamp) else None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell of one row: the code and the words its message needs."""

    code: Code
    row: Row
    field: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A rule of the office: named by `key`, holding from `since` until a later row of the same key."""

    key: tuple[str, ...]
    since: date
    value: T
    row: Row


def rows_of(table: str, frame: pd.DataFrame | None) -> Sequence[Row]:
    """The rows of a merged frame, in sheet order; none if there is no frame."""
    if frame is None:
        return ()
    records = frame.sort_values(["_source", "_row"], kind="stable").to_dict("records")
    return tuple(
        Row(
            table,
            {str(name): value for name, value in record.items() if not pd.isna(value)},
            str(record["_source"]),
            int(record["_row"]),
        )
        for record in records
    )


def dated(
    rows: Iterable[Row], key: Sequence[str], build: Callable[[Row], T | Fault]
) -> tuple[tuple[Dated[T], ...], tuple[Fault, ...]]:
    """The rules that could be read and the faults of the others; of two rows for the same rule and day the first counts.

    Rows without a date or without a name were held back by the reader, which reported them.
    """
    found: dict[tuple[tuple[str, ...], date], Dated[T]] = {}
    faults: list[Fault] = []
    for row in rows:
        name, since = tuple(row.text(part) for part in key), row.day("effective_from")
        if since is None or not name[0]:
            continue
        value = build(row)
        if isinstance(value, Fault):
            faults.append(value)
        elif (name, since) in found:
            words = {"rule": " ".join(filter(None, name)), "day": since.isoformat()}
            faults.append(Fault(DUPLICATE, row, "effective_from", words))
        else:
            found[name, since] = Dated(name, since, value, row)
    return tuple(found.values()), tuple(faults)


def in_force(rules: Iterable[Dated[T]], day: date) -> Mapping[tuple[str, ...], Dated[T]]:
    """Key → the latest rule not after `day`, in the order in which the keys first appear."""
    latest: dict[tuple[str, ...], Dated[T]] = {}
    for rule in sorted(rules, key=lambda rule: rule.since):
        if rule.since <= day:
            latest[rule.key] = rule
    return latest
