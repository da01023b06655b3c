"""总台账: the merged tables as Parquet, partitioned by period and branch, for whoever queries the archive of many years.

    output/总台账/talks/period=2026-01/branch=001001/part.parquet

The whole is one dataset: DuckDB, polars or pandas read any part of it without us. It holds what R-3 holds, and like R-3 it
stays with the office. The same rows give the same bytes. Registers (BASE) are those of the year as they stood last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from zoneproc.crew import each
from zoneproc.duties.returns import FORM_OF
from zoneproc.forms import FORMS
from zoneproc.kinds import Kind
from zoneproc.ledger import Ledger
from zoneproc.results import Run
from zoneproc.schema import Table
from zoneproc.workspace import ZoneprocError, files_in, keep_only, staged

__all__ = ["ParquetError", "require_parquet", "write_ledgers"]

_NOTE = """本文件夹是合并库(R-3)的 Parquet 形式,按表、报告期、支部分开存放。内部资料,请勿外传。
列名见数据字典;另有 _branch(支部编码)、_period(报告期)、_file(来源文件)、_row(行号)。
例(DuckDB):select _branch, count(talk_date) from '总台账/talks/**/*.parquet' group by all order by all;
支部编码以 0 开头,请用 _branch 列,不要用由文件夹名得到的 branch 列。
"""
_PROVENANCE = ("_branch", "_period", "_file", "_row")


class ParquetError(ZoneprocError):
    """Parquet is asked for and pyarrow is not installed."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What all tables have in common: the rows, the part of them asked for, and where they go."""

    ledger: Ledger
    period: str
    year: str
    stage: Path


def require_parquet() -> None:
    """Raises ParquetError if pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415
    except ImportError as error:
        message = "写 Parquet 须先安装:pip install 'zoneproc[parquet]'。"
        raise ParquetError(message) from error


def write_ledgers(run: Run, folder: Path) -> Sequence[Path]:
    """The tables of the period's return and the registers of its year, one file per table and branch; earlier ones go.

    Raises ParquetError without pyarrow.
    """
    require_parquet()
    period, year = str(run.period), str(run.period.whole_year)
    names = [table.name for form in _forms(run) for table in FORMS[form].tables if not _is_aside(table)]
    with staged(folder) as stage:
        each(_write_table, _Job(run.ledger, period, year, stage), names)
        (stage / "说明.txt").write_bytes(_NOTE.encode())
        written = [folder / path.relative_to(stage) for path in files_in(stage)]
    for part in sorted({path.parents[1] for path in written if path.suffix == ".parquet"}):
        keep_only(part, {path for path in written if path.is_relative_to(part)})
    return written


def _forms(run: Run) -> tuple[str, str]:
    return FORM_OF[run.period.cadence], "BASE"


def _is_aside(table: Table) -> bool:
    return table.vertical or table.reference


def _write_table(job: _Job, name: str) -> None:
    from pyarrow import parquet  # noqa: PLC0415

    form = next(form for form in FORMS.values() if name in form)
    period = job.year if form.id == "BASE" else job.period
    rows = job.ledger[name]
    rows = rows[rows["_period"] == period].sort_values(["_branch", "_source", "_row"], kind="stable", ignore_index=True)
    files = {source: found.file for source, found in job.ledger.sources.items()}
    table = _arrow(form[name], rows.assign(_file=rows["_source"].map(files)))
    for branch, first, count in _stretches(rows["_branch"]):
        target = job.stage / name / f"period={period}" / f"branch={branch}" / "part.parquet"
        target.parent.mkdir(parents=True)
        parquet.write_table(table.slice(first, count), target, compression="zstd", store_schema=False)


def _stretches(branches: pd.Series) -> Iterator[tuple[str, int, int]]:
    """Each branch with its first row and how many there are; the rows are in order of branch."""
    first = 0
    for branch, count in branches.groupby(branches, sort=True).size().items():
        yield str(branch), first, int(count)
        first += int(count)


def _arrow(table: Table, rows: pd.DataFrame) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    columns = {field.name: _column(rows[field.name], field.kind) for field in table.read_fields}
    columns |= {name: _column(rows[name], Kind.INTEGER if name == "_row" else Kind.TEXT) for name in _PROVENANCE}
    return pa.table(columns)


def _column(values: pd.Series, kind: Kind) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    if kind is Kind.DATE:
        return pa.array(values.to_numpy("datetime64[D]"), pa.date32())
    types = {
        Kind.INTEGER: pa.int64(),
        Kind.DECIMAL: pa.float64(),
        Kind.FLAG: pa.bool_(),
        Kind.DATETIME: pa.timestamp("s"),
    }
    return pa.array(values.astype("object").where(values.notna(), None), types.get(kind, pa.string()))
