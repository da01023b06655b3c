"""Counts to points through the shapes."""

import pandas as pd
from building import ledger_of, rules_of
from hypothesis import given, settings
from hypothesis import strategies as st
from member_rows import ME, Q1, member

from zoneproc.measures import Evidence
from zoneproc.scoring.points import award_points, found_by, totals_of

INDICATORS = rules_of().indicators("党员", "季度")
NONE = pd.DataFrame({"subject": [], "indicator": [], "part": [], "numerator": [], "denominator": []})


def test_with_nothing_to_judge_deductions_start_full_and_ratios_do_not_apply_u23_4_46():
    points = award_points(NONE, INDICATORS, ["D1"]).set_index("indicator")["points"]
    assert points[["I21", "I22", "I24", "I31", "I41"]].tolist() == [12, 10, 4, 5, 10]
    assert points[["I11", "I12", "I13", "I23", "I32", "I51", "I52", "I61"]].isna().all()


def test_deductions_stop_at_zero_and_clearing_empties_u20():
    measured = pd.DataFrame(
        [("D1", "I22", "一般", 1.5, 0.0), ("D2", "I22", "清零", 1.0, 0.0), ("D3", "I22", "一般", 9.0, 0.0)],
        columns=["subject", "indicator", "part", "numerator", "denominator"],
    )
    points = award_points(measured, INDICATORS, ["D1", "D2", "D3"])
    assert points.loc[points["indicator"] == "I22", "points"].tolist() == [7.0, 0.0, 0.0]


def test_totals_leave_out_what_does_not_apply():
    points = pd.DataFrame({"subject": ["a", "a", "b"], "full": [10.0, 5.0, 5.0], "points": [8.0, None, None]})
    assert totals_of(points, pd.Series(["a", "b"])).to_dict("index") == {
        "a": {"earned": 8.0, "maximum": 10.0},
        "b": {"earned": 0.0, "maximum": 0.0},
    }


def test_empty_ledger_gives_empty_frames():
    found = found_by(Evidence(ledger_of(), rules_of(), Q1), INDICATORS, pd.Series([], dtype="str"))
    assert found.frame().empty
    assert found.measured().empty
    assert award_points(found.measured(), INDICATORS, []).empty
    assert award_points(NONE, [], ["D1"]).empty


def test_every_case_of_a_member_carries_its_indicator():
    found = found_by(Evidence(ledger_of(members=[member()]), rules_of(), Q1), INDICATORS, pd.Series([ME]))
    assert found.frame().groupby("indicator").size().to_dict() == {"I12": 3, "I13": 3, "I41": 3}
    assert found.measured()["numerator"].tolist() == [0.0, 0.0, 3.0]


SHARES = [row.code for row in INDICATORS if row.shape == "比例"]
LOSSES = {row.code: sorted(row.arguments) for row in INDICATORS if row.shape == "扣分"}


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SHARES), st.integers(0, 5), st.integers(0, 5)), max_size=6), st.data())
def test_points_lie_between_zero_and_full(shares, data):
    code = data.draw(st.sampled_from(sorted(LOSSES)))
    part = data.draw(st.sampled_from(LOSSES[code]))
    counted = {(code, ""): (min(done, due), due) for code, done, due in shares} | {
        (code, part): (data.draw(st.integers(0, 20)), 0)
    }
    rows = [("D1", code, part, float(done), float(due)) for (code, part), (done, due) in counted.items()]
    points = award_points(pd.DataFrame(rows, columns=NONE.columns), INDICATORS, ["D1"]).dropna(subset=["points"])
    assert points["points"].between(0, points["full"]).all()
