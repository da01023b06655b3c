"""The yearly return."""

from zoneproc.demo.annual import annual_rows
from zoneproc.demo.plan import Plan
from zoneproc.period import Period

YEAR = Period(2026)


def rows(role):
    return annual_rows(Plan(2026, 2026, 8, role), YEAR)


def test_votes_add_up():
    """V01."""
    for role in range(1, 9):
        for row in rows(role)["reviews"]:
            assert row["pv_valid"] == sum(row[name] for name in ("pv_excellent", "pv_pass", "pv_basic", "pv_fail"))
            assert row["mv_valid"] == sum(row[name] for name in ("mv_excellent", "mv_pass", "mv_basic", "mv_fail"))
            assert row["pv_valid"] <= row["pv_returned"] <= row["pv_issued"]
            assert all(row[name] >= 0 for name in ("pv_excellent", "pv_pass", "mv_excellent", "mv_pass"))


def test_probationary_members_get_no_grade():
    """V02, F09."""
    for role in range(1, 9):
        assert all((row["review_grade"] is None) == (row["member_type"] == "预备党员") for row in rows(role)["reviews"])


def test_only_the_third_branch_has_too_many_excellent():
    """V03, U76."""
    for role in range(1, 9):
        reviews = rows(role)["reviews"]
        formal = [row for row in reviews if row["member_type"] == "正式党员"]
        excellent = [row for row in formal if row["review_grade"] == "优秀"]
        assert (len(excellent) > max(1, len(formal) // 3)) == (role == 3)


def test_nominees_are_excellent_and_voted_for():
    for role in range(1, 9):
        excellent = {row["member_no"] for row in rows(role)["reviews"] if row["review_grade"] == "优秀"}
        for row in rows(role)["nominations"]:
            assert row["voting_expected"] >= row["voting_attended"] >= row["ayes"] > row["voting_expected"] / 2
            assert row["award"] != "优秀共产党员" or row["subject_no"] in excellent


def test_next_year_begins_on_its_first_day():
    """S5.1.3c."""
    for name in ("next_zones", "next_contacts"):
        assert all(row["start_date"].year == 2027 and row["end_date"] is None for row in rows(1)[name])
