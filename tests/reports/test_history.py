"""R-7 beside the quarter before (promise 24)."""

import pandas as pd
from building import ledger_of
from printed import company, quarter_of, run_of

from zoneproc.reports.history import (
    before,
    change_columns,
    last_year_columns,
    quarters_before,
    with_change,
    with_last_year,
)
from zoneproc.results import QuarterResult
from zoneproc.scoring.quarter import score_quarter


def members(*rows):
    frame = pd.DataFrame(rows, columns=["member_no", "branch_code", "rank"])
    return frame.astype({"member_no": "str", "branch_code": "str", "rank": "Int64"})


EARLIER = members(("D1", "1", 3), ("D2", "1", 1), ("D3", "1", 2), ("D4", "2", 1)).rename(columns={"rank": "prev_rank"})


def test_places_gained_and_lost_in_the_same_branch():
    now = members(("D1", "1", 1), ("D2", "1", 2), ("D3", "1", 2), ("D4", "1", 4), ("D5", "1", None))
    found = with_change(now, EARLIER.assign(prev_total=90.0))
    assert found["change"].tolist() == ["↑2", "↓1", "持平", "—", "—"]
    assert found["prev_total"].notna().tolist() == [True, True, True, False, False]
    assert [column.name for column in change_columns(found)] == ["prev_total", "change"]


def test_the_first_quarter_has_nothing_to_show():
    result = quarter_of(company())
    assert not quarters_before(result)
    assert before(result, ()).empty
    assert not change_columns(with_change(result.scores.members, before(result, ())))


def test_the_quarter_before_is_worked_out_from_the_same_ledger():
    ledger = company()
    run = run_of(ledger, "2026Q2")
    result = QuarterResult(run, score_quarter(ledger, run.rules, run.period))
    first = quarter_of(ledger).scores.members
    earlier = quarters_before(result)
    assert [str(scores.period) for scores in earlier] == ["2026Q1"]
    assert before(result, earlier)["prev_total"].tolist() == first["total"].tolist()
    nobody = QuarterResult(run_of(ledger_of(), "2026Q2"), result.scores)
    assert before(nobody, quarters_before(nobody)).empty


def past(*rows):
    names = ["period", "subject_kind", "subject_no", "branch_code", "total", "rank"]
    return company(past_results=[dict(zip(names, row, strict=True)) for row in rows])


def test_the_first_quarter_is_held_against_the_last_of_the_year_before():
    members = quarter_of(company()).scores.members
    number, branch = members["member_no"].iloc[0], members["branch_code"].iloc[0]
    ledger = past(("2025Q4", "党员", number, branch, 88.0, 2), ("2025Q3", "党员", number, branch, 70.0, 9))
    found = before(quarter_of(ledger), ())
    assert found.to_numpy().tolist() == [[number, branch, 88.0, 2]]


def test_last_year_counts_for_places_only_in_the_same_branch():
    ledger = past(
        ("2025", "党员", "D1", "001001", 80.0, 3),
        ("2025", "党员", "D2", "001009", 90.0, 1),
        ("2024", "党员", "D3", "001001", 90.0, 1),
    )
    now = members(("D1", "001001", 1), ("D2", "001001", 2), ("D3", "001001", 3))
    found = with_last_year(now, run_of(ledger, "2026"), "党员", "member_no")
    assert found["change"].tolist() == ["↑2", "—", "—"]
    assert found["prev_total"].fillna(0).tolist() == [80.0, 90.0, 0.0]
    assert len(last_year_columns(found)) == 3
    assert not last_year_columns(with_last_year(now, run_of(company(), "2026"), "党员", "member_no"))
