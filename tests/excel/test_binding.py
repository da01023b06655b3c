"""Workbooks bound quicker hold to the byte what the Excel library writes, whatever was written before them."""

import zipfile
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from zoneproc.excel.binding import OPTIONS, PlainWorkbook, string_item, string_items
from zoneproc.excel.plain import PlainWorksheet

WORDS = ["表", "", " 边上有空格 ", "a<b&c>d", "_x0041_", "第一行\n第二行", "\t", "𠮷野", "表"]


def filled(book, *, size=10, bold=True, note=False):
    sheets = [book.add_worksheet(title, PlainWorksheet) for title in ("目录", "得分")]
    looks = [book.add_format({"font_name": "宋体", "font_size": size, "bold": bold, "border": 1})]
    looks += [book.add_format({"num_format": "0.00", "bg_color": "#FFC7CE"}), book.add_format({"italic": True})]
    for row, word in enumerate(WORDS):
        sheets[0].write_string(row, 0, word, looks[row % 2])
        sheets[1].write_number(row, 0, row / 3, looks[row % 3])
    sheets[0].write_url(20, 0, "internal:'得分'!A1", looks[0], "看")
    sheets[1].conditional_format(0, 0, 9, 0, {"type": "cell", "criteria": ">", "value": 1, "format": looks[1]})
    sheets[1].autofilter(0, 0, 9, 0)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": ["得分", 0, 0, 8, 0]})
    sheets[0].insert_chart(0, 3, chart)
    if note:
        sheets[0].write_comment(0, 0, "批注", {"author": "报表"})


def of_the_library(**how):
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        filled(book, **how)
    return parts(buffer.getvalue())


def bound(**how):
    book = PlainWorkbook()
    filled(book, **how)
    book.close()
    return book.bound


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        found = {name: package.read(name) for name in package.namelist()}
    found.pop("docProps/core.xml")  # says when
    return found


@pytest.mark.parametrize("how", [{}, {"size": 10.0}, {"bold": 1}, {"size": 12}, {"note": True}])
def test_every_part_is_what_the_library_writes(how):
    first, again, wanted = parts(bound(**how)), parts(bound(**how)), of_the_library(**how)
    assert list(first) == list(wanted)
    assert first == again == wanted


def test_the_usual_look_belongs_to_one_workbook():
    plain, other = PlainWorkbook(), PlainWorkbook()
    other.set_usual_look({"font_name": "Arial", "font_size": 10})
    for book in (plain, other):
        filled(book)
        book.close()
    styles = [parts(book.bound)["xl/styles.xml"] for book in (plain, other)]
    assert styles[0] == of_the_library()["xl/styles.xml"]
    assert b'<sz val="10"/><color theme="1"/><name val="Arial"/>' in styles[1]


def test_strings_of_all_kinds_are_shared_as_the_library_has_them():
    shared = of_the_library()["xl/sharedStrings.xml"].decode()
    assert all(string_item(word) in shared for word in WORDS)


@pytest.mark.parametrize("words", [[], ["甲"], ["甲", "乙"], ["甲", ""], ["a|b", "c"], ["a |b", "c"], WORDS])
def test_strings_are_together_what_they_are_one_by_one(words):
    assert string_items(words) == "".join(map(string_item, words))
