"""The printout of the scheme: everything in force, nothing else."""

from rule_rows import JULY, added, book_of

from zoneproc.rules import default_rule_book
from zoneproc.scoring.scheme_text import scheme_lines


def printed(book=None):
    return "\n".join(scheme_lines((book or default_rule_book()).on(JULY)))


def test_every_indicator_grade_quota_veto_and_parameter_is_named():
    rules = default_rule_book().on(JULY)
    text = printed()
    for row in rules.indicator_rows:
        assert f"{row.code} {row.label} {row.full_points:g} 分 依据:{row.basis}" in text
    assert all(f"  {key} = {value}" in text for key, value in rules.parameters.items())
    assert all(f"  {award}:" in text for award in rules.quota_rows)
    assert all(f" {key[1]}:{effect}" in text for key, effect in rules.veto_rows.items())
    assert "优秀 90 分以上(不超过 30%)" in text


def test_lines_follow_the_rules_of_the_day():
    book = book_of(parameters=added("parameters", key="contact_floor", label="", value="3"))
    assert "  contact_floor = 3" in printed(book)
    assert "  contact_floor = 2" in printed()


def test_sections_the_office_left_empty_are_left_out():
    assert "豁免" not in printed()
    book = book_of(dictionary=added("dictionary", vocabulary="D27", value="技能比武"))
    assert "  D27 技能比武" in printed(book)
