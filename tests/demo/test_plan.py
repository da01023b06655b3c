"""Codes, kinds and tempers of branches."""

import pytest

from zoneproc.demo.plan import Plan, Trade, chinese


def plans(size):
    return [Plan(1, 2026, size, index) for index in range(1, size + 1)]


def test_eight_branches_show_every_trade_and_two_share_a_subcompany():
    company = plans(8)
    assert [plan.trade for plan in company].count(Trade.LINES) == 5
    assert {plan.trade for plan in company} == set(Trade)
    assert company[0].subcompany_code == company[1].subcompany_code != company[2].subcompany_code


@pytest.mark.parametrize("size", [3, 8, 40, 1000])
def test_codes_and_short_names_are_unique(size):
    company = plans(size)
    assert len({plan.code for plan in company}) == len({plan.short_name for plan in company}) == size
    assert all(len(plan.code) % 3 == 0 for plan in company)


def test_a_thousand_branches_are_numbered_under_general_branches():
    assert len(plans(1000)[-1].code) == 9


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (45, "四十五"), (120, "120")]
)
def test_numbers_in_words(number, words):
    assert chinese(number) == words
