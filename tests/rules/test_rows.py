from datetime import date

from rule_rows import JULY, added, altered, book_of, places

from zoneproc.rules import default_rule_rows

JUNE_END = date(2026, 6, 30)


def test_a_change_in_mid_year_leaves_earlier_days_alone():
    book = book_of(parameters=added("parameters", key="contact_floor", label="联系人", value="3"))
    assert book.findings == ()
    assert book.on(JUNE_END).number("contact_floor") == 2
    assert book.on(JULY).number("contact_floor") == 3


def test_a_replaced_rule_keeps_its_place_in_the_sheet():
    changed = added(
        "indicators",
        code="I11",
        label="联系谈心",
        subject="党员",
        cadence="季度",
        block="T1",
        full_points=15.0,
        measure="联系谈心",
        shape="比例",
    )
    rules = book_of(indicators=changed).on(JULY)
    assert [indicator.code for indicator in rules.indicators("党员", "季度")][:2] == ["I11", "I12"]
    assert rules.indicators("党员", "季度")[0].label == "联系谈心"


def test_full_points_0_switch_an_indicator_off():
    rows = altered("indicators", 12, full_points=0.0, effective_from=JULY)
    shipped = altered("indicators", 12)
    book = book_of(indicators=[*shipped, rows[12]])
    assert [indicator.code for indicator in book.on(JUNE_END).indicators("党员", "季度")][-1] == "I61"
    assert [indicator.code for indicator in book.on(JULY).indicators("党员", "季度")][-1] == "I52"
    assert places(book) == [("K09", "指标", "F34")]  # 85 points are left, which is only noted


def test_before_the_first_row_nothing_holds():
    assert book_of().on(date(1999, 12, 31)).parameters == {}


def test_the_same_rule_twice_on_one_day():
    book = book_of(parameters=added("parameters", key="decimals", value="3", effective_from=date(2000, 1, 1)))
    last = 5 + len(default_rule_rows()["parameters"])
    assert places(book) == [("K01", "参数", f"D{last}")]
    assert book.on(JULY).number("decimals") == 2


def test_half_a_rule_is_no_rule():
    book = book_of(indicators=altered("indicators", 0, full_points=None))
    assert ("K10", "指标", "F5") in places(book)
    assert book.on(JULY).indicators("党员", "季度")[0].code == "I12"
    dateless = book_of(parameters=altered("parameters", 0, effective_from=None))
    assert places(dateless) == [("K10", "参数", "D5")]
