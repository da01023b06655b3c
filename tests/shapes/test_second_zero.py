import pytest
from counting import events, points_of


@pytest.mark.parametrize(("count", "points"), [(0, 10), (1, 8), (2, 0), (3, 0)])
def test_the_second_event_clears(count, points):
    assert points_of("第二次清零", 10, events(违章=count), 首次=2) == points
