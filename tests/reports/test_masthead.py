"""What every workbook says about itself."""

from building import ledger_of
from printed import open_returns, run_of

from zoneproc.reports.masthead import file_name, finality, note_of, workbook


def test_file_names_hold_nothing_windows_refuses():
    assert file_name("R-2", "退回修改单_车队/一:*", "2026-03", "内部") == "R-2_退回修改单_车队_一___2026-03_内部.xlsx"


def test_finality_follows_from_awaited_returns():
    run = run_of(ledger_of(), "2026-03")
    awaited = run_of(ledger_of(), "2026-03", open_returns=open_returns(("001001", "一", "MON", "2026-03", None)))
    assert (finality(run), finality(awaited)) == ("正式", "暂定(尚缺 1 份报表)")
    assert (workbook(run, ("R-4", "表"), []).caution, workbook(awaited, ("R-4", "表"), []).caution) == (False, True)


def test_notes_line_names_company_period_rules_and_day():
    said = note_of(run_of(ledger_of(), "2026Q1"))
    assert all(part in said for part in ("云江公交", "2026年第1季度", "2026-03-31", "正式", "2026-04-13"))
