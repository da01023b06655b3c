"""The printout of the scheme: everything in force, its basis beside it, nothing else."""

from datetime import date

from rule_rows import JULY, added, altered, book_of

from zoneproc.rules import default_rule_book, default_rule_rows
from zoneproc.scoring.scheme_text import BASIS, SINCE, scheme_lines, scheme_sections


def sections(book=None, day=JULY):
    return {section.title: section for section in scheme_sections(book or default_rule_book(), day)}


def rows(book, head, day=JULY):
    return next(section.rows for title, section in sections(book, day).items() if title.startswith(head))


def test_every_row_names_its_day_and_its_clause():
    """Issue of the rules workbook: every row names its clause."""
    for section in sections().values():
        assert section.columns[-2:] == (SINCE, BASIS)
        assert all(len(row) == len(section.columns) for row in section.rows)
        assert all(row[-2] == "2000-01-01" and row[-1] for row in section.rows)


def test_every_shipped_row_is_printed_once():
    shipped = {name: len(found) for name, found in default_rule_rows().items()}
    assert sum(len(section.rows) for section in sections().values()) == sum(shipped.values())
    by_subject = [section for title, section in sections().items() if "考核指标" in title]
    assert [len(section.rows) for section in by_subject] == [13, 4, 12]
    assert [sum(row[3] for row in section.rows) for section in by_subject] == [100, 100, 100]


def test_the_printout_follows_the_day():
    book = book_of(parameters=added("parameters", key="contact_floor", label="最少联系人", value="3"))
    value = {day: next(row[1] for row in rows(book, "参数", day) if row[2] == "contact_floor") for day in DAYS}
    assert list(value.values()) == ["2", "3"]
    assert [row[:2] for row in rows(book, "已定、尚未生效", DAYS[0])] == [("参数", "contact_floor")]
    assert not [title for title in sections(book) if title.startswith("已定")]


DAYS = (date(2026, 6, 30), JULY)


def test_indicators_switched_off_are_left_out():
    book = book_of(indicators=altered("indicators", 0, full_points=0.0))
    assert "I11" not in [row[1] for row in rows(book, "党员季度")]


def test_sections_the_office_left_empty_are_left_out():
    assert not {"豁免", "自行增加的下拉选项"} & set(sections())
    book = book_of(dictionary=added("dictionary", vocabulary="D27", value="技能比武"))
    assert rows(book, "自行增加")[0][:2] == ("D27", "技能比武")


def test_the_lines_say_what_the_sections_say():
    text = "\n".join(scheme_lines(default_rule_book(), JULY))
    cells = [str(cell) for section in sections().values() for row in section.rows for cell in row[-1:]]
    assert all(cell in text for cell in cells)
    assert "优秀 | 90 | 30%" in text
    assert "优秀分公司 | 1 个" in text
