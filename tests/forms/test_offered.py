"""Forms with the values a company adds to its lists."""

from zoneproc.forms import FORMS
from zoneproc.forms.offered import offered


def test_added_values_stand_at_the_end_of_their_lists():
    form = offered("MON", {"D16": ("焦虑",), "D15": ()})
    assert form["talks"]["mood"].vocabulary.values[-1] == "焦虑"
    assert form["talks"]["talk_method"] is FORMS["MON"]["talks"]["talk_method"]
    assert form.fingerprint == FORMS["MON"].fingerprint


def test_without_additions_the_form_is_the_declared_one():
    assert offered("QTR", {"D16": ()}) is FORMS["QTR"]
