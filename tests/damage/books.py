"""What people do to sheets, stamps and covers.

Unless its docstring says otherwise a mutation changes how a workbook looks and not what it says: the truth stays.
"""

from copy import deepcopy

from damage.good import OTHER, good
from damage.listing import edited, mutation
from damage.patients import FIRST, Patient

from zoneproc.excel.stamp import META_SHEET, PROPERTY_PREFIX, STAMP_NAME
from zoneproc.intake.columns import is_needed


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
