"""The quarterly return."""

from zoneproc.demo.branches import branch_of
from zoneproc.demo.plan import Plan
from zoneproc.demo.quarterly import assessed, quarterly_rows
from zoneproc.period import Period


def rows(role, quarter):
    return quarterly_rows(Plan(2026, 2026, 8, role), Period.of_quarter(2026, quarter))


def test_the_traveller_is_assessed_once_a_quarter():
    """U05: two of three 15ths."""
    for number in (1, 2, 3, 4):
        quarter = Period.of_quarter(2026, number)
        lists = [assessed(branch_of(Plan(2026, 2026, 8, role)), quarter) for role in (1, 2)]
        numbers = [member.member_no for members in lists for member in members]
        assert len(numbers) == len(set(numbers))


def test_one_confirmed_veto_one_alleged():
    """U37."""
    vetoes = [
        row["confirmed"] for role in range(1, 9) for number in (1, 2, 3, 4) for row in rows(role, number)["vetoes"]
    ]
    assert sorted(vetoes) == [False, True]


def test_meetings_have_their_attendance_and_group():
    for role in range(1, 9):
        for row in rows(role, 2)["meetings"]:
            assert row["attended"] <= row["expected"]
            assert (row.get("heard_count") or 0) <= row["attended"]
            assert ("group_code" in row) == (row["meeting_kind"] == "党小组会")


def test_board_is_newer_than_the_last_change_but_for_the_sloppy_branch():
    """C06."""
    for role in range(1, 9):
        board = rows(role, 3)["boards"][0]["board_date"]
        zones = branch_of(Plan(2026, 2026, 8, role)).zones
        changes = [
            d for zone in zones for d in (zone.start_date, zone.end_date) if d and d <= Period.of_quarter(2026, 3).end
        ]
        assert (board > max(changes)) == (role != 3)


def test_ratings_give_a_reason_for_the_worst():
    every = [row for role in range(1, 9) for row in rows(role, 1)["assessments"]]
    assert {row["branch_rating"] for row in every} == {"好", "较好", "一般", "差"}
    assert all(row["rating_reason"] for row in every if row["branch_rating"] == "差")
