"""One copy of a pattern: its parts, and what it refuses. That it says what the template says is in test_copies."""

from datetime import date

import pytest

from zoneproc.excel.copying import Copy, UnforeseenError
from zoneproc.excel.issue import Issue
from zoneproc.excel.pattern import Sort, made
from zoneproc.excel.zipped import Stretch
from zoneproc.forms import FORMS

FORM = FORMS["QTR"]
ISSUE = Issue("001005", "七队党支部", "三分公司", "2026Q1", secretary_name="赵六")


@pytest.fixture(scope="module")
def pattern():
    return made(Sort(FORM, "2026Q1", due=False, preparer=False, lists=()))


def parts(pattern, rows):
    return {part.name: part.pieces for part in Copy(pattern, FORM, ISSUE, rows).parts()}


def test_parts_without_anything_of_the_branch_are_copied_as_they_are(pattern):
    one, other = (parts(pattern, {"assessments": [{"member_no": number}]}) for number in ("D00001", "D00002"))
    alike = [name for name in one if all(isinstance(piece, Stretch) for piece in one[name])]
    assert "xl/theme/theme1.xml" in alike
    assert "xl/styles.xml" in alike
    assert all(a is b for name in alike for a, b in zip(one[name], other[name], strict=True))


def test_no_place_is_left_open(pattern):
    for name, pieces in parts(pattern, {"assessments": [{"member_no": "D00001"}]}).items():
        text = "".join(piece.plain.decode() if isinstance(piece, Stretch) else piece for piece in pieces)
        assert "\ue000" not in text, name


def test_a_look_the_pattern_does_not_have_is_refused(pattern):
    with pytest.raises(UnforeseenError):
        parts(pattern, {"assessments": [{"member_no": date(2026, 3, 1)}]})
