"""BASE as known on a day."""

from datetime import date

from zoneproc.demo.branches import branch_of
from zoneproc.demo.plan import Plan
from zoneproc.demo.register import base_rows


def rows(role, day):
    return base_rows(branch_of(Plan(2026, 2026, 8, role)), day)


def test_nothing_of_the_future_is_written():
    for role in range(1, 9):
        for day in (date(2026, 1, 15), date(2026, 6, 30)):
            sheets = rows(role, day)
            for name in ("zones", "contacts"):
                assert all(row["start_date"] <= day for row in sheets[name])
                assert all(row["end_date"] is None or row["end_date"] <= day for row in sheets[name])
            assert all(row["branch_to"] is None or row["branch_to"] <= day for row in sheets["members"])


def test_rows_are_closed_never_deleted():
    """X05."""
    for role in range(1, 9):
        for name, key in (("zones", "zone_code"), ("contacts", "contact_employee_no"), ("members", "member_no")):
            early = {row[key] for row in rows(role, date(2026, 2, 28))[name]}
            assert early <= {row[key] for row in rows(role, date(2026, 12, 31))[name]}


def test_member_becomes_full_on_the_day():
    """U03, 4/6."""

    def kinds(day):
        return [row["member_type"] for row in rows(4, day)["members"]].count("预备党员")

    assert kinds(date(2026, 6, 29)) == kinds(date(2026, 6, 30)) + 1


def test_one_secretary_at_a_time():
    for day in (date(2026, 3, 1), date(2026, 9, 1)):
        assert [row["party_post"] for row in rows(5, day)["members"]].count("书记") == 1
