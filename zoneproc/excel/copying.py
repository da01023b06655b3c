"""One copy of a pattern: every place filled with what this branch and these rows ask for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from zoneproc.excel.cell_text import Strings, array_text, row_head, row_height, xml_text
from zoneproc.excel.cover import explanation, item_height
from zoneproc.excel.hidden import Block
from zoneproc.excel.issue import Issue, Rows, known
from zoneproc.excel.layout import height_of
from zoneproc.excel.listing import LONG, Columns, Listing, laid_out, listing_of, long_listing_of
from zoneproc.excel.pattern import MARKED, ROW, Column, Drawn, Pattern
from zoneproc.excel.selfcheck import SelfCheck
from zoneproc.excel.stamp import CHECK_SHEET, COVER_FIRST_ROW, FIRST_ROW
from zoneproc.excel.summary import line_height
from zoneproc.excel.wording import column_letters
from zoneproc.excel.zipped import Part, Pieces
from zoneproc.schema import Form, Table

__all__ = ["Copy", "UnforeseenError"]


_TEXT = ' t="str"'


class UnforeseenError(Exception):
    """A value for which the pattern has no look."""


class Copy:
    """The workbook of one branch being put together."""

    def __init__(self, pattern: Pattern, form: Form, issue: Issue, rows: Rows) -> None:
        self.pattern, self.form, self.issue, self.rows = pattern, form, issue, rows
        self.own = SelfCheck(form, issue, rows)
        self.values = dict.fromkeys(pattern.free, "")
        self.blocks: dict[str, Pieces] = {}
        self.heights: dict[str, dict[int, float]] = defaultdict(dict)

    def parts(self) -> Sequence[Part]:
        """The parts of the workbook, in the order of the pattern; raises UnforeseenError."""
        self.values |= {name: getattr(self.issue, name) for name in MARKED}
        known_numbers = [(target, self.issue.known[target]) for target in self.pattern.sort.lists]
        long = self._long_listings(known_numbers)
        size = self.pattern.size + sum(listing.strings.size - listing.strings.first for listing in long.values())
        references = sum(listing.strings.references for listing in long.values())
        self.strings = Strings(self.pattern.strings, size, self.pattern.references + references)
        self._fill_lists(known_numbers, long)
        self._fill_cover()
        for table in self.form.tables[1:]:
            self._fill_table(table)
        self._fill_told()
        self._fill_hidden()
        self._fill_counts()
        self.fill_frame()
        self.blocks["block.strings"] = [*(listing.text for listing in long.values() if listing.text), self.strings.text]
        self.values |= {"strings.size": str(self.strings.size), "strings.references": str(self.strings.references)}
        return [Part(name, stencil.filled(self.values, self.blocks)) for name, stencil in self.pattern.parts.items()]

    def fill_frame(self) -> None:
        """Fill what the frame of the pattern leaves open."""

    def _long_listings(self, numbers: Sequence[tuple[str, Mapping[str, str]]]) -> Mapping[str, Listing]:
        """The company's lists, whose strings come before all others of the copy."""
        made: dict[str, Listing] = {}
        first = self.pattern.size
        for target, names in numbers:
            if len(names) >= LONG:
                made[target] = long_listing_of(names, self._columns_of(target), first)
                first = made[target].strings.size
        return made

    def _columns_of(self, target: str) -> Columns:
        at = self.pattern.lists.known_column(target)
        return Columns(target, column_letters(at), column_letters(at + 1), self.pattern.known_look)

    def _fill_lists(self, numbers: Sequence[tuple[str, Mapping[str, str]]], long: Mapping[str, Listing]) -> None:
        title, given = self.pattern.lists.title, self.pattern.listed
        listings = [
            long[target] if target in long else listing_of(names, self._columns_of(target), self.strings)
            for target, names in numbers
        ]
        added, self.blocks[f"block.{title}"] = laid_out(listings, given)
        self.values |= {f"row.{title}.{row}": cells for row, cells in enumerate(added, start=FIRST_ROW)}
        for (target, _), listing in zip(numbers, listings, strict=True):
            self.values[f"width.{target}"] = listing.width
        self.values[f"last.{title}"] = str(FIRST_ROW - 1 + max(given, *(len(names) for _, names in numbers), 0))

    def _fill_cover(self) -> None:
        table = self.form.tables[0]
        given = known({**self.issue.cover(self.form), **known(next(iter(self.rows.get(table.name, ())), {}))})
        for row, column in enumerate(self.pattern.columns[table.name], start=COVER_FIRST_ROW):
            name = column.field.name
            height = item_height(explanation(column.field, self.form), given.get(name))
            self.heights[table.name][row] = height
            self.values[f"height.cover.{name}"] = row_height(height)
            item = self.values[f"cover.{name}"] = self.item(column, row, given)
            self.strings.count(item)

    def item(self, column: Column, row: int, given: Mapping[str, object]) -> str:
        """The cell of an item of the cover; raises UnforeseenError."""
        name = column.field.name
        filled = self._content(column, given[name]) if name in given else "/>"
        return f'{column.head}{row}" s="{column.looks[column.case(given)]}"{filled}'

    def _fill_table(self, table: Table) -> None:
        rows, label = self.rows.get(table.name, ()), table.label
        locked, texts = False, list[str]()
        for number, values in enumerate(map(known, rows), start=FIRST_ROW):
            drawn = self.pattern.drawn(table.name, values)
            height = height_of(values, drawn.wrapping)
            if height:
                self.heights[table.name][number] = height
            if drawn.odd:
                cells, has_locked = self.odd_cells(table.name, number, values)
            else:
                cells, has_locked = self._cells(drawn, number, values), drawn.locked
            texts += (row_head(number, height), cells, "</row>")
            locked = locked or has_locked
        text = "".join(texts)
        self.strings.count(text)
        spare = 0 if table.reference else table.spare_rows
        last = FIRST_ROW - 1 + len(rows) + spare
        self.blocks[f"block.{label}"] = [text, self.pattern.spare(table.name, FIRST_ROW + len(rows), last)]
        self.values[f"last.{label}"] = str(last + (not table.reference))
        if locked:
            self.values[f"protection.{label}"] = self.pattern.protection

    def _cells(self, drawn: Drawn, row: int, values: Mapping[str, object]) -> str:
        contents = self.strings.contents
        cells = [
            contents[kind][values[name]] if kind else self.strings.content(item.render(values[name]))
            for name, kind, item in drawn.filled
        ]
        return (drawn.text % tuple(cells)).replace(ROW, str(row))

    def odd_cells(self, table: str, row: int, values: Mapping[str, object]) -> tuple[str, bool]:  # noqa: ARG002
        """The cells of an odd row, and whether any is locked; raises UnforeseenError."""
        raise UnforeseenError(table)

    def _content(self, column: Column, value: object) -> str:
        if isinstance(value, date) and not column.dated:
            raise UnforeseenError(column.field.name)
        return self.strings.content(value if type(value) is str else column.field.render(value))

    def _fill_told(self) -> None:
        """What 自检 and the cover show."""
        for name, told in self.own.told.items():
            slots = (("filled", told.filled), ("undeclared", told.undeclared), ("check", told.check))
            words = (("state", told.state), ("where", told.where))
            faults = ((f"fault{at}", number) for at, number in enumerate(told.faults))
            for slot, value in (*slots, *faults, *words):
                self._answer(f"told.{name}.{slot}", value, is_text=bool(value) and isinstance(value, str))
            self.values[f"height.{name}"] = row_height(line_height(told))
        self._answer("told.lamp", self.own.lamp, is_text=True)

    def _answer(self, name: str, value: object, *, is_text: bool) -> None:
        self.values[name] = xml_text(value)
        self.values[f"type.{name}"] = _TEXT if is_text else ""

    def _fill_hidden(self) -> None:
        """The verdicts behind 自检, row by row, the blocks of the tables side by side."""
        cells: dict[int, list[str]] = defaultdict(list)
        for block in self.own.blocks.values():
            if block.table.vertical:
                codes = self.own.codes[block.table.name].values()
                for row, found in enumerate(codes, start=COVER_FIRST_ROW):
                    self._verdict(block.first, row, found.get(0, 0))
            else:
                self._fill_block(block, cells)
        below = []
        for row in sorted(cells):
            name, text = f"row.{CHECK_SHEET}.{row}", "".join(cells[row])
            self.strings.count(text)
            if name in self.values:
                self.values[name] = text
            else:
                below.append(f"{row_head(row)}{text}</row>")
        self.blocks[f"block.{CHECK_SHEET}"] = ["".join(below)]
        self.values[f"last.{CHECK_SHEET}"] = str(max(self.own.lasts.values()))

    def _fill_block(self, block: Block, cells: Mapping[int, list[str]]) -> None:
        """The verdicts on one table: the first row's beside the formulas, the others as they are found."""
        keys, states = self.own.keys_and_states(block.table.name)
        codes, look = self.own.codes[block.table.name], self.pattern.machine_look
        self._verdict(block.keys, FIRST_ROW, next(iter(keys), 0))
        self._verdict(block.states, FIRST_ROW, next(iter(states), 0))
        heads = [f'<c r="{column_letters(at)}' for at in (block.keys, block.states)]
        for row, (key, state) in enumerate(zip(keys[1:], states[1:], strict=True), start=FIRST_ROW + 1):
            text = (
                f'{heads[0]}{row}" s="{look}"{self.strings.content(key)}{heads[1]}{row}" s="{look}"><v>{state}</v></c>'
            )
            cells[row].append(text)
        for at, found in enumerate(codes.values(), start=block.states + 1):
            self._verdict(at, FIRST_ROW, found.get(0, 0))
            head = f'<c r="{column_letters(at)}'
            for number, code in found.items():
                if number:
                    cells[FIRST_ROW + number].append(f'{head}{FIRST_ROW + number}" s="{look}"><v>{code}</v></c>')

    def _verdict(self, column: int, row: int, value: object) -> None:
        """What an array formula gives for the first row."""
        name = f"told.{CHECK_SHEET}.{column_letters(column)}{row}"
        self.values[name] = array_text(value)
        self.values[f"type.{name}"] = _TEXT if isinstance(value, str) else ""

    def _fill_counts(self) -> None:
        """Every number of rows that stands anywhere in the workbook."""
        counts = {f"list.{target}": len(self.issue.known[target]) for target in self.pattern.sort.lists}
        for table in self.form.tables[1:]:
            spare = 0 if table.reference else table.spare_rows
            counts[f"table.{table.name}"] = max(len(self.rows.get(table.name, ())) + spare, 1)
        self.values |= {place: str(counts[name] + more) for place, (name, more) in self.pattern.counts.items()}
