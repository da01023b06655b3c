"""限期改正 and inspections."""

from zoneproc.demo.plan import Plan
from zoneproc.demo.remedies import inspections_of, open_remedies, remedies_of
from zoneproc.period import Period


def test_status_follows_the_calendar():
    for remedy in remedies_of(Plan(2026, 2026, 8, 3)):
        assert remedy.known_on(remedy.issued_date).rect_status == "整改中"
        assert remedy.known_on(remedy.closed_date).rect_status == "已销号"
        assert remedy.known_on(remedy.done_date).rect_status == "已完成待验收"


def test_rows_carry_over_until_closed():
    """U07."""
    plans = [Plan(2026, 2026, 8, role) for role in range(1, 9)]
    seen = [row.rect_no for plan in plans for quarter in Period(2026).quarters for row in open_remedies(plan, quarter)]
    assert len(seen) > len(set(seen))


def test_each_branch_is_visited_once_a_quarter():
    """S2c."""
    for role in range(1, 9):
        assert [row["inspect_date"].month // 3 for row in inspections_of(Plan(2026, 2026, 8, role))] == [0, 1, 2, 3]
