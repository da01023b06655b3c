"""QTR, the quarterly return."""

from collections.abc import Callable

import pytest

from zoneproc.forms.quarterly import ADJUSTMENTS, ASSESSMENTS, VETOES
from zoneproc.kinds import Bad

Missing = Callable[[str, dict[str, object]], set[str]]


def test_twelve_items_are_issued_and_i32_is_the_branchs_own() -> None:
    """U67: the twelve are all but I32."""
    issued = [field.name for field in ASSESSMENTS.fields if field.system]
    assert issued == "i11 i12 i13 i21 i22 i23 i24 i31 i41 i51 i52 i61".split()
    assert ASSESSMENTS["branch_rating"].required
    assert ASSESSMENTS["i11"].parse("不适用") == "不适用"


def test_the_capped_grade_is_printed_never_chosen() -> None:
    """D29."""
    assert isinstance(ASSESSMENTS["suggested_grade"].parse("良好(限额)"), Bad)
    assert ASSESSMENTS["suggested_grade"].parse("不定等次") == "不定等次"


def test_points_are_the_rules_and_the_veto_is_the_offices() -> None:
    """Q-2 points are never read; a veto row is complete without 党办确认 (U37)."""
    assert ADJUSTMENTS["points"].needs == "系统"
    assert ADJUSTMENTS["points"] not in ADJUSTMENTS.read_fields
    assert VETOES["confirmed"].needs == "否"


@pytest.mark.parametrize(
    ("table", "row", "owed"),
    [
        ("assessments", {"branch_rating": "差"}, {"rating_reason"}),
        ("rectifications", {"rect_status": "整改中"}, set()),
        ("rectifications", {"rect_status": "已完成待验收"}, {"done_date", "result"}),
        ("rectifications", {"rect_status": "已销号"}, {"done_date", "result", "accepted_by", "closed_date"}),
        ("meetings", {"meeting_kind": "党小组会", "zone_topic": True}, {"group_code", "heard_count"}),
        ("meetings", {"voting_expected": 7}, {"voting_attended"}),
        ("boards", {"photo_file": "图板0120.jpg"}, {"photo_consent"}),
        ("experiences", {"kind": "问题"}, {"resolved"}),
    ],
)
def test_what_rows_owe(missing: Missing, table: str, row: dict[str, object], owed: set[str]) -> None:
    assert missing(table, row) == owed
