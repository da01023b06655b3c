"""What people do to the shape of a workbook, one function per kind; each says what the truth is afterwards.

Unless its docstring says otherwise a mutation changes how a workbook looks and not what it says: the truth stays.
"""

import random
import zipfile
from collections.abc import Callable
from copy import copy, deepcopy
from io import BytesIO

from damage.good import OTHER, good
from damage.patients import FIRST, Patient
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from zoneproc.excel.stamp import META_SHEET, PROPERTY_PREFIX, STAMP_NAME
from zoneproc.intake.columns import is_needed

Mutation = Callable[[Patient], None]
MUTATIONS: dict[str, Mutation] = {}
HEADINGS, NAMES = 3, 4
"""The rows of a good workbook that hold the headings and the machine names."""


def mutation(label: str) -> Callable[[Mutation], Mutation]:
    """Decorator that lists a mutation under its Chinese name."""

    def listed(change: Mutation) -> Mutation:
        assert label not in MUTATIONS
        MUTATIONS[label] = change
        return change

    return listed


def _grid(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def _rewrite(sheet: Worksheet, grid: list[list[object]]) -> None:
    """The sheet with these values and nothing else from row 1 on."""
    sheet.delete_rows(1, sheet.max_row)
    for at, row in enumerate(grid, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(at, column, value)


def _reordered(sheet: Worksheet, order: list[int]) -> None:
    """Whole columns put into another order; 0-based."""
    grid = _grid(sheet)
    _rewrite(sheet, [[row[at] if at < len(row) else None for at in order] for row in grid])


# rows ----------------------------------------------------------------------------------------------------------------


@mutation("顶上插入标题行")
def title_rows(patient: Patient) -> None:
    sheet = patient.sheet(patient.any_table())
    count = patient.dice.randint(1, 5)
    sheet.insert_rows(1, count)
    for row in range(1, count + 1):
        sheet.cell(
            row, patient.dice.randint(1, 4), patient.dice.choice(("云江公交公司", "二〇二六年三月", "党员责任区上报表"))
        )


@mutation("表头与栏名之间插行")
def row_between_headers(patient: Patient) -> None:
    patient.sheet(patient.any_table()).insert_rows(NAMES, patient.dice.randint(1, 2))


@mutation("表头下插入单位行")
def unit_row(patient: Patient) -> None:
    sheet = patient.sheet(patient.any_table())
    sheet.insert_rows(FIRST)
    sheet.cell(FIRST, patient.dice.randint(1, 6), "(按实填写)")


@mutation("数据间插空行")
def blank_rows(patient: Patient) -> None:
    table = patient.any_table(rows=2)
    for _ in range(patient.dice.randint(1, 4)):
        patient.sheet(table).insert_rows(patient.dice.randint(FIRST, patient.last(table)))


@mutation("打乱数据行顺序")
def shuffled_rows(patient: Patient) -> None:
    table = patient.any_table(rows=2)
    sheet = patient.sheet(table)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(FIRST, patient.last(table))]
    patient.dice.shuffle(rows)
    for at, row in enumerate(rows, start=FIRST):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value


@mutation("删除数据行")
def deleted_rows(patient: Patient) -> None:
    """The truth is what remains; rows issued by the office must be missed, its own rows the branch may take away."""
    table = patient.any_table(rows=2)
    at = patient.dice.randrange(len(patient.truth[table.name]))
    patient.sheet(table).delete_rows(FIRST + at)
    del patient.truth[table.name][at]


@mutation("清空数据行")
def cleared_rows(patient: Patient) -> None:
    """The truth is what remains, wherever the empty row stands."""
    table = patient.any_table(rows=2)
    at = patient.dice.randrange(len(patient.truth[table.name]))
    for cell in patient.sheet(table)[FIRST + at]:
        cell.value = patient.dice.choice((None, "", "  ", "　"))
    del patient.truth[table.name][at]


@mutation("复制数据行")
def doubled_rows(patient: Patient) -> None:
    """A row copied is one thing said twice: the truth stays."""
    table = patient.any_table()
    sheet = patient.sheet(table)
    at = patient.dice.randint(FIRST, patient.last(table))
    values = [cell.value for cell in sheet[at]]
    sheet.insert_rows(at + 1)
    for column, value in enumerate(values, start=1):
        sheet.cell(at + 1, column, value)


@mutation("表头在数据中重复")
def repeated_headings(patient: Patient) -> None:
    table = patient.any_table(rows=2)
    sheet = patient.sheet(table)
    at = patient.dice.randint(FIRST + 1, patient.last(table))
    values = [[cell.value for cell in sheet[row]] for row in (HEADINGS, NAMES)][: patient.dice.randint(1, 2)]
    for offset, row in enumerate(values):
        sheet.insert_rows(at + offset)
        for column, value in enumerate(row, start=1):
            sheet.cell(at + offset, column, value)


@mutation("排序带走了栏名行")
def sorted_names(patient: Patient) -> None:
    table = patient.any_table(rows=2)
    grid = _grid(patient.sheet(table))
    head, names, data, tail = grid[:3], grid[3], grid[4 : patient.last(table)], grid[patient.last(table) :]
    data.insert(patient.dice.randint(1, len(data)), names)
    _rewrite(patient.sheet(table), [*head, *data, *tail])


@mutation("排序带走了表头行")
def sorted_headings(patient: Patient) -> None:
    table = patient.any_table(rows=2)
    grid = _grid(patient.sheet(table))
    head, heading, names, data = grid[:2], grid[2], grid[3], grid[4 : patient.last(table)]
    data.insert(patient.dice.randint(1, len(data)), heading)
    _rewrite(patient.sheet(table), [*head, *([names] if patient.dice.random() < 0.5 else []), *data])


@mutation("数据行移到表头上方")
def data_above(patient: Patient) -> None:
    table = patient.any_table(rows=2)
    grid = _grid(patient.sheet(table))
    moved = grid.pop(patient.dice.randint(FIRST, patient.last(table)) - 1)
    _rewrite(patient.sheet(table), [*grid[:2], moved, *grid[2:]])


@mutation("末尾空白格式行")
def formatted_tail(patient: Patient) -> None:
    sheet = patient.sheet(patient.any_table())
    for row in range(sheet.max_row + 1, sheet.max_row + 120):
        sheet.cell(row, patient.dice.randint(1, 6)).fill = PatternFill("solid", "FFFF99")


@mutation("合计行和落款")
def footers(patient: Patient) -> None:
    table = patient.any_table()
    sheet = patient.sheet(table)
    sheet.insert_rows(patient.last(table) + 1, 3)
    foot = patient.last(table) + 1
    sheet.cell(foot, 1, patient.dice.choice(("合计", "合 计", "小计", "合计:")))
    sheet.cell(foot, patient.dice.randint(2, 9), len(patient.truth[table.name]))
    sheet.cell(foot + 1, 1, patient.dice.choice(("填表人:王五", "填表人", "审核:赵六", "说明:以上属实")))
    sheet.cell(foot + 2, 1, "注:本表一式两份")


# columns -------------------------------------------------------------------------------------------------------------


@mutation("插入自设栏")
def own_column(patient: Patient) -> None:
    table = patient.any_table()
    sheet = patient.sheet(table)
    at = patient.dice.randint(1, len(table.fields) + 1)
    sheet.insert_cols(at)
    sheet.cell(HEADINGS, at, patient.dice.choice(("序号", "领导批示", "自编", "")))
    for row in range(FIRST, patient.last(table) + 1):
        sheet.cell(row, at, patient.dice.choice((row - FIRST + 1, "已阅", "2026-03-09")))


@mutation("插入空白栏")
def blank_columns(patient: Patient) -> None:
    table = patient.any_table()
    for _ in range(patient.dice.randint(1, 3)):
        patient.sheet(table).insert_cols(patient.dice.randint(1, len(table.fields)))


@mutation("移动整栏")
def moved_column(patient: Patient) -> None:
    table = patient.any_table()
    order = list(range(len(table.fields)))
    order.insert(patient.dice.randrange(len(order)), order.pop(patient.dice.randrange(len(order))))
    _reordered(patient.sheet(table), order)


@mutation("整栏对调")
def swapped_columns(patient: Patient) -> None:
    """Columns change places with their headings: the truth stays."""
    table = patient.any_table()
    order = list(range(len(table.fields)))
    one, other = patient.dice.sample(order, 2)
    order[one], order[other] = other, one
    _reordered(patient.sheet(table), order)


@mutation("整栏倒序")
def reversed_columns(patient: Patient) -> None:
    table = patient.any_table()
    _reordered(patient.sheet(table), list(range(len(table.fields)))[::-1])


@mutation("整栏倒序并删栏名行")
def reversed_without_names(patient: Patient) -> None:
    table = patient.any_table()
    _reordered(patient.sheet(table), list(range(len(table.fields)))[::-1])
    patient.sheet(table).delete_rows(NAMES)


@mutation("删除一栏")
def deleted_column(patient: Patient) -> None:
    """What stood in the column is still the truth: its loss must be told."""
    table = patient.any_table()
    patient.sheet(table).delete_cols(patient.dice.randint(1, len(table.fields)))


@mutation("右边几栏被截掉")
def cut_columns(patient: Patient) -> None:
    """What stood in the columns is still the truth."""
    table = patient.any_table()
    sheet = patient.sheet(table)
    count = patient.dice.randint(1, 4)
    sheet.delete_cols(len(table.fields) - count + 1, sheet.max_column)


@mutation("复制一栏")
def doubled_column(patient: Patient) -> None:
    table = patient.any_table()
    order = list(range(len(table.fields)))
    order.insert(patient.dice.randrange(len(order)), patient.dice.choice(order))
    _reordered(patient.sheet(table), order)


@mutation("隐藏行和列")
def hidden(patient: Patient) -> None:
    table = patient.any_table()
    sheet = patient.sheet(table)
    sheet.row_dimensions[patient.dice.randint(FIRST, patient.last(table))].hidden = True
    sheet.column_dimensions[sheet.cell(1, patient.dice.randint(1, len(table.fields))).column_letter].hidden = True


# headings ------------------------------------------------------------------------------------------------------------


@mutation("删除栏名行")
def no_names(patient: Patient) -> None:
    patient.sheet(patient.any_table()).delete_rows(NAMES)


@mutation("删除表头行")
def no_headings(patient: Patient) -> None:
    patient.sheet(patient.any_table()).delete_rows(HEADINGS)


@mutation("表头和栏名行都删除")
def no_header(patient: Patient) -> None:
    patient.sheet(patient.any_table()).delete_rows(HEADINGS, 2)


def _renamed(patient: Patient, words: Callable[[str, tuple[str, ...]], str], *, keep_names: bool) -> None:
    table = patient.any_table()
    sheet = patient.sheet(table)
    taken = {item.label for item in table.fields} | {alias for item in table.fields for alias in item.aliases}
    for item in patient.dice.sample(table.fields, patient.dice.randint(1, 3)):
        word = words(item.label, tuple(alias for alias in item.aliases))
        if word not in taken - {*item.aliases}:
            sheet.cell(HEADINGS, patient.column(table, item.name)).value = word
    if not keep_names:
        sheet.delete_rows(NAMES)


@mutation("表头改成别名并删栏名行")
def aliases(patient: Patient) -> None:
    """An alias that could be two columns of the sheet is refused, one that belongs to one column is read."""
    _renamed(patient, lambda label, names: patient.dice.choice(names or (label,)), keep_names=False)


@mutation("表头改近似词并删栏名行")
def near_words(patient: Patient) -> None:
    _renamed(patient, lambda label, _: _nearly(patient.dice, label), keep_names=False)


def _nearly(dice: random.Random, label: str) -> str:
    return dice.choice(
        (
            f"{label}＊",
            f"({label})",
            f"{label}(必填)",
            f" {label} ",
            f"{label[:1]} {label[1:]}",
            f"{label}的",
            label[:-1],
            f"本次{label}",
        )
    )


@mutation("表头改错词")
def wrong_words(patient: Patient) -> None:
    """The machine names stay and say what the columns are."""
    _renamed(patient, lambda *_: patient.dice.choice(("其他", "情况说明", "领导意见", "第一项")), keep_names=True)


@mutation("表头改错词并删栏名行")
def wrong_words_alone(patient: Patient) -> None:
    """What stood in the columns is still the truth: that they are not read must be told."""
    _renamed(patient, lambda *_: patient.dice.choice(("其他", "情况说明", "领导意见", "第一项")), keep_names=False)


def _swap(patient: Patient, row: int) -> None:
    table = patient.any_table()
    sheet = patient.sheet(table)
    readable = [item.name for item in table.read_fields]
    one, other = (sheet.cell(row, patient.column(table, name)) for name in patient.dice.sample(readable, 2))
    one.value, other.value = other.value, one.value


@mutation("对调两个表头")
def swapped_headings(patient: Patient) -> None:
    """Headings and machine names contradict each other: the truth stays, and nobody can know it."""
    _swap(patient, HEADINGS)


@mutation("对调两个栏名")
def swapped_names(patient: Patient) -> None:
    """As for headings, seen from the other side."""
    _swap(patient, NAMES)


@mutation("表头整行错位")
def shifted_headings(patient: Patient) -> None:
    """The heading row moved by one cell against names and data."""
    table = patient.any_table()
    _push(patient.sheet(table), HEADINGS, patient.dice.randint(1, len(table.fields) - 1))


def _push(sheet: Worksheet, row: int, column: int) -> None:
    """A cell inserted in one row: what stood there and right of it moves right by one."""
    values = [cell.value for cell in sheet[row]]
    for at, value in enumerate([*values[: column - 1], None, *values[column - 1 :]], start=1):
        sheet.cell(row, at).value = value


@mutation("表头和栏名一起错位")
def shifted_header(patient: Patient) -> None:
    """A true shift: headings and names agree with each other and no longer with the data below them."""
    table = patient.any_table(rows=2)
    column = patient.dice.randint(1, 3)
    for row in (HEADINGS, NAMES):
        _push(patient.sheet(table), row, column)


# data against its header ---------------------------------------------------------------------------------------------


@mutation("部分数据行右移一格")
def pushed_rows(patient: Patient) -> None:
    """A true shift in some rows: the truth is what stood there before."""
    table = patient.any_table()
    for row in range(FIRST, patient.last(table) + 1):
        if row == FIRST or patient.dice.random() < 0.4:
            _push(patient.sheet(table), row, patient.dice.randint(1, 3))


@mutation("数据整体右移一格")
def pushed_data(patient: Patient) -> None:
    """A true shift of every row."""
    table = patient.any_table()
    column = patient.dice.randint(1, 3)
    for row in range(FIRST, patient.last(table) + 1):
        _push(patient.sheet(table), row, column)


IDENTIFYING = {
    "talks": ("member_no", "member_name", "contact_employee_no", "contact_name"),
    "monthly_reports": ("member_no", "member_name"),
    "zones": ("member_no", "member_name"),
    "contacts": ("member_no", "member_name"),
}
"""Columns that say whose row it is, twice over. Another column alone in another order is a true statement as it stands:
no reader, human or not, can tell it from an honest one."""


@mutation("单独一栏重新排序")
def sorted_alone(patient: Patient) -> None:
    """One column that says whose row it is, sorted without the others: the truth is the order before."""
    table = patient.dice.choice([table for table in patient.tables if table.name in IDENTIFYING])
    column = patient.column(table, patient.dice.choice(IDENTIFYING[table.name]))
    cells = [patient.sheet(table).cell(row, column) for row in range(FIRST, patient.last(table) + 1)]
    values = [cell.value for cell in cells]
    for cell, value in zip(cells, sorted(values, reverse=True), strict=True):
        cell.value = value


@mutation("单独一栏上移一格")
def pulled_up(patient: Patient) -> None:
    """A cell deleted in a column that says whose row it is: all below move up. The truth is as before."""
    table = patient.dice.choice([table for table in patient.tables if table.name in IDENTIFYING])
    column = patient.column(table, patient.dice.choice(IDENTIFYING[table.name]))
    cells = [patient.sheet(table).cell(row, column) for row in range(FIRST, patient.last(table) + 1)]
    for cell, value in zip(cells, [*(cell.value for cell in cells[1:]), None], strict=True):
        cell.value = value


# merged cells --------------------------------------------------------------------------------------------------------


@mutation("合并表头和标题单元格")
def merged_headings(patient: Patient) -> None:
    table = patient.any_table()
    sheet = patient.sheet(table)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(table.fields))
    sheet.insert_cols(len(table.fields) + 1)
    at = len(table.fields)
    sheet.merge_cells(start_row=HEADINGS, end_row=HEADINGS, start_column=at, end_column=at + 1)


