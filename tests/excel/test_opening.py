"""Places in the XML of a sample's sheets: for the rows of a table, its protection, and how far it reaches."""

import re
import zipfile

import pytest

from zoneproc.excel.dropdowns import Lists
from zoneproc.excel.issue import Issue
from zoneproc.excel.opening import Opening
from zoneproc.excel.stamp import CHECK_SHEET, FIRST_ROW
from zoneproc.excel.stencil import place, places_in
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS

FORM = FORMS["QTR"]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    path = write_template(tmp_path_factory.mktemp("opening") / "a.xlsx", FORM, Issue("001", "支部", period="2026Q1"))
    with zipfile.ZipFile(path) as package:
        titles = re.findall('<sheet name="([^"]*)"', package.read("xl/workbook.xml").decode())
        return {
            title: package.read(f"xl/worksheets/sheet{at}.xml").decode() for at, title in enumerate(titles, start=1)
        }


def opened(sheets, title):
    lines = {f"table.{table.name}": table.spare_rows for table in FORM.tables}
    return Opening(FORM, Lists.of(FORM), lines).sheet(title, sheets[title])


def test_a_table_keeps_its_head_and_gives_its_rows_away(sheets):
    title = FORM["assessments"].label
    text = opened(sheets, title)
    assert places_in(text) == [f"last.{title}", f"block.{title}", f"protection.{title}", ""]
    assert text.index(place()) < text.index("<headerFooter")
    last = FIRST_ROW - 1 + FORM["assessments"].spare_rows
    assert re.findall(r'<row r="(\d+)"', text) == [*map(str, range(1, FIRST_ROW)), str(last + 1)]


def test_every_item_of_the_cover_has_its_place(sheets):
    cover = FORM.tables[0]
    found = places_in(opened(sheets, cover.label))
    for field in cover.fields:
        assert {f"cover.{field.name}", f"height.cover.{field.name}"} <= set(found)


def test_the_answers_of_the_hidden_formulas_are_still_to_come(sheets):
    text = opened(sheets, CHECK_SHEET)
    arrays = re.findall(r'<f t="array"[^>]*>[^<]*</f><v>([^<]*)</v>', text)
    assert arrays
    assert all(answer.startswith("\ue000told.") for answer in arrays)


def test_other_sheets_stay_as_they_are(sheets):
    assert opened(sheets, "填表说明") == sheets["填表说明"]
