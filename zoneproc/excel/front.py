"""The first sheet of a printed workbook: what matters in figures, what is to be done, a look at the whole, and the way on."""

from collections.abc import Sequence

from zoneproc.excel.blocks import HEAD_ROWS, Figure, Notes, Radar, Sheet, TableBlock, Workbook
from zoneproc.excel.charts import chart_of
from zoneproc.excel.named_cells import Spots
from zoneproc.excel.pages import Pages
from zoneproc.excel.states import state_style
from zoneproc.excel.styles import (
    BODY,
    CAPTION,
    CENTRE,
    CENTRED,
    CHECK,
    CODE,
    GOOD,
    HEADER,
    INTEGER,
    LONG_TEXT,
    NOTE,
    STRONG,
    TEXT,
    TITLE,
    Style,
    style,
)
from zoneproc.excel.wording import cut, lines_in
from zoneproc.excel.writing import Area, Page
from zoneproc.excel.writing import Sheet as Worksheet

__all__ = ["BETTER", "FOOT", "WORSE", "height_for", "write_front", "write_head"]

BETTER, WORSE = "好转", "变差"
"""With these words a change begins that is welcome or is not."""
FOOT = 32
"""Characters of a title that fit left of the page number at the foot."""
_WIDTHS = (5.0, 23.0, 15.0, 13.0, 20.0, 16.0)
_LABEL, _NOW, _BEFORE, _CHANGE, _WHERE = 1, 2, 3, 4, 5
_LINE, _DENSER = 15, 1.06  # widths count characters of 11 points, texts have 9 or 10
_CHART, _CHART_COLUMN, _GAP = (480, 280), 6, 12
_ROUND = 420
_NOTHING_TO_DO = "没有需要办理的事项。"
_NONE = "—"


def write_front(page: Worksheet, pages: Sequence[Worksheet], workbook: Workbook, spots: Spots) -> None:
    """Figures, tasks, charts beside them, and the list of sheets with links."""
    page.widths(_WIDTHS)
    write_head(page, workbook, workbook.title, _WIDTHS)
    row = _write_figures(page, HEAD_ROWS, workbook.told)
    if workbook.tasks is not None:
        row = _write_tasks(page, row, workbook)
    _write_list(page, row, pages, workbook)
    _write_charts(page, workbook, spots)
    page.print_setup(Page(header=workbook.mark, footer=cut(workbook.title, FOOT), one_page=True))
    page.activate()


def write_head(page: Worksheet, workbook: Workbook, heading: str, widths: Sequence[float]) -> None:
    """The heading and the notes line of a sheet, over columns of these widths."""
    look = NOTE | CHECK if workbook.caution else NOTE
    page.write(0, 0, heading, TITLE)
    page.merge(Area(1, 0, 1, len(widths) - 1), workbook.note, look)
    page.heights({0: 32, 1: height_for(workbook.note, sum(widths), least=20)})


def height_for(text: str, width: float, least: float = 0) -> float:
    """The height of a row in points that shows a wrapped text in this width."""
    return max(_LINE * lines_in(text, width * _DENSER) + 4, least)


def _write_figures(page: Worksheet, row: int, figures: Sequence[Figure]) -> int:
    """One line each; columns for the period before only where anything is known of it, for the way on only where one leads."""
    compared, leading = (any(each) for each in ([f.before is not None for f in figures], [f.sheet for f in figures]))
    if compared or leading:
        page.write_row(row, _LABEL, ("要点", "本期", "上期", "变化", "详见"), HEADER)
        if not compared:
            page.merge(Area(row, _NOW, row, _CHANGE), "本期", HEADER)
        row += 1
    for figure in figures:
        look = (CENTRED if compared or leading else TEXT) | STRONG | state_style(str(figure.value))
        page.write(row, _LABEL, figure.label, HEADER)
        height = height_for(figure.label, _WIDTHS[_LABEL], least=20)
        page.heights({row: height})
        if compared and (figure.before is not None or figure.sheet):
            page.write(row, _NOW, figure.value, look)
            page.write(row, _BEFORE, _NONE if figure.before is None else figure.before, CENTRED)
            page.write(row, _CHANGE, figure.change or _NONE, CENTRED | _tone(figure.change))
        else:
            page.merge(Area(row, _NOW, row, _CHANGE), figure.value, look | style(text_wrap=True))
            page.heights({row: height_for(str(figure.value), sum(_WIDTHS[_NOW:_WHERE]), least=height)})
        if compared or leading:
            _write_way(page, row, figure.sheet)
        row += 1
    return row + bool(figures)