@mutation("合并上下单元格")
def merged_down(patient: Patient) -> None:
    """Equal cells of neighbouring rows made one, as clerks do: the truth stays, in every row."""
    table = patient.any_table(rows=2)
    sheet = patient.sheet(table)
    at = patient.dice.randint(FIRST, patient.last(table) - 1)
    column = patient.column(table, patient.dice.choice([item.name for item in table.read_fields]))
    value = sheet.cell(at, column).value
    name = table.fields[column - 1].name
    upper, lower = patient.truth[table.name][at - FIRST], patient.truth[table.name][at - FIRST + 1]
    if value is not None and upper.get(name) == lower.get(name):
        sheet.merge_cells(start_row=at, end_row=at + 1, start_column=column, end_column=column)


@mutation("合并左右单元格")
def merged_across(patient: Patient) -> None:
    """Two cells of a row made one: the right one is lost, which must be told."""
    table = patient.any_table()
    at, column = patient.dice.randint(FIRST, patient.last(table)), patient.dice.randint(1, len(table.fields) - 1)
    patient.sheet(table).merge_cells(start_row=at, end_row=at, start_column=column, end_column=column + 1)


# sheets --------------------------------------------------------------------------------------------------------------


@mutation("改表名(近似)")
def renamed_nearly(patient: Patient) -> None:
    table = patient.any_table()
    sheet = patient.sheet(table)
    sheet.title = patient.dice.choice(
        (
            f"{table.code}{table.label}",
            f"{table.code} {table.label}",
            f" {table.label}",
            f"{table.label} (2)",
            f"{table.label}3月",
        )
    )


