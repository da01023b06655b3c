"""Text that begins with = + - @, or looks like a link, stays text in every result workbook (domain.md 9, issue 5)."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from crowded import HOSTILE, crowded, workbooks_of
from printed import month_of, quarter_of, year_of

from zoneproc.excel.sheets import write_workbook


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every workbook of a company whose names and notes are all hostile."""
    ledger = crowded(HOSTILE, HOSTILE, 14)
    folder = tmp_path_factory.mktemp("hostile")
    results = (month_of(ledger), quarter_of(ledger), year_of(ledger))
    return [write_workbook(folder, workbook) for result in results for workbook in workbooks_of(result)]


def test_hostile_words_are_cells_of_text(files):
    seen = {}
    for file in files:
        for sheet in openpyxl.load_workbook(BytesIO(file.read_bytes())):
            for row in sheet.iter_rows():
                for cell in row:
                    for word in HOSTILE:
                        if isinstance(cell.value, str) and cell.value.startswith(word):
                            assert cell.data_type == "s", (file.name, sheet.title, cell.coordinate)
                            seen.setdefault(file.name.split("_")[0], set()).add(word)
    assert {number for number, words in seen.items() if len(words) > 3} >= {"R-5", "R-6", "R-7", "R-8", "R-13"}


def test_no_workbook_leads_out_of_itself(files):
    """No link to the outside, no formula over another file."""
    for file in files:
        with ZipFile(file) as package:
            for name in package.namelist():
                if name.endswith(".rels"):
                    assert b'TargetMode="External"' not in package.read(name), (file.name, name)
                assert "externalLink" not in name
