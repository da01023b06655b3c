"""Small ledgers and rule sets written as rows, for tests that do not need files."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from zoneproc.forms import table_of
from zoneproc.ledger import RETURN_COLUMNS, Ledger, SheetMap, Source, empty_returns, provenance_columns
from zoneproc.schema import Kind, Table

MARCH = date(2026, 3, 31)


def column_of(kind: Kind, values: list[object]) -> pd.Series:
    """A typed column of parsed values; dates may be written as ISO text."""
    if kind in (Kind.DATE, Kind.DATETIME):
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object"), format="ISO8601")).astype("datetime64[s]")
    if kind is Kind.CHOICES:
        values = [";".join(value) if isinstance(value, tuple) else value for value in values]
    return pd.Series(values, dtype=kind.dtype)


def frame_of(table: Table, rows: list[Mapping[str, object]]) -> pd.DataFrame:
    """Rows as a merged frame; columns not named are empty."""
    unknown = {name for row in rows for name in row if not name.startswith("_")} - {f.name for f in table.read_fields}
    assert not unknown, f"{table.name} has no columns {unknown}"
    columns = {f.name: column_of(f.kind, [row.get(f.name) for row in rows]) for f in table.read_fields}
    branches = [str(row.get("_branch", row.get("branch_code", "001001"))) for row in rows]
    return pd.DataFrame(
        columns
        | provenance_columns(
            [str(row.get("_source", "test")) for row in rows],
            [int(row.get("_row", 5 + position)) for position, row in enumerate(rows)],
            branches,
            [str(row.get("_period", "2026-03")) for row in rows],
        )
    )


def returns_of(rows: list[Mapping[str, object]]) -> pd.DataFrame:
    """The history of returns; unspecified versions are accepted ones that count."""
    defaults = {"version": 1, "verdict": "受理", "counts": True, "accepted": True, "send_back": False}
    full = [{"file": "", "source": "test"} | defaults | dict(row) for row in rows]
    frame = pd.DataFrame({name: [row.get(name) for row in full] for name in RETURN_COLUMNS})
    frame["received_at"] = pd.to_datetime(frame["received_at"])
    frame["judged_at"] = pd.to_datetime(frame["judged_at"]).fillna(frame["received_at"])
    return frame.astype(RETURN_COLUMNS)


def ledger_of(*, returns: list[Mapping[str, object]] | None = None, **tables: list[Mapping[str, object]]) -> Ledger:
    """A ledger of rows; every source named in `_source` gets a map with the columns in declared order.

    Without `returns`, every branch-month that files any row of a monthly sheet counts as one accepted return.
    """
    frames = {name: frame_of(table_of(name)[1], rows) for name, rows in tables.items()}
    names = {"test"} | {str(row.get("_source", "test")) for rows in tables.values() for row in rows}
    sheets = {
        name: SheetMap(table_of(name)[1].label, {f.name: at for at, f in enumerate(table_of(name)[1].fields)})
        for name in frames
    }
    sources = {name: Source(name, f"{name}.xlsx", sheets=sheets) for name in names}
    history = empty_returns() if returns is None else returns_of(returns)
    return Ledger(frames, sources, history)


def rules_of(**overrides: object):
    """The shipped rules with parameters overridden."""
    from zoneproc.rules import default_rule_book

    rules = default_rule_book().on(MARCH)
    return replace(rules, parameters={**rules.parameters, **{key: str(value) for key, value in overrides.items()}})
