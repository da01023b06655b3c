"""Printed pages declared as data: forms to sign, notices, boards; one sheet holds many, each on its own sheet of paper.

Pages stand below each other on one worksheet, parted by page breaks: eighty of them open, print and scroll as one. The
scale is the same for all, small enough for the tallest, so that a break never falls inside a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import floor

from zoneproc.excel.styles import CELL, PLAIN, PRINTED, WRAP, Style, style
from zoneproc.excel.wording import display_width, lines_in
from zoneproc.excel.writing import Area, Page, Sheet

__all__ = ["FRAMED", "PLAIN_TEXT", "Box", "Line", "Pages", "height_of", "room_on", "write_pages"]

PLAIN_TEXT = PLAIN | PRINTED | WRAP
"""Words without a frame."""
FRAMED = CELL | PRINTED | WRAP
"""Words in a frame."""
_MEASURE = style(font_name="Arial", font_size=10)
_SIDES = {"A3": (842.0, 1191.0), "A4": (595.0, 842.0)}
_MARGINS = (72.0, 96.0)  # points lost to the margins, foot included: across, down
_POINTS_A_CHARACTER, _CELL_EDGE = 5.67, 4.0  # 5.25 and 3.75 in Excel; others measure a little more
_LINE_SPACE, _ROOM, _INDENTED = 1.32, 6.0, 2.0
_SURELY_FITS = 0.35  # of the width, in letters of up to thirty points
_COUNTED_AT = 11.0  # points of the letters that widths count
_BROAD = 1.06  # printed fonts run a little wider than the widths count
_TALLEST, _LEAST_SCALE = 400.0, 10


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a line: its value, its look, how many columns and lines it covers."""

    value: object = None
    look: Style = FRAMED
    wide: int = 1
    tall: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """Boxes side by side from column `start`; None leaves a column as it is. At least `least` points high."""

    boxes: Sequence[Box | None]
    least: float = 20
    start: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """A sheet of printed pages: title of its tab, what the index says of it, column widths, the lines of each page."""

    title: str
    note: str
    widths: Sequence[float]
    pages: Sequence[Sequence[Line]]
    paper: str = "A4"
    landscape: bool = False

    @property
    def starts(self) -> Sequence[int]:
        """The first row of each page, from 0."""
        return [0, *accumulate(len(page) for page in self.pages)][: len(self.pages)]


def write_pages(sheet: Sheet, pages: Pages, header: str, footer: str) -> None:
    """Write the pages, each with this header and footer."""
    _count_widths_in(sheet, _MEASURE)
    sheet.widths(pages.widths)
    tallest, row = 0.0, 0
    for lines in pages.pages:
        heights = [height_of(line, pages.widths) for line in lines]
        for line, height in zip(lines, heights, strict=True):
            sheet.raw.raise_row(row, height)
            for col, box in _placed(line):
                _write_box(sheet, row, col, box)
            row += 1
        tallest = max(tallest, sum(heights))
    sheet.page_breaks(pages.starts[1:])
    sheet.print_setup(Page(landscape=pages.landscape, paper=pages.paper, header=header, footer=footer))
    sheet.raw.set_print_scale(_scale(pages, tallest))
    sheet.raw.print_area(0, 0, max(row - 1, 0), len(pages.widths) - 1)


def _count_widths_in(sheet: Sheet, font: Style) -> None:
    """Column widths count digits of the workbook's usual font: one that is known, or replaced to measure, everywhere."""
    sheet.book.raw.set_usual_look(dict(font.properties))


def _placed(line: Line) -> Iterator[tuple[int, Box]]:
    col = line.start
    for box in line.boxes:
        if box is not None:
            yield col, box
        col += 1 if box is None else box.wide


def _write_box(sheet: Sheet, row: int, col: int, box: Box) -> None:
    if box.wide == box.tall == 1:
        if isinstance(box.value, str) and box.value.isprintable() and box.value:
            sheet.raw.put(row, col, box.value, sheet.book.look(box.look))
        else:
            sheet.write(row, col, box.value, box.look)
    else:
        sheet.merge(Area(row, col, row + box.tall - 1, col + box.wide - 1), box.value, box.look)


def height_of(line: Line, widths: Sequence[float]) -> float:
    """As high as a line's texts need, at least as asked; boxes that reach below do not count."""
    height = line.least
    for col, box in _placed(line):
        if isinstance(box.value, str) and box.tall == 1:
            height = max(height, _needed(box.value, sum(widths[col : col + box.wide]), box.look))
    return min(height, _TALLEST)


def _needed(text: str, width: float, look: Style) -> float:
    if len(text) * 2 <= width * _SURELY_FITS and "\n" not in text:
        return 0.0
    size = float(str(look["font_size"]))
    room = width * _COUNTED_AT / size / _BROAD - _INDENTED * bool(look["indent"])
    if "\n" not in text and (2 * len(text) + 2 <= room or display_width(text) + 2 <= room):
        return 0.0
    return lines_in(text, room) * size * _LINE_SPACE + _ROOM


def room_on(paper: str, *, landscape: bool) -> tuple[float, float]:
    """What the margins leave of a sheet of paper, in points: across, down."""
    across, down = sorted(_SIDES[paper], reverse=landscape)
    return across - _MARGINS[0], down - _MARGINS[1]


def _scale(pages: Pages, tallest: float) -> int:
    """The percentage at which the tallest and the full width fit the paper; never enlarged."""
    across, down = room_on(pages.paper, landscape=pages.landscape)
    width = sum(each * _POINTS_A_CHARACTER + _CELL_EDGE for each in pages.widths)
    return max(floor(min(across / width, down / max(tallest, 1.0), 1.0) * 100), _LEAST_SCALE)
