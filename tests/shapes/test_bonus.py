from counting import events, points_of


def test_full_points_are_the_limit():
    assert points_of("加分", 5, events(支部采纳=1, 公司采纳=1), 支部采纳=1, 公司采纳=2) == 3
    assert points_of("加分", 5, events(公司采纳=4), 支部采纳=1, 公司采纳=2) == 5
    assert points_of("加分", 5, events(支部采纳=0), 支部采纳=1) == 0
