"""The year of 分公司 (3.5, U60)."""

import pandas as pd
import pytest
from building import ledger_of
from member_rows import member
from year_rows import HERE, THERE, evidence_of, team, unit

from zoneproc.scoring.subcompanies import score_subcompanies


def branches(**totals: float) -> pd.DataFrame:
    rows = [
        {"branch_code": code.removeprefix("b"), "total": total, "veto_kind": "", "present": True}
        for code, total in totals.items()
    ]
    return pd.DataFrame(rows)


def score(scored: pd.DataFrame, **tables) -> pd.DataFrame:
    return score_subcompanies(evidence_of(ledger_of(**tables)), scored).set_index("subcompany_code")


def people(here: int, there: int):
    return [member(f"D{n}", branch_code=HERE if n < here else THERE) for n in range(here + there)]


def test_weighted_by_members_on_31_december_U60():
    units = [unit(), unit(branch_code=THERE), unit("FGS02", "001003", end_date="2026-06-30")]
    found = score(branches(b001001=90.0, b001002=80.0), subcompanies=units, members=people(3, 1))
    assert found.index.tolist() == ["FGS01"]
    assert (found.loc["FGS01", "weighted"], found.loc["FGS01", "members"]) == (87.5, 4)
    assert found.loc["FGS01", "eligible"]


def test_two_points_less_for_each_line_uncovered_at_the_end_also_for_one_branch_U60():
    teams = [team("052-01"), team("052-02"), team("053-01"), team("054-01", end_date="2026-12-30")]
    found = score(branches(b001001=92.26), subcompanies=[unit()], teams=teams).loc["FGS01"]
    assert (found["uncovered_lines"], found["total"]) == (2, 88.26)


def test_every_unit_is_ranked_without_tie_break_but_only_operating_ones_are_eligible_U60():
    units = [unit(), unit("FGS02", THERE, unit_type="机关部门")]
    found = score(branches(b001001=90.0, b001002=90.0), subcompanies=units)
    assert found["rank"].tolist() == [1, 1]
    assert found["tied"].all()
    assert found["eligible"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("kind", "eligible"),
    [("营运分公司", True), ("修理分公司", True), ("场站", False), ("机关部门", False), ("其他", False)],
)
def test_operating_and_repair_units_may_be_chosen_U60(kind, eligible):
    found = score(branches(b001001=90.0), subcompanies=[unit(unit_type=kind)])
    assert found["eligible"].tolist() == [eligible]


@pytest.mark.parametrize(
    ("total", "kind", "eligible"), [(85.0, "", True), (84.99, "", False), (90.0, "弄虚作假", False)]
)
def test_eligible_with_85_points_and_no_vetoed_branch_U60(total, kind, eligible):
    found = score(branches(b001001=total).assign(veto_kind=kind), subcompanies=[unit()])
    assert found["eligible"].tolist() == [eligible]
