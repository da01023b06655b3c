from math import isnan

import pytest
from counting import points_of


@pytest.mark.parametrize(
    ("done", "due", "full", "points"),
    [
        (8, 9, 15, 13.33),  # 3.1 I11: 9 contact-months due, 8 done
        (2.5, 3, 6, 5.00),  # 3.1 I12: on time, late at half, on time
        (2, 3, 4, 2.67),  # 3.1 I23: key person 2 of 3
        (1 + 2 * 0.6, 3, 15, 11.00),  # 3.1 I61: w1 on time, w2 late
        (88, 100, 8, 7.04),  # 3.4 听
        (91, 100, 16, 14.56),  # 3.4 看
        (86, 100, 8, 6.88),  # 3.4 谈
        (11, 12, 20, 18.33),  # 3.3 党小组会
        (0, 5, 15, 0.0),
    ],
)
def test_worked_numbers_of_domain_3(done, due, full, points):
    assert points_of("比例", full, {"": (done, due)}) == pytest.approx(points, abs=0.005)


def test_nothing_due_is_not_applicable_case_46():
    assert isnan(points_of("比例", 15, {"": (0, 0)}))


def test_parts_are_added_up():
    assert points_of("比例", 10, {"a": (1, 2), "b": (1, 6)}) == 2.5
