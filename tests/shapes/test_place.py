from math import isnan

import pytest
from counting import points_of

from zoneproc.shapes import SHAPES

PLACES = {"1": 10.0, "2": 8.0, "其余": 2.0}


@pytest.mark.parametrize(("place", "points"), [(1, 10), (2, 8), (3, 2), (40, 2)])
def test_points_of_a_place(place, points):
    assert points_of("名次", 10, {"": (place, 1)}, **PLACES) == points


def test_no_place_is_not_applicable():
    assert isnan(points_of("名次", 10, {"": (0, 0)}, **PLACES))


def test_places_that_are_no_numbers_are_named():
    assert SHAPES["名次"].fault({"第一": 5.0})
    assert not SHAPES["名次"].fault(PLACES)
