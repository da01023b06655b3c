"""The rules of a `Table` as Excel formulas: what the office will find wrong with a cell, said before sending.

Compiled from the same declarations as the office's check, with its verdicts: a cell is at fault here exactly when intake
(S05–S08, S11, S14) or the row checks (S06, S09, S10, S13, R01, R03, S15, V01) will name it. A row that names nothing, or
a thing another row names, is told once and judged no further, as at the office.

Every formula is one array formula for a whole column: a number per row, 0 where all is well, the `code` of a `Fault` where
something must be mended, `CHECK` where the office will understand what was typed but a date or number would be better.
Conditions are numbers, 1 for true: `AND` and `OR` would swallow the whole range.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain, groupby, repeat

from zoneproc.excel.formulas import listed, number, stripped, sure
from zoneproc.excel.readings import DATES, NUMBERS, bad, blank, choice, has, identity, value, words_of
from zoneproc.kinds import Kind
from zoneproc.schema import Field, Table, When

__all__ = [
    "CHECK",
    "COUNTS",
    "DOUBLE",
    "HELD",
    "MUST_BE_YES",
    "SILENT",
    "Cells",
    "Context",
    "Fault",
    "fault_formula",
    "key_formula",
    "state_formula",
]


class Fault(Enum):
    """What can be wrong with a cell; the value is what people read."""

    MISSING = "必填未填"
    FORM = "类型或写法不对"
    CHOICE = "不在选项内"
    PERIOD = "日期不在报告期"
    DOUBLE = "重复"
    UNKNOWN = "编号查不到"
    CLASH = "前后矛盾"

    @property
    def code(self) -> int:
        """The number that stands for the fault in the hidden cells, from 1."""
        return list(Fault).index(self) + 1


CHECK = -1
"""The number of a cell that the office understands although it is written unlike its column."""
COUNTS, HELD, DOUBLE = 1, 2, 3
"""What a filled row is: it counts, it does not say what it is about, or another row is about the same. 0 is an empty row."""

SILENT = frozenset({("talks", "miss_reason"), ("monthly_reports", "report_date")})
"""Of two cells that excuse each other the other one is told: 谈心日期 (Q04) and 未汇报原因."""
MUST_BE_YES = frozenset({("cover", "secretary_confirmed")})
"""S09: 否 is as good as nothing."""

_CHOSEN = (Kind.FLAG, Kind.CHOICE, Kind.CHOICES)


@dataclass(frozen=True, slots=True)
class Context:
    """What rules lean on besides the row: middle and half length of the period in days, and the lists of known numbers.

    `lists`: "table.field" → the name of the list; a column that refers to no list is not judged.
    """

    middle: str
    half: str
    lists: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a table by field: whole columns, or the single cells of the cover.

    `keys`, `states` and `codes` are the hidden columns of `key_formula`, `state_formula` and, by field, `fault_formula`;
    the cover has no keys and no states.
    """

    refs: Mapping[str, str]
    codes: Mapping[str, str]
    keys: str = ""
    states: str = ""

    def __getitem__(self, name: str) -> str:
        return self.refs[name]

    def is_(self, state: int) -> str:
        """Whether the rows are in this state."""
        return f"({self.states}={state})"


def holds(when: When, table: Table, cells: Cells) -> str:
    """Whether a condition on another cell of the row holds (`When.holds`)."""
    other, cell = table[when.field], cells[when.field]
    if when.blank or not when.values:
        return f"(1-{has(other, cell)})" if when.blank else has(other, cell)
    if other.kind in NUMBERS:
        return listed(f'IFERROR(0+{number(cell)},"")', when.values)
    return listed(choice(other, cell), words_of(other, when.values))


def _needed(item: Field, table: Table, cells: Cells) -> str:
    if (table.name, item.name) in SILENT or item.name in table.key:
        return ""
    if item.required:
        return "1"
    conditions = [holds(when, table, cells) for when in item.required_when if when.field != item.name]
    return f"(({'+'.join(conditions)})>0)" if conditions else ""


def fault_formula(item: Field, table: Table, cells: Cells, context: Context) -> str:
    """The number of each cell of a column: the code of its fault, `CHECK`, or 0."""
    cell = cells[item.name]
    wrong = (Fault.CHOICE if item.kind in _CHOSEN else Fault.FORM).code
    found = _filled(item, table, cells, context)
    if item.kind not in (Kind.TEXT, Kind.NAME) or item.required or item.required_when or item.name in table.key:
        found = (
            f"IF({blank(item, cell)},{_absent(item, table, cells)},{found})"  # else nothing is asked of an empty cell
        )
    if item.name in table.sums:
        found = f"IF({_uneven(item, table, cells)},{Fault.CLASH.code},{found})"
    return f"IF({bad(item, cell)},{wrong},{found})"


def _absent(item: Field, table: Table, cells: Cells) -> str:
    """The fault of an empty cell: of the cells that name a row only the first is told."""
    if item.name in table.key:
        before = [has(table[name], cells[name]) for name in table.key[: table.key.index(item.name)]]
        return "*".join((cells.is_(HELD), *before, str(Fault.MISSING.code)))
    needed = _needed(item, table, cells)
    if not needed:
        return "0"
    counts = f"{cells.is_(COUNTS)}*" if cells.states else ""
    return f"{counts}{needed}*{Fault.MISSING.code}"


