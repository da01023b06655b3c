"""The workbook of a form written once, as a pattern for any number of copies.

It is written by `template` itself, twice: with marks in the place of everything that differs from branch to branch, and
once more with other numbers of rows. Where the two differ, a number of rows stands. So what a template says and looks like
is declared in one place, and the pattern follows it.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from zoneproc.excel.cell_text import row_head
from zoneproc.excel.cover import heading_of, value_look
from zoneproc.excel.dropdowns import KNOWN_LOOK, Lists
from zoneproc.excel.hidden import blocks_of
from zoneproc.excel.issue import OWN, Issue, is_locked
from zoneproc.excel.layout import widths_of
from zoneproc.excel.selfcheck import SelfCheck, Told
from zoneproc.excel.stamp import CHECK_SHEET, COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW, SELF_SHEET
from zoneproc.excel.stencil import Stencil, place, places_in, with_counts
from zoneproc.excel.styles import MACHINE, Style
from zoneproc.excel.template import fill_book, look_of
from zoneproc.excel.wording import column_letters
from zoneproc.excel.writing import new_book
from zoneproc.excel.zipped import Stretch
from zoneproc.schema import Field, Form, Table

__all__ = ["LEAST", "MARKED", "ROW", "Column", "Pattern", "Sort", "made"]

MARKED = ("branch_code", "branch_name", "due", "preparer")
"""The texts of an issue that stand in the midst of other text."""
_FREE = ("row.", "protection.")
"""How the names of places begin that may stay empty."""
LEAST = 2
"""So many rows a table of a copy must have: ranges of one cell are written otherwise."""
_MOST_KEPT = 256
_STRINGS = "xl/sharedStrings.xml"
_ROW = re.compile(r'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)')
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>.*?</c>)')
_TOLD = re.compile(r" t=\"str\"><f>([^<]*)</f><v>\ue000([^\ue001]*)\ue001</v>")
_ARRAY = re.compile(r'(<c r="([A-Z]+\d+)" s="\d+")(?: t="str")?>(<f t="array"[^>]*>[^<]*</f>)<v>[^<]*</v></c>')
_WHERE = re.compile(r"<v>\ue000told\.(\w+)\.where\ue001</v>")
_HEIGHT = re.compile(r' ht="[^"]*"')
_DIMENSION = re.compile(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+')
_WIDE = "x" * 30
"""A name of which the column is as wide as such columns get, and wider than those beside it."""
_PROTECTION = re.compile(r"<sheetProtection [^>]*/>")
_COUNTED = re.compile(r'count="\d+" uniqueCount="\d+"')
_STRING = re.compile(r"<si><t>([^<&]*)</t></si>|<si>")


@dataclass(frozen=True, slots=True)
class Sort:
    """Which copies one pattern serves: form, period, whether there is a deadline and a preparer, and what lists come along.

    `lists`: "table.field" of the known numbers.
    """

    form: Form
    period: str
    due: bool
    preparer: bool
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or an item of the cover: how its cells begin, and the numbers of their looks.

    `looks` and `locks` are those of empty and filled cells of rows the office issued, then of rows of the branch's own;
    `spare` is the look of the cells below. With `dated` the looks are those of days.
    """

    field: Field
    head: str
    spare: int
    looks: Sequence[int]
    locks: Sequence[bool]
    dated: bool

    def case(self, values: Mapping[str, object]) -> int:
        """Which of its looks and locks a cell of a row has; missing values are left out."""
        return 2 * bool(values.get(OWN)) + (self.field.name in values)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of which it is known which cells are filled: its text but for what is in them, and whether any is locked.

    The text has `%s` for what follows the look of each of the `filled` cells, and `ROW` for the number of the row.
    """

    text: str
    filled: Sequence[Column]
    locked: bool


ROW = "\0"


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """The parts of the workbook with places left open, and what the cells of a copy need to know.

    `strings`: the number of every string; there are `size` of them, and `references` cells refer to them. `counts`: the
    numbers of rows that stand in the workbook, by the name of their place: which number, and how much is added to it.
    `free` are the places that may stay empty; `listed` is how many rows the lists of the drop-downs take.
    """

    sort: Sort
    parts: Mapping[str, Stencil]
    columns: Mapping[str, Sequence[Column]]
    widths: Mapping[str, Sequence[int]]
    machine_look: int
    known_look: int
    strings: Mapping[str, int]
    size: int
    references: int
    counts: Mapping[str, tuple[str, int]]
    free: Sequence[str]
    lists: Lists
    listed: int
    protection: str
    _spare: dict[tuple[str, int, int], Stretch] = field(default_factory=dict)
    _drawn: dict[tuple[str, bool, tuple[str, ...]], Drawn] = field(default_factory=dict)

    def drawn(self, table: str, values: Mapping[str, object]) -> Drawn:
        """How a row of a table with these values looks; missing ones are left out."""
        key = (table, bool(values.get(OWN)), tuple(values))
        if key not in self._drawn:
            if len(self._drawn) >= _MOST_KEPT:
                self._drawn.clear()
            cases = [(column, column.case(values)) for column in self.columns[table]]
            cells = (
                f'{column.head}{ROW}" s="{column.looks[case]}"{"%s" if case % 2 else "/>"}' for column, case in cases
            )
            filled = [column for column, case in cases if case % 2]
            self._drawn[key] = Drawn("".join(cells), filled, any(column.locks[case] for column, case in cases))
        return self._drawn[key]

    def spare(self, table: str, first: int, last: int) -> Stretch:
        """The empty rows of a table from the first to the last (1-based)."""
        key = (table, first, last)
        if key not in self._spare:
            if len(self._spare) >= _MOST_KEPT:
                self._spare.clear()
            columns, rows = self.columns[table], range(first, last + 1)
            blanks = ("".join(f'{each.head}{row}" s="{each.spare}"/>' for each in columns) for row in rows)
            self._spare[key] = Stretch.of(
                "".join(f"{row_head(row)}{cells}</row>" for row, cells in zip(rows, blanks, strict=True))
            )
        return self._spare[key]


def _steps_of(sort: Sort) -> Mapping[str, int]:
    """Every number of rows a workbook depends on ("list.…", "table.…"), and by how much the second writing changes it."""
    lists = [f"list.{target}" for target in sort.lists]
    tables = [f"table.{table.name}" for table in sort.form.tables if not table.vertical]
    return {name: step for step, name in enumerate((*lists, *tables), start=1)}


def made(sort: Sort) -> Pattern:
    """The pattern of a sort of copies."""
    steps = _steps_of(sort)
    first, second = _Writing.of(sort, dict.fromkeys(steps, 0)), _Writing.of(sort, steps)
    by_step = {step: name for name, step in steps.items()}
    counts: dict[str, tuple[str, int]] = {}

    def counted(number: int, step: int) -> str:
        name = f"{by_step[step]}+{number - LEAST}"
        counts[name] = by_step[step], number - LEAST
        return name

    texts = {part: with_counts(text, second.texts[part], counted) for part, text in first.texts.items()}
    names = {name for text in texts.values() for name in places_in(text)}
    strings = {match[1]: at for at, match in enumerate(_STRING.finditer(texts[_STRINGS])) if match[1]}
    return Pattern(
        sort=sort,
        parts={
            part: Stencil.of(text, [name for name in names if name.startswith("block.")])
            for part, text in texts.items()
        },
        columns={table.name: _columns(table, first.looks) for table in sort.form.tables},
        widths={table.name: widths_of(table) for table in sort.form.tables},
        machine_look=first.looks[MACHINE],
        known_look=first.looks[KNOWN_LOOK],
        strings={text: at for text, at in strings.items() if "\ue000" not in text},
        size=texts[_STRINGS].count("<si>"),
        references=sum(text.count(' t="s"') for text in texts.values()),
        counts=counts,
        free=[name for name in names if name.startswith(_FREE)],
        lists=first.lists,
        listed=first.listed,
        protection=next(match[0] for text in texts.values() if (match := _PROTECTION.search(text))),
    )


def _columns(table: Table, looks: Mapping[Style, int]) -> Sequence[Column]:
    letters = column_letters(COVER_VALUE) if table.vertical else ""
    return [_column(table, item, letters or column_letters(at), looks) for at, item in enumerate(table.fields)]


def _column(table: Table, item: Field, letters: str, looks: Mapping[Style, int]) -> Column:
    look = value_look if table.vertical else look_of
    filled: Mapping[str, object] = {item.name: ""}
    locks = [is_locked(table, item.name, {OWN: own, **given}) for own in (False, True) for given in ({}, filled)]
    return Column(
        field=item,
        head=f'<c r="{letters}',
        spare=looks[look(item, locked=item.system)],
        looks=[looks[look(item, locked=item.system or lock)] for lock in locks],
        locks=locks,
        dated="y" in str(look(item, locked=False)["num_format"]),
    )


@dataclass(frozen=True, slots=True)
class _Writing:
    """One writing of a sample: its parts as text, places in the place of rows and values."""

    texts: Mapping[str, str]
    looks: Mapping[Style, int]
    lists: Lists
    listed: int

    @classmethod
    def of(cls, sort: Sort, more: Mapping[str, int]) -> "_Writing":
        form, issue, rows = _sample(sort, more)
        own = SelfCheck(form, issue, rows)
        own.told = {name: _told(name, own.told[name]) for name in own.told}
        own.lamp = place("told.lamp")
        with TemporaryDirectory(prefix="zoneproc-") as folder:
            path = Path(folder) / "pattern.xlsx"
            with new_book(path, heading_of(form, issue), subject=form.id) as book:
                fill_book(book, form, issue, rows, own)
                looks = {look: book.look(look)._get_xf_index() for look in _looks(form)}  # noqa: SLF001  # as the library does
            with zipfile.ZipFile(path) as package:
                texts = {name: package.read(name).decode() for name in package.namelist()}
        lists = Lists.of(form, issue.known)
        opened = _Opening(form, lists, {name: LEAST + step for name, step in more.items()})
        for number, title in enumerate(book.titles, start=1):
            part = f"xl/worksheets/sheet{number}.xml"
            texts[part] = opened.sheet(title, texts[part])
        totals = f'count="{place("strings.references")}" uniqueCount="{place("strings.size")}"'
        texts[_STRINGS] = _COUNTED.sub(totals, texts[_STRINGS], count=1).replace(
            "</sst>", f"{place('block.strings')}</sst>"
        )
        return cls(
            texts, looks, lists, max((len(vocabulary.values) for _, vocabulary in lists.columns.values()), default=0)
        )


def _sample(sort: Sort, more: Mapping[str, int]) -> tuple[Form, Issue, Mapping[str, Sequence[Mapping[str, object]]]]:
    """A few rows of every table and list, and so many more; empty ones, for what is in them is written anew in every copy."""
    tables = tuple(
        table if table.vertical or table.reference else replace(table, spare_rows=LEAST + more[f"table.{table.name}"])
        for table in sort.form.tables
    )
    rows: dict[str, list[dict[str, object]]] = {
        table.name: [{} for _ in range(LEAST + more[f"table.{table.name}"])]
        for table in sort.form.tables
        if table.reference
    }
    # Numbers that stand elsewhere in the workbook already: so the two writings have the same strings.
    strings = list(dict.fromkeys(field.name for table in sort.form.tables[1:] for field in table.fields))
    known = {target: dict.fromkeys(strings[: LEAST + more[f"list.{target}"]], _WIDE) for target in sort.lists}
    issue = Issue(
        branch_code=place("branch_code"),
        branch_name=place("branch_name"),
        period=sort.period,
        preparer=place("preparer") if sort.preparer else "",
        due=place("due") if sort.due else "",
        known=known,
    )
    return replace(sort.form, tables=tables), issue, rows


def _told(name: str, told: Told) -> Told:
    def at(slot: str) -> str:
        return place(f"told.{name}.{slot}")

    faults = [at(f"fault{number}") for number in range(len(told.faults))]
    return Told(at("filled"), faults, at("undeclared"), at("check"), at("state"), at("where"))


def _looks(form: Form) -> Iterator[Style]:
    """Every look that a cell of a copy may have."""
    yield from (MACHINE, KNOWN_LOOK)
    for table in form.tables:
        look = value_look if table.vertical else look_of
        yield from (look(item, locked=locked) for item in table.fields for locked in (False, True))


@dataclass(frozen=True, slots=True)
class _Opening:
    """Puts places into the sheets of one writing; `lines` are the rows of every table and list in it."""

    form: Form
    lists: Lists
    lines: Mapping[str, int]

    def sheet(self, title: str, text: str) -> str:
        """The XML of a sheet with places for all that differs but numbers of rows."""
        table = next((table for table in self.form.tables if table.label == title), None)
        text = _TOLD.sub(lambda told: f"{place(f'type.{told[2]}')}><f>{told[1]}</f><v>{place(told[2])}</v>", text)
        if title == SELF_SHEET:
            return _ROW.sub(_high_as_needed, text)
        if table is not None:
            return _cover(table, text) if table.vertical else self._table(table, text)
        if title == CHECK_SHEET:
            # What the first row is about differs from copy to copy, the rest of a block hardly ever but in its rows.
            starts = {
                f"{column_letters(block.first + at)}{FIRST_ROW}" for block in blocks_of(self.form) for at in (0, 1)
            }
            text = _ARRAY.sub(lambda cell: place() * (cell[2] in starts) + _answered(*cell.groups()), text)
            text = _ROW.sub(lambda row: _extended(CHECK_SHEET, row), text)
            return _sized(_open_ended(text, CHECK_SHEET), CHECK_SHEET)
        return self._lists(text) if title == self.lists.title else text

    def _table(self, table: Table, text: str) -> str:
        last = FIRST_ROW - 1 + self.lines[f"table.{table.name}"]
        rows = [row for row in _ROW.finditer(text) if FIRST_ROW <= int(row[1]) <= last]
        text = text[: rows[0].start()] + place(f"block.{table.label}") + text[rows[-1].end() :]
        if not table.reference:
            text = text.replace("</sheetData>", f"</sheetData>{place(f'protection.{table.label}')}")
        return _sized(text, table.label)

    def _lists(self, text: str) -> str:
        """The rows of the lists end with the numbers that come along."""
        letters = {
            column_letters(self.lists.known_column(target) + more) for target in self.lists.known for more in (0, 1)
        }

        def row_of(row: re.Match[str]) -> str:
            if int(row[1]) < FIRST_ROW:
                return row[0]
            kept = _CELL.sub(lambda cell: "" if cell[1] in letters else cell[0], row[0])
            return _extended(self.lists.title, row, kept) if "<c " in kept else ""

        text = _sized(_open_ended(_ROW.sub(row_of, text), self.lists.title), self.lists.title)
        for target in self.lists.known:
            number = self.lists.known_column(target) + 2  # columns of names are counted from 1 here
            head = f'<col min="{number}" max="{number}" width="'
            text = re.sub(f'{head}[^"]*', f"{head}{place(f'width.{target}')}", text, count=1)
        return text


def _high_as_needed(row: re.Match[str]) -> str:
    """The line of a table on 自检, its height still to come."""
    told = _WHERE.search(row[0])
    return _HEIGHT.sub(f' ht="{place(f"height.{told[1]}")}"', row[0], count=1) if told else row[0]


def _cover(table: Table, text: str) -> str:
    """The values of the items are written anew in every copy, in rows as high as they need."""
    names = {COVER_FIRST_ROW + at: item.name for at, item in enumerate(table.fields)}
    letter = column_letters(COVER_VALUE)

    def opened(row: re.Match[str]) -> str:
        name = names.get(int(row[1]))
        if name is None:
            return row[0]
        cells = _CELL.sub(lambda cell: place(f"cover.{name}") if cell[1] == letter else cell[0], row[0])
        return _HEIGHT.sub(f' ht="{place(f"height.cover.{name}")}"', cells, count=1)

    return _ROW.sub(opened, text)


def _answered(head: str, address: str, formula: str) -> str:
    """An array formula whose result is still to come; what the library would add for a text comes with it."""
    name = f"told.{CHECK_SHEET}.{address}"
    return f"{head}{place(f'type.{name}')}>{formula}<v>{place(name)}</v></c>"


def _extended(title: str, row: re.Match[str], text: str = "") -> str:
    """A row with a place at its end."""
    kept = text or row[0]
    return kept.replace("</row>", f"{place(f'row.{title}.{row[1]}')}</row>") if int(row[1]) >= FIRST_ROW else kept


def _sized(text: str, title: str) -> str:
    """The sheet with the number of its last row still to come."""
    return _DIMENSION.sub(rf"\g<1>{place(f'last.{title}')}", text, count=1)


def _open_ended(text: str, title: str) -> str:
    """The sheet with a place for further rows."""
    return text.replace("</sheetData>", f"{place(f'block.{title}')}</sheetData>")
