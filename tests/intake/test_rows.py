"""Rows that hold something, with their true numbers; blanks, sums and sign lines are no rows (domain.md 2.1 no. 6)."""

from datetime import date

import pytest
from workbooks import TALK, TALKS

from zoneproc.excel.reading import RawSheet
from zoneproc.excel.scan import SheetFacts
from zoneproc.forms import FORMS
from zoneproc.intake.columns import Header
from zoneproc.intake.rows import RawTable, read_rows
from zoneproc.kinds import ErrorCell

COLUMNS = {field.name: at for at, field in enumerate(TALKS.read_fields)}
BLANK = [""] * 8


def read(rows, facts=None):
    return read_rows(RawSheet("联系谈心记录", rows, facts=facts or SheetFacts()), Header(COLUMNS, 0), TALKS)


def footer(text, *more):
    return [text, *more, *[""] * (7 - len(more))]


def test_blank_rows_are_skipped_and_numbers_stay_true():
    assert read([BLANK, TALK, BLANK, [" ", *BLANK[1:]], [*BLANK[:7], 5], TALK]).rows == [2, 6]


@pytest.mark.parametrize(
    "text",
    [
        "合计",
        "合  计:24人",
        "小计(一班)",
        "填表人:王五  审核:赵六",
        "审核人",
        "注:只填本月",
        "注1 说明",
        "说明",
        "说明以上属实",
    ],
)
def test_footers_are_ignored(text):
    assert read([TALK, footer(text)]).rows == [1]


def test_a_sum_with_figures_is_a_footer():
    assert read([TALK, footer("合计", "", "", "", "", 24.0)]).rows == [1]


def test_a_row_that_names_its_thing_is_no_footer():
    columns = {"content": 0, "member_no": 1}
    sheet = RawSheet("表", [["注意安全", "D00123"], ["合计数有误", "D00124"], ["合计", ""]])
    assert read_rows(sheet, Header(columns, 0), TALKS).rows == [1, 2]


def test_zero_and_no_are_content():
    assert read([[*BLANK[:5], 0.0, "", ""], [*BLANK[:5], False, "", ""]]).rows == [1, 2]


def test_merged_cells_are_filled_down_only_where_allowed():
    facts = SheetFacts(merges=((1, 2, 2, 2), (1, 1, 2, 1)))
    rows = [TALK, ["D00124", "", "", *TALK[3:]]]
    header = Header(COLUMNS, 0)
    found = read_rows(
        RawSheet("表", [["题"] * 8, *rows], facts=SheetFacts(merges=((2, 2, 3, 2), (2, 1, 3, 1)))),
        Header(COLUMNS, 1),
        TALKS,
    )
    assert found.values["team_code"] == ["052-01", "052-01"]
    assert found.values["member_name"] == ["张三", ""]
    assert rows[1][2] == ""
    assert facts.merges
    assert header.sound


def test_cells_have_their_address():
    table = RawTable("表", {"member_no": 2}, [7])
    assert (table.cell(7, "member_no"), table.cell(7, "content"), table.cell(0)) == ("C7", "7:7", "")
    assert RawTable("封面", {"period": 9}, [2], vertical=True).cell(2, "period") == "B10"


def test_footer_words_further_right_are_somebodys_text():
    """A row without its number that speaks of 审核 is kept, so that it is held back and told."""
    assert read([["", "审核通过", "052-01", *[""] * 5], ["", "", "", "", "", "", "说明", ""]]).rows == [1]


def test_the_header_repeated_on_every_page_is_no_row():
    labels = [field.label for field in TALKS.fields]
    names = [field.name for field in TALKS.fields]
    assert read([TALK, labels, names, [*labels[:2], *[""] * 6], TALK]).rows == [1, 5]
    assert read([[labels[0], "张三", *[""] * 6]]).rows == [1]


def test_a_code_in_front_makes_a_row_whatever_stands_behind_it():
    assert read([["D00123", "合计", *[""] * 6], ["D00124", *[""] * 7], ["２４", "合计", *[""] * 6]]).rows == [1, 2, 3]


@pytest.mark.parametrize("first", ["S001-2026-001", 46086.0, date(2026, 3, 5), True, ErrorCell("#N/A")])
def test_so_does_a_number_or_a_date_also_behind_an_empty_cell(first):
    assert read([[first, "合计", *[""] * 6], ["", first, "小计", *[""] * 5], ["-", "合计", *[""] * 6]]).rows == [
        1,
        2,
        3,
    ]


def test_a_machine_name_of_plain_letters_is_no_code():
    """The first column of 推荐 is called award, in capital letters too."""
    table = FORMS["ANN"]["nominations"]
    names = [field.name for field in table.read_fields]
    columns = {name: at for at, name in enumerate(names)}
    sheet = RawSheet("推荐", [["A1", *names[1:]], names, [name.upper() for name in names]])
    assert read_rows(sheet, Header(columns, 0), table).rows == [1]


def test_a_line_of_the_header_is_no_row_though_a_code_stands_in_front():
    sheet = RawSheet("表", [["D00123", *[""] * 7], TALK])
    assert read_rows(sheet, Header(COLUMNS, 0, lines=frozenset({0})), TALKS).rows == [2]
