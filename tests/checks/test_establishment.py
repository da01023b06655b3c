"""D01–D07: documents, meetings, boards, summaries."""

from building import ledger_of
from checks.asking import HERE, ask, asked, flat, member, spot, zone

YEAR = "2026"
LIFE = "组织生活会(民主生活会)"


def document(kind: str = "实施意见", day: str = "2026-01-15"):
    return {"doc_kind": kind, "doc_name": kind, "doc_date": day, "location": "档案盒1", "_period": YEAR}


def meeting(kind: str = LIFE, day: str = "2026-03-25", **changes: object):
    row = {
        "meeting_date": day,
        "meeting_kind": kind,
        "expected": 8,
        "attended": 7,
        "zone_topic": True,
        "heard_count": 5,
    }
    return row | {"_period": "2026Q1"} | changes


def board(**changes: object):
    row = {
        "board_date": "2026-01-20",
        "location": "调度室",
        "members_shown": 1,
        "zones_shown": 1,
        "contacts_hidden": True,
    }
    return row | {"_period": "2026Q1"} | changes


def test_d01_no_rules_of_its_own_and_old_ones():
    none = asked("every_branch_has_its_own_rules", members=[member()])
    assert none == [("D01", *spot("documents"))]
    old = asked("every_branch_has_its_own_rules", members=[member()], documents=[document(day="2025-03-30")])
    assert old == [("D01", *spot("documents", "doc_date"))]
    assert asked("every_branch_has_its_own_rules", members=[member()], documents=[document(day="2025-03-31")]) == []


def test_d02_no_general_meeting_in_the_year():
    name = "every_branch_calls_its_members_together"
    assert asked(name, YEAR, members=[member()]) == [("D02", *spot("meetings"))]
    assert asked(name, YEAR, members=[member()], meetings=[meeting("党员大会")]) == []
    assert asked(name, YEAR, members=[member()], documents=[document("党员大会记录")]) == []
    assert asked(name, "2026Q1", members=[member()]) == []


def test_d03_the_board_and_the_register_differ():
    name = "the_board_counts_what_the_register_holds"
    tables = {"members": [member()], "zones": [zone()]}
    assert asked(name, "2026Q1", boards=[board()], **tables) == []
    found = asked(name, "2026Q1", boards=[board(members_shown=2, zones_shown=3)], **tables)
    assert found == [("D03", *spot("boards", "members_shown")), ("D03", *spot("boards", "zones_shown"))]


def test_d04_private_things_on_the_board():
    found = asked(
        "the_board_shows_nothing_private", "2026Q1", boards=[board(contacts_hidden=False, photo_consent=False)]
    )
    assert found == [("D04", *spot("boards", "contacts_hidden")), ("D04", *spot("boards", "photo_consent"))]


def test_d05_no_meeting_about_zones():
    name = "the_year_has_a_meeting_about_zones"
    assert asked(name, YEAR, members=[member()], meetings=[meeting(zone_topic=False)]) == [("D05", *spot("meetings"))]
    assert asked(name, YEAR, members=[member()], meetings=[meeting()]) == []


def test_d06_fewer_heard_than_members():
    name = "every_member_is_heard_once_a_year"
    people = [member(f"D0000{at}") for at in range(1, 8)]
    assert asked(name, YEAR, members=people, meetings=[meeting()]) == [("D06", *spot("meetings"))]
    assert asked(name, YEAR, members=people, meetings=[meeting(), meeting(day="2026-06-25", heard_count=2)]) == []


def test_d07_no_summary_of_the_year():
    name = "the_year_is_summed_up"
    assert asked(name, YEAR, members=[member()]) == [("D07", *spot("summaries"))]
    summary = {"kind": "年度总结", "title": "总结", "_period": YEAR}
    assert asked(name, YEAR, members=[member()], summaries=[summary]) == []


def test_what_is_missing_is_told_in_the_branchs_last_file_of_the_form():
    covers = [
        {"template_id": form, "branch_code": HERE, "_source": form, "_period": period}
        for form, period in (("BASE", YEAR), ("QTR", "2026Q4"))
    ]
    found = ask("the_year_has_a_meeting_about_zones", ledger_of(members=[member()], cover=covers), YEAR)
    assert flat(found)[0][0] == "D05"
    assert [finding.source for finding in found] == ["QTR"]


def test_d15_more_than_fifty_members():
    people = [member(f"D{at:05d}") for at in range(1, 52)]
    assert asked("no_branch_grows_too_large", members=people) == [("D15", *spot("members"))]
    assert asked("no_branch_grows_too_large", members=people[:50]) == []
