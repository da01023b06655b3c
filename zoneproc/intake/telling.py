"""What parsing found, in words: each cell that could not be taken, each row set aside, at the sender's own address."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from zoneproc.findings import Finding, Place
from zoneproc.intake.codes import CODE_OF, S07, S14, S23, masked, told
from zoneproc.intake.parsing import Parsed, Spoiled
from zoneproc.intake.shifts import slid_columns
from zoneproc.kinds import as_text
from zoneproc.schema import Table

__all__ = ["PlaceOf", "findings_of"]

PlaceOf = Callable[[str, str, int, str], Place]
"""Table, source, row, field → the sender's cell."""


def findings_of(parsed: Parsed, table: Table, place_of: PlaceOf) -> list[Finding]:
    """What parsing found, cell by cell, at the sender's own addresses."""
    found = _of_shifts(parsed, table, place_of)
    found += [_of_cell(cell, table, place_of) for cell in parsed.spoiled]
    told_of = {(cell.source, cell.row, cell.field) for cell in parsed.spoiled}
    for row in parsed.held.to_dict("records"):
        if (row["_source"], row["_row"], row["_because"]) not in told_of:
            place = place_of(table.name, row["_source"], row["_row"], row["_because"])
            found.append(replace(told(S14, place, label=table[row["_because"]].label), source=row["_source"]))
    for row in parsed.duplicates.to_dict("records"):
        place = place_of(table.name, row["_source"], row["_row"], table.unique[0])
        names = [name for name in table.unique if not pd.isna(row[name])]
        label = "、".join(table[name].label for name in names)
        seen = masked("、".join(_shown(row[name]) for name in names))
        told_finding = told(S07, place, other=str(row["_other"]), label=label, seen=seen)
        found.append(replace(told_finding, value=seen, source=row["_source"]))
    return found


def _shown(value: object) -> str:
    return as_text(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)


def _of_shifts(parsed: Parsed, table: Table, place_of: PlaceOf) -> list[Finding]:
    """The sources whose data slid under the header; the whole return is refused."""
    if not parsed.spoiled:
        return []
    return [
        replace(
            told(S23, place_of(table.name, source, cell.row, cell.field), label=table[cell.field].label, other=other),
            value=masked(as_text(cell.raw)),
            source=source,
        )
        for source, (cell, other) in slid_columns(parsed, table).items()
    ]


def _of_cell(cell: Spoiled, table: Table, place_of: PlaceOf) -> Finding:
    seen = as_text(cell.raw)
    detail = cell.bad.detail.removeprefix(f"“{seen}”") or cell.bad.reason.value
    if cell.bad.suggestion:
        detail += f",是不是“{cell.bad.suggestion}”"
    place = place_of(table.name, cell.source, cell.row, cell.field)
    finding = told(CODE_OF[cell.bad.reason], place, label=table[cell.field].label, seen=masked(seen), detail=detail)
    return replace(finding, value=masked(seen), source=cell.source)
