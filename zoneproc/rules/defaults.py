"""The scheme of domain.md section 3 as shipped: one CSV per sheet in `zoneproc/default_rules`."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import pandas as pd

from zoneproc.forms import FORMS
from zoneproc.schema import Table

SOURCE = "默认办法"
FIRST_ROW = 5
NEWER_PARAMETERS = ("late_task_factor",)
"""Parameters that came after the first workbooks were issued: where a workbook has no row, the shipped one holds."""
_PROVENANCE = "provenance"  # rulings and sources behind a row, for whoever changes the scheme; not printed


@cache
def default_rule_rows() -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Table name → rows of parsed values by field name (empty cells left out), as a template is pre-filled with them."""
    return {table.name: _rows(table) for table in FORMS["RULES"].tables}


def default_frames() -> Mapping[str, pd.DataFrame]:
    """Table name → the shipped rows as the merged frame of a file called 默认办法."""
    rows = default_rule_rows()
    return {table.name: _frame(table, rows[table.name]) for table in FORMS["RULES"].tables}


def _rows(table: Table) -> Sequence[Mapping[str, object]]:
    path = files("zoneproc") / "default_rules" / f"{table.name}.csv"
    written = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return [
        {name: table[name].parse(cell) for name, cell in row.items() if cell and name != _PROVENANCE} for row in written
    ]


def _frame(table: Table, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame({field.name: [row.get(field.name) for row in rows] for field in table.read_fields})
    typed = frame.astype({field.name: field.kind.dtype for field in table.read_fields})
    return typed.assign(_source=SOURCE, _row=range(FIRST_ROW, FIRST_ROW + len(rows)))
