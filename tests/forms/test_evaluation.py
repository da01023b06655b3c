"""EVAL, the year-end evaluation."""

from collections.abc import Callable

from zoneproc.forms.evaluation import FILE_CHECKS, HEARINGS, SECRETARY_BALLOTS
from zoneproc.kinds import Bad

Missing = Callable[[str, dict[str, object]], set[str]]


def test_a_recused_judge_gives_no_mark(missing: Missing) -> None:
    """U55."""
    assert missing("hearings", {"recused": False}) == {"score"}
    assert missing("hearings", {"recused": True}) == set()
    assert isinstance(HEARINGS["score"].parse(101), Bad)


def test_the_machines_fact_is_printed_never_read() -> None:
    assert FILE_CHECKS["machine_fact"].system
    assert FILE_CHECKS["score"].not_above == "max_score"


def test_the_ballot_columns_are_headed_apart() -> None:
    """U68."""
    assert [field.label for field in SECRETARY_BALLOTS.fields][-4:] == ["好票", "较好票", "一般票", "差票"]
