"""Rows of the rules workbook as read: cells with their place, and which of several dated rows holds on a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import pandas as pd

from zoneproc.findings import Code, Severity, declare
from zoneproc.forms import FORMS

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

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
INCOMPLETE = declare(
    Code(
        "K10",
        Severity.BLOCK,
        "规则不完整",
        "“{field}”没有填写或无法识别,本行没有采用",
        "请补全本行;如要停用某项,请按该表填表说明办理。",
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
class Dated(Generic[T_co]):
    """A rule of the office: named by `key`, holding from `since` until a later row of the same key."""

    key: tuple[str, ...]
    since: date
    value: T_co
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

    A row without one of its compulsory cells is left out: half a rule is no rule.
    """
    found: dict[tuple[tuple[str, ...], date], Dated[T]] = {}
    faults: list[Fault] = []
    for row in rows:
        name, since = tuple(row.text(part) for part in key), row.day("effective_from")
        value = _incomplete(row) or build(row)
        if isinstance(value, Fault) or since is None:
            faults += [value] if isinstance(value, Fault) else []
        elif (name, since) in found:
            words = {"rule": " ".join(filter(None, name)), "day": since.isoformat()}
            faults.append(Fault(DUPLICATE, row, "effective_from", words))
        else:
            found[name, since] = Dated(name, since, value, row)
    return tuple(found.values()), tuple(faults)


def _incomplete(row: Row) -> Fault | None:
    """The first compulsory cell that is empty or was refused; the basis alone may wait."""
    needed = (field for field in FORMS["RULES"][row.table].fields if field.required and field.name != "basis")
    empty = next((field for field in needed if field.name not in row.cells), None)
    return Fault(INCOMPLETE, row, empty.name, {"field": empty.label}) if empty else None


def in_force(rules: Iterable[Dated[T]], day: date) -> Mapping[tuple[str, ...], Dated[T]]:
    """Key → the latest rule not after `day`, in the order in which the keys first appear."""
    latest: dict[tuple[str, ...], Dated[T]] = {}
    for rule in sorted(rules, key=lambda rule: rule.since):
        if rule.since <= day:
            latest[rule.key] = rule
    return latest
