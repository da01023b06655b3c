"""Any workbook as raw cells with their true addresses; any package of workbooks as its members.

calamine reads the values; what it hides (error cells, formulas without a result) is put back where it belongs, from the
porter's scan. Nothing here knows what a sheet means.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import basename
from typing import cast
from zipfile import ZipInfo

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zoneproc.excel.facts import Content, Facts, SheetFacts
from zoneproc.excel.guard import admit, is_package
from zoneproc.excel.package import LIMITS, Limits, Meter, Package, Refused, Unreadable, member_name
from zoneproc.excel.stamp import META_SHEET, STAMP_KEYS
from zoneproc.kinds import ErrorCell, as_text, clean_text

__all__ = [
    "RawBook",
    "RawSheet",
    "Unreadable",
    "count_leftovers",
    "open_packages",
    "passed_over",
    "read_book",
    "read_book_bytes",
    "unpack",
]

_NESTED = 1
"""How many zips may lie inside one another below the first."""
_DAMAGED = "请在 Excel 或 WPS 中打开、检查内容,另存为 .xlsx 后再报送。"


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: `rows[r][c]` is the raw cell of Excel row r + 1 and 0-based column c; all rows are equally long.

    An empty cell is "". A cell whose formula failed or was never computed is an `ErrorCell`. A sheet that was left closed
    (`Facts.unread`) has no rows.
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
    admitted = admit(data, limits)
    if isinstance(admitted, Unreadable):
        return admitted
    facts, content = admitted
    if facts.content is Content.ZIP:
        return Unreadable("压缩包套着压缩包,层数太多", "请把表格文件直接压成一个 zip 再报送。")
    return _read(data, content, facts)


def _read(data: bytes, content: bytes, facts: Facts) -> RawBook | Unreadable:
    try:
        sheets = _sheets(content, facts)
    except PasswordError:
        return Unreadable("文件设有打开密码", "请在 Excel 或 WPS 中取消打开密码,另存后再报送。")
    except MemoryError:
        return Unreadable("读取时所需内存过多", "请删去表格以外的多余内容,另存为 .xlsx 后再报送。")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  # a panic of the Rust reader is a BaseException (dependencies.md 3)
        return Unreadable(f"文件已损坏,打不开({clean_text(str(error))[:80]})", _DAMAGED)
    if not sheets:
        return Unreadable("文件里没有工作表", _DAMAGED)
    if any(sheet.title not in facts.sheets and sheet.title not in facts.unread for sheet in sheets):
        facts = replace(facts, blind=True)
    return RawBook(hashlib.sha256(data).hexdigest(), len(data), sheets, {**facts.stamp, **_meta(sheets)}, facts)


def _sheets(data: bytes, facts: Facts) -> tuple[RawSheet, ...]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return tuple(
            RawSheet(
                meta.name,
                []
                if meta.name in facts.unread
                else _with_faults(_cells(book, meta.name), facts.sheets.get(meta.name, SheetFacts())),
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
    """Name and bytes of each workbook in `data`: the file itself, or the members of a zip, and of a zip inside it.

    Member names are those the sender saw. Owner files of open workbooks and leftovers of macOS are passed over. What
    cannot be taken out, or lies deeper, is an `Unreadable`; so is the rest of a package beyond the limits.
    """
    meter = Meter()
    for number, (member, content) in enumerate(_members((name, data), limits, _NESTED, meter), 1):
        if number > limits.entries or meter.inflated > limits.inflated_total:
            yield name, Unreadable("压缩包里的文件过多或过大", "请分成几个压缩包报送。")
            return
        yield member, content


def _members(
    file: tuple[str, bytes], limits: Limits, depth: int, meter: Meter
) -> Iterator[tuple[str, bytes | Unreadable]]:
    name, data = file
    if not is_package(data, limits):
        yield name, data
        return
    if depth < 0 or len(data) > limits.package_size:
        reason = "压缩包套着压缩包,层数太多" if depth < 0 else f"压缩包超过 {limits.package_size // 1_000_000} MB"
        yield name, Unreadable(reason, "请把表格文件直接压成一个 zip,或分几次报送。")
        return
    package = Package(data, limits, meter)
    for info in package.infos:
        member = member_name(info).replace("\\", "/")
        if member.endswith("/") or passed_over(member):
            continue
        shown = f"{name}/{basename(member)}"
        content = _taken_out(package, info, limits)
        if isinstance(content, Unreadable):
            yield shown, content
        else:
            yield from _members((shown, content), limits, depth - 1, meter)


def _taken_out(package: Package, info: ZipInfo, limits: Limits) -> bytes | Unreadable:
    try:
        content = package.inflate(info)
    except Refused as refused:
        return refused.unreadable
    if len(content) > limits.file_size and not is_package(content, limits):
        return Unreadable("文件太大", "请删去图片等多余内容后再报送。")
    return content


def passed_over(name: str) -> bool:
    """Whether a file is no return at all: the owner file of an open workbook, a leftover of macOS or Windows."""
    last = basename(name.replace("\\", "/"))
    return "__MACOSX/" in name or last.startswith(("~$", "._", ".")) or last.casefold() in ("thumbs.db", "desktop.ini")


def count_leftovers(path: Path) -> int:
    """How many members of a zip are passed over; 0 if it cannot be read or is larger than any package may be."""
    try:
        if path.stat().st_size > LIMITS.package_size:
            return 0
        names = [member_name(info) for info in Package(path.read_bytes()).infos]
    except (Refused, OSError):
        return 0
    return sum(1 for name in names if not name.endswith("/") and passed_over(name))
