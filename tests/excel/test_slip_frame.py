"""What is around the sheets of a slip: nothing of the period the pattern was made for is left in it."""

import pytest

from zoneproc.excel.pattern import Sort, made
from zoneproc.excel.slip_frame import SlipFrame, period_values, sample_period
from zoneproc.excel.stencil import places_in
from zoneproc.excel.zipped import Stretch
from zoneproc.forms import FORMS


@pytest.mark.parametrize(("period", "sample"), [("2026-03", "2087-11"), ("2026Q1", "2087Q4"), ("2026", "2087")])
def test_a_pattern_is_made_for_a_period_of_the_same_length_far_away(period, sample):
    assert sample_period(period) == sample


def test_what_depends_on_a_period():
    values = period_values("2026-03")
    words = ("2026年3月", "2026-03-01", "2026-03-31")
    assert (values["period.words"], values["period.start"], values["period.end"]) == words
    assert (values["span.first"], values["span.last"], values["span.next"]) == ("46082", "46112", "46113")
    assert (values["span.middle"], values["span.half"]) == ("46097.0", "15.0")


@pytest.fixture(scope="module")
def month():
    form = FORMS["MON"]
    frame = SlipFrame(form, "2026-03")
    return made(Sort(form, frame.period, due=False, preparer=True, lists=()), frame), frame


def said(stencil):
    return "".join(
        piece
        if isinstance(piece, str)
        else piece.plain.decode()
        if isinstance(piece, Stretch)
        else "".join(f"\ue000{text}\ue001" if at % 2 == piece.first else text for at, text in enumerate(piece.parts))
        for piece in stencil.pieces
    )


def test_no_word_or_number_of_that_period_is_left(month):
    pattern, frame = month
    whole = "".join(map(said, pattern.parts.values()))
    assert not [value for value in period_values(frame.period).values() if len(value) > 4 and value in whole]
    assert period_values("2026-03").keys() - {"span.next"} <= set(places_in(whole))  # no moment must lie in the month


def test_every_sheet_of_the_form_is_ready_for_notes_and_a_coloured_tab(month):
    pattern, frame = month
    places = {name for stencil in pattern.parts.values() for name in places_in(said(stencil))}
    assert list(frame.around) == [table.label for table in FORMS["MON"].tables]
    for title, around in frame.around.items():
        assert {f"tab.{title}", f"notes.{title}", f"types.{title}"} <= places
        assert set(around.parts) <= pattern.parts.keys()
        assert f"comments{around.number}.xml" in around.override
