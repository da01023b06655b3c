"""Text that fits Excel."""

import pytest

from zoneproc.excel.wording import (
    LONGEST_CELL,
    all_writable,
    cell_name,
    clean_title,
    cut,
    display_width,
    fitted_title,
    lines_in,
    quoted,
    range_name,
    reference,
    units,
    writable,
)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("党员名册", "党员名册"),
        ("a[b]:c*d?e/f\\g", "a·b··c·d·e·f·g"),
        ("'引号'", "引号"),
        ("  ", "未命名"),
        ("", "未命名"),
        ("History", "History表"),
    ],
)
def test_titles_are_cleaned(asked, title):
    assert clean_title(asked) == title


@pytest.mark.parametrize("asked", ["甲" * 40, "𠮷" * 40, "a" * 30 + "𠮷"])
def test_titles_fit_31_units(asked):
    assert units(clean_title(asked)) <= 31


def test_equal_titles_are_numbered_whatever_their_width_and_case():
    taken = []
    for asked in ("A表", "a表", "Ａ表", "甲" * 40, "甲" * 41):
        taken.append(fitted_title(asked, taken))
    assert taken[:3] == ["A表", "a表(2)", "Ａ表(3)"]
    assert len({title.casefold() for title in taken}) == 5
    assert max(units(title) for title in taken) <= 31


def test_cut_never_splits_a_character():
    assert cut("𠮷𠮷𠮷", 4) == "𠮷…"
    assert cut("短", 4) == "短"


def test_places_and_texts_inside_formulas():
    assert cell_name(0, 26) == "AA1"
    assert cell_name(4, 701, fixed=True) == "$ZZ$5"
    assert range_name((4, 0), (9, 1)) == "$A$5:$B$10"
    assert reference("甲'乙", "A1") == "'甲''乙'!A1"
    assert quoted('说"好"') == '"说""好"""'


def test_display_width_counts_chinese_double():
    assert display_width("甲a\n甲乙丙") == 6
    assert display_width("") == 0
    assert [lines_in("甲" * count, 22) for count in (10, 11, 20, 21)] == [1, 2, 2, 3]
    assert lines_in("甲\n乙", 22) == 2


@pytest.mark.parametrize(
    "texts", [[], ["甲", "", "乙"], ["甲", "一\r\n二"], ["\x07铃"], ["长" * (LONGEST_CELL + 1), "短"]]
)
def test_texts_are_writable_together_as_one_by_one(texts):
    assert all_writable(texts) == [writable(text) for text in texts]
