from datetime import timedelta

import pytest
from rule_rows import JULY, added, altered, book_of, places

from zoneproc.rules import default_rule_rows
from zoneproc.rules.checks import wanted_value
from zoneproc.rules.words import PARAMETER_WORDS, said

AT = {str(row["key"]): at for at, row in enumerate(default_rule_rows()["parameters"])}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("contact_floor", "两个"),
        ("contact_floor", "2026-01-03"),
        ("contact_floor", "不限"),
        ("mid_month_day", "31"),
        ("ballot_values", "100;85;70"),
        ("ballot_values", "高"),
        ("talk_basis", "each"),
        ("talk_per_month", "2"),  # U12
        ("coverage_by_shift", "也许"),
    ],
)
def test_k02_a_value_that_cannot_be_taken(key, value):
    book = book_of(parameters=altered("parameters", AT[key], value=value))
    assert places(book) == [("K02", "参数", f"C{5 + AT[key]}")]
    assert key not in book.on(JULY).parameters


@pytest.mark.parametrize(
    ("key", "value"),
    [("contact_floor", "3"), ("talk_basis", "member"), ("bonus_cap_year", "不限"), ("coverage_by_shift", "√")],
)
def test_values_that_can(key, value):
    assert places(book_of(parameters=altered("parameters", AT[key], value=value))) == []


@pytest.mark.parametrize("key", list(PARAMETER_WORDS))
def test_words_are_taken_as_the_office_or_the_program_writes_them(key):
    for word, shown in PARAMETER_WORDS[key].items():
        for written in (word, shown):
            book = book_of(parameters=altered("parameters", AT[key], value=written))
            assert (places(book), book.on(JULY).text(key), said(key, word)) == ([], word, shown)


def test_text_parameters_take_anything():
    assert wanted_value("something_else")[1]("任意")


def test_k02_a_check_level_that_does_not_exist():
    book = book_of(parameters=added("parameters", key="check_Q06", value="随便"))
    assert places(book) == [("K02", "参数", f"C{5 + len(AT)}")]


def test_k03_arguments():
    assert places(book_of(indicators=altered("indicators", 3, arguments="轻微=1;一般")))[0] == ("K03", "指标", "I8")
    assert places(book_of(quotas=altered("quotas", 3, arguments="一名"))) == [("K03", "名额", "D8")]


def test_k04_cut_offs_out_of_order():
    assert places(book_of(grades=altered("grades", 1, at_least=95.0))) == [("K04", "等次", "D6")]
    assert places(book_of(grades=altered("grades", 3, at_least=30.0))) == [("K04", "等次", "D8")]


def test_k04_from_the_day_of_the_change():
    book = book_of(grades=added("grades", subject="党员", cadence="季度", label="良好", at_least=92.0))
    assert places(book) == [("K04", "等次", "D17")]


def test_k05_weights():
    assert places(book_of(components=altered("components", 0, weight=0.7))) == [("K05", "年度合成", "C6")]
    book = book_of(parameters=altered("parameters", AT["review_mix_member"], value="0.7"))
    assert places(book) == [("K05", "参数", f"C{5 + AT['review_mix_masses']}")]


def test_k06_a_parameter_is_missing():
    rows = [row for row in default_rule_rows()["parameters"] if row["key"] != "decimals"]
    assert places(book_of(parameters=rows)) == [("K06", "参数", "")]
    assert {code for code, _, _ in places(book_of(parameters=[]))} == {"K06"}


def test_a_workbook_older_than_a_parameter_means_the_shipped_value_i61():
    rows = [row for row in default_rule_rows()["parameters"] if row["key"] != "late_task_factor"]
    book = book_of(parameters=rows)
    assert (places(book), book.on(JULY).number("late_task_factor")) == ([], 0.6)
    later = book_of(
        parameters=[
            *rows,
            {**default_rule_rows()["parameters"][AT["late_task_factor"]], "value": "0.4", "effective_from": JULY},
        ]
    )
    assert places(later) == []
    assert [later.on(day).number("late_task_factor") for day in (JULY - timedelta(days=1), JULY)] == [0.6, 0.4]


def test_k02_a_newer_parameter_must_be_readable_too():
    book = book_of(parameters=altered("parameters", AT["late_task_factor"], value="1.5"))
    assert places(book) == [("K02", "参数", f"C{5 + AT['late_task_factor']}")]


def test_k07_a_misspelled_parameter_is_noted():
    book = book_of(parameters=added("parameters", key="contact_flor", value="3"))
    assert places(book) == [("K07", "参数", f"A{5 + len(AT)}")]


def test_k08_words_outside_the_dictionary():
    rows = added("adjustment_points", subject="党员", kind="无偿献血", level="公司", points=1.0)
    assert places(book_of(adjustment_points=rows)) == [("K08", "加扣分标准", f"B{4 + len(rows)}")]
    own = added("dictionary", vocabulary="D32", value="无偿献血")
    book = book_of(adjustment_points=rows, dictionary=own)
    assert places(book) == []
    assert book.on(JULY).adjustment_points("党员", "无偿献血", "公司") == 1


def test_words_are_spelled_as_the_dictionary_has_them():
    rows = added("adjustment_points", subject="党员", kind="表彰奖励", level="市级(集团)", points=6.0)
    assert book_of(adjustment_points=rows).on(JULY).adjustment_points("党员", "表彰奖励", "市级(集团)") == 6


def test_k09_full_points_that_do_not_sum_to_100_are_noted():
    assert places(book_of(indicators=altered("indicators", 0, full_points=20.0))) == [("K09", "指标", "F17")]


def test_capital_and_small_letters_of_a_key_do_not_matter():
    rows = [dict(row) | {"key": str(row["key"]).upper()} for row in default_rule_rows()["parameters"]]
    rows.append({"key": "CHECK_Q06", "value": "试行", "effective_from": JULY, "basis": "党办"})
    book = book_of(parameters=rows)
    assert places(book) == []
    assert book.on(JULY).check_level("Q06") == "试行"
    assert book.on(JULY).number("contact_floor") == 2
