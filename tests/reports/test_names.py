"""Codes as names; the latest name wins, an unknown code stays itself."""

import pandas as pd
from building import ledger_of
from member_rows import member
from year_rows import HERE, branch

from zoneproc.reports.names import OfBranches, branch_labels, branch_names, joined, member_names, with_branch


def test_the_latest_name_wins():
    old, new = (
        branch(HERE, "2010-01-01", "2025-12-31", short_name="旧名"),
        branch(HERE, "2026-01-01", short_name="新名"),
    )
    assert branch_names(ledger_of(organisations=[new, old])) == {HERE: "新名"}
    stays = [member("D1", name="新"), member("D1", name="旧", branch_from="2010-01-01")]
    assert member_names(ledger_of(members=stays)) == {"D1": "新"}


def test_unknown_codes_stay_and_missing_ones_are_blank():
    rows = pd.DataFrame({"branch_code": [HERE, "999", None]})
    assert with_branch(rows, ledger_of(organisations=[branch()]))["branch"].tolist() == ["支部1", "999", ""]


def test_labels_for_files_are_short_and_never_shared():
    """Case of letters aside: a folder on Windows does not tell them apart."""
    rows = [
        branch(HERE, short_name="Aa队"),
        branch("001002", short_name="aA队"),
        branch("001003", short_name="长" * 90),
    ]
    labels = branch_labels(ledger_of(organisations=rows), [HERE, "001002", "001003", "999"])
    assert labels[HERE] == f"Aa队{HERE}"
    assert len({label.casefold() for label in labels.values()}) == 4
    assert max(map(len, labels.values())) == 30


def test_rows_are_parted_by_branch_in_their_order():
    rows = pd.DataFrame({"branch_code": ["002", "001", None, "002"], "name": list("甲乙丙丁")})
    parted = OfBranches(rows)
    assert [list(parted[code].cells("name")) for code in ("001", "002", "003")] == [["乙"], ["甲", "丁"], []]
    assert len(OfBranches(rows.iloc[:0])["001"]) == 0


def test_texts_of_a_key_come_together_in_their_order():
    rows = pd.DataFrame({"team": ["T2", "T1", "T2", None], "name": ["乙", "甲", "丙", "丁"]}).astype("str")
    asked = pd.DataFrame({"team": ["T1", "T2", "T3", None]}, index=[7, 8, 9, 10]).astype("str")
    found = joined(rows, "name", ["team"], asked)
    assert found.dropna().to_dict() == {7: "甲", 8: "乙、丙"}
    assert found.dtype == "str"
