from math import inf

import pytest
from counting import events, points_of

OWN = {"轻微": 1, "一般": 3, "严重": 12, "次要责任": 3, "同等责任": 6, "主要责任": 12, "全部责任": 12, "有责投诉": 3}


def test_zone_of_the_worked_example_3_1():
    """主责 one slight −1, 协责 one ordinary −2 × 0.5."""
    assert points_of("扣分", 10, events(轻微=1, 一般=0.5), 轻微=1, 一般=2, 清零=inf) == 8


def test_one_unexcused_absence_3_1():
    assert points_of("扣分", 5, events(缺席=1), 缺席=2) == 3


@pytest.mark.parametrize(
    ("happened", "points"),
    [({}, 12), ({"一般": 2, "有责投诉": 1}, 3), ({"严重": 1}, 0), ({"主要责任": 1, "轻微": 4}, 0)],
)
def test_own_safety_floor_and_full_without_events_u23(happened, points):
    assert points_of("扣分", 12, events(**{"轻微": 0} | happened), **OWN) == points


def test_clearing_empties_the_item_for_any_role_u20():
    assert points_of("扣分", 10, events(清零=0.5, 轻微=0), 轻微=1, 一般=2, 清零=inf) == 0
    assert points_of("扣分", 10, events(清零=0, 轻微=0), 轻微=1, 一般=2, 清零=inf) == 10


def test_parts_without_an_argument_cost_nothing():
    assert points_of("扣分", 4, events(其他=3), 迟报=2) == 4
