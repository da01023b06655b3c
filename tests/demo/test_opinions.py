"""Opinions as known on a day (U07, U54)."""

from datetime import date, timedelta

from zoneproc.demo.opinions import opinions_of
from zoneproc.demo.plan import Plan


def test_numbers_follow_the_day_of_collection():
    opinions = opinions_of(Plan(2026, 2026, 8, 1))
    assert [opinion.opinion_no for opinion in opinions] == sorted(opinion.opinion_no for opinion in opinions)
    assert len(opinions) >= 12


def test_nothing_is_known_before_it_happens():
    for role in range(1, 9):
        for opinion in opinions_of(Plan(2026, 2026, 8, role)):
            fresh = opinion.known_on(opinion.collected_date)
            assert (fresh.opinion_status, fresh.reply_date, fresh.handed_date) == ("已登记", None, None)
            handed = opinion.known_on(opinion.handed_date + timedelta(days=1))
            assert handed.handed_date == opinion.handed_date
            assert opinion.known_on(date(2030, 1, 1)) == opinion


def test_some_are_answered_late_some_passed_on():
    opinions = [opinion for role in range(1, 9) for opinion in opinions_of(Plan(2026, 2026, 8, role))]
    assert any(opinion.reply_date and opinion.reply_date > opinion.due_date for opinion in opinions)
    assert any(opinion.opinion_status == "已转公司" for opinion in opinions)
