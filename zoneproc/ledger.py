"""The merged tables of all accepted returns and office workbooks; every row remembers its file and row.

A `Ledger` only holds what counts: one version per branch, form and period, as the archive decided. Rows that could not
be merged are kept beside (`held`), so that rows sent = merged + held back + duplicate can be shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial, wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

import pandas as pd

from zoneproc.excel.addresses import cell_address
from zoneproc.findings import Code, Finding, Place
from zoneproc.forms import FORMS, table_of
from zoneproc.kinds import as_text
from zoneproc.rules import Ruleset
from zoneproc.schema import Table

# Texts are Python's own even where pyarrow is installed: what is worked out, and how fast, depends on nothing else.
pd.set_option("mode.string_storage", "python")

P = ParamSpec("P")
T = TypeVar("T")
PROVENANCE = ("_source", "_row", "_branch", "_period")
RETURN_COLUMNS = {
    "branch_code": "str",
    "form": "str",
    "period": "str",
    "version": "int64",
    "received_at": "datetime64[s]",
    "judged_at": "datetime64[s]",
    "verdict": "str",
    "counts": "bool",
    "accepted": "bool",
    "send_back": "bool",
    "after_freeze": "bool",
    "file": "str",
    "source": "str",
}


@dataclass(frozen=True, slots=True)
class SheetMap:
    """Where a table stood in a sender's file: sheet title, and the 0-based column of each field.

    A `vertical` sheet (the cover) has rows and columns exchanged: `columns` are 0-based rows, `_row` is a column.
    """

    title: str
    columns: Mapping[str, int]
    vertical: bool = False

    def cell(self, row: int, field_name: str = "") -> str:
        """The A1 address of a field in a row; the whole row (5:5) where the field has no column."""
        if field_name not in self.columns:
            return "" if self.vertical else f"{row}:{row}"
        at = self.columns[field_name]
        return cell_address(at + 1, row - 1) if self.vertical else cell_address(row, at)


@dataclass(frozen=True, slots=True)
class Source:
    """One file behind merged rows. `file` is the name under which it came in; office workbooks have no branch."""

    id: str
    file: str
    form: str = ""
    branch: str = ""
    period: str = ""
    version: int = 1
    received_at: datetime | None = None
    sheets: Mapping[str, SheetMap] = field(default_factory=dict)


def empty_frame(table: Table) -> pd.DataFrame:
    """No rows, every column of the table with its dtype, and the provenance columns."""
    return _empty_frame(table.name).copy()


@lru_cache(maxsize=128)
def _empty_frame(name: str) -> pd.DataFrame:
    table = table_of(name)[1]
    columns = {item.name: pd.Series([], dtype=item.kind.dtype) for item in table.read_fields}
    return pd.DataFrame(columns | provenance_columns([], [], [], []))


def provenance_columns(
    sources: Sequence[str], rows: Sequence[int], branches: Sequence[str], periods: Sequence[str]
) -> dict[str, pd.Series]:
    """The four provenance columns: _source, _row (1-based Excel row), _branch, _period."""
    return {
        "_source": pd.Series(sources, dtype="str"),
        "_row": pd.Series(rows, dtype="int64"),
        "_branch": pd.Series(branches, dtype="str"),
        "_period": pd.Series(periods, dtype="str"),
    }


EXTENSION_COLUMNS = {"branch_code": "str", "form": "str", "period": "str", "until": "datetime64[s]"}
SEAL_COLUMNS = {"form": "str", "period": "str", "sealed_at": "datetime64[s]"}
TALLY_COLUMNS = {
    "table": "str",
    "_source": "str",
    "column": "str",
    "sent": "float64",
    "held": "float64",
    "duplicate": "float64",
}


def _empty(columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in columns.items()})


def empty_returns() -> pd.DataFrame:
    """No returns: the columns of `Ledger.returns` with their dtypes."""
    return _empty(RETURN_COLUMNS)


def in_force(frame: pd.DataFrame, day: date, start: str = "start_date", end: str = "end_date") -> pd.DataFrame:
    """The rows that hold on `day`: from the start date to the end date, both included; no end means open. U01."""
    moment = pd.Timestamp(day)
    return frame[(frame[start] <= moment) & (frame[end].isna() | (frame[end] >= moment))]


def shown(value: object) -> str:
    """A merged value as a person would see it in a cell; empty if missing."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return as_text(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Ledger:
    """The merged tables by name, the files behind them, and the history of returns.

    `returns`: one row per version of a branch's file that could be identified (columns RETURN_COLUMNS; `counts` marks
    the version scored, `after_freeze` one that came too late). `held`: rows kept out of the merge, one row each: table,
    _source, _row, kind (held / duplicate). `tallies`: rows and column sums of each file's table as sent and as kept out
    (column "" counts rows). `extensions` and `seals`: deadlines put off for one return, periods sealed.
    """

    frames: Mapping[str, pd.DataFrame]
    sources: Mapping[str, Source] = field(default_factory=dict)
    returns: pd.DataFrame = field(default_factory=empty_returns)
    held: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame({"table": [], "_source": [], "_row": [], "kind": []})
    )
    findings: tuple[Finding, ...] = ()
    tallies: pd.DataFrame = field(default_factory=partial(_empty, TALLY_COLUMNS))
    extensions: pd.DataFrame = field(default_factory=partial(_empty, EXTENSION_COLUMNS))
    seals: pd.DataFrame = field(default_factory=partial(_empty, SEAL_COLUMNS))
    kept: dict[object, tuple[Any, object]] = field(default_factory=dict, init=False, repr=False, compare=False)
    goes_once: ClassVar[bool] = True
    """To another process (`parcels`), however many pieces of work share it."""

    def __reduce__(self) -> tuple[type["Ledger"], tuple[object, ...]]:
        """On its way to another process a ledger leaves behind what it remembers: rules are told apart by identity."""
        carried = (self.frames, self.sources, self.returns, self.held, self.findings, self.tallies)
        return Ledger, (*carried, self.extensions, self.seals)

    def __getitem__(self, table: str) -> pd.DataFrame:
        found = self.frames.get(table)
        return empty_frame(table_of(table)[1]) if found is None else found

    def place(self, table: str, source: str, row: int, field_name: str = "") -> Place:
        """The sender's own cell behind a merged row; the file alone where the row came from nowhere."""
        origin = self.sources.get(source)
        if origin is None:
            return Place(source)
        sheet = origin.sheets.get(table)
        if sheet is None:
            return Place(origin.file)
        return Place(origin.file, sheet.title, sheet.cell(row, field_name))

    def findings_where(
        self, code: Code, table: str, mask: pd.Series, field_name: str = "", **slots: str
    ) -> list[Finding]:
        """One finding per row of the table where `mask` holds, at the cell of `field_name`.

        A slot names a column of the table (its value is shown) or is text. The subject is the row's member, if any.
        """
        return self.findings_of(code, table, self[table][mask.to_numpy(dtype=bool)], field_name, **slots)

    def findings_of(
        self, code: Code, table: str, rows: pd.DataFrame, field_name: str = "", **slots: str
    ) -> list[Finding]:
        """As `findings_where`, for rows already chosen; they may carry extra columns for the slots."""
        found = []
        for row in rows.to_dict("records"):
            words = {name: shown(row[slot]) if slot in row else slot for name, slot in slots.items()}
            source = str(row["_source"])
            found.append(
                Finding(
                    code,
                    self.place(table, source, int(row["_row"]), field_name),
                    code.message.format(**words),
                    value=shown(row.get(field_name)) if field_name else "",
                    branch=str(row.get("_branch", "")),
                    subject=shown(row.get("member_no", "")),
                    source=source,
                )
            )
        return found


