"""BASE, the living register."""

from collections.abc import Callable

import pytest

from zoneproc.forms import FORMS
from zoneproc.forms.register import ABSENCES, LINE_TEAMS, ZONES
from zoneproc.kinds import Bad

Missing = Callable[[str, dict[str, object]], set[str]]


def test_the_reference_sheet_is_all_locked() -> None:
    """2.3: lines and teams come from C-3; a branch cannot change them here."""
    assert LINE_TEAMS.reference
    assert all(field.prefilled for field in LINE_TEAMS.fields)
    assert "line_teams" in FORMS["BASE"]


@pytest.mark.parametrize(
    ("row", "owed"),
    [
        ({}, set()),
        ({"member_type": "正式党员"}, {"full_date"}),
        ({"party_status": "已转出"}, {"branch_to", "transfer_to"}),
        ({"assess_mode": "免考"}, {"exempt_basis"}),
        ({"post_type": "驾驶员"}, {"home_team_code"}),
        ({"post_type": "机关管理人员"}, set()),
    ],
)
def test_what_a_members_row_owes(missing: Missing, row: dict[str, object], owed: set[str]) -> None:
    assert missing("members", row) == owed


def test_closed_rows_give_a_reason(missing: Missing) -> None:
    assert missing("zones", {"end_date": "2026-06-30"}) == {"change_reason"}
    assert missing("contacts", {"end_date": "2026-06-30"}) == {"end_reason"}


def test_being_at_work_is_no_absence() -> None:
    """2.3: B-4 holds absences only; 在岗 is having no open row."""
    assert isinstance(ABSENCES["work_status"].parse("在岗"), Bad)
    assert ABSENCES["work_status"].parse("长病假") == "长期病休"


def test_a_zone_needs_a_scope_in_words() -> None:
    """S4.2: at least six characters."""
    assert isinstance(ZONES["scope_text"].parse("52路"), Bad)
