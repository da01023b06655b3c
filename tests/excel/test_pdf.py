"""PDF through LibreOffice, where it is; a clear sentence where it is not."""

import stat
import sys

import pytest

from zoneproc.excel import pdf
from zoneproc.excel.pages import Box, Line, Pages, write_pages
from zoneproc.excel.pdf import PdfError, as_pdf, office_program
from zoneproc.excel.writing import new_book


def test_without_libreoffice_nothing_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_USUAL_PLACES", ())
    with pytest.raises(PdfError, match="LibreOffice"):
        office_program()
    with pytest.raises(PdfError):
        as_pdf([tmp_path / "板.xlsx"])


@pytest.mark.skipif(sys.platform == "win32", reason="scripts stand in for LibreOffice")
@pytest.mark.parametrize("outcome", ["exit 1", "exit 0"])
def test_a_failing_program_is_one_sentence(tmp_path, monkeypatch, outcome):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{outcome}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(pdf, "office_program", lambda: str(program))
    with pytest.raises(PdfError):
        as_pdf([tmp_path / "板.xlsx"])


@pytest.mark.office
def test_a_workbook_becomes_a_pdf_beside_it(tmp_path):
    book = tmp_path / "板.xlsx"
    with new_book(book, "板") as made:
        write_pages(made.sheet("板"), Pages("板", "", (20.0,), [[Line([Box("甲")])]]), "", "板")
    (made,) = as_pdf([book])
    assert made == tmp_path / "板.pdf"
    assert made.read_bytes().startswith(b"%PDF")
