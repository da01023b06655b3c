"""By what a finding is known again in the next version: its code, the row's key and the field, never the cell's address.

Rows move when a return is corrected; what names them does not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zoneproc.excel.addresses import cell_position
from zoneproc.findings import Finding, Place
from zoneproc.intake.codes import S02
from zoneproc.intake.rows import RawTable
from zoneproc.intake.submission import Submission
from zoneproc.kinds import as_text, fold

__all__ = ["Spot", "Trace", "spot_of", "traces_of"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the tables of a return: the table, the position among its rows (-1: the whole sheet), the field or "".

    A place outside every table has no table.
    """

    table: str = ""
    index: int = -1
    field: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a finding is about. `turn` counts findings that are alike in all else; `key` is "" for a whole sheet."""

    code: str
    table: str = ""
    key: str = ""
    field: str = ""
    turn: int = 1

    def __str__(self) -> str:
        turn = f"#{self.turn}" if self.turn > 1 else ""
        return f"{self.code}|{self.table}|{self.key}|{self.field}{turn}"


def spot_of(submission: Submission, place: Place) -> Spot:
    """The table, row and field at a place of the file, as far as the file was read."""
    found = next(((name, raw) for name, raw in submission.tables.items() if raw.title == place.sheet), None)
    if found is None:
        return Spot(_unread(submission, place.sheet))
    name, raw = found
    if raw.vertical:
        return Spot(name, 0, _item(raw, place.cell))
    first, _, last = place.cell.partition(":")
    if last:
        return Spot(name, _index(raw, int(first)))
    if not first:
        return Spot(name)
    row, column = cell_position(first)
    field = next((field for field, at in raw.columns.items() if at == column), "")
    return Spot(name, _index(raw, row), field)


def _unread(submission: Submission, sheet: str) -> str:
    """The table that should stand on a sheet that could not be read."""
    form = submission.identity.form if submission.identity else None
    return next((table.name for table in form.tables if table.label == sheet), "") if form and sheet else ""


def _item(raw: RawTable, cell: str) -> str:
    row = cell_position(cell)[0] if cell and ":" not in cell else 0
    return next((item for item, at in raw.columns.items() if at == row - 1), "")


def _index(raw: RawTable, row: int) -> int:
    return raw.rows.index(row) if row in raw.rows else -1


def traces_of(submission: Submission, findings: Sequence[Finding]) -> list[Trace]:
    """The trace of each finding of a file, in the order of the findings."""
    counted: Counter[Trace] = Counter()
    traces = []
    for finding in findings:
        trace = _trace(submission, finding)
        counted[trace] += 1
        turn = counted[trace]
        traces.append(Trace(trace.code, trace.table, trace.key, trace.field, turn))
    return traces


def _trace(submission: Submission, finding: Finding) -> Trace:
    spot = spot_of(submission, finding.place)
    if not spot.table and finding.code.number == S02.number:
        spot = Spot(_missing_table(submission, finding))
    key = _key(submission, spot) if spot.index >= 0 else ""
    return Trace(finding.code.number, spot.table, key or finding.subject, spot.field)


def _missing_table(submission: Submission, finding: Finding) -> str:
    """The table a finding without a sheet says is not there."""
    tables = submission.identity.form.tables if submission.identity else ()
    absent = (table for table in tables if table.name not in submission.tables and not table.reference)
    return next((table.name for table in absent if f"“{table.label}”" in finding.message), "")


def _key(submission: Submission, spot: Spot) -> str:
    if submission.identity is None:
        return ""
    table, raw = submission.identity.form[spot.table], submission.tables[spot.table]
    cells = (raw.values[name][spot.index] for name in table.key or table.unique if name in raw.values)
    return "/".join(fold(as_text(cell)) for cell in cells)
