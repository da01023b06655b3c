"""One declaration, its rules, its fingerprint."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneproc.kinds import ERROR_WORDS, Bad, Reason
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Kind, Table, Vocabulary, When

SHIFTS = Vocabulary("D07", "班次时段", ("全天", "早班", "良好(限额)"), {"全日": "全天"})


def test_choices_are_found_by_value_by_spelling_and_by_width():
    field = Field("shift", "班次时段", Kind.CHOICE, vocabulary=SHIFTS)
    assert [field.parse(raw) for raw in ("早班", " 早 班", "全日", "良好（限额）")] == [
        "早班",
        "早班",
        "全天",
        "良好(限额)",
    ]


def test_a_strange_choice_is_bad_and_suggests_the_nearest():
    found = Field("shift", "班次时段", Kind.CHOICE, vocabulary=SHIFTS).parse("早斑")
    assert (found.reason, found.suggestion) == (Reason.NOT_IN_LIST, "早班")


def test_a_listed_wu_is_a_value_not_an_empty_word():
    posts = Vocabulary("D04", "党内职务", ("书记", "无"))
    assert Field("party_post", "党内职务", Kind.CHOICE, vocabulary=posts).parse("无") == "无"


def test_several_choices_are_all_checked():
    field = Field("shifts", "时段", Kind.CHOICES, vocabulary=SHIFTS)
    assert field.parse("早班；全日") == ("早班", "全天")
    assert isinstance(field.parse("早班;下午"), Bad)


@given(
    st.sampled_from(Kind),
    st.lists(
        st.text("张三D1-· •．—/\u3000\u200b#Ａ|无公", min_size=1, max_size=4) | st.sampled_from(sorted(ERROR_WORDS)),
        min_size=1,
    ),
)
def test_texts_that_stay_together_stay_one_by_one(kind, texts):
    field = Field("x", "某栏", kind, max_length=3, pattern="[^1]*", spellings={"张": "三"})
    if field.all_stay(texts):
        assert [field.parse(text) for text in texts] == texts


def test_what_is_plain_stays_and_what_is_not_is_looked_at():
    """Most columns of a company are settled at one look, and every doubt is an odd cell's."""
    for kind, plain, odd in (
        (Kind.CODE, ["D00123", "夜188-01"], ["-", "D 1", "Ｄ1", "无", "同上"]),
        (Kind.NAME, ["张三", "阿不都·热合曼"], ["张 三", "阿•热", " 张三"]),
        (Kind.TEXT, ["情况正常。", "a b"], [" a", "a ", "a\nb", "#REF!", "公式没有保存结果"]),
    ):
        field = Field("x", "某栏", kind, max_length=9)
        assert field.all_stay(plain)
        assert not any(field.all_stay([*plain, text]) for text in (*odd, "一二三四五六七八九十"))


def test_a_text_too_long_is_reported_but_kept():
    found = Field("content", "内容", Kind.TEXT, max_length=3).parse("四个字呢")
    assert (found.reason, found.kept) == (Reason.MALFORMED, "四个字呢")


def test_a_number_out_of_range_is_not_kept():
    found = Field("score", "评分", Kind.DECIMAL, minimum=0, maximum=100).parse(105)
    assert (found.reason, found.kept) == (Reason.MALFORMED, None)


@pytest.mark.parametrize(
    ("when", "row", "holds"),
    [
        (When("a"), {"a": "x"}, True),
        (When("a"), {"a": None}, False),
        (When("a", blank=True), {}, True),
        (When("a", blank=True), {"a": 0}, False),
        (When("a", ("x", "y")), {"a": "y"}, True),
        (When("a", ("x", "y")), {"a": ("z", "x")}, True),
        (When("a", ("是",)), {"a": True}, True),
        (When("a", ("x",)), {"a": None}, False),
    ],
)
def test_conditions_on_other_cells(when, row, holds):
    assert when.holds(row) is holds


def _form(*fields):
    return Form("T", "试", Cadence.MONTH, (Table("t", "T-1", "试", "A trial.", fields),))


def test_the_fingerprint_changes_with_headings_names_and_kinds_only():
    field = Field("a", "甲", Kind.TEXT)
    same = replace(field, help="别的说明", required=True)
    assert _form(field).fingerprint == _form(same).fingerprint
    others = [replace(field, label="乙"), replace(field, name="b"), replace(field, kind=Kind.CODE)]
    assert len({_form(other).fingerprint for other in [field, *others]}) == 4


def test_needs_is_the_requirement_as_the_form_states_it():
    assert Field("a", "甲", Kind.TEXT, required=True).needs == "是"
    assert Field("a", "甲", Kind.TEXT, required_when=(When("b", text="已谈"),)).needs == "条件(已谈)"
    assert Field("a", "甲", Kind.TEXT, system=True).needs == "系统"
    assert Field("a", "甲", Kind.TEXT).needs == "否"
