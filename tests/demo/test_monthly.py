"""The monthly return."""

from zoneproc.demo.branches import branch_of
from zoneproc.demo.monthly import monthly_rows
from zoneproc.demo.plan import Plan
from zoneproc.period import Period

MARCH = Period.parse("2026-03")


def test_a_talk_lies_in_the_month_and_under_its_link():
    """U10."""
    for role in range(1, 9):
        plan = Plan(2026, 2026, 8, role)
        links = {(link.member_no, link.contact_employee_no): link for link in branch_of(plan).contacts}
        for row in monthly_rows(plan, MARCH)["talks"]:
            if row.get("talk_date"):
                assert row["talk_date"] in MARCH
                assert links[row["member_no"], row["contact_employee_no"]].holds(row["talk_date"])
                assert 10 <= len(row["content"]) <= 200


def test_reported_opinions_are_in_the_ledger():
    """R05."""
    for role in range(1, 9):
        rows = monthly_rows(Plan(2026, 2026, 8, role), MARCH)
        known = {row["opinion_no"] for row in rows["opinions"]}
        assert {row["opinion_no"] for row in rows["talks"] if row.get("has_opinion")} <= known
        collectors = {row["member_no"] for row in rows["opinions"] if row["collected_date"] in MARCH}
        assert {row["member_no"] for row in rows["monthly_reports"] if row.get("opinions_state") == "有"} == collectors


def test_mentors_are_formal_members():
    """Q08, F29."""
    for role in range(1, 9):
        plan = Plan(2026, 2026, 8, role)
        formal = {m.member_no for m in branch_of(plan).members if m.formal_on(MARCH.start)}
        for row in monthly_rows(plan, MARCH)["trainees"]:
            assert {row["mentor1_no"], row["mentor2_no"]} - {None} <= formal
            assert row["mentor1_no"] != row["mentor2_no"]


def test_good_branches_do_more_than_sloppy_ones():
    def done(role):
        talks = [
            row for month in Period(2026).months for row in monthly_rows(Plan(2026, 2026, 8, role), month)["talks"]
        ]
        return sum(bool(row.get("talk_date")) for row in talks) / len(talks)

    assert done(4) > 0.93 > done(3)


def test_notes_are_not_copied():
    """Q06: hardly any note stands in three rows."""
    content = [row["content"] for row in monthly_rows(Plan(2026, 2026, 8, 1), MARCH)["talks"] if row.get("content")]
    assert len(set(content)) > 0.7 * len(content)
