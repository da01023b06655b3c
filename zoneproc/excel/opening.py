"""The sheets of a written sample opened up: places in the midst of their XML for all that differs from copy to copy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zoneproc.excel.dropdowns import Lists
from zoneproc.excel.hidden import blocks_of
from zoneproc.excel.stamp import CHECK_SHEET, COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW, SELF_SHEET
from zoneproc.excel.stencil import place
from zoneproc.excel.wording import column_letters
from zoneproc.schema import Form, Table

__all__ = ["Opening"]

_ROW = re.compile(r'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)')
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>.*?</c>)')
_TOLD = re.compile(r" t=\"str\"><f>([^<]*)</f><v>\ue000([^\ue001]*)\ue001</v>")
_ARRAY = re.compile(r'(<c r="([A-Z]+\d+)" s="\d+")(?: t="str")?>(<f t="array"[^>]*>[^<]*</f>)<v>[^<]*</v></c>')
_WHERE = re.compile(r"<v>\ue000told\.(\w+)\.where\ue001</v>")
_HEIGHT = re.compile(r' ht="[^"]*"')
_DIMENSION = re.compile(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+')


@dataclass(frozen=True, slots=True)
class Opening:
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
            # What the first row is about differs from copy to copy, the rest of it hardly ever; the rows below always do.
            starts = {
                f"{column_letters(block.first + at)}{FIRST_ROW}" for block in blocks_of(self.form) for at in (0, 1)
            }
            text = _ARRAY.sub(lambda cell: place() * (cell[2] in starts) + _answered(*cell.groups()), text)
            text = _ROW.sub(lambda row: _extended(CHECK_SHEET, row) + place() * (row[1] == str(FIRST_ROW)), text)
            return _sized(_open_ended(text, CHECK_SHEET), CHECK_SHEET)
        return self._lists(text) if title == self.lists.title else text

    def _table(self, table: Table, text: str) -> str:
        last = FIRST_ROW - 1 + self.lines[f"table.{table.name}"]
        rows = [row for row in _ROW.finditer(text) if FIRST_ROW <= int(row[1]) <= last]
        text = text[: rows[0].start()] + place(f"block.{table.label}") + text[rows[-1].end() :]
        if not table.reference:
            text = text.replace("</sheetData>", f"</sheetData>{place(f'protection.{table.label}')}")
        # Checks and colours depend on numbers of rows, which recur; the foot of the page names the branch.
        return _sized(text.replace("<headerFooter", f"{place()}<headerFooter"), table.label)

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
