"""The year of Party groups (3.3, U43–U45)."""

import pytest
from building import ledger_of
from member_rows import member
from year_rows import annual, evidence_of, points_from

from zoneproc.scoring.groups import score_groups

GROUP = "001001001"
COUNTS = {"G1": (884.0, 1000.0), "G2": (11, 12), "G3": (95, 100), "G4/较好": (1, 1)}


def group(counts=None, *, people: int = 3, leader: str = "D1", scores=None, **tables):
    listed = [{"group_code": GROUP, "group_name": "第一党小组", "leader_member_no": leader, "start_date": "2020-01-01"}]
    members = [member(f"D{number + 1}", group_code=GROUP) for number in range(people)]
    evidence = evidence_of(
        ledger_of(groups=listed, members=members, **tables), members=annual() if scores is None else scores
    )
    return score_groups(evidence, points_from("党小组", {GROUP: COUNTS if counts is None else counts})).iloc[0]


def test_the_worked_example():
    found = group()
    assert found[["G1", "G2", "G3", "G4"]].astype(float).round(2).tolist() == [53.04, 18.33, 9.50, 8.50]
    assert found["total"] == 89.37
    assert (found["members"], found["formal_members"], found["leader_formal"]) == (3, 3, True)
    assert found["eligible"]


def test_without_a_rating_the_rest_is_scaled_by_100_over_90_U43():
    counts = {name: pair for name, pair in COUNTS.items() if not name.startswith("G4")}
    assert group(counts)["total"] == pytest.approx((53.04 + 55 / 3 + 9.5) * 100 / 90, abs=0.005)


def test_small_groups_are_ranked_but_not_eligible_U45():
    found = group(people=2)
    assert (found["rank"], found["eligible"]) == (1, False)


def test_a_group_needs_one_formal_member_though_its_leader_be_one_elsewhere_U45():
    """The leader is formal but registered in another group: three 预备党员 are no group for the award."""
    young = [member(f"D{at}", group_code=GROUP, member_type="预备党员", full_date=None) for at in (1, 2, 3)]
    listed = [{"group_code": GROUP, "group_name": "组", "leader_member_no": "D9", "start_date": "2020-01-01"}]
    ledger = ledger_of(groups=listed, members=[*young, member("D9")])
    found = score_groups(evidence_of(ledger, members=annual()), points_from("党小组", {GROUP: COUNTS})).iloc[0]
    assert (found["members"], found["formal_members"], found["leader_formal"], found["eligible"]) == (3, 0, True, False)


def test_the_leader_must_be_formal_U45():
    assert not group(leader="D9")["eligible"]


def test_a_vetoed_member_bars_the_group_but_caps_nothing_U45():
    found = group(scores=annual(D1=59.0).assign(veto_kind="酒后驾驶"))
    assert (found["total"], found["vetoed"], found["eligible"]) == (89.37, True, False)


def test_a_veto_of_the_group_bars_but_caps_nothing_U45():
    row = {"subject_kind": "党小组", "subject_no": GROUP, "event_date": "2026-05-01", "veto_kind": "弄虚作假"}
    found = group(vetoes=[row | {"basis_doc": "党〔2026〕3号", "confirmed": True}])
    assert (found["total"], found["eligible"]) == (89.37, False)
