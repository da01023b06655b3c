"""Workbooks recalculated by LibreOffice from scratch, and where its figures differ from the cached ones."""

import math
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def recalculated(books: list[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice computes them, trusting no cached value (its profile forces recalculation)."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    program = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command = [*program, "--convert-to", "xlsx", "--outdir", folder / "out", *books]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / "out" / book.name for book in books]


def formula_cells(book: Path) -> Iterator[tuple[str, str]]:
    """Sheet and address of every formula cell."""
    for sheet in openpyxl.load_workbook(book):
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate) for cell in row if cell.data_type == "f")


def differences(written: Path, computed: Path) -> list[tuple[str, str, object, object]]:
    """The formula cells whose recalculated value is not the cached one: sheet, cell, cached, recalculated."""
    cached, found = (openpyxl.load_workbook(path, data_only=True) for path in (written, computed))
    pairs = [
        (title, cell, cached[title][cell].value, found[title][cell].value) for title, cell in formula_cells(written)
    ]
    return [pair for pair in pairs if not same(*pair[2:])]


def same(cached: object, value: object) -> bool:
    """Numbers to 1e-9, texts exactly; an empty text is an empty cell."""
    if isinstance(cached, int | float) and isinstance(value, int | float):
        return math.isclose(cached, value, rel_tol=0, abs_tol=1e-9)
    return (cached or "") == (value or "")


def patched(book: Path, target: Path, part: str, change: Callable[[str], str]) -> Path:
    """A copy of the workbook with one part of its package changed as text."""
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(name, change(data.decode()).encode() if name == part else data)
    return target


def part_of(book: Path, title: str) -> str:
    """The package part of a sheet, by its title."""
    names = openpyxl.load_workbook(book, read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index(title) + 1}.xml"
