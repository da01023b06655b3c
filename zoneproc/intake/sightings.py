"""What a file shows beside its tables, and its sender should know of: macros, other files behind values, hidden columns."""

from collections.abc import Iterator, Mapping

from zoneproc.excel.addresses import cell_address, column_letters
from zoneproc.excel.reading import RawBook
from zoneproc.findings import Code, Finding, Place, Severity, declare
from zoneproc.intake.codes import told
from zoneproc.intake.rows import RawTable
from zoneproc.kinds import is_empty

__all__ = ["sightings"]

S24 = declare(
    Code(
        "S24",
        Severity.NOTE,
        "文件带有宏",
        "文件带有宏程序。宏没有运行,只读取了单元格的内容。",
        "请核对宏算出的结果是否已写在单元格里;下次请另存为不带宏的 .xlsx。",
        "domain.md 2.10",
    )
)
S25 = declare(
    Code(
        "S25",
        Severity.NOTE,
        "数据引自其他文件",
        "{cells}的内容引自其他文件,读取的是上次保存时的结果,可能已经过时。",
        "请核对这些内容;最好改为直接填写,并断开与其他文件的链接。",
        "domain.md 2.10",
    )
)
S26 = declare(
    Code(
        "S26",
        Severity.NOTE,
        "使用 1904 日期系统",
        "文件使用 1904 日期系统。日期已按此读取,但从别的文件复制来的日期会差 4 年零 1 天。",
        "请核对各日期;最好在 Excel 选项中取消“使用 1904 日期系统”。",
        "domain.md 2.1 第5条",
    )
)
S27 = declare(
    Code(
        "S27",
        Severity.NOTE,
        "有隐藏的列",
        "第 {columns} 列是隐藏的,其中有内容,已一并读取。",
        "不需要上报的内容请清空,不要隐藏。",
        "domain.md 4/40",
    )
)
S28 = declare(
    Code(
        "S28",
        Severity.NOTE,
        "无法核对公式错误",
        "这种格式的文件无法核对公式是否出错,出错的单元格会读成空白。",
        "请用 Excel 或 WPS 打开核对一遍,另存为 .xlsx 后重新报送。",
        "domain.md 2.10",
    )
)
_SHOWN = 10


def sightings(file: str, book: RawBook, tables: Mapping[str, RawTable]) -> Iterator[Finding]:
    """The findings about the file as a whole, and about the sheets that hold its tables."""
    facts = book.facts
    for seen, code in ((facts.macros, S24), (facts.date1904, S26), (facts.blind, S28)):
        if seen:
            yield told(code, Place(file))
    if facts.links:
        yield from _drawn_from_elsewhere(file, book)
    for raw in tables.values():
        columns = sorted(_hidden_columns(book, raw))
        if columns:
            yield told(S27, Place(file, raw.title), columns="、".join(map(column_letters, columns)))


def _drawn_from_elsewhere(file: str, book: RawBook) -> Iterator[Finding]:
    """One finding a sheet with its cells; one for the file where the cells are not known."""
    found = {sheet.title: sorted(sheet.facts.linked) for sheet in book.sheets if sheet.facts.linked}
    for title, places in found.items():
        cells = "、".join(cell_address(row, column) for row, column in places[:_SHOWN])
        more = f" 等 {len(places)} 格" if len(places) > _SHOWN else ""
        yield told(S25, Place(file, title, cell_address(*places[0])), cells=f"{cells}{more} ")
    if not found:
        yield told(S25, Place(file), cells="部分单元格")


def _hidden_columns(book: RawBook, raw: RawTable) -> Iterator[int]:
    """The hidden columns of a table that hold something where the table has rows."""
    sheet = book.sheet(raw.title)
    if sheet is None or raw.vertical:
        return
    for name, column in raw.columns.items():
        if column in sheet.facts.hidden_columns and not all(map(is_empty, raw.values.get(name, ()))):
            yield column
