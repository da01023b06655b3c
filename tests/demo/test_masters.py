"""The office's own workbooks."""

from datetime import timedelta

import pytest

from zoneproc.demo.branches import Company
from zoneproc.demo.masters import company_rows, evaluation_rows


@pytest.fixture(scope="module")
def masters():
    return company_rows(Company())


def test_keys_are_unique(masters):
    for name, key in (
        ("organisations", "org_code"),
        ("employees", "employee_no"),
        ("orders", "task_no"),
        ("facts", "fact_no"),
    ):
        keys = [row[key] for row in masters[name]]
        assert len(keys) == len(set(keys))


def test_codes_resolve(masters):
    branches = {row["org_code"] for row in masters["organisations"]}
    teams = {row["team_code"] for row in masters["teams"]}
    assert {row["branch_code"] for row in masters["teams"]} <= branches
    assert {row["team_code"] for row in masters["employees"]} <= teams
    assert {row["team_code"] for row in masters["facts"]} <= teams
    assert {row["merged_into"] for row in masters["teams"]} - {None} <= teams


def test_calendar_has_every_return(masters):
    assert len(masters["calendar"]) == 17
    assert all(row["freeze_at"] - row["due_at"] >= timedelta(days=7) for row in masters["calendar"])


def test_terms_of_secretaries_do_not_overlap(masters):
    """C-9."""
    terms = [row for row in masters["secretaries"] if row["branch_code"] == "001005"]
    assert terms[0]["end_date"] + timedelta(days=1) == terms[1]["start_date"]


def test_evaluation_covers_every_branch_and_item():
    """U55, 3.4.1."""
    rows = evaluation_rows(Company())
    for name in ("hearings", "file_checks", "forums", "visits", "secretary_ballots"):
        assert len({row["branch_code"] for row in rows[name]}) == 8
    assert sum(row["max_score"] for row in rows["file_checks"]) == 800
    assert any(row["recused"] for row in rows["hearings"])
    assert all(
        row["n_good"] + row["n_fair"] + row["n_avg"] + row["n_poor"] == row["valid"]
        for row in rows["secretary_ballots"]
    )
