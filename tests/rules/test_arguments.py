import math

import pytest

from zoneproc.rules.arguments import read_arguments, read_number, read_numbers


@pytest.mark.parametrize(
    ("written", "number"),
    [("2", 2), ("0.5", 0.5), ("30%", 0.3), ("1/3", 1 / 3), ("1\uff0f3", 1 / 3), ("-2", -2), ("不限", math.inf)],
)
def test_ways_of_writing_a_number(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize("written", ["", "两个", "1/0", "5分", "2026-01-03"])
def test_what_is_no_number(written):
    assert read_number(written) is None


def test_lists_are_parted_by_either_semicolon():
    assert read_numbers("100;85;70;50") == (100, 85, 70, 50)
    assert read_numbers("100;高") is None
    assert read_numbers("") is None


def test_arguments_with_clearing():
    assert read_arguments("轻微=1;一般 = 2.5;严重=清零") == {"轻微": 1, "一般": 2.5, "严重": math.inf}
    assert read_arguments("") == {}


@pytest.mark.parametrize(
    ("written", "part"), [("轻微=1;一般", "一般"), ("轻微=很多", "轻微=很多"), ("=3", "=3"), ("好=5;好=4", "好=4")]
)
def test_the_part_that_cannot_be_read_is_named(written, part):
    assert read_arguments(written) == part
