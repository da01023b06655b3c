import math
from datetime import date

import pytest
from building import rules_of
from rule_rows import JULY, SHIPPED, added, book_of

from zoneproc.rules import Grade, MissingRuleError, Quota, Ruleset
from zoneproc.workspace import ZoneprocError

EMPTY = Ruleset(date(2026, 3, 31))


def test_typed_access():
    rules = rules_of()
    assert rules.number("contact_floor") == 2
    assert rules.number("review_excellent_cap") == pytest.approx(1 / 3)
    assert rules.numbers("ballot_values") == (100, 85, 70, 50)
    assert rules.text("talk_basis") == "contact"
    assert not rules.flag("coverage_by_shift")


def test_no_limit_is_infinite_f53():
    assert math.isinf(rules_of(review_excellent_cap="不限").number("review_excellent_cap"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda rules: rules.number("contact_floor"),
        lambda rules: rules.flag("coverage_by_shift"),
        lambda rules: rules.quota("contact_floor"),
        lambda rules: rules.components("contact_floor"),
        lambda rules: rules.wording("contact_floor"),
    ],
)
def test_a_missing_rule_is_an_operators_mistake(ask):
    with pytest.raises(MissingRuleError):
        ask(EMPTY)
    assert issubclass(MissingRuleError, ZoneprocError)


def test_an_unreadable_value_is_an_operators_mistake():
    with pytest.raises(MissingRuleError):
        rules_of(contact_floor="两个").number("contact_floor")
    with pytest.raises(MissingRuleError):
        rules_of(ballot_values="高;低").numbers("ballot_values")


def test_grades_are_best_first_3_1():
    grades = rules_of().grades("党员", "季度")
    assert grades[0] == Grade("优秀", 90, 0.3)
    assert [grade.at_least for grade in grades] == [90, 80, 60, 0]
    assert all(grade.cap_share is None for grade in rules_of().grades("党员", "年度"))  # U42
    assert rules_of().grades("党小组", "年度") == ()


@pytest.mark.parametrize(
    ("subject", "kind", "level", "points"),
    [
        ("党员", "表彰奖励", "支部", 1),
        ("党员", "表彰奖励", "省级及以上", 10),
        ("党员", "建议采纳", "公司推广", 5),
        ("党员", "建议采纳", "省级及以上", 5),  # U32
        ("党员", "急难险重", "市级(集团)", 5),  # U32
        ("党员", "乘客表扬", "公司", 1),  # U32: at any level
        ("党员", "见义勇为", "", 5),
        ("党员", "制止三违", "支部", 0.5),
        ("党员", "通报批评", "支部", -2),
        ("党员", "通报批评", "省级及以上", -5),  # U32
        ("党员", "其他", "公司", 0),
        ("支部", "表彰奖励", "省级及以上", 3),  # U56
        ("支部", "表彰奖励", "支部", 0),
        ("支部", "通报批评", "市级(集团)", -5),
    ],
)
def test_adjustment_points(subject, kind, level, points):
    assert rules_of().adjustment_points(subject, kind, level) == points


def test_kind_cap_u33():
    assert rules_of().kind_cap("党员", "制止三违") == 2
    assert rules_of().kind_cap("党员", "表彰奖励") is None


def test_vetoes():
    rules = rules_of()
    assert len(rules.veto_kinds("党员")) == 8
    assert "重大安全责任事故(支部)" in rules.veto_kinds("支部")
    assert rules.veto_caps("党员", "酒后驾驶")
    assert not rules.veto_caps("党小组", "弄虚作假")  # U45
    off = added("veto_kinds", subject="党员", kind="弄虚作假", effect="停用")
    assert "弄虚作假" not in book_of(veto_kinds=off).on(JULY).veto_kinds("党员")


@pytest.mark.parametrize(
    ("share", "rounding", "base", "places"),
    [
        (0.1, "向下取整", 83, 8),  # 3.5
        (0.1, "向下取整", 30, 3),
        (0.29, "向下取整", 100, 29),
        (0.2, "向下取整", 4, 0),
        (0.25, "四舍五入", 10, 3),
        (0.2, "向上取整", 6, 2),
    ],
)
def test_places_are_exact_u63(share, rounding, base, places):
    assert Quota("优秀共产党员", share, rounding).places(base) == places


def test_a_fixed_number_of_places_s5_2_2f():
    assert rules_of().quota("优秀分公司").places(9) == 1


def test_components_wording_and_checklist():
    rules = rules_of()
    assert rules.components("党员") == {"季度": 0.8, "评议": 0.2}
    assert rules.components("书记") == {"支部": 0.7, "述职": 0.3}
    assert rules.wording("优秀分公司") == "开展党员责任区活动优秀分公司"  # A6
    assert sum(item.max_points for item in rules.file_check_items) == 100


def test_own_values_of_a_vocabulary():
    rules = book_of(dictionary=added("dictionary", vocabulary="D27", value="技能比武")).on(JULY)
    assert rules.dictionary("D27") == ("技能比武",)
    assert rules.dictionary("D15") == ()


def test_a_check_on_trial_promise_13():
    rules = book_of(parameters=added("parameters", key="check_Q06", value="试行")).on(JULY)
    assert rules.check_level("Q06") == "试行"
    assert rules.check_level("Q07") == ""


def test_waivers_end_with_their_last_day():
    waiver = {"check": "Q02", "subject": "D00001", "reason": "筹备", "approver": "吴九", "valid_until": JULY}
    book = book_of(waivers=[waiver])
    assert [found.check for found in book.on(JULY).waivers] == ["Q02"]
    assert book.on(date(2026, 7, 2)).waivers == ()
    assert book.on(SHIPPED).waivers
