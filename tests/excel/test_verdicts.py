"""The verdicts shown before a program recalculates, row by row."""

from datetime import date

from zoneproc.excel.conditions import CHECK, COUNTS, DOUBLE, HELD, Fault
from zoneproc.excel.verdicts import Ground, Read
from zoneproc.forms import FORMS
from zoneproc.period import Period

MARCH = Ground(Period.parse("2026-03"), {"members.member_no": frozenset({"D00001", "D00002"})})
TALK = {
    "member_no": "D00001",
    "member_name": "张三",
    "contact_employee_no": "E20877",
    "contact_name": "李四",
    "talk_date": date(2026, 3, 12),
    "talk_method": "面谈",
    "talk_topics": ("安全行车",),
    "mood": "平稳",
    "content": "谈夜班行车安全和休息",
    "has_opinion": False,
}


def verdict(*rows, table=FORMS["MON"]["talks"], ground=MARCH):
    read = Read.of(table, rows)
    found = {(name, row): code for name, codes in read.codes(ground).items() for row, code in codes.items()}
    return list(read.states), found


def test_a_sound_row_has_no_fault():
    assert verdict(TALK) == ([COUNTS], {})


def test_each_fault_has_its_number():
    spoiled = {
        "content": "短",
        "talk_method": "聊天",
        "talk_date": date(2026, 4, 1),
        "mood": None,
        "member_no": "D00009",
        "has_opinion": "是",
    }
    assert verdict({**TALK, **spoiled})[1] == {
        ("member_no", 0): Fault.UNKNOWN.code,
        ("talk_date", 0): Fault.PERIOD.code,
        ("talk_method", 0): Fault.CHOICE.code,
        ("mood", 0): Fault.MISSING.code,
        ("content", 0): Fault.FORM.code,
        ("opinion_no", 0): Fault.MISSING.code,
    }


def test_a_date_as_text_is_taken_but_should_be_looked_at():
    """Amber: the office reads 2026.3.12 (domain.md 2.1, 5)."""
    assert verdict({**TALK, "talk_date": "2026.3.12"}) == ([COUNTS], {("talk_date", 0): CHECK})


def test_a_row_without_its_name_is_told_once():
    """S14: of the cells that name a row only the first missing one is told, and nothing else of the row."""
    states, found = verdict({"content": "谈夜班行车安全和休息"})
    assert (states, found) == ([HELD], {("member_no", 0): Fault.MISSING.code})


def test_repeated_rows():
    """S07: of rows about the same the first counts; in Y-1 the last."""
    assert verdict(TALK, {}, TALK) == ([COUNTS, 0, DOUBLE], {("member_no", 2): Fault.DOUBLE.code})
    reviews = FORMS["ANN"]["reviews"]
    states, _ = verdict({"member_no": "D00001"}, {"member_no": "d00001"}, table=reviews)
    assert states == [DOUBLE, COUNTS]


def test_rows_named_in_part_repeat_others_only_if_alike_in_all():
    silent = {name: TALK[name] for name in ("member_no", "member_name", "contact_employee_no", "contact_name")}
    assert verdict(silent, {**silent, "miss_reason": "漏谈"})[0] == [COUNTS, COUNTS]
    assert verdict(silent, dict(silent))[0] == [COUNTS, DOUBLE]


def test_contradictions_and_sums():
    reviews = FORMS["ANN"]["reviews"]
    row = {
        "member_no": "D00001",
        "pv_issued": 5,
        "pv_returned": 6,
        "pv_valid": 3,
        "pv_excellent": 1,
        "pv_pass": 1,
        "mv_fail": 2,
    }
    found = verdict(row, table=reviews)[1]
    clashes = {name for (name, _), code in found.items() if code == Fault.CLASH.code}
    assert clashes == {"pv_returned", "pv_valid", "mv_valid"}


def test_numbers_of_rows_that_count_may_be_referred_to():
    members = Read.of(
        FORMS["BASE"]["members"], [{"member_no": "D00001"}, {"member_no": "D00002", "branch_from": date(2020, 1, 1)}]
    )
    assert members.numbers("member_no") == {"D00002"}


def test_equal_numbers_and_truth_values_are_not_the_same():
    """A column is read at once; 1 is no 是, and True is no number."""
    reviews = FORMS["ANN"]["reviews"]
    rows = [{"member_no": f"D0000{at}", "pv_issued": value} for at, value in enumerate((1, True, 1.0, "1"), start=1)]
    found = verdict(*rows, table=reviews)[1]
    assert [found.get(("pv_issued", at)) for at in range(4)] == [None, Fault.FORM.code, None, CHECK]


def test_lists_and_missing_values_are_read_too():
    given = {**TALK, "talk_topics": ["安全行车"], "content": float("nan")}
    assert verdict(TALK, given)[1] == {("member_no", 1): Fault.DOUBLE.code}
    assert verdict(given)[1] == {("content", 0): Fault.MISSING.code}
