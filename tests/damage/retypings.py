"""What people do to single cells: the same thing written another way, or something that cannot be read.

Unless its docstring says otherwise the truth stays.
"""

import re
from collections.abc import Callable
from datetime import date

from damage.listing import edited, mutation
from damage.patients import FIRST, Patient
from openpyxl.cell import Cell

from zoneproc.kinds import Kind
from zoneproc.schema import Field

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def retyped(patient: Patient, kinds: tuple[Kind, ...], write: Callable[[object, Field], object]) -> None:
    """About half of the cells of these kinds written another way, in all tables."""
    for table in patient.tables:
        for row, name, values in patient.cells(table):
            if table[name].kind in kinds and not table[name].system and patient.dice.random() < 0.5:
                patient.sheet(table).cell(row, patient.column(table, name)).value = write(values[name], table[name])


def one_cell(patient: Patient, *kinds: Kind) -> Cell:
    """One filled cell of data of one of these kinds."""
    found = [
        patient.sheet(table).cell(row, patient.column(table, name))
        for table in patient.tables
        for row, name, _ in patient.cells(table)
        if (not kinds or table[name].kind in kinds) and not table[name].system
    ]
    return patient.dice.choice(found)


DATE_WAYS = (
    "{0}.{1}.{2}",
    "{0}年{1}月{2}日",
    "{0}/{1}/{2}",
    "{0}-{1:02d}-{2:02d}",
    "{0}{1:02d}{2:02d}",
    "{0}年{1}月{2}号",
    " {0}.{1:02d}.{2:02d} ",
    "{0}/{1:02d}/{2:02d} 0:00",
)


@mutation("日期写成文字")
def date_texts(patient: Patient) -> None:
    retyped(patient, (Kind.DATE,), lambda day, _: _written(patient, day))


def _written(patient: Patient, day: object) -> str:
    assert isinstance(day, date)
    return patient.dice.choice(DATE_WAYS).format(day.year, day.month, day.day)


@mutation("日期写成全角")
def wide_dates(patient: Patient) -> None:
    retyped(patient, (Kind.DATE,), lambda day, _: _written(patient, day).strip().translate(_WIDE))


@mutation("日期写成序列号")
def serials(patient: Patient) -> None:
    retyped(patient, (Kind.DATE,), lambda day, _: (day - date(1899, 12, 30)).days)


@mutation("日期写成八位数字")
def eight_digits(patient: Patient) -> None:
    retyped(patient, (Kind.DATE,), lambda day, _: day.year * 10000 + day.month * 100 + day.day)


@mutation("日期缺年份或不明")
def vague_dates(patient: Patient) -> None:
    """What was meant stays the truth; nobody may guess it."""
    ways = ("{1}.{2}", "{1}月{2}日", "{3}.{1}.{2}", "{2}/{1}/{0}", "{0}.{1}", "{0}年{1}月", "三月五日", "{0}.13.{2}")
    retyped(
        patient,
        (Kind.DATE,),
        lambda day, _: patient.dice.choice(ways).format(day.year, day.month, day.day, day.year % 100),
    )


@mutation("日期写成年月小数")
def decimal_dates(patient: Patient) -> None:
    """2026.3 as a number: the day is lost, and 2026.1 may be October."""
    retyped(patient, (Kind.DATE,), lambda day, _: float(f"{day.year}.{day.month}"))


@mutation("数字写成文字")
def number_texts(patient: Patient) -> None:
    retyped(
        patient,
        (Kind.INTEGER, Kind.DECIMAL),
        lambda number, _: patient.dice.choice(("{}", "{}.0", " {} ", "{}　", "'{}")).format(number).lstrip("'"),
    )


@mutation("数字写成全角")
def wide_numbers(patient: Patient) -> None:
    retyped(patient, (Kind.INTEGER, Kind.DECIMAL), lambda number, _: str(number).translate(_WIDE))


@mutation("数字带单位")
def with_units(patient: Patient) -> None:
    """What was meant stays the truth."""
    retyped(
        patient,
        (Kind.INTEGER, Kind.DECIMAL),
        lambda number, _: patient.dice.choice(("{}人", "约{}", "{}个", "二")).format(number),
    )


@mutation("编码写成全角")
def wide_codes(patient: Patient) -> None:
    retyped(patient, (Kind.CODE,), lambda code, _: str(code).translate(_WIDE))


@mutation("编码带空格和不可见字符")
def loose_codes(patient: Patient) -> None:
    retyped(
        patient,
        (Kind.CODE,),
        lambda code, _: patient.dice.choice(
            (" {}", "{} ", "{}　", "\u200b{}", "{}\ufeff", "{}\n", "\u202d{}\u202c")
        ).format(code),
    )


@mutation("编码改小写")
def lower_codes(patient: Patient) -> None:
    """The truth stays; a code in the wrong case is read or told."""
    retyped(patient, (Kind.CODE,), lambda code, _: str(code).lower())


@mutation("是否写成勾叉")
def flags(patient: Patient) -> None:
    yes, no = ("√", "✓", "☑", "1", "Y", "有", True, 1, " 是 "), ("×", "✗", "0", "N", "无", False, 0, "否　")
    retyped(patient, (Kind.FLAG,), lambda flag, _: patient.dice.choice(yes if flag else no))


