"""The workbook of the Excel library, bound quicker: looks are made once, and what recurs is packed once.

A branch's workbook is small: making its looks anew, and packing what is the same in every workbook, took as long as all its
cells. Nothing is changed in what the library writes.
"""

import re
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings, SharedStringTable

from zoneproc.excel.zipped import Packing, Part, Stretch, zip_of

__all__ = ["OPTIONS", "PlainWorkbook", "string_item", "string_items"]

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ALIKE = ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/theme/theme1.xml", "docProps/app.xml")
"""Parts that are often the same to the letter."""
_LEVEL, _MOST_KEPT = 4, 256
_AT_ONCE = 256
"""Strings looked at together."""
_ODD = ("&", "<", ">", "_x", "| ", " |")
"""What `string_item` looks at twice, where strings stand between bars."""
_UNUSUAL = re.compile(r"[&<>\x00-\x1f]|_x|^\s|\s$")
_Told = tuple[tuple[str, object, type], ...]
"""Properties of a look; their types too, for 1 and True would be the same."""


class _Look(Format):  # type: ignore[misc]  # the library has no types
    """A format that knows what it was made of."""

    def __init__(self, told: _Told) -> None:
        super().__init__({name: value for name, value, _ in told})
        self.told = told
        self._get_format_key()


_STYLES: dict[Hashable, Stretch] = {}
"""The part with the styles, by the looks of a workbook."""


@lru_cache(maxsize=1024)
def _made(told: _Told) -> _Look:
    return _Look(told)


@lru_cache(maxsize=_MOST_KEPT)
def _kept(text: str) -> Stretch:
    return Stretch.of(text, _LEVEL)


class PlainWorkbook(Workbook):  # type: ignore[misc]
    """A workbook in memory; when it is closed, `bound` is the whole file."""

    bound = b""

    def __init__(self) -> None:
        super().__init__(BytesIO(), OPTIONS)
        self.str_table = _Texts()

    def add_format(self, properties: Mapping[str, object] | None = None) -> _Look:
        """A copy of the one look of these properties, to be numbered in this workbook."""
        told = {**self.default_format_properties, **(properties or {})}
        made, look = _made(tuple([(name, value, type(value)) for name, value in told.items()])), _Look.__new__(_Look)
        numbers = {"xf_format_indices": self.xf_format_indices, "dxf_format_indices": self.dxf_format_indices}
        look.__dict__.update(made.__dict__, **numbers)
        self.formats.append(look)
        return look

    def set_usual_look(self, properties: Mapping[str, object]) -> None:
        """Make this the look of cells that have none; widths of columns count its digits."""
        self.formats[0] = self.add_format({**properties, "xf_index": 0})
        self.formats.pop()

    @property
    def looks(self) -> Hashable:
        """All that the part with the styles depends on."""
        cells, coloured = (tuple(look.told for look in looks) for looks in (self.xf_formats, self.dxf_formats))
        return cells, coloured, self.has_comments

    def _prepare_format_properties(self) -> None:
        self._prepare_formats()
        if self.looks not in _STYLES:
            super()._prepare_format_properties()

    def _get_packager(self) -> "_Binder":
        return _Binder()


class _Binder(Packager):  # type: ignore[misc]
    """Has the library write the parts that differ, and binds all of them; nothing is left for the library to pack."""

    def _create_package(self) -> list[object]:
        self.workbook.bound = zip_of(_leaves(super()._create_package()))
        return []

    def _filename(self, name: str) -> Packing:
        written = Packing()
        self.filenames.append((written, name, False))
        return written

    def _write_styles_file(self) -> None:
        looks = self.workbook.looks
        if looks not in _STYLES:
            super()._write_styles_file()
            if len(_STYLES) >= _MOST_KEPT:
                _STYLES.clear()
            _STYLES[looks] = Stretch.of(self.filenames.pop()[0].getvalue(), _LEVEL)
        self.filenames.append((_STYLES[looks], "xl/styles.xml", False))

    def _write_shared_strings_file(self) -> None:
        table = self.workbook.str_table
        if table.count:
            made = _Strings()
            made.string_table = table
            made._set_xml_writer(self._filename("xl/sharedStrings.xml"))  # noqa: SLF001  # as the library does
            made._assemble_xml_file()  # noqa: SLF001


class _Texts(SharedStringTable):  # type: ignore[misc]
    """The shared strings of a workbook, which takes those of a whole column at once."""

    string_table: dict[str, int]
    string_array: list[str]
    count: int

    def numbers(self, texts: Sequence[str], uses: int) -> Sequence[int]:
        """The number of each text, to which so many cells refer."""
        known = self.string_table
        numbers = [known.setdefault(text, len(known)) for text in texts]
        self.count, self.unique_count = self.count + uses, len(known)
        return numbers

    def _sort_string_data(self) -> None:
        self.string_array, self.string_table = list(self.string_table), {}


class _Strings(SharedStrings):  # type: ignore[misc]
    def _write_sst_strings(self) -> None:
        strings = self.string_table.string_array
        self.fh.writelines(string_items(strings[at : at + _AT_ONCE]) for at in range(0, len(strings), _AT_ONCE))


def string_items(texts: Collection[str]) -> str:
    """Shared strings as XML; that none of them is out of the ordinary is mostly seen at one look."""
    joined = f"|{'|'.join(texts)}|"
    if joined.isprintable() and not any(odd in joined for odd in _ODD):
        return f"<si><t>{'</t></si><si><t>'.join(texts)}</t></si>" if texts else ""
    return "".join(map(string_item, texts))


@lru_cache(maxsize=65_536)
def string_item(text: str) -> str:
    """A shared string as XML."""
    if not _UNUSUAL.search(text):
        return f"<si><t>{text}</t></si>"
    library = SharedStrings()
    library.fh = StringIO()
    library._write_si(text)  # noqa: SLF001  # control characters and blanks at the edges, as the library has them
    return str(library.fh.getvalue())


def _leaves(made: list[tuple[Packing | Stretch, str, bool]]) -> Iterator[Part]:
    """The parts one by one; what is packed is not kept."""
    while made:
        written, name, _ = made.pop(0)
        if isinstance(written, Stretch):
            yield Part(name, [written])
        elif written.begun:
            yield Part(name, written)
        else:
            text = written.getvalue()
            written.close()
            yield Part(name, [_kept(text) if name in _ALIKE else Stretch.of(text, _LEVEL)])
