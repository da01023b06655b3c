"""What is made once."""

import pickle

from zoneproc.once import Later, once


def test_things_are_told_apart_by_identity():
    made = []
    length = once(lambda thing: made.append(thing) or len(thing))
    first, second = [1, 2], [1, 2]
    assert [length(first), length(second), length(first)] == [2, 2, 2]
    assert [each is thing for each, thing in zip(made, (first, second), strict=True)] == [True, True]


def test_a_thing_that_is_kept_cannot_be_taken_for_a_later_one():
    """An object that is gone may leave its identity to another; what is kept is not gone."""
    second = once(lambda thing: thing[1])
    assert [second([number, -number]) for number in range(500)] == [-number for number in range(500)]


def test_what_is_made_later_is_made_once_and_before_it_travels():
    made = []

    def make():
        made.append("made")
        return [1, 2]

    later = Later(make)
    assert made == []
    assert later() is later()
    assert pickle.loads(pickle.dumps(Later(make)))() == [1, 2]
    assert made == ["made", "made"]
