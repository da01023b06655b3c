"""Widths and notes of template sheets."""

from zoneproc.excel.layout import (
    about,
    frozen_columns,
    heading_height,
    height_of,
    last_seen_column,
    note_of,
    width_of,
    widths_of,
    wrapping_of,
)
from zoneproc.excel.wording import lines_in
from zoneproc.forms import FORMS
from zoneproc.schema import Field, Kind, Table, Vocabulary

NAME = Field("name", "姓名", Kind.NAME, prefilled=True)


def texts(count: int, **options: object) -> Table:
    fields = tuple(Field(f"t{n}", f"摘要{n}", Kind.TEXT, max_length=200) for n in range(count))
    return Table("x", "X-1", "表", "文字。", (NAME, *fields), **options)


def test_declared_width_wins():
    assert width_of(Field("x", "甲", Kind.TEXT, width=33)) == 33


def test_choices_and_headings_fit():
    kinds = Vocabulary("D", "类", ("甲" * 6,))
    assert width_of(Field("x", "类", Kind.CHOICE, vocabulary=kinds)) >= 12
    tables = [table for form in FORMS.values() for table in form.tables if not table.vertical]
    for table in tables:
        widths = widths_of(table)
        assert all(lines_in(f.label, width * 1.1) <= 3 for f, width in zip(table.fields, widths, strict=True))
        assert heading_height(table) >= 15 * max(map(lines_in, (f.label for f in table.fields), widths)) - 15


def test_codes_are_seen_whole_on_the_widest_sheets():
    """The widest sheets are narrowed to be read on A4, never below what a code or a date needs."""
    for table in (table for form in FORMS.values() for table in form.tables if not table.vertical):
        for field, width in zip(table.fields, widths_of(table), strict=True):
            if field.kind in (Kind.CODE, Kind.DATE, Kind.DATETIME) and not field.width:
                assert width >= len(field.example) + (2 if field.kind is Kind.CODE else 1), (table.label, field.label)


def test_long_texts_share_the_page():
    """A sheet printed on one A4 page stays readable: long texts give way, names do not."""
    assert widths_of(texts(3))[1:] == [36, 36, 36]
    narrowed = widths_of(texts(7))
    assert narrowed[0] == width_of(NAME)
    assert 16 <= min(narrowed[1:]) < 36
    assert sum(narrowed) <= 190


def test_names_stay_in_view_on_wide_sheets_only():
    assert frozen_columns(texts(7)) == 1
    assert frozen_columns(texts(1)) == 0
    assert last_seen_column(texts(1)) == 1
    assert 1 < last_seen_column(texts(7)) < 7


def test_every_sheet_has_a_note_people_can_read():
    """Row 2 says what to do; English docs of developers never reach a form."""
    tables = [table for form in FORMS.values() for table in form.tables]
    assert all(note_of(table) and "One row" not in note_of(table) for table in tables)
    assert len({note_of(texts(1)), note_of(texts(1, nil_allowed=True)), note_of(texts(1, reference=True))}) == 3
    assert about(texts(1)).startswith("文字。")


def test_rows_are_as_high_as_their_texts():
    """One-line rows keep no height of their own, so they grow with what is typed."""
    table = texts(1)
    heights = [height_of({"t0": "字" * count}, wrapping_of(table)) for count in (5, 40, 120, 5000)]
    assert heights[0] is None
    assert heights[1] < heights[2] < heights[3] <= 409
