"""Every template and result workbook as LibreOffice prints it: pages, headings, glyphs, charts; and layouts at the edge."""

import shutil
from datetime import date
from functools import cache

import openpyxl
import pandas as pd
import pytest
from crowded import LONG_NAME, LONG_NOTE, crowded, number_of, workbooks_of
from member_rows import link, member, report, talk, zone
from openpyxl.styles import Alignment
from printed import month_of, quarter_of, year_of
from rendering import charts_of, faults, in_order, rendered
from year_rows import HERE

from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook, write_workbook
from zoneproc.excel.template import Issue, write_template
from zoneproc.forms import FORMS
from zoneproc.period import Period
from zoneproc.workflow import prepare_templates, print_boards, print_rules, status, write_blank_forms, write_status
from zoneproc.workspace import Workspace

pytestmark = [
    pytest.mark.xdist_group("rendering"),  # what is rendered or recalculated is made once for all tests of this file
    pytest.mark.office,
    pytest.mark.skipif(
        shutil.which("soffice") is None or shutil.which("pdftotext") is None,
        reason="LibreOffice or poppler is not installed",
    ),
]
NUMBERS = [f"R-{number}" for number in range(1, 18)]
CHARTED = ("R-1", "R-4", "R-5", "R-6", "R-7", "R-8", "R-9", "R-10")
ISSUED = ("2026-12", "2026Q4", "2026")
"""Periods whose templates are made out: MON, QTR, BASE, ANN and the panel's."""


EDGE = tuple(f"R-{number}" for number in (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 17))
"""Results whose layout depends on how many people there are and how long their names and notes."""


def one_of_each(files):
    """The last file of each kind, by the part of the name before the first underscore."""
    return list({path.name.split("_")[0]: path for path in sorted(files)}.values())


def one_of_each_form(files):
    """The last template of each form; file names are code_branch_form_period_version."""
    return list({"_".join(path.stem.split("_")[2:4]): path for path in sorted(files)}.values())


def one_of_each_form_sent_back(files):
    """The last slip of each form; file names are 退回修改单_form_period_version."""
    return list({path.stem.split("_")[1]: path for path in sorted(files)}.values())


def printed_rules(workspace):
    """The scheme in force as `rules print` writes it."""
    return print_rules(workspace.rules_file, "某公司", date(2026, 12, 31), workspace.root / "output" / "考核办法")[1]


def crowded_templates(folder):
    """BASE and MON of a branch of eighty with names of fifty characters and notes of two hundred, BASE of a branch of one."""
    ledger = crowded()
    tables = ("members", "zones", "contacts", "talks", "monthly_reports")
    rows = {
        name: [row for row in ledger[name].to_dict("records") if (row["_branch"], row["_period"]) == (HERE, "2026-03")]
        for name in tables
    }
    here = Issue("001001", "某公司第一分公司运营车队联合党支部委员会", period="2026", preparer=LONG_NAME[:50])
    alone = {"members": [member("D9", name="独一人")], "zones": [zone("D9")], "contacts": [link("P9", "D9")]}
    month = Issue("001001", "一分公司支部", period="2026-03", due="2026-04-05 18:00")
    return [
        write_template(folder / "拥挤_BASE.xlsx", FORMS["BASE"], here, rows),
        write_template(folder / "拥挤_MON.xlsx", FORMS["MON"], month, rows),
        write_template(folder / "一人_BASE.xlsx", FORMS["BASE"], here, alone),
        write_template(folder / "一人_MON.xlsx", FORMS["MON"], month, {"talks": [talk("2026-03", "P9", "D9")], "monthly_reports": [report("2026-03", "D9")]}),
    ]  # fmt: skip


def broken_book(folder):
    """A figure without room, words cut off by the next cell, lines that run over the rows around them."""
    columns = (Column("名", "name", "name"), Column("分", "points", "points", 1), Column("注", "note", "long", 40))
    rows = pd.DataFrame({"name": ["甲", "乙"], "points": [123456.75] * 2, "note": ["说明" * 40] * 2})
    path = write_workbook(
        folder, Workbook("坏.xlsx", "坏", "坏", [Sheet("坏", "坏", "坏", [TableBlock(columns, rows)])])
    )
    book = openpyxl.load_workbook(path)
    sheet = book["坏"]
    for row in (5, 6):
        sheet.row_dimensions[row].height = 15
        sheet.cell(row, 1).value, sheet.cell(row, 1).alignment = "一个很长而且不换行的名称", Alignment(wrap_text=False)
    book.save(path)
    return path


