"""S24–S28: what a file shows beside its tables."""

from dataclasses import replace

import pytest
from workbooks import FORMS, STAMP, book, sheets

from zoneproc.excel.facts import SheetFacts
from zoneproc.excel.reading import read_book_bytes
from zoneproc.intake import read_submission
from zoneproc.intake.sightings import sightings

SOUND = read_book_bytes(book(sheets(), STAMP))
TABLES = read_submission("a", book(sheets(), STAMP), FORMS).tables


def seen(book_) -> list[tuple[str, str, str]]:
    return [(f.code.number, f.place.sheet, f.place.cell) for f in sightings("a.xlsx", book_, TABLES)]


def with_facts(**facts):
    changed = [replace(s, facts=SheetFacts(**facts)) if s.title == "联系谈心记录" else s for s in SOUND.sheets]
    return replace(SOUND, sheets=tuple(changed))


@pytest.mark.parametrize(("fact", "code"), [("macros", "S24"), ("links", "S25"), ("date1904", "S26"), ("blind", "S28")])
def test_what_is_true_of_the_file_is_told_once(fact, code):
    assert seen(replace(SOUND, facts=replace(SOUND.facts, **{fact: True}))) == [(code, "", "")]


def test_cells_drawn_from_other_files_are_named():
    linked = with_facts(linked=((6, 1), (5, 1)))
    assert seen(linked) == []
    assert seen(replace(linked, facts=replace(SOUND.facts, links=True))) == [("S25", "联系谈心记录", "B5")]


def test_hidden_columns_are_told_where_they_hold_something():
    assert seen(with_facts(hidden_columns=frozenset({1}))) == [("S27", "联系谈心记录", "")]
    assert seen(with_facts(hidden_columns=frozenset({7, 50}))) == []
    assert seen(SOUND) == []
