"""Many files, one frame per table: cells are gathered as columns over all files and become a frame once."""

from collections.abc import Iterable, Sequence
from itertools import repeat

import numpy as np
import pandas as pd

from zoneproc.intake.rows import RawTable
from zoneproc.schema import Table

__all__ = ["gather"]


def gather(table: Table, parts: Iterable[tuple[str, RawTable]]) -> pd.DataFrame:
    """The raw rows of one table from all files; pairs are the id of the source and the table as read.

    One row per row of a file that holds something: every read field as the raw cell (None where the file has no such
    column), `_source`, and `_row` (1-based Excel row; of the cover, the 1-based column of its values).
    """
    cells: dict[str, list[object]] = {field.name: [] for field in table.read_fields}
    sources: list[str] = []
    rows: list[int] = []
    for source, raw in parts:
        count = len(raw.rows)
        for name, column in cells.items():
            column.extend(raw.values.get(name) or repeat(None, count))
        sources.extend(repeat(source, count))
        rows.extend(raw.rows)
    columns = {name: _object_column(column) for name, column in cells.items()}
    provenance = {"_source": pd.Series(sources, dtype="str"), "_row": pd.Series(rows, dtype="int64")}
    return pd.DataFrame(columns | provenance, copy=False)


def _object_column(cells: Sequence[object]) -> pd.Series:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return pd.Series(column, dtype=object)
