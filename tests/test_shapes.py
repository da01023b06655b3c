"""What every shape promises: points between 0 and full, and an Excel formula that recalculates to the same points."""

import math
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from counting import frames_of
from hypothesis import given, settings
from hypothesis import strategies as st

from zoneproc.shapes import NOT_APPLICABLE, SHAPES

FULL = 10.0
ARGUMENTS: Mapping[str, Mapping[str, float]] = {
    "比例": {},
    "扣分": {"轻微": 1.0, "一般": 2.0, "清零": math.inf},
    "评定": {"好": 10.0, "较好": 8.5, "差": 0.0},
    "分项": {"线路": 4.0, "班组": 4.0, "党员": 2.0},
    "报送": {"月报": 0.5, "季报": 0.5, "年报": 2.0, "退回": 0.2},
    "测评": {"满意": 100.0, "基本满意": 70.0, "不满意": 0.0, "不了解上限": 0.3, "不了解扣分": 2.0},
    "阶梯": {"0.95": 10.0, "0.8": 6.0},
    "第二次清零": {"首次": 4.0},
    "名次": {"1": 10.0, "2": 8.0, "其余": 2.0},
    "给定分": {},
    "加分": {"支部采纳": 1.0, "公司采纳": 2.0},
}
PARTS = {"测评": ("满意", "基本满意", "不满意", "不了解"), "第二次清零": ("违章",)}
NAMELESS = ("比例", "阶梯", "名次", "给定分")


def parts_of(shape: str) -> tuple[str, ...]:
    return ("",) if shape in NAMELESS else PARTS.get(shape, tuple(ARGUMENTS[shape]))


def counts_for(shape: str) -> st.SearchStrategy[Mapping[str, tuple[float, float]]]:
    numbers = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 7.0, 9.0, 19.0, 20.0])
    return st.fixed_dictionaries({name: st.tuples(numbers, numbers) for name in parts_of(shape)})


def test_every_shape_is_named_documented_and_tried_here():
    assert set(SHAPES) == set(ARGUMENTS)
    assert all(shape.name == name and shape.doc for name, shape in SHAPES.items())
    assert not any(SHAPES[name].fault(arguments) for name, arguments in ARGUMENTS.items())


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_points_lie_between_0_and_full(name, data):
    subjects = data.draw(st.lists(counts_for(name), min_size=1, max_size=4))
    points = SHAPES[name].points(*frames_of(*subjects), FULL, ARGUMENTS[name])
    assert len(points) == len(subjects)
    assert points.dropna().between(0, FULL).all()


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_no_counts_at_all_raise_nothing(name):
    nothing = pd.DataFrame(index=["D00001"])
    assert len(SHAPES[name].points(nothing, nothing, FULL, ARGUMENTS[name])) == 1
    assert SHAPES[name].formula({}, "A1", {}).startswith("=")


def samples_of(shape: str) -> list[dict[str, tuple[float, float]]]:
    """Twelve subjects with assorted counts, the first with nothing at all."""
    numbers = (0, 1, 2, 0.5, 3, 19, 0, 20, 4, 95, 1, 100)
    return [
        {part: (numbers[(row + at) % 12] * (row > 0), numbers[(row * 5 + at) % 12] * (row > 0)) for at, part in
         enumerate(parts_of(shape))} for row in range(12)
    ]  # fmt: skip


def write_formulas(path: Path) -> list[float]:
    """One row per shape and subject: formula in A, full in B, arguments from C, counts from M; the points expected."""
    expected: list[float] = []
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for name in sorted(ARGUMENTS):
            subjects = samples_of(name)
            expected.extend(SHAPES[name].points(*frames_of(*subjects), FULL, ARGUMENTS[name]).tolist())
            for counts in subjects:
                row = (sheet.dim_rowmax or 0) + 1
                sheet.write(row, 1, FULL)
                for at, value in enumerate(ARGUMENTS[name].values()):
                    sheet.write(row, 2 + at, "清零" if math.isinf(value) else value)
                cells = [number for pair in counts.values() for number in pair]
                sheet.write_row(row, 12, cells)
                at_row = [xlsxwriter.utility.xl_rowcol_to_cell(row, column) for column in range(40)]
                refs = {part: (at_row[12 + 2 * at], at_row[13 + 2 * at]) for at, part in enumerate(counts)}
                arguments = {part: at_row[2 + at] for at, part in enumerate(ARGUMENTS[name])}
                sheet.write_formula(row, 0, SHAPES[name].formula(refs, at_row[1], arguments))
    return expected


ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def recalculated(book: Path, folder: Path) -> Path:
    """The workbook as LibreOffice computes it, trusting no cached value."""
    settings_file = folder / "profile" / "user" / "registrymodifications.xcu"
    settings_file.parent.mkdir(parents=True)
    settings_file.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", folder / "out", book], check=True, capture_output=True, timeout=120)
    return folder / "out" / book.name


@pytest.mark.office
def test_formulas_recalculate_to_the_points(tmp_path):
    """Promise 38: every formula gives Python's points, 不适用 where they are NaN."""
    expected = write_formulas(tmp_path / "shapes.xlsx")
    sheet = openpyxl.load_workbook(recalculated(tmp_path / "shapes.xlsx", tmp_path), data_only=True).active
    found = [sheet.cell(row, 1).value for row in range(2, 2 + len(expected))]
    wanted = [NOT_APPLICABLE if math.isnan(points) else pytest.approx(points, abs=1e-9) for points in expected]
    assert found == wanted
    assert NOT_APPLICABLE in found
