"""What one cell says, as conditions; the verdicts themselves are compared with the office's in tests/office."""

import pytest

from zoneproc.excel.readings import bad, blank, declares, has, identity, value, words_of
from zoneproc.forms import FORMS, RETURNS
from zoneproc.kinds import EMPTY_WORDS
from zoneproc.schema import Field, Kind, Vocabulary

MOOD = Vocabulary("D16", "思想状态", ("平稳", "有波动(轻)"), {"稳定": "平稳"})
MOODS = Field("mood", "思想状态", Kind.CHOICE, vocabulary=MOOD)


def test_choices_are_known_in_every_spelling():
    assert words_of(MOODS) == ["平稳", "有波动(轻)", "稳定"]
    assert words_of(MOODS, ("平稳",)) == ["平稳", "稳定"]
    assert "√" in words_of(Field("x", "是", Kind.FLAG), ("是",))
    assert "√" not in words_of(Field("x", "是", Kind.FLAG), ("否",))


def test_one_choice_is_one_thing_in_any_spelling():
    assert identity(MOODS, "A1").startswith("INT((FIND(")
    assert identity(Field("x", "码", Kind.CODE), "A1") == value(Field("x", "码", Kind.CODE), "A1")


def test_words_for_nothing_are_empty_in_figures_not_in_texts():
    assert all(word in blank(Field("x", "数", Kind.INTEGER), "A1") for word in EMPTY_WORDS)
    assert "暂无" not in blank(Field("x", "文", Kind.TEXT), "A1")


@pytest.mark.parametrize("form_id", RETURNS)
def test_every_column_has_its_conditions(form_id):
    items = [item for table in FORMS[form_id].tables for item in table.read_fields]
    assert all(has(item, "A1") and bad(item, "A1") for item in items)


def test_a_declaration_counts_in_every_spelling():
    nil = FORMS["MON"]["cover"]["nil_sheets"]
    assert declares(nil, "B18", "三违纠正记录").count("FIND(") == 2
