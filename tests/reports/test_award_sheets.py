"""Awards: the office's own wording, the order of the candidates."""

from dataclasses import replace

from zoneproc.reports.award_sheets import award_sheet, awards_overview
from zoneproc.scoring.awards import MEMBER, SUBCOMPANY


def test_awards_are_called_as_the_office_calls_them(year):
    rules = replace(year.run.rules, wording_rows={SUBCOMPANY: "红旗分公司"})
    named = replace(year, run=replace(year.run, rules=rules))
    assert "红旗分公司" in award_sheet(named, SUBCOMPANY).heading
    assert awards_overview(named, [SUBCOMPANY, MEMBER]).tables[0].rows["award"].tolist() == ["红旗分公司", MEMBER]


def test_candidates_stand_in_order_of_status(year):
    rows = award_sheet(year, MEMBER).tables[0].rows
    assert set(rows["subject"]) <= {"D1", "D2", "D3"}
    assert rows["order"].notna().all()
