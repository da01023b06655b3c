from math import isnan

import pytest
from counting import events, points_of

SCHEME = {"满意": 100, "基本满意": 70, "不满意": 0, "不了解上限": 0.3, "不了解扣分": 2}


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        ({"满意": 16, "基本满意": 3, "不满意": 1}, 7.24),  # 3.4: 90.5 % of 8
        ({"满意": 7, "不了解": 3}, 8),  # exactly 30 % is no fault
        ({"满意": 6, "不了解": 4}, 6),  # U55: −2 points of the item, not of 100
        ({"不满意": 6, "不了解": 4}, 0),
    ],
)
def test_visits_u55(answers, points):
    assert points_of("测评", 8, events(**answers), **SCHEME) == pytest.approx(points)


def test_no_answer_of_value_is_not_applicable_u55():
    assert isnan(points_of("测评", 8, events(满意=0), **SCHEME))
    assert isnan(points_of("测评", 8, events(不了解=5), **SCHEME))
