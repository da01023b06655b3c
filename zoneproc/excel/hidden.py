"""The hidden sheet behind 自检: one array formula per column of every table, side by side, row for row as in the sheets.

Row 7 of a sheet is judged in row 7 here. The texts of the formulas depend on the form only; they are compiled once and
fitted to the number of rows and the period of each workbook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zoneproc.excel.addresses import column_letters
from zoneproc.excel.conditions import COUNTS, Cells, Context, fault_formula, key_formula, state_formula
from zoneproc.excel.readings import value
from zoneproc.excel.stamp import CHECK_SHEET, COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW
from zoneproc.excel.wording import reference
from zoneproc.once import once
from zoneproc.schema import Form, Table

__all__ = ["HALF", "MIDDLE", "Block", "Formulas", "blocks_of", "compiled", "fitted", "list_name"]

MIDDLE, HALF = reference(CHECK_SHEET, "$A$1"), reference(CHECK_SHEET, "$A$2")
"""Where the middle of the period and half its length in days stand."""


@dataclass(frozen=True, slots=True)
class Block:
    """The hidden columns of one table, from column `first` (0-based): keys and states (not for the cover), then fields."""

    table: Table
    first: int

    @property
    def name(self) -> str:
        """The name under which conditional formats find the numbers of the fields."""
        return f"zp_{self.table.name}"

    @property
    def keys(self) -> int:
        """The column of what each row is about."""
        return self.first

    @property
    def states(self) -> int:
        """The column of the states of the rows."""
        return self.first + 1

    @property
    def columns(self) -> Mapping[str, int]:
        """Field → column of its numbers; the cover has one column for all, one row per field."""
        if self.table.vertical:
            return dict.fromkeys((item.name for item in self.table.fields), self.first)
        return {item.name: at for at, item in enumerate(self.table.read_fields, start=self.first + 2)}

    @property
    def width(self) -> int:
        """How many columns the block takes."""
        return 1 if self.table.vertical else 2 + len(self.table.read_fields)

    def last_row(self, rows: int) -> int:
        """The last row (1-based) of data of a sheet with this many rows given or spare."""
        if self.table.vertical:
            return COVER_FIRST_ROW + len(self.table.fields) - 1
        return FIRST_ROW + max(rows, 1) - 1

    def area(self, last: int, *names: str) -> str:
        """The numbers of these fields (all without), of all rows."""
        at = [self.columns[name] for name in names or self.columns]
        return _hidden(min(at), max(at), str(last))


def _hidden(left: int, right: int, last: str) -> str:
    return reference(CHECK_SHEET, f"${column_letters(left)}${FIRST_ROW}:${column_letters(right)}${last}")


@once
def blocks_of(form: Form) -> Sequence[Block]:
    """The blocks of all tables that are read, in the order of the form."""
    blocks, first = [], 0
    for table in form.tables:
        if not table.reference:
            blocks.append(Block(table, first))
            first += blocks[-1].width
    return blocks


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of one table, without the equals sign, still to be fitted: keys, states, and one per field."""

    keys: str
    states: str
    fields: Mapping[str, str]


def list_name(target: str) -> str:
    """The name of the list of known numbers of "table.field"."""
    return f"zp_list_{target.replace('.', '_')}"


_MOST_KEPT = 32
_KEPT: dict[object, tuple[object, Mapping[str, Formulas]]] = {}


def compiled(form: Form, known: frozenset[str]) -> Mapping[str, Formulas]:
    """Table name → its formulas, with places held for numbers of rows and the period. Compiled once per form.

    `known`: the "table.field" whose numbers come with the workbook as lists. Forms are told apart by the identity of their
    fields, which the cache keeps alive: a form with fewer spare rows has the same formulas.
    """
    tables = tuple(table for table in form.tables if not table.reference)
    key = (known, *((t.name, t.label, t.key, t.unique, id(t.fields)) for t in tables))
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = tables, _compiled(form, known)
    return _KEPT[key][1]


def _compiled(form: Form, known: frozenset[str]) -> Mapping[str, Formulas]:
    blocks = blocks_of(form)
    cells = {block.table.name: _cells(block) for block in blocks}
    lists = {target: list_name(target) for target in known}
    for block in blocks:
        own = cells[block.table.name]
        for item in block.table.fields if own.states else ():
            lists[f"{block.table.name}.{item.name}"] = f"IF({own.states}={COUNTS},{value(item, own[item.name])})"
    context = Context(MIDDLE, HALF, lists)
    return {block.table.name: _formulas(block.table, cells[block.table.name], context) for block in blocks}


def _formulas(table: Table, cells: Cells, context: Context) -> Formulas:
    fields = {item.name: fault_formula(item, table, cells, context) for item in table.read_fields}
    if table.vertical:
        return Formulas("", "", fields)
    return Formulas(key_formula(table, cells), state_formula(table, cells), fields)


def _cells(block: Block) -> Cells:
    table, last = block.table, _last_mark(block.table)
    if table.vertical:
        letter = column_letters(COVER_VALUE)
        rows = {item.name: row for row, item in enumerate(table.fields, start=COVER_FIRST_ROW)}
        codes = {name: reference(CHECK_SHEET, f"${column_letters(block.first)}${row}") for name, row in rows.items()}
        return Cells({name: reference(table.label, f"${letter}${row}") for name, row in rows.items()}, codes)
    refs = {
        item.name: reference(table.label, f"${letters}${FIRST_ROW}:${letters}${last}")
        for letters, item in ((column_letters(at), item) for at, item in enumerate(table.fields))
    }
    codes = {name: _hidden(at, at, last) for name, at in block.columns.items()}
    return Cells(refs, codes, _hidden(block.keys, block.keys, last), _hidden(block.states, block.states, last))


def _last_mark(table: Table) -> str:
    return f"〔{table.name}〕"


def fitted(formula: str, lasts: Mapping[str, int]) -> str:
    """The finished formula for sheets whose last rows of data are these."""
    for name, last in lasts.items():
        formula = formula.replace(f"〔{name}〕", str(last))
    return "=" + formula