@mutation("改表名(无关)")
def renamed_wholly(patient: Patient) -> None:
    patient.sheet(patient.any_table()).title = patient.dice.choice(("Sheet1", "三月", "最终版"))


@mutation("两表互换表名")
def swapped_titles(patient: Patient) -> None:
    one, other = (patient.sheet(table) for table in patient.dice.sample(patient.tables, 2))
    titles = one.title, other.title
    one.title, other.title = "甲", "乙"
    other.title, one.title = titles


@mutation("隐藏工作表")
def hidden_sheet(patient: Patient) -> None:
    patient.sheet(patient.any_table()).sheet_state = patient.dice.choice(("hidden", "veryHidden"))


@mutation("复制工作表")
def doubled_sheet(patient: Patient) -> None:
    """Two sheets claim the same table; which counts is not for us to say."""
    table = patient.any_table()
    copied = patient.book.copy_worksheet(patient.sheet(table))
    copied.title = f"{table.label} (2)"
    if patient.dice.random() < 0.5:
        copied.cell(FIRST, 1).value = "改"


@mutation("复制工作表并清空其一")
def doubled_sheet_empty(patient: Patient) -> None:
    table = patient.any_table()
    copied = patient.book.copy_worksheet(patient.sheet(table))
    copied.title = f"{table.label} (2)"
    emptied = patient.dice.choice((copied, patient.sheet(table)))
    emptied.delete_rows(FIRST, emptied.max_row)


