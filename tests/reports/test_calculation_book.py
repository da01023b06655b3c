"""R-16: every parameter, version and source with its fingerprint."""

from dataclasses import replace

from building import returns_of
from printed import printed, table

from zoneproc.reports.calculation_book import calculation_book
from zoneproc.rules import said


def test_every_parameter_standard_version_and_source_is_there(year, tmp_path):
    returns = returns_of([{"branch_code": "001001", "form": "MON", "period": "2026-03", "received_at": "2026-04-02"}])
    run = replace(year.run, ledger=replace(year.run.ledger, returns=returns))
    book = printed(calculation_book(replace(year, run=run))[0], tmp_path)
    told = {row["参数代号"]: row["取值"] for row in table(book, "参数与依据", "含义")}
    assert told == {key: said(key, value) for key, value in run.rules.parameters.items()}
    assert all(said(key, value) not in ("contact", "quarterly", "cap") for key, value in told.items())
    assert {row["文件指纹"] for row in table(book, "来源文件", "文件")} == set(run.ledger.sources)
    assert [(row["报告期"], row["计入"]) for row in table(book, "报送版本", "支部")] == [("2026-03", "计入")]
    assert {row["奖项"] for row in table(book, "名额", "奖项")} == set(run.rules.quota_rows)
    index = [str(cell.value) for row in book["目录"].iter_rows() for cell in row]
    assert f"{run.judged_on:%Y-%m-%d}" in index
