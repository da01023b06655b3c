"""Workbooks as LibreOffice prints them: the text of every page, and what a look at the pages would find wrong."""

import re
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import openpyxl
from fitting import clipped
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import get_column_letter

_SPARE = 1
"""LibreOffice adds an empty page where a table ends exactly at the foot of one."""
_TOLD = 3
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_TOUCHING, _SAME_LINE = 1.5, 0.5
"""Words overlap by more than this many points, and by this share of the lower one's height."""


class Pages(list[str]):
    """The text of each page without spaces, and the pairs of words that lie upon each other."""

    def __init__(self, texts: Sequence[str], overdrawn: Sequence[str]) -> None:
        super().__init__(texts)
        self.overdrawn = overdrawn


def rendered(books: Sequence[Path], folder: Path) -> list[Pages]:
    """Each workbook as printed; one run of LibreOffice for all."""
    source, target = folder / "books", folder / "pdf"
    source.mkdir(parents=True)
    for number, book in enumerate(books):
        (source / f"{number}.xlsx").write_bytes(book.read_bytes())
    program = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    files = [str(source / f"{number}.xlsx") for number in range(len(books))]
    subprocess.run([*program, "--outdir", str(target), *files], check=True, capture_output=True, timeout=900)
    return [pages_of(target / f"{number}.pdf") for number in range(len(books))]


def pages_of(pdf: Path) -> Pages:
    """The text of each page in the order it was drawn, without spaces: the lines of a cell stay together."""
    texts = _told(pdf, "-raw").split("\f")[:-1]
    return Pages(["".join(page.split()) for page in texts], overdrawn(_told(pdf, "-bbox")))


def _told(pdf: Path, how: str) -> str:
    command = ["pdftotext", how, "-enc", "UTF-8", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode("utf-8")


def overdrawn(boxes: str) -> list[str]:
    """Words whose boxes lie upon each other: what is cut off at the edge of its cell still has its full length there."""
    found = []
    for number, page in enumerate(boxes.split("<page ")[1:], start=1):
        open_words: list[tuple[float, float, float, float, str]] = []
        for x0, y0, x1, y1, text in sorted((*map(float, word[:4]), word[4]) for word in _WORD.findall(page)):
            open_words = [word for word in open_words if word[2] > x0]
            for _, top, right, foot, other in open_words:
                lower = min(foot - top, y1 - y0)
                if min(right, x1) - x0 > _TOUCHING and min(foot, y1) - max(top, y0) > _SAME_LINE * lower:
                    found.append(f"page {number}: {other[:20]} and {text[:20]}")
            open_words.append((x0, y0, x1, y1, text))
    return found


def faults(path: Path, pages: Pages) -> list[str]:
    """What is wrong with the printed pages of a workbook."""
    book = openpyxl.load_workbook(path, data_only=True)
    sheets = [sheet for sheet in book if sheet.sheet_state == "visible"]
    text = "".join(pages)
    found = ["### on paper"] if "###" in text else []
    found += [f"no room in {said}" for said in clipped(path)[:_TOLD]]
    found += [f"upon each other on {said}" for said in pages.overdrawn[:_TOLD]]
    empty = [number for number, page in enumerate(pages, start=1) if not page]
    found += [f"pages {empty} are empty"] if len(empty) > _SPARE else []
    if not len(sheets) <= len(pages) <= _most_pages(sheets):
        found.append(f"{len(pages)} pages for {len(sheets)} sheets")
    shown = {char for sheet in sheets for value in _printed_texts(sheet) for char in value if char.isprintable()}
    missing = shown - set(text) - {" ", "\u3000", "\xa0"}
    found += [f"no glyph or no room for {''.join(sorted(missing))}"] if missing else []
    for sheet in sheets:
        last = _last_heading(sheet)
        if last and last not in text:
            found.append(f"{sheet.title}: the last heading {last} is cut off")
        found += [f"{sheet.title}: {said}" for said in _chart_faults(book, sheet)]
    return found


def _most_pages(sheets) -> float:
    """A page for each sheet and each break asked for, and for every 400 points of rows: paper has about 480."""
    return sum(1 + len(sheet.row_breaks.brk) + _height(sheet) / 400 for sheet in sheets)


def _height(sheet) -> float:
    """The height of all rows in points."""
    known = {row: each.height for row, each in sheet.row_dimensions.items() if each.height}
    return sum(known.get(row, 18) for row in range(1, sheet.max_row + 1))


def _printed_texts(sheet) -> list[str]:
    """The texts of the shown rows and columns within the print area."""
    area = str(sheet.print_area).rpartition("!")[2] if sheet.print_area else ""
    first_col, first_row, last_col, last_row = range_boundaries(area or sheet.calculate_dimension())
    rows = [row for row in range(first_row, last_row + 1) if not sheet.row_dimensions[row].hidden]
    columns = [
        col for col in range(first_col, last_col + 1) if not sheet.column_dimensions[get_column_letter(col)].hidden
    ]
    cells = (sheet._cells.get((row, col)) for row in rows for col in columns)
    return [cell.value for cell in cells if cell is not None and isinstance(cell.value, str)]


def _last_heading(sheet) -> str:
    """The last heading of a sheet that repeats its heads; without spaces."""
    if not sheet.print_title_rows or sheet.max_column < 2:
        return ""
    bottom = int(sheet.print_title_rows.replace("$", "").rpartition(":")[2])
    row = bottom - 1 if sheet.row_dimensions[bottom].hidden else bottom
    area = str(sheet.print_area).rpartition("!")[2] if sheet.print_area else sheet.calculate_dimension()
    last = range_boundaries(area)[2]
    shown = [
        str(sheet.cell(row, col).value)
        for col in range(1, last + 1)
        if sheet.cell(row, col).value and not sheet.column_dimensions[get_column_letter(col)].hidden
    ]
    return "".join(shown[-1].split()) if shown else ""


def _chart_faults(book, sheet) -> list[str]:
    """Charts without any figure to draw."""
    empty = []
    for chart in sheet._charts:
        figures = [value for series in chart.series for value in _figures(book, series.val.numRef.f)]
        if not any(isinstance(value, int | float) and value for value in figures):
            empty.append("an empty chart")
    return empty


def _figures(book, reference: str) -> list[object]:
    title, _, area = reference.rpartition("!")
    cells = book[title.strip("'").replace("''", "'")][area.replace("$", "")]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return [cell.value for row in rows for cell in (row if isinstance(row, tuple) else (row,))]


def charts_of(path: Path) -> int:
    """How many charts a workbook has."""
    return sum(len(sheet._charts) for sheet in openpyxl.load_workbook(path))


def in_order(pages: Sequence[str], *words: str) -> bool:
    """Whether the words stand on the pages in this order."""
    text = "".join(pages)
    places = [text.find(word) for word in words]
    return -1 not in places and all(first < second for first, second in pairwise(places))
