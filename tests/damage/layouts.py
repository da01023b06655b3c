"""What people do to the rows and columns of a sheet.

Unless its docstring says otherwise a mutation changes how a workbook looks and not what it says: the truth stays.
"""

from damage.listing import HEADINGS, NAMES, grid_of, mutation, reorder, rewrite
from damage.patients import FIRST, Patient
from openpyxl.styles import PatternFill


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
    grid = grid_of(patient.sheet(table))
    head, names, data, tail = grid[:3], grid[3], grid[4 : patient.last(table)], grid[patient.last(table) :]
    data.insert(patient.dice.randint(1, len(data)), names)
    rewrite(patient.sheet(table), [*head, *data, *tail])


@mutation("排序带走了表头行")
def sorted_headings(patient: Patient) -> None:
    table = patient.any_table(rows=2)
    grid = grid_of(patient.sheet(table))
    head, heading, names, data = grid[:2], grid[2], grid[3], grid[4 : patient.last(table)]
    data.insert(patient.dice.randint(1, len(data)), heading)
    rewrite(patient.sheet(table), [*head, *([names] if patient.dice.random() < 0.5 else []), *data])


@mutation("数据行移到表头上方")
def data_above(patient: Patient) -> None:
    table = patient.any_table(rows=2)
    grid = grid_of(patient.sheet(table))
    moved = grid.pop(patient.dice.randint(FIRST, patient.last(table)) - 1)
    rewrite(patient.sheet(table), [*grid[:2], moved, *grid[2:]])


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
    reorder(patient.sheet(table), order)


@mutation("整栏对调")
def swapped_columns(patient: Patient) -> None:
    """Columns change places with their headings: the truth stays."""
    table = patient.any_table()
    order = list(range(len(table.fields)))
    one, other = patient.dice.sample(order, 2)
    order[one], order[other] = other, one
    reorder(patient.sheet(table), order)


@mutation("整栏倒序")
def reversed_columns(patient: Patient) -> None:
    table = patient.any_table()
    reorder(patient.sheet(table), list(range(len(table.fields)))[::-1])


@mutation("整栏倒序并删栏名行")
def reversed_without_names(patient: Patient) -> None:
    table = patient.any_table()
    reorder(patient.sheet(table), list(range(len(table.fields)))[::-1])
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
    reorder(patient.sheet(table), order)


@mutation("隐藏行和列")
def hidden(patient: Patient) -> None:
    table = patient.any_table()
    sheet = patient.sheet(table)
    sheet.row_dimensions[patient.dice.randint(FIRST, patient.last(table))].hidden = True
    sheet.column_dimensions[sheet.cell(1, patient.dice.randint(1, len(table.fields))).column_letter].hidden = True
