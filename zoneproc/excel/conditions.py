"""The rules of a `Table` as Excel formulas: what the office will find wrong with a cell, said before sending.

Compiled from the same declarations as the office's check, with its verdicts: a cell is at fault here exactly when intake
(S05–S08, S11, S14) or the row checks (S06, S09, S10, S13, R01, R03, S15, V01) will name it. A row that names nothing, or
a thing another row names, is told once and judged no further, as at the office. Conditions are numbers, 1 for true:
`AND` and `OR` would swallow a whole range.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby

from zoneproc.excel.addresses import column_letters
from zoneproc.excel.formulas import (
    day,
    ditto,
    empty,
    folded,
    listed,
    literal,
    moment,
    number,
    parts_of,
    stripped,
    sure,
)
from zoneproc.excel.patterns import matches
from zoneproc.excel.stamp import COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW
from zoneproc.excel.wording import reference
from zoneproc.kinds import NO_WORDS, YES_WORDS, fold
from zoneproc.schema import Field, Kind, Table, When

__all__ = ["SILENT", "Cells", "Context", "Fault", "bad", "column_cells", "cover_cells", "faults", "has", "row_cells"]


class Fault(Enum):
    """What can be wrong with a cell; the value is what people read."""

    MISSING = "必填未填"
    FORM = "类型或写法不对"
    CHOICE = "不在选项内"
    PERIOD = "日期不在报告期"
    DOUBLE = "重复"
    UNKNOWN = "编号查不到"
    CLASH = "前后矛盾"
    NIL = "空表未声明"


SILENT = frozenset({("talks", "miss_reason"), ("monthly_reports", "report_date")})
"""Of two cells that excuse each other the other one is told: 谈心日期 (Q04) and 未汇报原因."""
MUST_BE_YES = frozenset({("cover", "secretary_confirmed")})
"""S09: 否 is as good as nothing."""

_DATES = (Kind.DATE, Kind.DATETIME)
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
_WORDY = (Kind.TEXT, Kind.NAME, Kind.CHOICE, Kind.FLAG)


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
    """The cells of one row, or of all rows, by field; and what is known of the row: it counts, is filled, is a double."""

    refs: Mapping[str, str]
    counts: str = "1"
    filled: str = "1"
    double: str = "0"

    def __getitem__(self, name: str) -> str:
        return self.refs[name]


def value(item: Field, cell: str) -> str:
    """What a cell says, for comparisons; an error if a number or date cannot be read."""
    readers = {Kind.DATE: day, Kind.DATETIME: moment, Kind.INTEGER: number, Kind.DECIMAL: number}
    return readers.get(item.kind, stripped if item.kind in (Kind.TEXT, Kind.NAME) else folded)(cell)


def _blank(item: Field, cell: str) -> str:
    return empty(cell, words=item.kind not in _WORDY)


def _words(item: Field, values: Iterable[str] | None = None) -> Sequence[str]:
    """The ways of writing these values (all without): listed values and accepted spellings, folded."""
    if item.kind is Kind.FLAG:
        wanted = ("是", "否") if values is None else tuple(values)
        return [w for word, ways in (("是", YES_WORDS), ("否", NO_WORDS)) if word in wanted for w in sorted(ways)]
    vocabulary = item.vocabulary
    if vocabulary is None:
        return [fold(word) for word in values or ()]
    chosen = [word for word in vocabulary.values if values is None or word in values]
    spelled = [way for way, meant in vocabulary.spellings.items() if meant in chosen]
    return [fold(word) for word in (*chosen, *spelled)]


def _choice(item: Field, cell: str) -> str:
    return f"UPPER({folded(cell)})" if item.kind is Kind.FLAG else folded(cell)


def _strange_parts(item: Field, cell: str) -> str:
    """What is left of a cell of several choices when all known ones are taken out."""
    rest = parts_of(cell)
    for word in _words(item):
        rest = f'SUBSTITUTE({rest},";{word};","")'
    return f'SUBSTITUTE({rest},";","")'


def has(item: Field, cell: str) -> str:
    """Whether the office takes a value from the cell."""
    if item.kind in _DATES:
        return f"ISNUMBER({value(item, cell)})"
    if item.kind in _NUMBERS:
        return sure(_within(item, number(cell)))
    if item.kind is Kind.FLAG or (item.kind is Kind.CHOICE and item.vocabulary):
        return listed(_choice(item, cell), _words(item))
    filled = f"(1-{_blank(item, cell)})"
    if item.kind is Kind.CODE:
        return f"{filled}*{sure(_whole(cell))}"
    if item.kind is Kind.CHOICES and item.vocabulary:
        return f'{filled}*{sure(f"({_strange_parts(item, cell)}=" + literal("") + ")")}'
    return f"{filled}*(1-ISERROR({cell}))"


def _within(item: Field, figure: str) -> str:
    bounds = [f"({figure}>={item.minimum:g})"] if item.minimum is not None else []
    bounds += [f"({figure}<={item.maximum:g})"] if item.maximum is not None else []
    bounds += [f"(MOD({figure},1)=0)"] if item.kind is Kind.INTEGER else []
    return "*".join(bounds) or f"ISNUMBER({figure})"


def _whole(cell: str) -> str:
    """Whether a code is one: no broken number, not 同上."""
    return f"IF(ISNUMBER({cell}),MOD({cell},1)=0,1-{ditto(cell)})"


def bad(item: Field, cell: str) -> str:
    """Whether the cell holds something the office cannot take as it is."""
    if item.kind in (Kind.TEXT, Kind.NAME, Kind.CODE):
        well = _well_formed(item, value(item, cell))
        well += [_whole(cell)] if item.kind is Kind.CODE else []
        return f"(1-{_blank(item, cell)})*(1-{sure('*'.join(well))})" if well else f"ISERROR({cell})"
    return f"(1-{_blank(item, cell)})*(1-{has(item, cell)})"


def _well_formed(item: Field, text: str) -> list[str]:
    rules = [f"(LEN({text})>={item.min_length})"] if item.min_length else []
    rules += [f"(LEN({text})<={item.max_length})"] if item.max_length else []
    said = matches(item.pattern, text) if item.pattern else ""
    return [*rules, said] if said else rules


def holds(when: When, table: Table, cells: Cells) -> str:
    """Whether a condition on another cell of the row holds (`When.holds`)."""
    other, cell = table[when.field], cells[when.field]
    if when.blank or not when.values:
        return f"(1-{has(other, cell)})" if when.blank else has(other, cell)
    if other.kind in _NUMBERS:
        return listed(f"{number(cell)}&" + literal(""), when.values)
    return listed(_choice(other, cell), _words(other, when.values))


def _needed(item: Field, table: Table, cells: Cells) -> str:
    if (table.name, item.name) in SILENT or item.name in table.key:
        return ""
    if item.required:
        return "1"
    conditions = [holds(when, table, cells) for when in item.required_when if when.field != item.name]
    return f"(({'+'.join(conditions)})>0)" if conditions else ""


def faults(item: Field, table: Table, cells: Cells, context: Context) -> dict[Fault, str]:
    """Per fault the condition that the cell of this field has it."""
    listed_kind = item.kind in (Kind.FLAG, Kind.CHOICE, Kind.CHOICES)
    found = {Fault.CHOICE if listed_kind else Fault.FORM: bad(item, cells[item.name])}
    found |= _absent(item, table, cells)
    inside = {fault: f"{cells.counts}*{said}" for fault, said in _in_row(item, table, cells, context).items()}
    if item.name in table.unique[:1]:
        found[Fault.DOUBLE] = cells.double
    return found | inside


def faulty(item: Field, table: Table, cells: Cells, context: Context) -> str:
    """The condition that anything is wrong with a cell; the row is looked at only if something in it could be."""
    parts = [bad(item, cells[item.name])]
    parts += _absent(item, table, cells).values() if item.name in table.key or table.vertical else ()
    parts += [cells.double] if item.name in table.unique[:1] else []
    doubts = list(_in_row(item, table, cells, context).values())
    needed = _needed(item, table, cells)
    doubts += [f"{_blank(item, cells[item.name])}*{needed}"] if needed and not table.vertical else []
    if doubts:
        parts.append(f"IF(({'+'.join(doubts)})>0,{cells.counts},0)")
    return f"({'+'.join(parts)})>0"


def _absent(item: Field, table: Table, cells: Cells) -> dict[Fault, str]:
    """Nothing in a compulsory cell; of the cells that name a row only the first is told."""
    blank, needed = _blank(item, cells[item.name]), _needed(item, table, cells)
    if item.name in table.key:
        before = [has(table[name], cells[name]) for name in table.key[: table.key.index(item.name)]]
        return {Fault.MISSING: "*".join((blank, cells.filled, *before))}
    if (table.name, item.name) in MUST_BE_YES:
        return {Fault.MISSING: f"({blank}+{listed(_choice(item, cells[item.name]), _words(item, ('否',)))})"}
    return {Fault.MISSING: f"{cells.counts}*{blank}*{needed}"} if needed else {}


def _in_row(item: Field, table: Table, cells: Cells, context: Context) -> dict[Fault, str]:
    """What can be wrong with the value of a cell in a row that counts."""
    found, cell = {}, cells[item.name]
    if item.inside_period:
        found[Fault.PERIOD] = f"({sure(f'ABS(INT({value(item, cell)})-{context.middle})')}>{context.half})"
    clashes = [_clash(item, table, cells, other, sign) for other, sign in ((item.not_before, "<"), (item.not_above, ">")) if other in table]
    if clashes:
        found[Fault.CLASH] = f"(({'+'.join(clashes)})>0)" if len(clashes) > 1 else clashes[0]
    if item.refers_to in context.lists:
        sought = f'SUBSTITUTE(SUBSTITUTE({folded(cell)},"*","~*"),"?","~?")'
        found[Fault.UNKNOWN] = f"{has(item, cell)}*(1-ISNUMBER(MATCH({sought},{context.lists[item.refers_to]},0)))"
    return found


def _clash(item: Field, table: Table, cells: Cells, other: str, sign: str) -> str:
    own, against = cells[item.name], cells[other]
    clash = sure(f"{value(item, own)}{sign}{value(table[other], against)}")
    if item.kind in _DATES:
        return f"({clash}*1)"
    return f"({clash}*{has(item, own)}*{has(table[other], against)})"


def row_cells(table: Table, last: int) -> Cells:
    """The cells of the first row of data, as a conditional format of the rows up to `last` names them."""
    letters = {item.name: column_letters(at) for at, item in enumerate(table.fields)}
    cells = {name: f"${letter}{FIRST_ROW}" for name, letter in letters.items()}
    if table.last_counts:
        others = {name: f"${letter}{FIRST_ROW + 1}:${letter}${last + 1}" for name, letter in letters.items()}
    else:
        others = {name: f"${letter}${FIRST_ROW - 1}:${letter}{FIRST_ROW - 1}" for name, letter in letters.items()}
    named = dict.fromkeys((*table.unique, *table.key))
    same = [sure(f"({value(table[name], others[name])}={value(table[name], cells[name])})") for name in table.unique]
    same += [has(table[name], others[name]) for name in table.key if name not in table.unique]
    whole = [has(table[name], cells[name]) for name in named]
    double = f"({'*'.join(whole)}*(SUMPRODUCT({'*'.join(same)}*1)>0))" if table.unique else "0"
    sound = [has(table[name], cells[name]) for name in table.key] or ["1"]
    counts = f"{'*'.join(sound)}*(1-{double})"
    blocks = [f"SUMPRODUCT({sure(f'LEN({stripped(block)})', 1)})" for block in _blocks(table, FIRST_ROW, FIRST_ROW)]
    return Cells(cells, counts, f"(({'+'.join(blocks)})>0)", double)


def column_cells(table: Table, sheet: str, last: int) -> Cells:
    """All rows of data at once; what is known of the rows stands in the names of `row_names`."""
    cells = {
        item.name: reference(sheet, f"${column_letters(at)}${FIRST_ROW}:${column_letters(at)}${last}")
        for at, item in enumerate(table.fields)
    }
    blocks = (reference(sheet, block) for block in _blocks(table, FIRST_ROW, last, fixed=True))
    filled = [f"MMULT({sure(f'LEN({stripped(block)})', 1)},TRANSPOSE(COLUMN({block})^0))" for block in blocks]
    ok = f"zp_ok_{table.name}"
    return Cells(cells, ok, f"(({'+'.join(filled)})>0)", f'((1-{ok})*(zp_key_{table.name}<>""))')


def row_names(table: Table, cells: Cells) -> dict[str, str]:
    """The names behind `column_cells`: what each row is about ("" if that cannot be said), and whether it counts."""
    sound = "*".join(has(table[name], cells[name]) for name in table.key) or "1"
    named = '&"|"&'.join(value(table[name], cells[name]) for name in table.unique) or literal("")
    rows = f"ROW({cells[table.fields[0].name]})"
    free = [has(table[name], cells[name]) for name in table.unique if name not in table.key]
    unnamed = f'"#"&{rows}'
    about = f"IF({'*'.join(free)},{named},{unnamed})" if free else (named if table.unique else unnamed)
    key = f"zp_key_{table.name}"
    before = f"({rows}{'<' if table.last_counts else '>'}TRANSPOSE({rows}))"
    double = f"MMULT(({key}=TRANSPOSE({key}))*{before},{rows}^0)"
    return {key: f'=IFERROR(IF({sound},{about},""),"")', f"zp_ok_{table.name}": f'=({key}<>"")*({double}=0)'}


def cover_cells(table: Table, sheet: str = "") -> Cells:
    """The cells of the vertical cover."""
    cells = {
        item.name: f"${column_letters(COVER_VALUE)}${row}" for row, item in enumerate(table.fields, start=COVER_FIRST_ROW)
    }
    return Cells({name: reference(sheet, cell) if sheet else cell for name, cell in cells.items()})


def _blocks(table: Table, first: int, last: int, *, fixed: bool = False) -> Sequence[str]:
    """The neighbouring columns that are read, as ranges."""
    mark = "$" if fixed else ""
    blocks = []
    for system, run in groupby(enumerate(table.fields), key=lambda pair: pair[1].system):
        columns = [at for at, _ in run]
        if not system:
            left, right = column_letters(columns[0]), column_letters(columns[-1])
            blocks.append(f"${left}{mark}{first}:${right}{mark}{last}")
    return blocks
