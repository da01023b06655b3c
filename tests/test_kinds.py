"""Cells as Chinese offices fill them: one reading or none (dependencies.md 7, domain.md 2.1)."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneproc.kinds import Bad, ErrorCell, Kind, Reason, as_text, clean_text, name_key, parse, render

MARCH_5 = date(2026, 3, 5)


@pytest.mark.parametrize(
    "raw",
    [
        *("2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "2026年03月05号", "20260305", "２０２６－０３－０５"),
        *(20260305.0, 46086.0, 46086, datetime(2026, 3, 5, 8, 30), MARCH_5, " 2026-3-5 ", "2026-03-05 00:00:00"),
    ],
)
def test_a_date_written_in_any_office_way(raw):
    assert parse(Kind.DATE, raw) == MARCH_5


@pytest.mark.parametrize(
    "raw", ["3.5", "3月5日", "26.3.5", 2026.3, 3.5, "5/3/2026", "2026-02-30", "明天", time(8), True, 12]
)
def test_a_date_that_could_mean_two_days_is_refused(raw):
    found = parse(Kind.DATE, raw)
    assert isinstance(found, Bad)
    assert found.reason is Reason.UNREADABLE_DATE


def test_a_short_year_is_refused_with_what_may_be_meant():
    assert parse(Kind.DATE, "26.3.5").suggestion == "2026-03-05"


@pytest.mark.parametrize("raw", ["2026-03-18 07:40", "2026/3/18 7:40:00", "2026年3月18日 7时40分", "2026-03-18T07:40"])
def test_a_moment_in_any_office_way(raw):
    assert parse(Kind.DATETIME, raw) == datetime(2026, 3, 18, 7, 40)


def test_a_moment_needs_its_time():
    assert isinstance(parse(Kind.DATETIME, "2026-03-18"), Bad)
    assert parse(Kind.DATETIME, datetime(2026, 3, 18)) == datetime(2026, 3, 18)


@pytest.mark.parametrize("raw", ["2026-03", "2026.03", "2026年3月", "202603", MARCH_5])
def test_a_month_in_any_office_way(raw):
    assert parse(Kind.MONTH, raw) == "2026-03"


@pytest.mark.parametrize("raw", [2026.3, "2026-13", "三月"])
def test_a_month_that_could_be_another_is_refused(raw):
    assert isinstance(parse(Kind.MONTH, raw), Bad)


@pytest.mark.parametrize(("raw", "meant"), [("１２", 12), ("1,200", 1200), (12.0, 12), ("+3", 3), ("-4", -4)])
def test_whole_numbers(raw, meant):
    assert parse(Kind.INTEGER, raw) == meant


@pytest.mark.parametrize(
    "raw", ["12人", 1.5, "1.5", "1_000", "０x10", True, MARCH_5, float("nan"), float("inf"), "1e5"]
)
def test_what_is_no_whole_number(raw):
    found = parse(Kind.INTEGER, raw)
    assert isinstance(found, Bad)
    assert found.reason is Reason.NOT_A_NUMBER


def test_a_number_with_its_unit_suggests_the_number():
    assert parse(Kind.INTEGER, "12人").suggestion == "12"


@pytest.mark.parametrize(("raw", "meant"), [(52.0, "52"), (" D00１23 ", "D00123"), ("夜 3", "夜3"), ("Ｋ52", "K52")])
def test_codes_are_text_without_blanks(raw, meant):
    assert parse(Kind.CODE, raw) == meant


@pytest.mark.parametrize("raw", ["√", "✓", "是", "有", "Y", True, 1.0, " 是 ", "对"])
def test_yes(raw):
    assert parse(Kind.FLAG, raw) is True


@pytest.mark.parametrize("raw", ["×", "否", "无", "N", False, 0.0])
def test_no(raw):
    assert parse(Kind.FLAG, raw) is False


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.CODE, Kind.INTEGER, Kind.DECIMAL, Kind.MONTH, Kind.CHOICES])
@pytest.mark.parametrize("raw", ["", None, "  ", "\u3000", "\u200b", "/", "—", "-", "无", "暂无"])
def test_empty_words_are_empty(kind, raw):
    assert parse(kind, raw) is None


def test_text_keeps_empty_words_because_wu_is_an_answer():
    """M-2 设想和建议: 无 allowed (U14)."""
    assert parse(Kind.TEXT, "无") == "无"


def test_ditto_is_refused():
    assert isinstance(parse(Kind.DATE, "同上"), Bad)


def test_an_error_cell_is_never_empty():
    assert parse(Kind.TEXT, ErrorCell("#REF!")).reason is Reason.ERROR_CELL
    assert {parse(kind, "公式没有保存结果").reason for kind in Kind} == {Reason.ERROR_CELL}


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("张　三", "张三"),
        ("欧阳 明", "欧阳明"),
        ("买买提•艾力", "买买提·艾力"),
        ("阿依古丽 ・ 买买提", "阿依古丽·买买提"),
    ],
)
def test_names_lose_blanks_and_keep_one_kind_of_dot(raw, name):
    assert parse(Kind.NAME, raw) == name
    assert name_key(raw) == name_key(name)


def test_invisible_characters_and_lone_surrogates_go():
    assert clean_text("\ufeff张\u200b三\ud800\x00 ") == "张三"


moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
tidy_text = st.text("甲乙丙丁abc123()·", min_size=1, max_size=20)
values = {
    Kind.TEXT: tidy_text,
    Kind.CODE: tidy_text,
    Kind.NAME: st.text("甲乙丙丁", min_size=1, max_size=6),
    Kind.CHOICE: st.text("甲乙丙丁()", min_size=1, max_size=6),
    Kind.INTEGER: st.integers(-(10**12), 10**12),
    Kind.DECIMAL: st.floats(-1e12, 1e12, allow_nan=False),
    Kind.DATE: moments.map(datetime.date),
    Kind.DATETIME: moments,
    Kind.MONTH: moments.map(lambda moment: f"{moment:%Y-%m}"),
    Kind.FLAG: st.booleans(),
    Kind.CHOICES: st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), min_size=1, unique=True).map(tuple),
}


@pytest.mark.parametrize("kind", list(Kind))
@given(data=st.data())
def test_parse_is_the_inverse_of_render(kind, data):
    value = data.draw(values[kind])
    assert parse(kind, render(kind, value)) == value


@pytest.mark.parametrize("kind", list(Kind))
@given(
    raw=st.one_of(
        st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.times(), st.dates(), st.timedeltas()
    )
)
def test_parsing_never_raises(kind, raw):
    parse(kind, raw)


@given(st.one_of(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates()))
def test_everything_can_be_shown(raw):
    assert isinstance(as_text(raw), str)
