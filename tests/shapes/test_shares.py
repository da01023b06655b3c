from math import isnan

import pytest
from counting import points_of

COVERAGE = {"线路": 4, "班组": 4, "党员": 2}


def test_coverage_of_the_example_3_4():
    """33 of 34 teams: 4 + 4 × 33 ÷ 34 + 2 = 9.88."""
    counts = {"线路": (17, 17), "班组": (33, 34), "党员": (24, 24)}
    assert points_of("分项", 10, counts, **COVERAGE) == pytest.approx(9.88, abs=0.005)


def test_parts_with_nothing_due_leave_the_weights():
    assert points_of("分项", 10, {"线路": (0, 0), "班组": (1, 2), "党员": (1, 1)}, **COVERAGE) == pytest.approx(
        10 * 4 / 6
    )


def test_nothing_due_at_all_is_not_applicable():
    assert isnan(points_of("分项", 10, {"线路": (0, 0)}, **COVERAGE))


def test_rectification_and_opinions_a8():
    assert points_of("分项", 5, {"限期改正": (1, 1), "意见": (13, 20)}, 限期改正=2.5, 意见=2.5) == pytest.approx(4.125)
