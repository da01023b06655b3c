"""一支部一册: records present and missing (S5.1.2b)."""

from building import ledger_of
from member_rows import member, report
from year_rows import HERE, YEAR, branch

from zoneproc.duties.archive_index import archive_index
from zoneproc.forms import FORMS


def test_every_sheet_of_the_four_workbooks_is_listed_once_per_branch():
    reports = [report("2026-01"), report("2026-02"), report("2026-02", "D00124")]
    ledger = ledger_of(organisations=[branch()], members=[member(_period="2026")], monthly_reports=reports)
    found = archive_index(ledger, YEAR)
    tables = [table for form in ("BASE", "MON", "QTR", "ANN") for table in FORMS[form].tables if table.key]
    assert found["code"].tolist() == [table.code for table in tables if not table.reference]
    lines = found.set_index("code")
    assert lines.loc["M-2", ["branch_code", "periods", "rows", "present"]].tolist() == [HERE, 2, 3, True]
    assert lines.loc["Q-1", ["periods", "rows", "present", "nil_allowed"]].tolist() == [0, 0, False, False]


def test_nothing_comes_of_nothing():
    assert archive_index(ledger_of(), YEAR).empty
