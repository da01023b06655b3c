"""What an .ods hides from calamine is found in its content."""

import pytest
from hostile import ods, ods_cell, ods_row

from zoneproc.excel.guard import Content, Facts, Unreadable, inspect
from zoneproc.excel.reading import RawBook, read_book_bytes
from zoneproc.kinds import ErrorCell

EMPTY = "<table:table-cell/>"
HIDDEN = 'table:visibility="collapse"'


def sheet(rows: str):
    facts = inspect(ods(rows))
    assert isinstance(facts, Facts)
    assert facts.content is Content.ODS
    return facts.sheets["甲"]


def test_errors_hidden_rows_columns_and_merges_are_brought_home():
    facts = sheet(
        f'<table:table-column table:number-columns-repeated="2"/><table:table-column {HIDDEN}/>'
        + ods_row(EMPTY + ods_cell("值"))
        + ods_row(ods_cell("#N/A", 'table:number-columns-repeated="2"'), 'table:number-rows-repeated="2"')
        + ods_row(ods_cell("藏"), f'{HIDDEN} table:number-rows-repeated="2"')
        + ods_row(EMPTY + ods_cell("合", 'table:number-columns-spanned="2" table:number-rows-spanned="3"'))
    )
    assert dict(facts.errors) == dict.fromkeys([(2, 0), (2, 1), (3, 0), (3, 1)], "#N/A")
    assert facts.hidden_rows == {4, 5}
    assert facts.hidden_columns == {2}
    assert facts.merges == ((6, 1, 8, 2),)


def test_values_are_read_with_their_errors():
    found = read_book_bytes(ods(ods_row(ods_cell("a") + ods_cell("Err:508"))))
    assert isinstance(found, RawBook)
    assert found.sheets[0].rows == [["a", ErrorCell("Err:508")]]


@pytest.mark.parametrize(
    "data",
    [
        ods(ods_row(ods_cell("a")) + "</table:table>"),
        ods("", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        ods("</table:table>" + "".join(f'<table:table table:name="{n}"/>' for n in range(201)) + "<table:table>"),
    ],
)
def test_broken_locked_and_endless_books_are_refused(data):
    assert isinstance(inspect(data), Unreadable)


def test_numbers_that_are_none_count_as_one():
    assert sheet(ods_row(ods_cell("#REF!", 'table:number-columns-repeated="many"'))).errors == {(1, 0): "#REF!"}


def test_a_formula_that_was_never_computed_is_told():
    """One whose result is an empty text says so by its type."""
    never, computed = '<table:table-cell table:formula="of:=1+1"/>', ods_cell("", 'table:formula="of:=&quot;&quot;"')
    assert dict(sheet(ods_row(never + computed + ods_cell("值"))).errors) == {(1, 0): "公式没有保存结果"}
