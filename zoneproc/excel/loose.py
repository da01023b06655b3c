"""Sheets written by themselves, to be laid into a workbook put together from a pattern.

They take their looks from the pattern and their strings from the copy; what they come to is XML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from xlsxwriter.comments import Comments
from xlsxwriter.vml import Vml

from zoneproc.excel.binding import OPTIONS
from zoneproc.excel.cell_text import Strings
from zoneproc.excel.copying import UnforeseenError
from zoneproc.excel.styles import Style
from zoneproc.excel.writing import Book, Sheet

__all__ = ["MOST_NOTES", "LooseBook", "loose_book", "notes_of", "xml_of"]

MOST_NOTES = 1000
"""So many notes a sheet may have: beyond, their drawings are numbered otherwise."""


@dataclass(frozen=True, slots=True)
class LooseBook(Book):
    """A workbook that is never written, with the looks of another."""

    def look(self, style: Style) -> Any:
        """The format of a style; raises UnforeseenError for one the pattern does not have."""
        if id(style) not in self._seen and style not in self._looks:
            raise UnforeseenError(style)
        return Book.look(self, style)


class _Table:
    """The strings of a copy as the Excel library asks for them."""

    def __init__(self, strings: Strings) -> None:
        self._get_shared_string_index = strings.number


def loose_book(formats: Mapping[Style, Any], strings: Strings, seen: dict[int, tuple[Style, Any]]) -> LooseBook:
    """A workbook for loose sheets with these formats; their strings go to `strings`.

    `seen` is kept from one to the next: looks that were found before, by the identity of the style.
    """
    raw = xlsxwriter.Workbook(BytesIO(), OPTIONS)
    raw.str_table = _Table(strings)
    return LooseBook(raw, _looks=dict(formats), _seen=seen)


def xml_of(sheet: Sheet) -> str:
    """A loose sheet as XML."""
    return _assembled(sheet.raw)


def notes_of(sheet: Sheet, number: int) -> tuple[str, str]:
    """The notes on the cells of a loose sheet, and their drawing, as the `number`th of the workbook."""
    if sum(map(len, sheet.raw.comments.values())) > MOST_NOTES:
        raise UnforeseenError(sheet.title)
    sheet.raw._prepare_vml_objects(number, 1024 * number, number, number)  # noqa: SLF001  # as the library does
    raw = sheet.raw
    drawing = _assembled(Vml(), raw.vml_data_id, raw.vml_shape_id, raw.comments_list, raw.buttons_list)
    return _assembled(Comments(), raw.comments_list), drawing


def _assembled(writer: Any, *content: object) -> str:
    text = StringIO()
    writer._set_xml_writer(text)  # noqa: SLF001  # as the library does
    writer._assemble_xml_file(*content)  # noqa: SLF001
    return text.getvalue()
