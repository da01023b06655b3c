from math import isnan

from counting import points_of


def test_the_mark_is_taken_as_given_up_to_full():
    assert points_of("给定分", 10, {"": (7.5, 1)}) == 7.5
    assert points_of("给定分", 10, {"": (15, 2)}) == 7.5
    assert points_of("给定分", 10, {"": (12, 1)}) == 10


def test_no_mark_is_not_applicable():
    assert isnan(points_of("给定分", 10, {"": (0, 0)}))
