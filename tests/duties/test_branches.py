"""The branches of a year (C-1, C-2, 4/30)."""

from building import ledger_of
from year_rows import HERE, THERE, YEAR, branch, unit

from zoneproc.duties.branches import branches_in


def test_months_of_existence_by_the_rule_day():
    rows = [branch(end="2026-06-14"), branch(THERE, start="2026-06-15"), branch("001003", end="2025-12-31")]
    found = branches_in(ledger_of(organisations=rows), YEAR)
    assert list(zip(found["branch_code"], found["months"], found["present"], strict=True)) == [
        (HERE, 5, False),
        (THERE, 7, True),
    ]


def test_other_organisations_are_no_branches():
    rows = [branch(org_type="党委"), branch(THERE)]
    assert branches_in(ledger_of(organisations=rows), YEAR)["branch_code"].tolist() == [THERE]


def test_the_last_mapping_to_a_unit_counts_U60():
    units = [unit("FGS01", end_date="2026-06-30"), unit("FGS02", start_date="2026-07-01")]
    assert branches_in(ledger_of(organisations=[branch()], subcompanies=units), YEAR)["subcompany_code"].tolist() == [
        "FGS02"
    ]
