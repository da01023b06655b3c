"""The view of a check, the order of findings, waivers and levels, and the catalogue of the family."""

import re
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from building import ledger_of, rules_of
from checks.asking import HERE, link, member, organisation, talk

from zoneproc import checks
from zoneproc.checks import CHECKS, Check, View, as_ruled, run_checks
from zoneproc.findings import Code, Severity, in_order
from zoneproc.period import Period
from zoneproc.rules import Waiver

MARCH = [Period.parse("2026-03")]


def codes_of_the_package():
    modules = [import_module(f"zoneproc.checks.{module.name}") for module in iter_modules(checks.__path__)]
    return {thing.number for module in modules for thing in vars(module).values() if isinstance(thing, Code)}


def test_every_code_is_seen_in_a_test():
    """2.10: the codes raised here are the codes the tests of this folder expect."""
    written = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert codes_of_the_package() == set(re.findall(r'\("([A-Z]\d\d)", ', written))


def test_every_check_is_a_documented_sentence():
    for name, announced in CHECKS.items():
        assert announced.run.__doc__, name
        assert name.count("_") >= 2, name


def test_nothing_is_found_in_nothing():
    assert run_checks(View(ledger_of(), rules_of(), [Period.parse("2026")])) == []


@pytest.fixture(scope="module")
def found():
    """A member without a zone and with one contact nobody talked to: C02 and Q01, Q04."""
    ledger = ledger_of(members=[member()], contacts=[link()], talks=[talk(day=None, member_name="党员1")])
    return run_checks(View(ledger, rules_of(), MARCH))


def of_code(findings, number):
    return [finding for finding in findings if finding.code.number == number]


def test_findings_come_in_reading_order(found):
    assert {"C02", "Q01", "Q04"} <= {finding.code.number for finding in found}
    assert list(found) == list(in_order(found))


def test_scopes_part_the_checks():
    """A scope runs its own checks only: L02 needs the company, Q04 does not."""
    ledger = ledger_of(organisations=[organisation()], members=[member()], contacts=[link()], talks=[talk(day=None)])
    view = View(ledger, rules_of(), MARCH)
    alone, together = run_checks(view, "return"), run_checks(view, "company")
    assert of_code(alone, "Q04")
    assert not of_code(alone, "L02")
    assert of_code(together, "L02")
    assert not of_code(together, "Q04")


def test_findings_say_whom_they_concern(found):
    told = [(finding.branch, finding.subject, finding.source) for finding in of_code(found, "Q04")]
    assert told == [(HERE, "D00001", "test")]


def test_waivers_and_levels(found):
    """Promises 13 and 14: a waiver names a member or a branch until a day; a check on trial is a note."""
    waivers = (
        Waiver("C02", "D00001", "新调入", "党办", date(2026, 3, 31)),
        Waiver("Q01", HERE, "班组撤并", "党办", date(2026, 3, 30)),
    )
    rules = replace(rules_of(check_Q01="试行"), waivers=waivers)
    ruled = as_ruled(found, rules, date(2026, 3, 31))
    assert of_code(ruled, "C02") == []
    assert [finding.severity for finding in of_code(ruled, "Q01")] == [Severity.NOTE]
    assert [finding.severity for finding in of_code(ruled, "Q04")] == [Severity.ERROR]


def test_follow_on_errors_are_hidden():
    """A cell intake could not take is empty in the merge; only the first fault is told."""
    ledger = ledger_of(talks=[talk(talk_method=None, member_name="党员1")])
    found = of_code(run_checks(View(ledger, rules_of(), MARCH), "return"), "S10")
    assert len(found) == 1
    known = replace(ledger, findings=tuple(found))
    assert of_code(run_checks(View(known, rules_of(), MARCH), "return"), "S10") == []


def test_the_day_asked_is_the_earlier_of_period_and_moment():
    assert View(ledger_of(), rules_of(), MARCH).day.isoformat() == "2026-03-31"
    early = View(ledger_of(), rules_of(), [Period.parse("2026")], datetime(2026, 1, 20, 9, 0))
    assert early.day.isoformat() == "2026-01-20"


def test_only_the_rows_in_question_are_looked_at():
    """On receipt of a monthly return the register is there to be looked up; what is wrong with it was told before."""
    ledger, march = ledger_of(talks=[{"_period": "2026-03"}], groups=[{"_period": "2026"}]), Period.parse("2026-03")
    asked = {form: View(ledger, rules_of(), [march], None, frozenset(form)) for form in ((), ("MON",), ("BASE",))}
    compulsory = CHECKS["every_compulsory_cell_is_filled"].run
    told = {
        form: {finding.place.sheet or finding.message for finding in compulsory(view)} for form, view in asked.items()
    }
    assert told["MON",]
    assert told["BASE",]
    assert told["MON",].isdisjoint(told["BASE",])
    assert told[()] == told["MON",] | told["BASE",]


def test_a_check_is_not_asked_where_its_tables_have_no_row_in_question():
    """Rows of other periods are there to be looked up; no table named means that the check is always asked."""
    asked = []
    note = lambda view: asked.append(view) or []
    ledger = ledger_of(talks=[talk(_period="2026-03"), talk(_period="2026-02")])
    march, april = View(ledger, rules_of(), MARCH), View(ledger, rules_of(), [Period.parse("2026-04")])
    for view in (march, april):
        Check("return", note, ("opinions", "talks")).findings(view)
        Check("return", note).findings(view)
    assert asked == [march, march, april]
