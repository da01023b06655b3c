"""The cover of a return."""

from collections.abc import Callable

import pytest

from zoneproc.forms.cover import COVER
from zoneproc.kinds import Bad

Missing = Callable[[str, dict[str, object]], set[str]]


def test_a_correction_is_explained(missing: Missing) -> None:
    assert missing("cover", {"submission_no": 1}) == set()
    assert missing("cover", {"submission_no": 2}) == {"correction_note"}


@pytest.mark.parametrize("period", ["2026", "2026-03", "2026-12", "2026Q1", "2026q4"])
def test_periods_as_written(period: str) -> None:
    assert COVER["period"].parse(period) == period


def test_the_year_of_the_register_may_be_a_number() -> None:
    """U74: the period of BASE is the year."""
    assert COVER["period"].parse(2026.0) == "2026"


@pytest.mark.parametrize("period", ["2026-13", "2026-3", "2026Q5", "三月"])
def test_periods_otherwise(period: str) -> None:
    assert isinstance(COVER["period"].parse(period), Bad)


def test_nil_sheets_by_full_or_short_title() -> None:
    """U69: `;`-separated; the short titles of older covers are read too."""
    full = ("三违纠正记录", "责任区任务限期改正(整改)台账")
    assert COVER["nil_sheets"].parse("三违纠正记录;责任区任务限期改正(整改)台账") == full
    assert COVER["nil_sheets"].parse("三违纠正、限期改正") == full
    assert isinstance(COVER["nil_sheets"].parse("党员月汇报"), Bad)
