"""What people do to headings, to data against their headings, and to cells they merge.

Unless its docstring says otherwise a mutation changes how a workbook looks and not what it says: the truth stays.
"""

import random
from collections.abc import Callable

from damage.listing import HEADINGS, NAMES, mutation, push
from damage.patients import FIRST, Patient


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
    push(patient.sheet(table), HEADINGS, patient.dice.randint(1, len(table.fields) - 1))


@mutation("表头和栏名一起错位")
def shifted_header(patient: Patient) -> None:
    """A true shift: headings and names agree with each other and no longer with the data below them."""
    table = patient.any_table(rows=2)
    column = patient.dice.randint(1, 3)
    for row in (HEADINGS, NAMES):
        push(patient.sheet(table), row, column)


@mutation("部分数据行右移一格")
def pushed_rows(patient: Patient) -> None:
    """A true shift in some rows: the truth is what stood there before."""
    table = patient.any_table()
    for row in range(FIRST, patient.last(table) + 1):
        if row == FIRST or patient.dice.random() < 0.4:
            push(patient.sheet(table), row, patient.dice.randint(1, 3))


@mutation("数据整体右移一格")
def pushed_data(patient: Patient) -> None:
    """A true shift of every row."""
    table = patient.any_table()
    column = patient.dice.randint(1, 3)
    for row in range(FIRST, patient.last(table) + 1):
        push(patient.sheet(table), row, column)


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
