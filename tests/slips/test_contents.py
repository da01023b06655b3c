"""What a slip says beside its cells: why a sheet is blank in it, and what an old template had otherwise (promises 5, 15)."""

from datetime import datetime

from workbooks import FORMS, STAMP, book, sheets

from zoneproc.archive import SENT_BACK, Filing
from zoneproc.excel.reading import read_book_bytes
from zoneproc.findings import in_order
from zoneproc.intake import read_submission
from zoneproc.slips.contents import Case, slip_of

NOON = datetime(2026, 4, 3, 12)
OLD = {**STAMP, "fingerprint": "0123456789ab"}


def slip(grids, stamp=STAMP):
    data = book(grids, stamp)
    read = read_submission("a.xlsx", data, FORMS)
    filing = Filing(read.sha256, "a.xlsx", len(data), "", NOON, "MON", "001005", "2026-03", 1, SENT_BACK)
    return slip_of(Case(filing, read, in_order(read.findings)), read_book_bytes(data))


def naming(made, label):
    return sum(f"“{label}”" in line for line in made.advice)


def test_a_sheet_that_was_not_in_the_file_is_explained_and_led_to():
    grids = sheets()
    del grids["重大事项"]
    made = slip(grids)
    assert made.rows.get("events", []) == []
    assert [(item.code, item.target) for item in made.items] == [("S02", ("重大事项", "A1"))]
    assert (naming(made, "重大事项"), naming(made, "联系谈心记录"), naming(slip(sheets()), "重大事项")) == (1, 0, 0)


def test_what_an_old_template_had_otherwise_is_listed_sheet_by_sheet():
    grids = sheets()
    grids["联系谈心记录"] = [*grids["联系谈心记录"][:2], *([*row[:4], *row[5:]] for row in grids["联系谈心记录"][2:])]
    listed = set(slip(grids, OLD).advice) - set(slip(sheets(), STAMP).advice)
    assert any("“联系谈心记录”" in line and "思想状态" in line for line in listed)