@pytest.fixture(scope="session")
def prints(demo_year, tmp_path_factory):
    """Kind → (workbook, its printed pages), all by one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("prints")
    shutil.copytree(demo_year.root, folder / "公司")
    workspace = Workspace.open(folder / "公司")
    blanks = write_blank_forms(folder / "空白")
    issued = [
        path for period in ISSUED for path in one_of_each_form(prepare_templates(workspace, Period.parse(period)))
    ]
    board_files = print_boards(workspace, Period.parse("2026Q4")).files
    output = demo_year.root / "output"
    results = [path for period in ("2026-12", "2026Q4", "2026") for path in (output / period).rglob("R-*.xlsx")]
    slips = one_of_each_form_sent_back(output.rglob("退回修改单_*.xlsx"))
    lists = [printed_rules(workspace), write_status(workspace, status(workspace, Period.parse("2026-12")))]
    masters = [workspace.rules_file, workspace.masters / "公司台账.xlsx", *workspace.masters.glob("年终考评_*.xlsx")]
    ledger = crowded()
    edge = [
        write_workbook(folder / "边界", book)
        for result in (month_of(ledger), quarter_of(ledger), year_of(ledger))
        for book in workbooks_of(result)
        if book.file_name.rpartition("/")[2].split("_")[0] in EDGE
    ]
    kinds = {
        "空白": blanks,
        "发出": issued,
        "拥挤": crowded_templates(folder),
        "结果": one_of_each([*results, *board_files]),
        "图板": list(board_files),
        "修改单": slips,
        "台账": masters,
        "一览": lists,
        "边界": edge,
        "坏": [broken_book(folder)],
    }
    files = [path for paths in kinds.values() for path in paths]
    pages = dict(zip(files, rendered(files, folder / "打印"), strict=True))
    return {kind: [(path, pages[path]) for path in paths] for kind, paths in kinds.items()}


@pytest.mark.parametrize("kind", ["空白", "发出", "拥挤", "结果", "图板", "修改单", "台账", "一览", "边界"])
def test_pages_headings_glyphs_charts_and_room_for_words(prints, kind):
    found = {path.name: said for path, pages in prints[kind] if (said := faults(path, pages))}
    assert found == {}


def test_what_is_wrong_is_seen(prints):
    ((path, pages),) = prints["坏"]
    said = faults(path, pages)
    assert "### on paper" in said
    assert any(each.startswith("no room in 坏!A5") for each in said)
    assert any(each.startswith("no room in 坏!C5") for each in said)
    assert any(each.startswith("upon each other") for each in said)


def test_every_kind_of_result_is_looked_at(prints):
    assert {path.name.split("_")[0] for path, _ in prints["结果"]} == set(NUMBERS)
    assert {path.name.split("_")[0] for path, _ in prints["空白"]} == set(FORMS)


def test_where_people_would_rather_look_than_read_there_are_charts(prints):
    found = {path.name.split("_")[0]: charts_of(path) for path, _ in prints["结果"]}
    assert all(found[number] for number in CHARTED), found


@cache
def told(pages):
    return "".join(pages)


def test_guides_take_one_page_and_signatures_are_asked_for(prints):
    """填表说明 fits one page; cover with progress; sign line on every sheet of a return and of the panel's papers."""
    for path, pages in [*prints["空白"], *prints["发出"], *prints["拥挤"]]:
        if path.name.startswith("谈访名单"):
            continue  # a list to call people by, not a form
        assert sum("填写要求" in page for page in pages) == 1, path.name
        if "年终考评" in pages[0]:
            assert told(tuple(pages)).count("考评组长(签字)") >= len(FORMS["EVAL"].tables), path.name
        if "填报进度" in told(tuple(pages)):
            assert in_order(pages, "填报进度", "填写要求"), path.name
            assert "支部书记(签字)" in told(tuple(pages)), path.name
            assert f"共{len(pages)}页" in pages[-1], path.name


def test_crowded_boards_show_everybody_on_several_pages(prints):
    boards = [
        (path, pages) for path, pages in prints["边界"] if path.name.startswith("R-13_") and "一人" not in path.name
    ]
    assert len(boards) == 2
    for _, pages in boards:
        assert told(tuple(pages)).count(LONG_NAME[:50]) >= 80
        assert len(pages) > 3


def test_long_names_and_notes_are_printed_whole(prints):
    """Names of fifty and notes of two hundred characters, in templates and results."""
    by_name = {path.name: told(tuple(pages)) for path, pages in [*prints["拥挤"], *prints["边界"]]}
    opinions = next(text for name, text in by_name.items() if name.startswith("R-6_"))
    assert "".join(LONG_NOTE[:200].split()) in opinions
    assert LONG_NAME[:50] in by_name["拥挤_BASE.xlsx"]
    assert number_of(80) in by_name["拥挤_BASE.xlsx"]
    assert "".join(LONG_NOTE[:200].split()) in by_name["拥挤_MON.xlsx"]