@mutation("选项带空格全角括号")
def loose_choices(patient: Patient) -> None:
    retyped(
        patient,
        (Kind.CHOICE,),
        lambda word, _: (
            patient.dice.choice((" {}", "{}　", "{}\u200b")).format(word).replace("(", "（").replace(")", "）")
        ),
    )


@mutation("选项写成相近的词")
def near_choices(patient: Patient) -> None:
    """What was meant stays the truth; it is suggested, never taken."""
    retyped(patient, (Kind.CHOICE,), lambda word, _: patient.dice.choice(("{}吧", "较{}", "{}。")).format(word))


@mutation("多选换分隔符")
def separators(patient: Patient) -> None:
    retyped(
        patient,
        (Kind.CHOICES,),
        lambda words, _: patient.dice.choice((";", "；", "、", ",", "，", "\n", " ; ")).join(words),
    )


@mutation("姓名带空格")
def spaced_names(patient: Patient) -> None:
    retyped(patient, (Kind.NAME,), lambda name, _: patient.dice.choice((" ", "　", "  ")).join(str(name)))


@mutation("姓名间隔号换写法")
def dots(patient: Patient) -> None:
    retyped(
        patient,
        (Kind.NAME,),
        lambda name, _: str(name).replace("·", patient.dice.choice(("•", "・", "‧", "．", ".", " · "))),
    )


@mutation("前后加空白")
def padded(patient: Patient) -> None:
    retyped(
        patient,
        (Kind.TEXT, Kind.NAME),
        lambda text, _: patient.dice.choice((" {}", "{}　", "\t{}", "{}\n", "\xa0{}")).format(text),
    )


@mutation("夹带零宽字符")
def zero_width(patient: Patient) -> None:
    retyped(
        patient,
        (Kind.TEXT, Kind.NAME, Kind.CHOICE),
        lambda text, _: patient.dice.choice(("\u200b", "\ufeff", "\u2060")).join(str(text)),
    )


@mutation("空格填成横线")
def dashes(patient: Patient) -> None:
    """Empty cells of dates, numbers and codes said to be empty in words."""
    for table in patient.tables:
        for at, row in enumerate(patient.truth[table.name]):
            for item in table.read_fields:
                if (
                    item.name not in row
                    and item.kind in (Kind.DATE, Kind.INTEGER, Kind.CODE)
                    and patient.dice.random() < 0.5
                ):
                    cell = patient.sheet(table).cell(FIRST + at, patient.column(table, item.name))
                    cell.value = patient.dice.choice(("/", "—", "-", "无", "暂无", "——", " "))


@mutation("填“同上”")
def ditto(patient: Patient) -> None:
    """The cell above is meant, and nobody may guess it."""
    one_cell(patient, Kind.CODE, Kind.DATE, Kind.CHOICE, Kind.INTEGER, Kind.CHOICES).value = patient.dice.choice(
        ("同上", "〃")
    )


@mutation("单元格出错")
def error_cells(patient: Patient) -> None:
    """What stood there is the truth; an error is told, never read as blank."""
    for _ in range(3):
        cell = one_cell(patient)
        cell.value = patient.dice.choice(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"))
        cell.data_type = "e"


@mutation("公式未计算")
def uncached(patient: Patient) -> None:
    """What the formula would have shown is the truth; without a stored result it is told."""
    for _ in range(3):
        one_cell(patient).value = patient.dice.choice(("=A1", '="甲"&"乙"', "=VLOOKUP(1,A:B,2,0)"))


@mutation("公式带结果")
def cached(patient: Patient) -> None:
    """Some values are the results of formulas, as stored by the program that computed them."""
    patient.after.append(lambda data: edited(data, _with_formulas))


def _with_formulas(name: str, part: bytes) -> bytes:
    if "/worksheets/" not in name:
        return part
    return re.sub(rb'(<c r="[A-Z]+[5-9]"[^<>]*?)( t="n")?>(<v>\d+</v>)', rb"\1><f>SUM(1,2)</f>\3", part)


@mutation("编码存成数字")
def code_numbers(patient: Patient) -> None:
    """Leading zeros lost on the cover; the stamp knows the code."""
    patient.cover_cell("branch_code").value = int(patient.good.branch)


@mutation("报告期换写法")
def period_words(patient: Patient) -> None:
    ways = {
        "MON": ("2026年3月", "2026.03", "2026/3", "２０２６－０３", date(2026, 3, 1)),
        "BASE": ("2026年", "2026年度", 2026),
    }
    patient.cover_cell("period").value = patient.dice.choice(ways[patient.good.form.id])


@mutation("数字格式成日期")
def numbers_as_dates(patient: Patient) -> None:
    """A small number in a cell formatted as a date; what was meant is the truth."""
    cell = one_cell(patient, Kind.INTEGER)
    cell.number_format = "yyyy-mm-dd"


@mutation("日期格式成数字")
def dates_as_numbers(patient: Patient) -> None:
    retyped(patient, (Kind.DATE,), lambda day, _: day)
    cell = one_cell(patient, Kind.DATE)
    cell.number_format = "General"


@mutation("文字换行")
def line_breaks(patient: Patient) -> None:
    """A line break inside a free text is part of the text."""
    table = patient.any_table()
    for row, name, values in patient.cells(table):
        if table[name].kind is Kind.TEXT:
            values[name] = f"{values[name]}\n第二行"
            patient.sheet(table).cell(row, patient.column(table, name)).value = values[name]
