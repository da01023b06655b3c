from math import isnan

import pytest
from counting import points_of

from zoneproc.shapes import SHAPES

STEPS = {"0.95": 5.0, "0.8": 3.0}


@pytest.mark.parametrize(("done", "points"), [(100, 5), (95, 5), (94, 3), (80, 3), (79, 0)])
def test_the_highest_step_reached(done, points):
    assert points_of("阶梯", 5, {"": (done, 100)}, **STEPS) == points


def test_nothing_due_is_not_applicable():
    assert isnan(points_of("阶梯", 5, {"": (0, 0)}, **STEPS))


def test_steps_that_are_no_numbers_are_named():
    assert SHAPES["阶梯"].fault({"很好": 5.0})
    assert not SHAPES["阶梯"].fault(STEPS)
