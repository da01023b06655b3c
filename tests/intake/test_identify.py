"""Stamp first, then cover, then headings; the file name means nothing; contradictions are refused (S01)."""

from datetime import date

import pytest
from workbooks import COMPANY, FORMS, MON, STAMP, TALKS, TEAMS, book, cover_grid, sheets, table_grid

from zoneproc.excel.reading import read_book_bytes
from zoneproc.findings import Finding
from zoneproc.intake.identify import Identity, identify, read_period
from zoneproc.kinds import ErrorCell
from zoneproc.period import Cadence, Period


def known(grids, stamp=None):
    return identify(read_book_bytes(book(grids, stamp)), FORMS, "a.xlsx")


def doubt(grids, stamp=None):
    found = known(grids, stamp)
    assert isinstance(found, Finding)
    return found.code.number, found.place.sheet, found.place.cell


@pytest.mark.parametrize("stamp", [None, STAMP, {**STAMP, "branch_code": "", "period": ""}])
def test_stamp_and_cover_agree(stamp):
    found = known(sheets(), stamp)
    assert isinstance(found, Identity)
    assert (found.template_id, found.branch_code, found.period, found.submission_no) == (
        "MON", "001005", Period(2026, 3, 3), 1,
    )  # fmt: skip
    assert found.fingerprint == ("" if stamp is None else MON.fingerprint)


def test_the_issued_value_serves_where_the_cover_is_blank_or_lost_its_zeros():
    for cover in ({"branch_code": None, "period": None}, {"branch_code": 1005, "period": date(2026, 3, 1)}):
        found = known(sheets(**cover), STAMP)
        assert isinstance(found, Identity)
        assert (found.branch_code, str(found.period)) == ("001005", "2026-03")


@pytest.mark.parametrize(
    ("cover", "cell"),
    [
        ({"branch_code": "001006"}, "B6"),
        ({"period": "2026-04"}, "B7"),
        ({"period": "2026Q1"}, "B7"),
        ({"period": "三月"}, "B7"),
        ({"template_id": "QTR"}, "B5"),
        ({"submission_no": "二"}, "B8"),
        ({"submission_no": 0}, "B8"),
    ],
)
def test_a_contradiction_or_an_unreadable_item_is_refused_at_its_cell(cover, cell):
    assert doubt(sheets(**cover), STAMP) == ("S01", "封面", cell)


@pytest.mark.parametrize(
    ("cover", "cell"),
    [
        ({"branch_code": None}, "B6"),
        ({"branch_code": "=1/0"}, "B6"),
        ({"period": None}, "B7"),
        ({"template_id": "XYZ"}, "B5"),
    ],
)
def test_without_a_stamp_the_cover_must_say_it_all(cover, cell):
    assert doubt(sheets(**cover)) == ("S01", "封面", cell)


def test_a_number_for_the_version_may_be_missing():
    found = known(sheets(submission_no=None))
    assert isinstance(found, Identity)
    assert found.submission_no == 1


def test_no_cover_and_no_stamp_is_nobodys_return():
    assert doubt({"联系谈心记录": table_grid(TALKS, [])}) == ("S01", "", "")
    assert doubt({"随便": [["买米"]]}) == ("S01", "", "")
    assert doubt({"甲": [["a"]]}, {**STAMP, "template_id": "ALIEN"}) == ("S01", "", "")


def test_a_lost_cover_is_refused_unless_the_stamp_names_the_branch():
    grids = sheets()
    del grids["封面"]
    assert isinstance(known(grids, STAMP), Identity)
    assert doubt(grids, {**STAMP, "branch_code": ""}) == ("S01", "", "")


def test_a_cover_whose_labels_are_shifted_identifies_nobody():
    grid = cover_grid()
    grid[5][0], grid[6][0] = grid[6][0], grid[5][0]
    assert doubt({**sheets(), "封面": grid}, STAMP)[0] == "S02"


def test_office_workbooks_are_known_by_stamp_or_headings():
    grids = {"线路班组": table_grid(TEAMS, [["052-01", "一班", 3]])}
    for stamp in (None, {"template_id": "COMPANY", "fingerprint": "x", "branch_code": "", "period": ""}):
        found = known(grids, stamp)
        assert isinstance(found, Identity)
        assert (found.form, found.branch_code, found.period) == (COMPANY, "", None)


@pytest.mark.parametrize(
    ("raw", "cadence", "period"),
    [
        ("2026-03", Cadence.MONTH, "2026-03"),
        ("２０２６年３月", Cadence.MONTH, "2026-03"),
        (202603.0, Cadence.MONTH, "2026-03"),
        (date(2026, 3, 1), Cadence.MONTH, "2026-03"),
        ("2026Q1", Cadence.QUARTER, "2026Q1"),
        ("2026年第一季度", Cadence.QUARTER, "2026Q1"),
        ("2026年1季度", Cadence.QUARTER, "2026Q1"),
        ("2026", Cadence.YEAR, "2026"),
        (2026.0, Cadence.LIVING, "2026"),
        ("2026年度", Cadence.YEAR, "2026"),
        (2026.3, Cadence.MONTH, "None"),
        (date(2026, 3, 1), Cadence.QUARTER, "None"),
        ("2026Q5", Cadence.QUARTER, "None"),
        ("2026-13", Cadence.MONTH, "None"),
        ("2026-03", Cadence.YEAR, "None"),
        ("", Cadence.YEAR, "None"),
        (ErrorCell("#N/A"), Cadence.MONTH, "None"),
    ],
)
def test_periods_are_read_as_people_write_them(raw, cadence, period):
    assert str(read_period(raw, cadence)) == period
