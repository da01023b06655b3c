"""I31, I32: activities and the branch's rating."""

from building import ledger_of
from member_rows import ME, absent, member, of, rating


def test_only_absences_without_makeup_count_in_any_branch_u26():
    rows = [
        absent("2026-01-10"),
        absent("2026-02-10", _branch="001002"),
        absent("2026-02-11", makeup_date="2026-02-20"),
        absent("2026-02-12", attendance="请假"),
        absent("2026-04-01"),
    ]
    assert of("活动参加", ledger_of(members=[member()], attendance=rows)) == [(ME, "缺席", 2.0, 0.0)]


def test_the_rating_of_the_computing_branch_counts_u27():
    moved = [
        member(branch_to="2026-01-20", transfer_to="001002", party_status="已转出"),
        member(branch_code="001002", branch_from="2026-01-21"),
    ]
    ratings = [rating("差"), rating("好", _branch="001002")]
    assert of("支部评价", ledger_of(members=moved, assessments=ratings)) == [(ME, "好", 1.0, 0.0)]
    assert of("支部评价", ledger_of(members=moved, assessments=ratings[:1])) == []