@mutation("改变工作表顺序")
def reordered_sheets(patient: Patient) -> None:
    patient.dice.shuffle(patient.book._sheets)
    patient.book.active = 0


@mutation("删除工作表")
def deleted_sheet(patient: Patient) -> None:
    patient.book.remove(patient.sheet(patient.any_table()))


@mutation("添加自己的工作表")
def own_sheet(patient: Patient) -> None:
    sheet = patient.book.create_sheet(patient.dice.choice(("备忘", "Sheet2", "透视表")), 0)
    sheet.append(["党员编号", "姓名", "次数"])
    sheet.append(["D00101", "张三", 2])


@mutation("取消保护并加筛选")
def unprotected(patient: Patient) -> None:
    for sheet in patient.book.worksheets:
        sheet.protection.sheet = not sheet.protection.sheet
    table = patient.any_table()
    patient.sheet(table).auto_filter.ref = f"A3:F{patient.last(table)}"


# identity ------------------------------------------------------------------------------------------------------------


def _without_stamp(patient: Patient) -> None:
    patient.book.remove(patient.book[META_SHEET])
    patient.book.defined_names.pop(STAMP_NAME, None)
    for name in [prop.name for prop in patient.book.custom_doc_props.props if prop.name.startswith(PROPERTY_PREFIX)]:
        del patient.book.custom_doc_props[name]


