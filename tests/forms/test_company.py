"""COMPANY, the masters of the office."""

from collections.abc import Callable

import pytest

from zoneproc.forms.company import CALENDAR, EMPLOYEES, FACTS, TEAMS
from zoneproc.kinds import Bad

Missing = Callable[[str, dict[str, object]], set[str]]


@pytest.mark.parametrize(
    ("table", "row", "owed"),
    [
        ("facts", {"fact_kind": "有责投诉"}, set()),
        ("facts", {"fact_kind": "三违"}, {"level"}),
        ("facts", {"fact_kind": "事故"}, {"level", "doc_no"}),
        ("teams", {"team_type": "线路班组"}, {"line_code", "line_name"}),
        ("teams", {"team_status": "合并"}, {"end_date", "merged_into"}),
        ("teams", {"team_status": "暂停"}, set()),
        ("teams", {"cover_required": False}, {"note"}),
        ("employees", {"on_roll": False}, {"end_date"}),
        ("organisations", {"end_date": "2026-06-30"}, {"successor_code"}),
        ("inspections", {"finding": "图板未更新"}, {"demand", "due_date"}),
        ("inspections", {"closed_date": "2026-03-17"}, {"result"}),
    ],
)
def test_what_rows_owe(missing: Missing, table: str, row: dict[str, object], owed: set[str]) -> None:
    """U70, U71 and the bracketed conditions of 2.7."""
    assert missing(table, row) == owed


def test_levels_of_facts() -> None:
    """C-7: the levels of D21, D24 and discipline."""
    assert [FACTS["level"].parse(text) for text in ("轻微", "全责", "处分")] == ["轻微", "全部责任", "处分"]


def test_a_team_is_one_row_per_status() -> None:
    """U71: key team_code and start_date."""
    assert TEAMS.unique == ("team_code", "start_date")
    assert TEAMS["alias_codes"].parse("52A;五十二路") == ("52A", "五十二路")


def test_the_staff_list_is_optional() -> None:
    assert EMPLOYEES.optional


@pytest.mark.parametrize("text", ["2026-04-06=休", "2026-04-06=休;2026-04-11=班", "2026/4/6=休;2026/4/11=班"])
def test_shifted_holidays_as_written(text: str) -> None:
    """U73."""
    assert CALENDAR["workday_override"].parse(text) == text


@pytest.mark.parametrize("text", ["清明休", "2026-04-06", "2026-04-06=休2026-04-11=班"])
def test_shifted_holidays_otherwise(text: str) -> None:
    assert isinstance(CALENDAR["workday_override"].parse(text), Bad)
