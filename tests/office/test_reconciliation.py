"""R-3 proves itself: LibreOffice counts the merged rows and sums anew, and a row taken out shows as a difference (promise 23)."""

import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from printed import table
from recalculation import differences, formula_cells, recalculated

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def ledger_books(demo_year):
    return sorted((demo_year.root / "output").glob("2026-0[1-6]/R-3_*.xlsx"))


def test_every_figure_of_the_reconciliation_is_found_again(ledger_books, tmp_path):
    assert len(ledger_books) == 6
    assert sum(len(list(formula_cells(book))) for book in ledger_books) > 1_000
    for book, computed in zip(ledger_books, recalculated(ledger_books, tmp_path), strict=True):
        assert not differences(book, computed), book.name


def test_a_row_taken_out_of_the_merged_table_is_a_difference(ledger_books, tmp_path):
    book = openpyxl.load_workbook(ledger_books[2])
    code = book["联系谈心记录"]["A5"].value
    book["联系谈心记录"].delete_rows(5)
    book.save(tmp_path / "少一行.xlsx")
    (computed,) = recalculated([tmp_path / "少一行.xlsx"], tmp_path)
    rows = table(openpyxl.load_workbook(computed, data_only=True), "核对", "支部编码")
    wrong = [(row["支部编码"], row["表"], row["差额"], row["结果"]) for row in rows if row["差额"]]
    assert (code, "M-1", 1, "不符") in wrong
    assert {row[1] for row in wrong if row[0] == code} == {"M-1"}
