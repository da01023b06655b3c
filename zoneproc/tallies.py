"""Nothing is lost on the way from file to ledger: rows and column sums sent = merged + held back + duplicate (promise 23).

What was sent is counted from the raw cells, apart from the parsing whose result it proves.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from zoneproc.forms import table_of
from zoneproc.intake import Parsed
from zoneproc.kinds import Bad, Kind
from zoneproc.ledger import TALLY_COLUMNS, Ledger
from zoneproc.schema import Field, Table

__all__ = ["ROWS", "ReconciliationError", "number_fields", "proof", "prove", "tally", "tally_frame"]

ROWS = ""
"""The column of a tally that counts rows."""
_KEYS = ["table", "_source", "column"]

Key = tuple[str, str, str]
"""Table, file and column of one sum."""
Tallies = Mapping[str, Mapping[Key, float]]
"""The sums of one table as sent, held back and duplicate."""
_NOISE = 1e-6


class ReconciliationError(RuntimeError):
    """Rows or sums went missing between file and ledger: a bug of ours, never the data's fault."""


def number_fields(table: Table) -> Sequence[Field]:
    """The fields of a table whose sums are compared."""
    return [field for field in table.read_fields if field.kind in (Kind.INTEGER, Kind.DECIMAL)]


def tally(raw: pd.DataFrame, parsed: Parsed, table: Table) -> Tallies:
    """Rows and sums of one table by file: as sent, as held back and as duplicate."""
    fields = number_fields(table)
    sent = [_numbers(field, raw[field.name].to_list()) for field in fields]
    return {
        "sent": _sums(table, raw["_source"], sent),
        "held": _sums_of(parsed.held, table),
        "duplicate": _sums_of(parsed.duplicates, table),
    }


def tally_frame(tallies: Sequence[Tallies]) -> pd.DataFrame:
    """All tallies as one frame: a row per table, file and column, columns TALLY_COLUMNS."""
    parts = ("sent", "held", "duplicate")
    sums: dict[str, dict[Key, float]] = {part: {} for part in parts}
    for each in tallies:
        for part in parts:
            sums[part].update(each[part])
    keys = list(dict.fromkeys(key for part in parts for key in sums[part]))
    rows = [(*key, *(sums[part].get(key, 0.0) for part in parts)) for key in keys]
    return pd.DataFrame(rows, columns=list(TALLY_COLUMNS)).astype(TALLY_COLUMNS)


def _numbers(field: Field, cells: Sequence[object]) -> np.ndarray:
    """The number each raw cell stands for; 0 where there is none or it was not taken."""
    known: dict[object, float] = {}
    for cell in cells:
        key = (type(cell), cell)
        if key not in known:
            value = field.parse(cell)
            kept = value.kept if isinstance(value, Bad) else value
            known[key] = float(kept) if isinstance(kept, int | float) else 0.0
    return np.array([known[type(cell), cell] for cell in cells], dtype=float)


def _sums_of(frame: pd.DataFrame, table: Table) -> Mapping[Key, float]:
    if frame.empty:
        return {}
    numbers = [frame[field.name].to_numpy(dtype=float, na_value=0.0) for field in number_fields(table)]
    return _sums(table, frame["_source"], [np.nan_to_num(column) for column in numbers])


def _sums(table: Table, sources: pd.Series, numbers: Sequence[np.ndarray]) -> Mapping[Key, float]:
    """By table, file and column; rows under ROWS."""
    which, files = pd.factorize(sources)
    named = zip((ROWS, *(field.name for field in number_fields(table))), (None, *numbers), strict=True)
    return {
        (table.name, str(file), column): float(total)
        for column, weights in named
        for file, total in zip(files, np.bincount(which, weights, len(files)), strict=True)
    }


def proof(ledger: Ledger) -> pd.DataFrame:
    """The tallies of a ledger held against its merged rows: columns TALLY_COLUMNS, merged and gap (0 if nothing is lost)."""
    merged: dict[Key, float] = {}
    for name in dict.fromkeys(ledger.tallies["table"]):
        merged |= _sums_of(ledger[name], table_of(name)[1])
    known = pd.DataFrame([(*key, total) for key, total in merged.items()], columns=[*_KEYS, "merged"])
    rows = ledger.tallies.merge(known.astype(dict.fromkeys(_KEYS, "str")), on=_KEYS, how="outer")
    numbers = ["sent", "held", "duplicate", "merged"]
    rows[numbers] = rows[numbers].fillna(0.0).astype("float64")
    return rows.assign(gap=rows["sent"] - rows["merged"] - rows["held"] - rows["duplicate"])


def prove(ledger: Ledger) -> Ledger:
    """The ledger itself; raises ReconciliationError if a row or a sum of any file went missing or was counted twice."""
    rows = proof(ledger)
    wrong = rows[rows["gap"].abs() > _NOISE * rows["sent"].abs().clip(lower=1.0)]
    if len(wrong):
        first = wrong.iloc[0]
        detail = f"{first['table']} {first['column'] or 'rows'} of {first['_source']}: {first['gap']:g} unaccounted for"
        raise ReconciliationError(f"{len(wrong)} sums do not reconcile, e.g. {detail}")
    return ledger
