"""Bonus, deductions and veto."""

import pandas as pd
from building import ledger_of, rules_of
from member_rows import ME, OTHER, Q1, adjustment, veto

from zoneproc.scoring.adjustments import after_veto, bonus_and_deduction, member_vetoes


def points_of(*rows) -> tuple[float, float]:
    found = bonus_and_deduction(ledger_of(adjustments=list(rows)), rules_of(), Q1)
    return (found.loc[ME, "bonus"], found.loc[ME, "deduction"]) if ME in found.index else (0.0, 0.0)


def test_kinds_and_levels_u32():
    assert points_of(adjustment("宣传报道", "市级(集团)")) == (5.0, 0.0)
    assert points_of(adjustment("建议采纳", "公司推广")) == (5.0, 0.0)
    assert points_of(adjustment("乘客表扬", "省级及以上")) == (1.0, 0.0)
    assert points_of(adjustment("见义勇为", None)) == (5.0, 0.0)
    assert points_of(adjustment("通报批评", "市级(集团)")) == (0.0, 5.0)
    assert points_of(adjustment("弄虚作假"), adjustment("其他")) == (0.0, 0.0)


def test_stopping_violations_brings_at_most_two_a_quarter_u33():
    rows = [adjustment("制止三违", day=f"2026-01-{day:02d}") for day in range(1, 7)]
    assert points_of(*rows) == (2.0, 0.0)


def test_the_same_event_counts_once_at_the_highest_level_u33():
    same = {"reason": "优化52路排班"}
    rows = [adjustment("建议采纳", level, **same) for level in ("支部", "公司", "公司")]
    rows += [adjustment("通报批评", "支部", **same), adjustment("建议采纳", "支部", day="2026-02-12", **same)]
    assert points_of(*rows) == (3.0, 2.0)


def test_only_q2_rows_the_branch_agrees_to_give_points_u34():
    assert points_of(adjustment("建议采纳", branch_opinion="不同意")) == (0.0, 0.0)


def test_deductions_have_no_cap_u35():
    rows = [adjustment("通报批评", day=f"2026-01-0{day}") for day in (1, 2, 3)]
    assert points_of(*rows) == (0.0, 15.0)


def test_rows_outside_the_quarter_do_not_count():
    assert points_of(adjustment("建议采纳", day="2026-04-01")) == (0.0, 0.0)


def test_vetoes_in_use_by_member_u37():
    ledger = ledger_of(vetoes=[veto(), veto(OTHER, veto_kind="重大安全责任事故(支部)")])
    found = member_vetoes(ledger, rules_of(), Q1)
    assert found["veto_kind"].to_dict() == {ME: "酒后驾驶"}
    assert found["caps"].tolist() == [True]


def test_veto_caps_or_zeroes_u37():
    totals, vetoed = pd.Series([95.0, 40.0, 95.0, None]), pd.Series([True, True, False, True])
    assert after_veto(totals, vetoed, rules_of()).tolist()[:3] == [59.0, 40.0, 95.0]
    assert after_veto(totals, vetoed, rules_of(veto_effect="zero")).tolist()[:3] == [0.0, 0.0, 95.0]
    assert after_veto(totals, vetoed, rules_of()).isna().tolist() == [False, False, False, True]
