"""Measures an office may add: how widely talks are carried (S1b)."""

from building import ledger_of
from member_rows import OTHER, link, member, talk
from year_rows import HERE, counted, evidence_of

from zoneproc.measures import MEASURES


def branch_ledger():
    return ledger_of(
        members=[member(party_post="书记"), member(OTHER)],
        contacts=[link("E1"), link("E3", OTHER)],
        talks=[talk("2026-02", "E1"), talk("2026-03", "E1")],
    )


def test_members_who_talked_out_of_all_owed():
    assert counted("谈心参与面", evidence_of(branch_ledger())) == {(HERE, ""): (1.0, 2.0)}


def test_talks_without_a_post_out_of_all():
    assert counted("普通党员谈心", evidence_of(branch_ledger())) == {(HERE, ""): (0.0, 2.0)}


def test_nothing_comes_of_nothing():
    for name in ("谈心参与面", "普通党员谈心"):
        assert MEASURES[name](evidence_of()).frame().empty
