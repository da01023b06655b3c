from math import isnan

import pytest
from counting import points_of

SCHEME = {"月报": 0.5, "季报": 0.5, "年报": 2, "退回": 0.2}


@pytest.mark.parametrize(
    ("months", "sent_back", "points"),
    [(12, 0, 10), (11.5, 0, 9.75), (11, 0, 9.5), (12, 2, 9.6), (0, 60, 0)],
)
def test_returns_of_a_year_u51(months, sent_back, points):
    """One late month is 9.75 (3.4); a missing one 9.5; each further send-back −0.2; floor 0."""
    counts = {"月报": (months, 12), "季报": (4, 4), "年报": (1, 1), "退回": (sent_back, 0)}
    assert points_of("报送", 10, counts, **SCHEME) == pytest.approx(points)


def test_part_of_a_year_is_rescaled_u51():
    assert points_of("报送", 10, {"月报": (6, 6), "季报": (2, 2), "年报": (0, 0)}, **SCHEME) == pytest.approx(10)


def test_no_return_owed_is_not_applicable():
    assert isnan(points_of("报送", 10, {"月报": (0, 0)}, **SCHEME))
