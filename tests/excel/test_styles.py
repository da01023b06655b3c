"""One look for all workbooks: styles combine, the right one wins."""

import pytest

from zoneproc.excel.styles import (
    CELL,
    DATE,
    ERROR,
    FILL_IN,
    FONT,
    GIVEN,
    HEADER,
    POINTS,
    TEXT,
    TOTAL,
    Style,
    style,
    style_of,
)
from zoneproc.kinds import Kind


def test_the_right_style_wins():
    assert (TEXT | ERROR)["bg_color"] == ERROR["bg_color"]
    assert (TEXT | ERROR)["num_format"] == "@"
    assert (FILL_IN | GIVEN)["locked"] is True
    assert (POINTS | TOTAL)["num_format"] == "0.00"


def test_equal_looks_are_one_style():
    assert style(bold=True, italic=True) == Style((("bold", True), ("italic", True)))
    assert TEXT | DATE is TEXT | DATE


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_look_that_agrees_with_its_format(kind):
    look = style_of(kind)
    assert (look["num_format"] or "General") == kind.excel_format
    assert look["font_name"] == FONT


def test_the_code_of_colours_is_distinct():
    assert len({look["bg_color"] for look in (FILL_IN, GIVEN, ERROR, HEADER)}) == 4
    assert CELL["bg_color"] is None