def _tone(change: str) -> Style:
    return GOOD if change.startswith(BETTER) else CHECK if change.startswith(WORSE) else style()


def _write_way(page: Worksheet, row: int, title: str) -> None:
    if title:
        page.link(row, _WHERE, (title, "A1"), title, CENTRED)
    else:
        page.write(row, _WHERE, None, CENTRED)


def _write_tasks(page: Worksheet, row: int, workbook: Workbook) -> int:
    page.write(row, 0, "请办理", CAPTION)
    page.heights({row: 24})
    row += 1
    for number, task in enumerate(workbook.tasks or (), start=1):
        page.write(row, 0, number, CODE)
        page.merge(Area(row, _LABEL, row, _BEFORE), task.words, LONG_TEXT)
        page.write(row, _CHANGE, task.count, CENTRED | STRONG | CHECK)
        _write_way(page, row, task.sheet)
        page.heights({row: height_for(task.words, sum(_WIDTHS[_LABEL:_CHANGE]), least=20)})
        row += 1
    if not workbook.tasks:
        page.merge(Area(row, 0, row, _WHERE), _NOTHING_TO_DO, BODY | GOOD)
        row += 1
    return row + 1


def _write_list(page: Worksheet, row: int, pages: Sequence[Worksheet], workbook: Workbook) -> None:
    page.write(row, 0, "序号", HEADER)
    page.write(row, _LABEL, "工作表", HEADER)
    page.merge(Area(row, _NOW, row, _CHANGE), "内容", HEADER)
    page.write(row, _WHERE, "条数", HEADER)
    for number, (each, sheet) in enumerate(zip(pages, workbook.sheets, strict=True), start=1):
        at = row + number
        page.write(at, 0, number, CODE)
        page.link(at, _LABEL, (each.title, "A1"), sheet.title, TEXT)
        page.merge(Area(at, _NOW, at, _CHANGE), sheet.note, LONG_TEXT | style(font_size=9))
        page.write(at, _WHERE, _size(sheet), INTEGER | CENTRE)
        page.heights({at: height_for(sheet.note, sum(_WIDTHS[_NOW:_WHERE]), least=20)})


def _size(sheet: Sheet | Pages) -> int | None:
    """How many pages, or rows of its one table, a sheet has."""
    if isinstance(sheet, Pages):
        return len(sheet.pages)
    told = [block for block in sheet.blocks if isinstance(block, TableBlock | Notes)]
    return len(told[0].rows) if len(told) == 1 and isinstance(told[0], TableBlock) else None


def _write_charts(page: Worksheet, workbook: Workbook, spots: Spots) -> None:
    """The charts below each other, right of all else; a chart of nothing is left out."""
    down = 0
    for block in workbook.charts:
        count = workbook.bars(block)
        if count:
            chart = chart_of(page.book, block, spots[block.sheet], count, small=True)
            height = _ROUND if isinstance(block, Radar) else _CHART[1]
            chart.set_size({"width": _CHART[0], "height": height})
            placing = {"object_position": 3, "x_offset": _GAP, "y_offset": down}
            page.raw.insert_chart(HEAD_ROWS, _CHART_COLUMN, chart, placing)
            down += height + _GAP
