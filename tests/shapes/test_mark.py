from math import isnan

from counting import events, points_of

WORDS = {"好": 5, "较好": 4, "一般": 3, "差": 0}


def test_words_of_i32():
    assert points_of("评定", 5, events(较好=1), **WORDS) == 4
    assert points_of("评定", 5, events(差=1), **WORDS) == 0


def test_no_rating_is_not_applicable_u27():
    assert isnan(points_of("评定", 5, events(好=0), **WORDS))


def test_group_rating_of_the_example_3_3():
    assert points_of("评定", 10, events(较好=1), 好=10, 较好=8.5, 一般=7, 差=0) == 8.5