@mutation("清除模板标记")
def no_stamp(patient: Patient) -> None:
    _without_stamp(patient)


@mutation("部分清除模板标记")
def half_a_stamp(patient: Patient) -> None:
    if patient.dice.random() < 0.5:
        patient.book.remove(patient.book[META_SHEET])
    else:
        patient.book.defined_names.pop(STAMP_NAME, None)


@mutation("封面报告期与标记矛盾")
def other_period(patient: Patient) -> None:
    patient.cover_cell("period").value = {"MON": "2026-04", "BASE": "2027"}[patient.good.form.id]


@mutation("封面支部编码与标记矛盾")
def other_branch(patient: Patient) -> None:
    patient.cover_cell("branch_code").value = OTHER


@mutation("清除标记并改支部编码")
def other_branch_alone(patient: Patient) -> None:
    """Nothing contradicts the cover but the people in the return. The truth is as before; of a register, which brings its
    own people, it is what the cover says: only the company's checks between branches can tell (R06, X05)."""
    _without_stamp(patient)
    patient.cover_cell("branch_code").value = OTHER
    if patient.good.form.id == "BASE":
        patient.truth["cover"][0]["branch_code"] = OTHER
        patient.branch = OTHER


@mutation("封面模板代号与标记矛盾")
def other_form(patient: Patient) -> None:
    patient.cover_cell("template_id").value = {"MON": "QTR", "BASE": "MON"}[patient.good.form.id]


