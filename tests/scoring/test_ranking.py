"""Rounding once, and shared places."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from zoneproc.scoring.ranking import half_up, round_half_up, shared_ranks, shares_place


def test_half_up_without_float_noise_u06():
    assert round_half_up(pd.Series([85.555, 2.675, 1.005, 77 / 90 * 100, None]), 2).tolist()[:4] == [
        85.56,
        2.68,
        1.01,
        85.56,
    ]
    assert half_up(0.1 + 0.2 - 0.3 + 0.125, 2) == 0.13


def test_equal_in_all_share_a_place_u39():
    frame = pd.DataFrame({"total": [90.0, 95.0, 90.0, 80.0], "late": [1, 0, 1, 0]})
    assert shared_ranks(frame, ["total", "-late"]).tolist() == [2, 1, 2, 4]
    assert shares_place(shared_ranks(frame, ["total", "-late"])).tolist() == [True, False, True, False]


def test_later_keys_part_ties_and_missing_comes_last_u39():
    frame = pd.DataFrame({"total": [90.0, 90.0, 90.0, None], "share": [None, 0.5, 0.75, 1.0]})
    assert shared_ranks(frame, ["total", "share"]).tolist()[:3] == [3, 2, 1]
    assert pd.isna(shared_ranks(frame, ["total", "share"])[3])


def test_float_noise_does_not_part_equals():
    frame = pd.DataFrame({"total": [0.1 + 0.2, 0.3]})
    assert shared_ranks(frame, ["total"]).tolist() == [1, 1]


def test_places_inside_groups_and_of_nobody():
    frame = pd.DataFrame({"total": [1.0, 2.0, 3.0], "branch": ["a", "a", "b"]})
    assert shared_ranks(frame, ["total"], within="branch").tolist() == [2, 1, 1]
    assert shared_ranks(frame[:0], ["total"], within="branch").empty


@given(st.lists(st.sampled_from([60.0, 70.5, 80.0, 90.25]), min_size=1, max_size=8))
def test_place_is_one_more_than_the_number_of_better_ones(totals):
    places = shared_ranks(pd.DataFrame({"total": totals}), ["total"]).tolist()
    assert places == [1 + sum(other > total for other in totals) for total in totals]