def noted(make: Callable[Concatenate[Ledger, P], T]) -> Callable[Concatenate[Ledger, P], T]:
    """Decorator: what a function made of a ledger is kept with that ledger and given again; nobody changes it.

    Rules are told apart by identity, other arguments by their text.
    """

    @wraps(make)
    def recall(ledger: Ledger, /, *arguments: P.args, **named: P.kwargs) -> T:
        asked = (*arguments, *(value for _, value in sorted(named.items())))
        key = (
            make.__module__,
            make.__qualname__,
            *(id(each) if isinstance(each, Ruleset) else str(each) for each in asked),
        )
        if key not in ledger.kept:
            # The arguments are kept too, so that an identity is never that of another object later.
            ledger.kept[key] = (make(ledger, *arguments, **named), asked)
        made: T = ledger.kept[key][0]
        return made

    return recall


def remembered(make: Callable[Concatenate[Ledger, P], pd.DataFrame]) -> Callable[Concatenate[Ledger, P], pd.DataFrame]:
    """Decorator: as `noted`, for frames. Every caller gets a shallow copy, so nobody's changes reach another."""
    recalled = noted(make)

    @wraps(make)
    def recall(ledger: Ledger, /, *arguments: P.args, **named: P.kwargs) -> pd.DataFrame:
        return recalled(ledger, *arguments, **named).copy(deep=False)

    return recall


def table_names() -> Sequence[str]:
    """Every merged table of every form, in the order of the forms; the cover is one table for all returns."""
    return list(dict.fromkeys(table.name for form in FORMS.values() for table in form.tables if not table.reference))
