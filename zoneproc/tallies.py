"""Nothing is lost on the way from file to ledger: rows and column sums sent = merged + held back + duplicate (promise 23).

What was sent is counted from the raw cells, apart from the parsing whose result it proves.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from zoneproc.forms import table_of
from zoneproc.intake import Parsed
from zoneproc.kinds import Bad, Kind
from zoneproc.ledger import TALLY_COLUMNS, Ledger
from zoneproc.schema import Field, Table

__all__ = ["ROWS", "ReconciliationError", "number_fields", "proof", "prove", "tally"]

ROWS = ""
"""The column of a tally that counts rows."""
_KEYS = ["table", "_source", "column"]
_NOISE = 1e-6


class ReconciliationError(RuntimeError):
    """Rows or sums went missing between file and ledger: a bug of ours, never the data's fault."""


def number_fields(table: Table) -> Sequence[Field]:
    """The fields of a table whose sums are compared."""
    return [field for field in table.read_fields if field.kind in (Kind.INTEGER, Kind.DECIMAL)]


def tally(raw: pd.DataFrame, parsed: Parsed, table: Table) -> pd.DataFrame:
    """Rows and sums of one table by file: as sent, as held back and as duplicate. Columns TALLY_COLUMNS."""
    numbers = {field.name: _numbers(field, raw[field.name].to_list()) for field in number_fields(table)}
    sent = pd.DataFrame({"_source": raw["_source"].to_numpy()} | numbers)
    parts = {"sent": sent, "held": parsed.held, "duplicate": parsed.duplicates}
    return _sums(parts, table.name, list(numbers)).astype(TALLY_COLUMNS)[list(TALLY_COLUMNS)]


def _numbers(field: Field, cells: Sequence[object]) -> list[float | None]:
    """The number each raw cell stands for; None where there is none or it was not taken."""
    known: dict[object, float | None] = {}
    for cell in cells:
        key = (type(cell), cell)
        if key not in known:
            value = field.parse(cell)
            kept = value.kept if isinstance(value, Bad) else value
            known[key] = float(kept) if isinstance(kept, int | float) else None
    return [known[type(cell), cell] for cell in cells]


def _sums(parts: Mapping[str, pd.DataFrame], table: str, columns: Sequence[str]) -> pd.DataFrame:
    """Rows and column sums of each part by file, side by side."""
    series = {name: _summed(frame, columns) for name, frame in parts.items()}
    wide = pd.DataFrame(series).fillna(0.0).rename_axis(["_source", "column"]).reset_index()
    return wide.assign(table=table)


def _summed(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """By file and column, rows under ROWS."""
    plain = frame[list(columns)].astype("float64").assign(**{ROWS: 1.0})
    sums = plain.groupby(frame["_source"].to_numpy()).sum().rename_axis("_source")
    return sums.melt(var_name="column", ignore_index=False).set_index("column", append=True)["value"]


def proof(ledger: Ledger) -> pd.DataFrame:
    """The tallies of a ledger held against its merged rows: columns TALLY_COLUMNS, merged and gap (0 if nothing is lost)."""
    merged = [
        _sums({"merged": ledger[name]}, name, [field.name for field in number_fields(table_of(name)[1])])
        for name in dict.fromkeys(ledger.tallies["table"])
    ]
    known = pd.concat(merged) if merged else pd.DataFrame(columns=[*_KEYS, "merged"])
    rows = ledger.tallies.merge(known, on=_KEYS, how="outer")
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