@mutation("两支部文件互换")
def swapped_files(patient: Patient) -> None:
    """The file of another branch under this one's name: what is inside decides."""
    patient.good = good(patient.good.form.id, OTHER)
    patient.truth = deepcopy(patient.good.truth)
    patient.branch = OTHER
    patient.after.append(lambda _: patient.good.data)


@mutation("封面插入列")
def cover_column(patient: Patient) -> None:
    patient.book["封面"].insert_cols(patient.dice.randint(1, 4))


@mutation("封面插入行和标题")
def cover_rows(patient: Patient) -> None:
    sheet = patient.book["封面"]
    for _ in range(patient.dice.randint(1, 3)):
        sheet.insert_rows(patient.dice.randint(1, FIRST + 8))
    sheet.cell(1, 1, "云江公交公司")


@mutation("封面删除一项")
def cover_item_gone(patient: Patient) -> None:
    """What the item said is still the truth."""
    patient.book["封面"].delete_rows(patient.dice.randint(FIRST, FIRST + 13))


@mutation("改封面锁定内容")
def cover_locked(patient: Patient) -> None:
    """A locked cell overwritten: the truth is what was issued."""
    patient.cover_cell(patient.dice.choice(("branch_name", "subcompany_name"))).value = "别的单位"


@mutation("改锁定单元格")
def locked_cell(patient: Patient) -> None:
    """A locked cell of a row overwritten or emptied: the truth is what was issued. Registers have no locked cells."""
    tables = [table for table in patient.tables if patient.good.issued.get(table.name)]
    if not tables:
        return
    table = patient.dice.choice(tables)
    names = [item.name for item in table.fields if item.prefilled]
    at = patient.dice.randint(FIRST, patient.last(table))
    cell = patient.sheet(table).cell(at, patient.column(table, patient.dice.choice(names)))
    cell.value = patient.dice.choice(("王小二", "D00109", None, "E29999"))


@mutation("旧模板标记")
def old_stamp(patient: Patient) -> None:
    """An earlier fingerprint and one optional column that was not there yet: what was in it was never asked."""
    table = patient.any_table()
    loose = [item for item in table.read_fields if not is_needed(item, table)]
    if loose:
        item = patient.dice.choice(loose)
        patient.sheet(table).delete_cols(patient.column(table, item.name))
        for row in patient.truth[table.name]:
            row.pop(item.name, None)
    fingerprint = patient.good.form.fingerprint.encode()
    patient.after.append(lambda data: _replaced(data, fingerprint, b"0123456789ab"))
    patient.truth["cover"][0]["template_version"] = "0123456789ab"


def _replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    return edited(data, lambda _, part: part.replace(old, new))


def edited(data: bytes, edit: Callable[[str, bytes], bytes]) -> bytes:
    """The package with every part passed through `edit`."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for item in package.infolist():
            written.writestr(copy(item), edit(item.filename, package.read(item)))
    return target.getvalue()
