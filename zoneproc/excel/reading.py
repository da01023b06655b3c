"""Any workbook as raw cells with their true addresses; any package of workbooks as its members.

calamine reads the values; what it hides (error cells, formulas without a result) is put back where it belongs, from the
porter's scan. Nothing here knows what a sheet means.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import basename
from typing import cast
from zipfile import ZipInfo

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zoneproc.excel.guard import Content, Facts, Unreadable, inspect
from zoneproc.excel.package import LIMITS, Limits, Package, Refused, member_name
from zoneproc.excel.scan import SheetFacts
from zoneproc.excel.stamp import META_SHEET, STAMP_KEYS
from zoneproc.kinds import ErrorCell, as_text, clean_text

__all__ = [
    "RawBook",
    "RawSheet",
    "Unreadable",
    "open_packages",
    "passed_over",
    "read_book",
    "read_book_bytes",
    "unpack",
]

_DAMAGED = "请在 Excel 或 WPS 中打开、检查内容,另存为 .xlsx 后再报送。"


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: `rows[r][c]` is the raw cell of Excel row r + 1 and 0-based column c; all rows are equally long.

    An empty cell is "". A cell whose formula failed or was never computed is an `ErrorCell`.
    """

    title: str
    rows: list[list[object]]
    visible: bool = True
    facts: SheetFacts = field(default_factory=SheetFacts)


@dataclass(frozen=True, slots=True)
class RawBook:
    """One workbook as read: `sha256` and `size` of its bytes, its worksheets in order, the stamp found in it."""

    sha256: str
    size: int
    sheets: tuple[RawSheet, ...]
    stamp: Mapping[str, str]
    facts: Facts

    def sheet(self, title: str) -> RawSheet | None:
        """The sheet of this very title."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def read_book(path: Path) -> RawBook | Unreadable:
    """The workbook at `path`; its bytes are read once. Never raises on what the file holds."""
    return read_book_bytes(_bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    """The bytes of a regular file; a link or anything else counts as empty, so nothing outside is ever followed."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def read_book_bytes(data: bytes, limits: Limits = LIMITS) -> RawBook | Unreadable:
    """The workbook in `data`, or why it cannot be read. Never raises."""
    facts = inspect(data, limits)
    if isinstance(facts, Unreadable):
        return facts
    if facts.content is Content.ZIP:
        return Unreadable("压缩包里没有可直接读取的表格,或压缩包套着压缩包", "请把表格文件直接压成一个 zip 再报送。")
    try:
        sheets = _sheets(data, facts)
    except PasswordError:
        return Unreadable("文件设有密码", "请取消打开密码后再报送。")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  # a panic of the Rust reader is a BaseException (dependencies.md 3)
        return Unreadable(f"文件已损坏,打不开({clean_text(str(error))[:80]})", _DAMAGED)
    if not sheets:
        return Unreadable("文件里没有工作表", _DAMAGED)
    stamp = {**facts.stamp, **_meta(sheets)}
    return RawBook(hashlib.sha256(data).hexdigest(), len(data), sheets, stamp, facts)


def _sheets(data: bytes, facts: Facts) -> tuple[RawSheet, ...]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return tuple(
            RawSheet(
                meta.name,
                _with_faults(_cells(book, meta.name), facts.sheets.get(meta.name, SheetFacts())),
                visible=meta.visible == SheetVisibleEnum.Visible,
                facts=facts.sheets.get(meta.name, SheetFacts()),
            )
            for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        )


def _cells(book: CalamineWorkbook, title: str) -> list[list[object]]:
    """All rows from A1 on; without `skip_empty_area=False` every address would be wrong (architecture 9)."""
    return cast("list[list[object]]", book.get_sheet_by_name(title).to_python(skip_empty_area=False))


def _with_faults(rows: list[list[object]], facts: SheetFacts) -> list[list[object]]:
    """The rows with each faulty cell in its place, widened where calamine cut the sheet short."""
    if not facts.errors:
        return rows
    width = max([len(rows[0]) if rows else 0, *(column + 1 for _, column in facts.errors)])
    height = max([len(rows), *(row for row, _ in facts.errors)])
    rows.extend([] for _ in range(height - len(rows)))
    for row in rows:
        row.extend("" for _ in range(width - len(row)))
    for (row_number, column), text in facts.errors.items():
        rows[row_number - 1][column] = ErrorCell(text)
    return rows


def _meta(sheets: tuple[RawSheet, ...]) -> dict[str, str]:
    """The stamp on the sheet `_meta`: every key in column A that is a text, its value in column B."""
    rows = next((sheet.rows for sheet in sheets if sheet.title == META_SHEET), [])
    stamp = {as_text(row[0]): as_text(row[1]) for row in rows if len(row) > 1 and isinstance(row[0], str) and row[0]}
    return stamp if any(stamp.get(key) for key in STAMP_KEYS) else {}


def open_packages(path: Path) -> Iterator[tuple[str, bytes | Unreadable]]:
    """The workbooks a received file stands for: itself, or the members of a zip. See `unpack`."""
    return unpack(path.name, _bytes_of(path))


def unpack(name: str, data: bytes, limits: Limits = LIMITS) -> Iterator[tuple[str, bytes | Unreadable]]:
    """Name and bytes of each workbook in `data`: the file itself, or the members of a zip, one level deep.

    Member names are those the sender saw. Owner files of open workbooks and leftovers of macOS are passed over. A
    member that cannot be taken out is an `Unreadable`; a zip inside a zip is yielded as it is and refused on reading.
    """
    facts = inspect(data, limits)
    if isinstance(facts, Unreadable) or facts.content is not Content.ZIP:
        yield name, data
        return
    package = Package(data, limits)
    for info in package.infos:
        member = member_name(info).replace("\\", "/")
        if not member.endswith("/") and not passed_over(member):
            yield f"{name}/{basename(member)}", _taken_out(package, info, limits)


def _taken_out(package: Package, info: ZipInfo, limits: Limits) -> bytes | Unreadable:
    try:
        content = package.inflate(info)
    except Refused as refused:
        return refused.unreadable
    return content if len(content) <= limits.file_size else Unreadable("文件太大", "请删去图片等多余内容后再报送。")


def passed_over(name: str) -> bool:
    """Whether a file is no return at all: the owner file of an open workbook, a leftover of macOS or Windows."""
    last = basename(name.replace("\\", "/"))
    return "__MACOSX/" in name or last.startswith(("~$", "._", ".")) or last.casefold() in ("thumbs.db", "desktop.ini")
