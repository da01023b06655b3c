"""The workbook of a form written once, as a pattern for any number of copies.

It is written by `template` itself, twice: with marks in the place of everything that differs from branch to branch, and
once more with other numbers of rows. Where the two differ, a number of rows stands. So what a template says and looks like
is declared in one place, and the pattern follows it.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zoneproc.excel.cell_text import PLAIN, row_head
from zoneproc.excel.cover import heading_of, value_look
from zoneproc.excel.dropdowns import KNOWN_LOOK, Lists
from zoneproc.excel.issue import MARKS, OWN, Issue, is_locked
from zoneproc.excel.layout import wrapping_of
from zoneproc.excel.opening import Opening
from zoneproc.excel.selfcheck import SelfCheck, Told
from zoneproc.excel.stamp import COVER_VALUE
from zoneproc.excel.stencil import Stencil, place, places_in, with_counts
from zoneproc.excel.styles import MACHINE, Style
from zoneproc.excel.template import fill_book, look_of
from zoneproc.excel.wording import column_letters
from zoneproc.excel.writing import Book, Sheet, new_book
from zoneproc.excel.zipped import Stretch
from zoneproc.schema import Field, Form, Table

__all__ = ["LEAST", "MARKED", "ROW", "Column", "Drawn", "Frame", "Pattern", "Sort", "made"]

MARKED = ("branch_code", "branch_name", "due", "preparer")
"""The texts of an issue that stand in the midst of other text."""
_FREE = ("row.", "protection.", "tab.", "notes.", "types.")
"""How the names of places begin that may stay empty."""
LEAST = 2
"""So many rows a table of a copy must have: ranges of one cell are written otherwise."""
_MOST_KEPT, _MOST_DRAWN = 256, 1024
_STRINGS = "xl/sharedStrings.xml"
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


class Frame:
    """What copies have beside the sheets of the form: nothing. Other sorts of workbooks say what they add."""

    def heading(self, form: Form, issue: Issue) -> str:
        """The title of the workbook."""
        return heading_of(form, issue)

    def before(self, book: Book) -> None:
        """Write what comes before the sheets of the form."""

    def after(self, book: Book, sheets: Mapping[str, Sheet]) -> None:
        """Add to the sheets of the form, by table, and write what comes after them."""

    def looks(self, form: Form) -> Iterable[Style]:  # noqa: ARG002
        """The looks that cells of copies may have beside those of filled and empty cells of the form."""
        return ()

    def opened(self, texts: Mapping[str, str], titles: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG002
        """The parts of the sample with places for what differs in what was added; `titles` are those of the sheets."""
        return texts

    def undated(self, text: str) -> str:
        """A part with places for what depends on the period, where copies are of many."""
        return text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or an item of the cover: how its cells begin, and the numbers of their looks.

    `looks` and `locks` are those of empty and filled cells of rows the office issued, then of rows of the branch's own;
    `spare` is the look of the cells below, `open` the same as a style. With `dated` the looks are those of days.
    """

    field: Field
    head: str
    open: Style
    spare: int
    looks: Sequence[int]
    locks: Sequence[bool]
    dated: bool

    def case(self, values: Mapping[str, object]) -> int:
        """Which of its looks and locks a cell of a row has; missing values are left out."""
        return 2 * bool(values.get(OWN)) + (self.field.name in values)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of which it is known which cells are filled, and with what types: its text but for what is in them.

    The text has `%s` for what follows the look of each of the `filled` cells, and `ROW` for the number of the row. These
    are told with their types, or with None if the column says how they are written. `locked`: whether any is; `odd`:
    whether there are marks, or a cell for which there is no look. `wrapping` are the filled columns that may take several
    lines, with their widths.
    """

    text: str
    filled: Sequence[tuple[str, type | None, Field]]
    locked: bool
    odd: bool
    wrapping: Sequence[tuple[Field, int]]


ROW = "\0"


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """The parts of the workbook with places left open, and what the cells of a copy need to know.

    `strings`: the number of every string; there are `size` of them, and `references` cells refer to them. `counts`: the
    numbers of rows that stand in the workbook, by the name of their place: which number, and how much is added to it.
    `free` are the places that may stay empty; `listed` is how many rows the lists of the drop-downs take. `formats` are
    the library's, by style.
    """

    sort: Sort
    parts: Mapping[str, Stencil]
    columns: Mapping[str, Sequence[Column]]
    wrapping: Mapping[str, Sequence[tuple[Field, int]]]
    machine_look: int
    known_look: int
    formats: Mapping[Style, Any]
    strings: Mapping[str, int]
    size: int
    references: int
    counts: Mapping[str, tuple[str, int]]
    free: Sequence[str]
    lists: Lists
    listed: int
    protection: str
    _spare: dict[tuple[str, int, int], Stretch] = field(default_factory=dict)
    _drawn: dict[tuple[object, ...], Drawn] = field(default_factory=dict)

    def drawn(self, table: str, values: Mapping[str, object]) -> Drawn:
        """How a row of a table with these values looks; missing ones are left out."""
        key = (table, bool(values.get(OWN)), *values, *map(type, values.values()))
        if key not in self._drawn:
            if len(self._drawn) >= _MOST_DRAWN:
                self._drawn.clear()
            self._drawn[key] = self._draw(table, values)
        return self._drawn[key]

    def _draw(self, table: str, values: Mapping[str, object]) -> Drawn:
        cases = [(column, column.case(values)) for column in self.columns[table]]
        cells = (f'{column.head}{ROW}" s="{column.looks[case]}"{"%s" if case % 2 else "/>"}' for column, case in cases)
        filled = [(column.field.name, type(values[column.field.name]), column) for column, case in cases if case % 2]
        undated = any(issubclass(kind, date) and not column.dated for _, kind, column in filled)
        return Drawn(
            text="".join(cells),
            filled=[(name, kind if kind in PLAIN else None, column.field) for name, kind, column in filled],
            locked=any(column.locks[case] for column, case in cases),
            odd=undated or MARKS in values,
            wrapping=[(item, width) for item, width in self.wrapping[table] if item.name in values],
        )

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


_PLAIN = Frame()


def made(sort: Sort, frame: Frame = _PLAIN) -> Pattern:
    """The pattern of a sort of copies."""
    steps = _steps_of(sort)
    first, second = _Writing.of(sort, frame, dict.fromkeys(steps, 0)), _Writing.of(sort, frame, steps)
    by_step = {step: name for name, step in steps.items()}
    counts: dict[str, tuple[str, int]] = {}

    def counted(number: int, step: int) -> str:
        name = f"{by_step[step]}+{number - LEAST}"
        counts[name] = by_step[step], number - LEAST
        return name

    texts = {part: frame.undated(with_counts(text, second.texts[part], counted)) for part, text in first.texts.items()}
    names = {name for text in texts.values() for name in places_in(text)}
    strings = {match[1]: at for at, match in enumerate(_STRING.finditer(texts[_STRINGS])) if match[1]}
    return Pattern(
        sort=sort,
        parts={
            part: Stencil.of(text, [name for name in names if name.startswith("block.")])
            for part, text in texts.items()
        },
        columns={table.name: _columns(table, first.looks) for table in sort.form.tables},
        wrapping={table.name: wrapping_of(table) for table in sort.form.tables},
        machine_look=first.looks[MACHINE],
        known_look=first.looks[KNOWN_LOOK],
        formats=first.formats,
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
        open=look(item, locked=item.system),
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
    formats: Mapping[Style, Any]
    lists: Lists
    listed: int

    @classmethod
    def of(cls, sort: Sort, frame: Frame, more: Mapping[str, int]) -> "_Writing":
        form, issue, rows = _sample(sort, more)
        own = SelfCheck(form, issue, rows)
        own.told = {name: _told(name, own.told[name]) for name in own.told}
        own.lamp = place("told.lamp")
        with TemporaryDirectory(prefix="zoneproc-") as folder:
            path = Path(folder) / "pattern.xlsx"
            with new_book(path, frame.heading(form, issue), subject=form.id) as book:
                frame.before(book)
                frame.after(book, fill_book(book, form, issue, rows, own))
                formats = {look: book.look(look) for look in (*_looks(form), *frame.looks(form))}
                looks = {look: made._get_xf_index() for look, made in formats.items()}  # noqa: SLF001  # as the library does
            with zipfile.ZipFile(path) as package:
                texts = {name: package.read(name).decode() for name in package.namelist()}
        lists = Lists.of(form, issue.known)
        opened = Opening(form, lists, {name: LEAST + step for name, step in more.items()})
        for number, title in enumerate(book.titles, start=1):
            part = f"xl/worksheets/sheet{number}.xml"
            texts[part] = opened.sheet(title, texts[part])
        texts = dict(frame.opened(texts, book.titles))
        totals = f'count="{place("strings.references")}" uniqueCount="{place("strings.size")}"'
        texts[_STRINGS] = _COUNTED.sub(totals, texts[_STRINGS], count=1).replace(
            "</sst>", f"{place('block.strings')}</sst>"
        )
        return cls(
            texts,
            looks,
            formats,
            lists,
            max((len(vocabulary.values) for _, vocabulary in lists.columns.values()), default=0),
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
