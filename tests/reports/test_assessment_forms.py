"""R-12: one page per member with items, reasons, score, place, objection and lines to sign."""

import subprocess
from dataclasses import replace

import pytest
from building import ledger_of
from member_rows import adjustment, member, rating
from packages import everything_in
from printed import company, opened, quarter_of, table
from year_rows import HERE, THERE, branch

from zoneproc.excel.pages import room_on
from zoneproc.excel.pdf import as_pdf
from zoneproc.excel.sheets import write_workbook
from zoneproc.reports.assessment_forms import assessment_forms

HOSTILE = "=1+1"


def books_of(result, folder):
    return {book.file_name: opened(write_workbook(folder, book)) for book in assessment_forms(result)}


@pytest.fixture(scope="module")
def result():
    assessed = [
        rating("好", "D1", objection="3月15日已请假", member_signed=True),
        rating("差", "D2", rating_reason=HOSTILE, objection="@x", member_signed=False),
    ]
    return quarter_of(
        company(assessments=assessed, adjustments=[adjustment("建议采纳", number="D1", reason="http://a/")])
    )


@pytest.fixture(scope="module")
def books(result, tmp_path_factory):
    return books_of(result, tmp_path_factory.mktemp("表"))


def cells(book):
    return [cell.value for row in book["考核表"].iter_rows() for cell in row if cell.value is not None]


def test_one_workbook_per_branch(books):
    assert list(books) == [
        "季度考核表/R-12_季度考核表_支部1_2026Q1_内部.xlsx",
        "季度考核表/R-12_季度考核表_支部2_2026Q1_内部.xlsx",
    ]


def test_the_figures_are_those_of_the_scores(books, result):
    here, there = books.values()
    scores = result.scores.members.set_index("member_no")
    for row in [*table(here, "成绩一览", "名次"), *table(there, "成绩一览", "名次")]:
        assert row["得分 S"] == pytest.approx(scores.loc[row["党员编号"], "total"])
        assert row["等次"] == scores.loc[row["党员编号"], "grade"]
    values = cells(here)
    assert values.count("党员责任区季度考核表") == 2
    for item in result.run.rules.indicators("党员", "季度"):
        assert values.count(item.label) >= 2


def test_objection_rating_and_bonus_are_printed_and_stay_text(books):
    """Q-1 异议说明 is printed, the score stands (4/45); hostile texts stay texts."""
    here, _there = books.values()
    values = cells(here)
    assert {"3月15日已请假", "@x", f"差({HOSTILE})", "无"} & set(values) == {"3月15日已请假", "@x", f"差({HOSTILE})"}
    assert any("建议采纳" in str(value) and "http://a/" in str(value) for value in values)
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in here["考核表"].iter_rows() for cell in row)
    assert [row["本人确认"] for row in table(here, "成绩一览", "名次")] == ["是", "否"]


def test_reasons_say_what_cost_points(books):
    values = [str(value) for value in cells(next(iter(books.values())))]
    assert any("3月" in value and "未谈" in value for value in values)
    assert any("3月" in value and "未报" in value for value in values)


def test_a_branch_sees_its_own_people_alone(result, tmp_path):
    here, there = [write_workbook(tmp_path, book) for book in assessment_forms(result)]
    assert "王五" not in everything_in(here)
    assert "张三" not in everything_in(there)


def test_eighty_members_and_long_names_hold(tmp_path):
    """Layouts hold: 80 members, names of fifty characters; each page fits its sheet of paper."""
    people = [member(f"D{at:05d}", name="名" * 50 if at == 7 else f"党员{at}") for at in range(80)]
    result = quarter_of(ledger_of(organisations=[branch(short_name="支部" * 40)], members=people))
    (book,) = assessment_forms(result)
    assert len(book.file_name) < 80
    sheet = opened(write_workbook(tmp_path, book))["考核表"]
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert len(breaks) == 79
    room = room_on("A4", landscape=False)[1] * 100 / (sheet.page_setup.scale or 100)
    for first, last in zip([0, *breaks], [*breaks, sheet.max_row], strict=True):
        assert sum(sheet.row_dimensions[row + 1].height for row in range(first, last)) <= room + 1


@pytest.mark.office
def test_one_sheet_of_paper_for_every_member(result, tmp_path):
    """As LibreOffice prints it: index, list, explanation and a page for each member, nothing cut off at the side."""
    book = write_workbook(tmp_path, assessment_forms(result)[0])
    (pdf,) = as_pdf([book])
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True).stdout.decode()
    pages = told.split("\f")[:-1]
    assert len(pages) == 3 + 2
    assert sum("本人签名" in page and "扣分原因" in page for page in pages) == 2
    assert "###" not in told


def test_the_office_and_branches_of_one_name_are_told_apart(result):
    twins = [branch(HERE, short_name="一队"), branch(THERE, short_name="一队")]
    ledger = replace(result.run.ledger, frames=result.run.ledger.frames | company(organisations=twins).frames)
    named = replace(result, run=replace(result.run, ledger=ledger))
    assert len({book.file_name for book in assessment_forms(named)}) == 2
