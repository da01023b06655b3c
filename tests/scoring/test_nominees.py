"""V05 once the year is scored: nominees below the cut-off (domain.md 2.10, U64)."""

from dataclasses import replace

from building import ledger_of
from company_year import PEOPLE, company
from year_rows import YEAR

from zoneproc.findings import Severity
from zoneproc.rules import Waiver, default_rule_book
from zoneproc.scoring.nominees import unworthy_nominees
from zoneproc.scoring.year import score_year

RULES = default_rule_book().on(YEAR.end)
AWARD = "优秀共产党员"


def told(rules=RULES, award=AWARD, **tables):
    named = [{"_period": "2026", "award": award, "subject_no": number, "subject_name": "某"} for number in PEOPLE[:2]]
    ledger = ledger_of(**company(nominations=named) | tables)
    awards = score_year(ledger, default_rule_book(), 2026).awards
    found = unworthy_nominees(ledger, rules, YEAR, awards)
    return [(finding.code.number, finding.place.cell) for finding in found], found


def test_a_nominee_who_may_hold_the_award_is_not_told():
    assert told()[0] == []


def test_a_nominee_below_the_line_is_told_at_his_row():
    """No reports and no talks at all: the year falls below 90."""
    assert told(talks=[], monthly_reports=[])[0] == [("V05", "B5"), ("V05", "B6")]


def test_what_the_returns_show_was_told_before():
    """A veto is V05 of the check; here only what else is wrong."""
    veto = {"subject_kind": "党员", "subject_no": PEOPLE[0], "event_date": "2026-02-20", "veto_kind": "酒后驾驶"}
    _, found = told(vetoes=[veto | {"basis_doc": "安〔2026〕3号", "confirmed": True}])
    assert [finding.place.cell for finding in found] == ["B5"]
    assert "一票否决" not in found[0].message


def test_the_office_may_waive_it_or_make_it_a_note():
    silent = {"talks": [], "monthly_reports": []}
    waived = replace(RULES, waivers=(Waiver("V05", "001001", "经研究", "党委", YEAR.end),))
    assert told(waived, **silent)[0] == []
    noted = replace(RULES, parameters={**RULES.parameters, "check_V05": "提醒"})
    assert {finding.severity for finding in told(noted, **silent)[1]} == {Severity.NOTE}
