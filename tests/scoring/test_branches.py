"""The year of branches (3.4, U50, U56–U59, U78)."""

import pandas as pd
import pytest
from building import ledger_of
from year_rows import HERE, THERE, branch, evidence_of, points_from, team

from zoneproc.scoring.branches import score_branches

# 12 month-ends with 33 of 34 teams covered; 23 of 24 members equipped; one monthly return of twelve late.
DATA = {
    "A1/线路": (12, 12),
    "A1/班组": (12 * 33 / 34, 12),
    "A1/党员": (12, 12),
    "A2": (23, 24),
    "A3": (930, 1000),
    "A4": (97, 100),
    "A5/月报": (11.5, 12),
    "A5/季报": (4, 4),
    "A5/年报": (1, 1),
    "A6": (4, 4),
    "A7": (884, 1000),
    "A8/限期改正": (9, 10),
    "A8/意见": (3, 4),
}
VISIT = {
    "B1": (880, 1000),
    "B2": (91, 100),
    "B3": (860, 1000),
    "B4/满意": (16, 16),
    "B4/基本满意": (3, 3),
    "B4/不满意": (1, 1),
}


def score(counts=None, organisations=None, **tables) -> pd.DataFrame:
    counts = {HERE: DATA | VISIT} if counts is None else counts
    ledger = ledger_of(organisations=organisations or [branch(code) for code in counts], **tables)
    return score_branches(evidence_of(ledger), points_from("支部", counts)).set_index("branch_code")


def extra(kind: str, level: str, day: str = "2026-07-01", **cells: object):
    return {"branch_code": HERE, "event_date": day, "adj_kind": kind, "level": level, "reason": kind + day} | cells


def veto(**cells: object):
    row = {"subject_kind": "支部", "subject_no": HERE, "event_date": "2026-05-01", "veto_kind": "弄虚作假"}
    return row | {"basis_doc": "党〔2026〕3号", "confirmed": True} | cells


def test_the_worked_example():
    found = score().loc[HERE]
    printed = found[["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"]].astype(float)
    assert printed.tolist() == pytest.approx([9.88, 4.79, 9.30, 4.85, 9.75, 5.00, 8.84, 4.13], abs=0.006)
    assert found[["B1", "B2", "B3", "B4"]].astype(float).round(2).tolist() == [7.04, 14.56, 6.88, 7.24]
    assert round(found["data_points"], 2) == 56.54
    assert round(found["visit_points"], 2) == 35.72
    assert found["total"] == 92.26
    assert found["grade"] == "优秀"


def test_what_does_not_apply_leaves_its_block_U50():
    without_talks = {name: pair for name, pair in DATA.items() if name != "A3"}
    found = score({HERE: without_talks | VISIT}).loc[HERE]
    assert found["data_points"] == pytest.approx((56.5392 - 9.3) * 60 / 50, abs=1e-3)
    assert found["visit_points"] == pytest.approx(35.72)


def test_without_any_visit_figures_the_data_stand_for_all_and_the_result_is_provisional_U50():
    found = score({HERE: DATA}).loc[HERE]
    assert found["provisional"]
    assert found["total"] == round(56.5392 / 0.6, 2)


def test_many_who_cannot_tell_cost_two_points_U55():
    found = score({HERE: DATA | VISIT | {"B4/不了解": (10, 10)}}).loc[HERE]
    assert found["B4"] == pytest.approx(7.24 - 2)


def test_bonus_is_limited_deductions_are_not_and_the_total_has_no_cap_U56():
    rows = [extra("表彰奖励", "省级及以上"), extra("宣传报道", "省级及以上"), extra("通报批评", "公司")]
    found = score(branch_adjustments=rows).loc[HERE]
    assert (found["bonus"], found["deduction"]) == (5.0, 2.0)
    assert found["total"] == 95.26
    full = {
        name: (pair[1], pair[1]) for name, pair in (DATA | VISIT).items() if name not in ("B4/基本满意", "B4/不满意")
    }
    assert score({HERE: full}, branch_adjustments=rows[:2]).loc[HERE, "total"] == 105.0


def test_unlisted_kinds_and_other_years_give_nothing_U56():
    rows = [extra("其他", "公司"), extra("表彰奖励", "公司", "2025-12-31")]
    assert score(branch_adjustments=rows).loc[HERE, "total"] == 92.26


def test_the_same_event_counts_once_at_its_highest_U33():
    rows = [extra("表彰奖励", "公司"), extra("表彰奖励", "市级(集团)")]
    assert score(branch_adjustments=rows).loc[HERE, "bonus"] == 2.0


def test_a_confirmed_veto_caps_at_79_U57():
    found = score(vetoes=[veto()]).loc[HERE]
    assert (found["total"], found["grade"], found["veto_kind"]) == (79.0, "合格", "弄虚作假")


@pytest.mark.parametrize(
    "cells", [{"confirmed": False}, {"basis_doc": None}, {"subject_kind": "党员"}, {"event_date": "2025-05-01"}]
)
def test_what_is_no_veto_of_the_branch_U57(cells):
    assert score(vetoes=[veto(**cells)]).loc[HERE, "total"] == 92.26


def test_equal_totals_are_parted_by_exact_A3_then_A1_then_B4_U58():
    better_talks = DATA | {"A3": (1000, 1000), "A7": (814, 1000)}
    found = score({HERE: DATA | VISIT, THERE: better_talks | VISIT, "001003": DATA | VISIT})
    assert len(set(found["total"])) == 1
    assert found["rank"].tolist() == [2, 1, 2]
    assert found["tied"].tolist() == [True, False, True]


def test_ranked_with_six_months_and_on_31_december_U58():
    starts = {THERE: "2026-07-16", "001004": "2026-07-15"}
    born = [branch(code, start=start) for code, start in starts.items()]
    organisations = [branch(), *born, branch("001003", end="2026-11-30")]
    found = score(dict.fromkeys((HERE, *starts, "001003"), DATA | VISIT), organisations).sort_index()
    assert found["months"].to_dict() == {HERE: 12, THERE: 5, "001003": 11, "001004": 6}
    assert found["ranked"].to_dict() == {HERE: True, THERE: False, "001003": False, "001004": True}
    assert found["rank"].isna().to_dict() == {HERE: False, THERE: True, "001003": True, "001004": False}


def test_days_of_a_line_uncovered_are_summed_over_the_year_U59():
    found = score(teams=[team("052-01"), team("053-01", end_date="2026-03-01")])
    assert found.loc[HERE, "long_gap_days"] == 365
    assert score(teams=[team("052-01", start_date="2026-12-02")]).loc[HERE, "long_gap_days"] == 0


def test_totals_of_merged_branches_are_weighted_by_months_U78():
    organisations = [branch(THERE, end="2026-06-30", successor_code=HERE), branch(start="2026-07-01")]
    weaker = DATA | {"A3": (430, 1000)}
    found = score({HERE: DATA | VISIT, THERE: weaker | VISIT}, organisations)
    assert found["own_total"].to_dict() == {HERE: 92.26, THERE: 87.26}
    assert found.loc[HERE, "total"] == (92.26 + 87.26) / 2
    assert found.loc[HERE, "merged_from"] == "支部2"
