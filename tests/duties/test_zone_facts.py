"""Plain counts of what happened in a zone (S3.2a, S3.2e)."""

from building import ledger_of
from member_rows import ME, Q1, fact, member, violation

from zoneproc.duties.zone_facts import facts_of_members, facts_of_teams


def ledger():
    return ledger_of(
        members=[member()],
        violations=[violation("2026-03-09", corrected_by=ME), violation("2026-03-10", team="052-02")],
        facts=[
            fact("三违", "2026-03-09", level="轻微"),
            fact("有责投诉", "2026-03-11", employee_no="E00123"),
            fact("乘客表扬", "2026-03-12", employee_no="E00123"),
            fact("乘客表扬", "2026-05-12"),
        ],
    )


def test_counts_of_teams():
    found = facts_of_teams(ledger(), Q1).set_index("team_code")
    assert found.loc["052-01"].to_dict() == {"violations": 1, "corrected": 1, "complaints": 1, "praises": 1}
    assert found.loc["052-02"].to_dict() == {"violations": 1, "corrected": 0, "complaints": 0, "praises": 0}


def test_counts_of_members():
    found = facts_of_members(ledger(), Q1).set_index("member_no")
    assert found.loc[ME].to_dict() == {"violations": 0, "corrected": 1, "complaints": 1, "praises": 1}


def test_nothing_comes_of_nothing():
    assert facts_of_teams(ledger_of(), Q1).empty
    assert facts_of_members(ledger_of(), Q1).empty
