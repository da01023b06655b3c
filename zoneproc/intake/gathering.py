"""Many files, one frame per table: cells are gathered as columns over all files and become a frame once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

import numpy as np
import pandas as pd

from zoneproc.intake.rows import RawTable
from zoneproc.intake.submission import Submission
from zoneproc.schema import Table

__all__ = ["gather"]


class _Columns:
    """The growing columns of one table."""

    def __init__(self, table: Table) -> None:
        self.cells: dict[str, list[object]] = {field.name: [] for field in table.read_fields}
        self.sources: list[str] = []
        self.rows: list[int] = []

    def add(self, source: str, raw: RawTable) -> None:
        count = len(raw.rows)
        for name, cells in self.cells.items():
            cells.extend(raw.values.get(name) or repeat(None, count))
        self.sources.extend(repeat(source, count))
        self.rows.extend(raw.rows)

    def frame(self) -> pd.DataFrame:
        columns = {name: _object_column(cells) for name, cells in self.cells.items()}
        provenance = {"_source": pd.Series(self.sources, dtype="str"), "_row": pd.Series(self.rows, dtype="int64")}
        return pd.DataFrame(columns | provenance)


def _object_column(cells: Sequence[object]) -> pd.Series:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return pd.Series(column, dtype=object)


def gather(submissions: Iterable[tuple[str, Submission]]) -> Mapping[str, pd.DataFrame]:
    """The raw tables of all files, by table name; pairs are the id of the source and the file as read.

    One row per row of a file that holds something: every read field as the raw cell (None where the file has no such
    column), `_source`, and `_row` (1-based Excel row; of the cover, the 1-based column of its values).
    """
    gathered: dict[str, _Columns] = {}
    forms: dict[str, Table] = defaultdict()
    for source, submission in submissions:
        if submission.identity is None:
            continue
        for name, raw in submission.tables.items():
            if name not in gathered:
                forms[name] = submission.identity.form[name]
                gathered[name] = _Columns(forms[name])
            gathered[name].add(source, raw)
    return {name: columns.frame() for name, columns in gathered.items()}
