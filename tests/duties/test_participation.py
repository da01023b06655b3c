"""Who talks, and about what (S1b, S1c)."""

from building import ledger_of, rules_of
from member_rows import ME, OTHER, link, member, talk

from zoneproc.duties.participation import ordinary_talks, talk_topics, talking_members
from zoneproc.period import Period

MARCH = Period.parse("2026-03").months


def branch_ledger():
    return ledger_of(
        members=[member(party_post="书记"), member(OTHER)],
        contacts=[link("E1"), link("E2"), link("E3", OTHER)],
        talks=[
            talk("2026-03", "E1", talk_topics=("思想政治", "家庭生活")),
            talk("2026-03", "E2", talk_topics=("家庭生活",)),
            talk("2026-02", "E3", OTHER),
        ],
    )


def test_members_with_at_least_one_valid_talk():
    found = talking_members(branch_ledger(), rules_of(), MARCH)
    assert found[["member_no", "talks", "talked"]].to_numpy().tolist() == [[ME, 2, True], [OTHER, 0, False]]


def test_talks_by_members_without_a_post():
    found = ordinary_talks(branch_ledger(), Period.parse("2026Q1").months)
    assert sorted(zip(found["month"], found["ordinary"], strict=True)) == [
        ("2026-02", True),
        ("2026-03", False),
        ("2026-03", False),
    ]


def test_every_topic_of_a_talk_counts():
    found = talk_topics(branch_ledger(), MARCH)
    assert found[["topic", "talks"]].to_numpy().tolist() == [["家庭生活", 2], ["思想政治", 1]]


def test_nothing_comes_of_nothing():
    assert talking_members(ledger_of(), rules_of(), MARCH).empty
    assert ordinary_talks(ledger_of(), MARCH).empty
    assert talk_topics(ledger_of(), MARCH).empty
