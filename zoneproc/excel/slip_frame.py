"""What return slips have around the sheets of a form, as places in the pattern: index of findings, notes, coloured tabs.

One pattern serves every period: it is made for a period far away, of which every word and number is found again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zoneproc.excel.cover import period_words, value_look
from zoneproc.excel.issue import Issue
from zoneproc.excel.pattern import LEAST, Frame
from zoneproc.excel.period_cells import span_of
from zoneproc.excel.slip import ANSWERED, Item, Slip, slip_heading, write_index
from zoneproc.excel.stamp import FINDINGS_SHEET, FIRST_ROW
from zoneproc.excel.stencil import place
from zoneproc.excel.styles import CHECK, DATE, DATETIME, ERROR, Style, style
from zoneproc.excel.template import look_of
from zoneproc.excel.writing import Book, Page, Sheet, new_book
from zoneproc.findings import Severity
from zoneproc.kinds import Kind
from zoneproc.period import Cadence, Period
from zoneproc.schema import Form, Table

__all__ = ["DRAWING", "Around", "SlipFrame", "period_values", "sample_period"]

_FAR = 2087
_BESIDE = "[0-9A-Za-z.]"
_TITLES = re.compile(rf"({FINDINGS_SHEET}'?!)\$\d+:\$\d+<")
_CONTENTS = "[Content_Types].xml"
_OVERRIDE = re.compile(r'<Override PartName="/xl/comments(\d+)\.xml"[^>]*/>')
DRAWING = '<legacyDrawing r:id="rId1"/>'
_MIDDLE, _HALF = re.compile(r"(<f>\(B1\+B2\)/2</f><v>)[^<]*"), re.compile(r"(<f>\(B2-B1\)/2</f><v>)[^<]*")


def sample_period(period: str) -> str:
    """A period of the same cadence whose words and numbers stand nowhere else."""
    cadence = Period.parse(period).cadence
    return {Cadence.MONTH: f"{_FAR}-11", Cadence.QUARTER: f"{_FAR}Q4"}.get(cadence, str(_FAR))


def period_values(period: str) -> Mapping[str, str]:
    """What of a workbook depends on its period, by the name of the place; what holds another comes first."""
    asked, (first, last) = Period.parse(period), span_of(period)
    return {
        "period.start": str(asked.start),
        "period.end": str(asked.end),
        "period.words": period_words(period),
        "period": period,
        "span.first": str(first),
        "span.last": str(last),
        "span.next": str(last + 1),
        "span.middle": str((first + last) / 2),
        "span.half": str((last - first) / 2),
    }


@dataclass(frozen=True, slots=True)
class Around:
    """A sheet of the form as notes on its cells find it, and which parts of the workbook hold them.

    `columns` and `rows` are the library's sizes, `foot` that of the row below the table. `override` is what the list of
    contents says of the notes, `parts` are those that are left out of a copy without notes here. `kept` are the notes of
    the last copies with their drawing, by what they say and where they stand.
    """

    number: int
    columns: Mapping[int, Any]
    rows: Mapping[int, Any]
    foot: Any
    override: str
    parts: Sequence[str]
    kept: dict[object, tuple[str, str]] = field(default_factory=dict)


class SlipFrame(Frame):
    """What is around the sheets of a slip; `around` says how to lay notes on them, by title.

    `seen` are the looks found for copies, by the identity of the style.
    """

    def __init__(self, form: Form, period: str) -> None:
        self.form, self.period = form, sample_period(period)
        self.around: dict[str, Around] = {}
        self.seen: dict[int, tuple[Style, Any]] = {}
        self._sheets: dict[str, Sheet] = {}

    def heading(self, form: Form, issue: Issue) -> str:
        """The title of the workbook."""
        return slip_heading(form, issue)

    def before(self, book: Book) -> None:
        """The index of findings comes first; only what the rest of the workbook knows of it is written."""
        index = book.sheet(FINDINGS_SHEET)
        index.print_setup(Page(repeat=(0, 0)))
        index.activate()

    def after(self, book: Book, sheets: Mapping[str, Sheet]) -> None:  # noqa: ARG002
        """A note on every sheet, so that the workbook is ready for them."""
        self._sheets = {sheet.title: sheet for sheet in sheets.values()}
        for sheet in sheets.values():
            sheet.comment(FIRST_ROW - 1, 0, "")

    def looks(self, form: Form) -> Iterable[Style]:
        """Those of the index, of marked cells, and of days where none are asked for."""
        yield from _index_looks(form)
        for table in form.tables:
            yield from _odd_looks(table)

    def opened(self, texts: Mapping[str, str], titles: Sequence[str]) -> Mapping[str, str]:
        """The parts with places for the index, the tabs and the notes."""
        made = dict(texts)
        made[_sheet_part(titles, FINDINGS_SHEET)] = place("block.index")
        head = place("index.head")
        made["xl/workbook.xml"] = _TITLES.sub(rf"\g<1>${head}:${head}<", made["xl/workbook.xml"])
        overrides = {int(found[1]): found[0] for found in _OVERRIDE.finditer(made[_CONTENTS])}
        noted = [title for title in titles if title in self._sheets]
        for number, title in enumerate(noted, start=1):
            notes, drawing = f"xl/comments{number}.xml", f"xl/drawings/vmlDrawing{number}.vml"
            made |= {notes: place(f"block.notes.{title}"), drawing: place(f"block.drawing.{title}")}
            made[_CONTENTS] = made[_CONTENTS].replace(overrides[number], place(f"types.{title}"))
            part = _sheet_part(titles, title)
            opened = made[part].replace("<sheetPr>", f"<sheetPr>{place(f'tab.{title}')}", 1)
            made[part] = opened.replace(DRAWING, place(f"notes.{title}"), 1)
            relations = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
            found = self._around(title, number, overrides[number], (notes, drawing, relations))
            self.around.setdefault(title, found)
        self._sheets = {}  # the sample is not kept
        return made

    def undated(self, text: str) -> str:
        """The part with a place for everything that depends on the period."""
        values = period_values(self.period)
        text = _MIDDLE.sub(rf"\g<1>{place('span.middle')}", text)
        text = _HALF.sub(rf"\g<1>{place('span.half')}", text)
        names = {value: name for name, value in values.items() if name not in ("span.middle", "span.half")}
        said = re.compile(rf"(?<!{_BESIDE})(?:{'|'.join(map(re.escape, names))})(?!{_BESIDE})")
        return said.sub(lambda found: place(names[found[0]]), text)

    def _around(self, title: str, number: int, override: str, parts: Sequence[str]) -> "Around":
        raw, table = self._sheets[title].raw, next(table for table in self.form.tables if table.label == title)
        sizes = {row: size for row, size in raw.row_sizes.items() if table.vertical or row < FIRST_ROW - 1}
        foot = None if table.vertical else raw.row_sizes.get(FIRST_ROW - 1 + LEAST)
        return Around(number, raw.col_info, sizes, foot, override, parts)


def _sheet_part(titles: Sequence[str], title: str) -> str:
    return f"xl/worksheets/sheet{titles.index(title) + 1}.xml"


def _index_looks(form: Form) -> Sequence[Style]:
    """Every look of an index of findings: found by writing one of each."""
    severities = (*(severity.value for severity in Severity), ANSWERED)
    items = [Item(severity, "", "", "", "", "", "", target) for severity in severities for target in (None, ("", "A1"))]
    with new_book(Path(), "", write=lambda path, _: path) as book:
        write_index(book.sheet(FINDINGS_SHEET), Slip(form, Issue(), {}, items, (), ("",)))
        return list(book._looks)  # noqa: SLF001


def _odd_looks(table: Table) -> Iterator[Style]:
    """Looks of cells that are marked, or hold a day where none is asked for."""
    look = value_look if table.vertical else look_of
    for item in table.fields:
        usual = look(item, locked=item.system)
        for each in (usual, usual | ERROR, usual | CHECK):
            yield each
            if item.kind is Kind.INTEGER:
                yield each | style(num_format="General")
            if "y" not in str(each["num_format"]):
                yield from (each | DATE, each | DATETIME)
