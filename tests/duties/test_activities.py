"""Activities by campaign and attendance (S0c, S3.3a)."""

from building import ledger_of
from member_rows import absent

from zoneproc.duties.activities import activities, campaigns
from zoneproc.period import Period

Q1 = Period.parse("2026Q1")


def came(number: str, state: str = "出席", day: str = "2026-03-15", **cells: object):
    return absent(day, number, attendance=state, activity_kind="志愿服务", activity_name="文明乘车劝导") | cells


def test_present_excused_absent_and_rate():
    rows = [
        came("D1"),
        came("D2"),
        came("D3", "缺席"),
        came("D4", "缺席", makeup_date="2026-03-22"),
        came("D5", "不在岗"),
    ]
    found = activities(ledger_of(attendance=rows), Q1)
    assert found[["present", "excused", "absent"]].to_numpy().tolist() == [[2, 1, 1]]
    assert found["rate"].tolist() == [2 / 3]


def test_campaigns_are_counted_by_kind():
    rows = [
        came("D1"),
        came("D2"),
        came("D1", day="2026-02-02"),
        came("D1", day="2026-01-09", activity_kind="争先创优"),
    ]
    found = campaigns(ledger_of(attendance=rows), Q1)
    assert found[["activity_kind", "activities"]].to_numpy().tolist() == [["争先创优", 1], ["志愿服务", 2]]


def test_other_periods_and_nothing():
    assert activities(ledger_of(attendance=[came("D1", day="2025-12-31")]), Q1).empty
    assert campaigns(ledger_of(), Q1).empty