def _filled(item: Field, table: Table, cells: Cells, context: Context) -> str:
    """The fault of a cell that holds a value of its kind."""
    found = f"ISTEXT({cells[item.name]})*{CHECK}" if item.kind in (*DATES, *NUMBERS) else "0"
    for fault, said in _in_row(item, table, cells, context).items():
        found = f"IF({said},{fault.code},{found})"
    if cells.states and found != "0":
        found = f"IF({cells.is_(COUNTS)},{found},0)"
    if item.name in table.unique[:1]:
        found = f"IF({cells.is_(DOUBLE)},{Fault.DOUBLE.code},{found})"
    return found


def _in_row(item: Field, table: Table, cells: Cells, context: Context) -> dict[Fault, str]:
    """What can be wrong with the value of a cell beside the others of its row."""
    found, cell = {}, cells[item.name]
    if (table.name, item.name) in MUST_BE_YES:
        found[Fault.MISSING] = listed(choice(item, cell), words_of(item, ("否",)))
    if item.inside_period:
        found[Fault.PERIOD] = f"(ABS(INT({value(item, cell)})-{context.middle})>{context.half})"
    clashes = _clashes(item, table, cells)
    if clashes:
        found[Fault.CLASH] = f"(({'+'.join(clashes)})>0)"
    if item.refers_to in context.lists:
        sought = f'SUBSTITUTE(SUBSTITUTE({value(item, cell)},"*","~*"),"?","~?")'
        found[Fault.UNKNOWN] = f"ISNA(MATCH({sought},{context.lists[item.refers_to]},0))"
    return found


def _clashes(item: Field, table: Table, cells: Cells) -> list[str]:
    """The value lies before or above another one of the row; an unreadable other says nothing."""
    own = value(item, cells[item.name])
    pairs = ((item.not_before, "<"), (item.not_above, ">"))
    named = [(table[other], sign) for other, sign in pairs if other in table]
    clashes = [(other, sure(f"({own}{sign}{value(other, cells[other.name])})*1")) for other, sign in named]
    return [f"{said}*{_sound(other, cells)}" if other.kind in NUMBERS else said for other, said in clashes]


def _sound(item: Field, cells: Cells) -> str:
    """Whether the hidden verdict on another cell of the row lets its figure count."""
    return f"({cells.codes[item.name]}<>{Fault.FORM.code})"


def _uneven(item: Field, table: Table, cells: Cells) -> str:
    """The parts of a total do not add up to it; what is not given counts nothing."""
    parts = [sure(f"{_sound(table[part], cells)}*{number(cells[part])}") for part in table.sums[item.name]]
    return f"{cells.is_(COUNTS)}*({sure(number(cells[item.name]))}<>{'+'.join(parts)})"


def key_formula(table: Table, cells: Cells) -> str:
    """What each row is about, as one text; empty where the row does not say it.

    A row that names its thing only in part is about all it holds: only a row alike in every cell repeats it.
    """
    sound = "*".join(has(table[name], cells[name]) for name in table.key) or "1"
    unnamed = _joined("#", (stripped(cells[item.name]) for item in table.read_fields))
    named = (
        _joined("=", (sure(identity(table[name], cells[name])) for name in table.unique)) if table.unique else unnamed
    )
    free = [has(table[name], cells[name]) for name in table.unique if name not in table.key]
    about = f"IF({'*'.join(free)},{named},{unnamed})" if free else named
    return f'IF({sound},{about},"")'


def _joined(mark: str, texts: Iterable[str]) -> str:
    return "&".join(f'"{sign}"&{text}' for sign, text in zip(chain(mark, repeat("|")), texts, strict=False))


def state_formula(table: Table, cells: Cells) -> str:
    """The state of each row: 0 for an empty one, else `COUNTS`, `HELD` or `DOUBLE`."""
    rows = f"ROW({cells.keys})"
    other = f"({rows}{'<' if table.last_counts else '>'}TRANSPOSE({rows}))"
    doubles = f"MMULT(({cells.keys}=TRANSPOSE({cells.keys}))*{other},{rows}^0)"
    return f'IF({cells.keys}<>"",IF({doubles}>0,{DOUBLE},{COUNTS}),IF({_anything(table, cells)},{HELD},0))'


def _anything(table: Table, cells: Cells) -> str:
    """Whether a row holds anything in the columns that are read."""
    blocks = []
    for system, run in groupby(table.fields, key=lambda item: item.system):
        names = [item.name for item in run]
        if not system:
            blocks.append(f"{cells[names[0]].rpartition(':')[0]}:{cells[names[-1]].rpartition(':')[2]}")
    found = [f"MMULT({sure(f'LEN({stripped(block)})', 1)},TRANSPOSE(COLUMN({block})^0))" for block in blocks]
    return f"({'+'.join(found)})>0"
