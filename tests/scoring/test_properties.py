"""What holds for any quarter: bounds, sums, order of rows, other branches, and improvement (style 2, properties 4–7)."""

import random

import pandas as pd
import pytest
from building import ledger_of, rules_of
from company_year import neighbours
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from member_rows import MONTHS, Q1, absent, fact, link, member, rating, report, talk, task, zone

from zoneproc.scoring.quarter import score_quarter
from zoneproc.scoring.ranking import round_half_up

PEOPLE = ("D00001", "D00002", "D00003")
MARKS = ("好", "较好", "一般", "差")
LATE = "2026-04-20"


@st.composite
def quarters(draw):
    """Rows of a branch of three in one quarter: reports, talks, facts, absences, tasks and ratings as they may come."""
    pairs = [(month, number) for month in MONTHS for number in PEOPLE]
    states = draw(st.lists(st.sampled_from(["on time", "late", "none"]), min_size=9, max_size=9))
    talked = draw(st.lists(st.booleans(), min_size=9, max_size=9))
    levels = draw(st.lists(st.sampled_from([None, "轻微", "一般", "严重"]), min_size=3, max_size=3))
    done = draw(st.lists(st.sampled_from([None, "2026-02-08", "2026-02-20"]), min_size=3, max_size=3))
    return {
        "members": [member(number) for number in PEOPLE],
        "zones": [zone(number, f"052-0{at}") for at, number in enumerate(PEOPLE, 1)],
        "contacts": [link(f"P{number}", number) for number in PEOPLE],
        "monthly_reports": [
            report(month, number, **({"report_date": LATE} if state == "late" else {}))
            for (month, number), state in zip(pairs, states, strict=True)
            if state != "none"
        ],
        "talks": [
            talk(month, f"P{number}", number) for (month, number), said in zip(pairs, talked, strict=True) if said
        ],
        "facts": [
            fact("三违", "2026-02-10", f"052-0{at}", level) for at, level in enumerate(levels, 1) if level is not None
        ],
        "attendance": [absent("2026-03-15", number) for number in PEOPLE if draw(st.booleans())],
        "tasks": [
            task("2026-02-10", number, at, day, task_no=f"R{at}")
            for at, (number, day) in enumerate(zip(PEOPLE, done, strict=True), 1)
        ],
        "assessments": [rating(draw(st.sampled_from(MARKS)), number) for number in PEOPLE],
    }


def scored(tables):
    return score_quarter(ledger_of(**tables), rules_of(), Q1)


def shuffled(tables):
    """Every table in another order; the rows keep their numbers, as the rows of files read in another order do."""
    order = random.Random(7)
    numbered = {name: [row | {"_row": 5 + at} for at, row in enumerate(rows)] for name, rows in tables.items()}
    return {name: order.sample(rows, len(rows)) for name, rows in numbered.items()}


def improved(tables):
    """The first member with every report and talk that was missing or late."""
    first = PEOPLE[0]
    others = {name: [row for row in tables[name] if row["member_no"] != first] for name in ("talks", "monthly_reports")}
    return tables | {
        "talks": [*others["talks"], *(talk(month, f"P{first}", first) for month in MONTHS)],
        "monthly_reports": [*others["monthly_reports"], *(report(month, first) for month in MONTHS)],
    }


few = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@seed(20260401)
@few
@given(quarters())
def test_points_stay_in_bounds_and_the_total_is_the_rounded_sum(tables):
    result = scored(tables)
    points = result.points.dropna(subset=["points"])
    assert (points["points"] >= 0).all()
    assert (points["points"] <= points["full"]).all()
    sums = points.groupby("subject")[["points", "full"]].sum()
    exact = round_half_up(100 * sums["points"] / sums["full"], 2)
    printed = result.members.set_index("member_no")["base"]
    assert printed.to_dict() == pytest.approx(exact.to_dict())


@seed(20260402)
@few
@given(quarters())
def test_order_of_rows_and_other_branches_change_no_points(tables):
    result = scored(tables)
    beside = {name: [*shuffled(tables).get(name, []), *neighbours().get(name, [])] for name in {*tables, *neighbours()}}
    again = scored(beside)
    mine = again.points[again.points["subject"].isin(PEOPLE)].reset_index(drop=True)
    key = ["subject", "indicator"]
    pd.testing.assert_frame_equal(
        mine.sort_values(key, ignore_index=True), result.points.sort_values(key, ignore_index=True)
    )
    columns = ["member_no", "base", "total", "grade", "rank", "tied"]
    here = again.members[again.members["member_no"].isin(PEOPLE)].reset_index(drop=True)
    pd.testing.assert_frame_equal(here[columns], result.members[columns])


@seed(20260403)
@few
@given(quarters())
def test_improving_never_lowers_the_rank_and_equal_totals_without_other_difference_share_it(tables):
    before = scored(tables).members.set_index("member_no")
    after = scored(improved(tables)).members.set_index("member_no")
    first = PEOPLE[0]
    assert after.loc[first, "base"] >= before.loc[first, "base"]
    assert after.loc[first, "rank"] <= before.loc[first, "rank"]
    places = before["total"].rank(method="min", ascending=False)
    assert (before["rank"] >= places).all()
