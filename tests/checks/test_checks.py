"""The view of a check, the order of findings, waivers and levels, and the catalogue of the family."""

import re
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from building import ledger_of, rules_of
from checks.asking import HERE, link, member, talk

from zoneproc import checks
from zoneproc.checks import CHECKS, View, run_checks
from zoneproc.findings import Code, Severity
from zoneproc.ledger import Ledger
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


@pytest.mark.parametrize("period", ["2026-03", "2026Q1", "2026"])
def test_nothing_is_found_in_nothing(period):
    assert run_checks(View(ledger_of(), rules_of(), [Period.parse(period)])) == []


def a_month():
    """A member without a zone and with one contact nobody talked to: C02 and Q01, Q04."""
    return ledger_of(members=[member()], contacts=[link()], talks=[talk(day=None, member_name="党员1")])


def numbers(findings):
    return {finding.code.number for finding in findings}


def test_scopes_together_are_everything():
    view = View(a_month(), rules_of(), MARCH)
    parts = [*run_checks(view, "return"), *run_checks(view, "company")]
    assert sorted(map(str, parts)) == sorted(map(str, run_checks(view)))
    assert {"C02", "Q01", "Q04"} <= numbers(parts)


def test_findings_say_whom_they_concern():
    found = [finding for finding in run_checks(View(a_month(), rules_of(), MARCH)) if finding.code.number == "Q04"]
    assert [(finding.branch, finding.subject, finding.source) for finding in found] == [(HERE, "D00001", "test")]


def test_waivers_and_levels():
    """Promises 13 and 14: a waiver names a member or a branch until a day; a check on trial is a note."""
    waivers = (
        Waiver("C02", "D00001", "新调入", "党办", datetime(2026, 3, 31).date()),
        Waiver("Q01", HERE, "班组撤并", "党办", datetime(2026, 3, 30).date()),
    )
    rules = replace(rules_of(check_Q01="试行"), waivers=waivers)
    found = run_checks(View(a_month(), rules, MARCH))
    assert "C02" not in numbers(found)
    assert [finding.severity for finding in found if finding.code.number == "Q01"] == [Severity.NOTE]


def test_follow_on_errors_are_hidden():
    """A cell intake could not take is empty in the merge; only the first fault is told."""
    ledger = ledger_of(talks=[talk(talk_method=None, member_name="党员1")])
    found = [finding for finding in run_checks(View(ledger, rules_of(), MARCH)) if finding.code.number == "S10"]
    assert len(found) == 1
    known = Ledger(ledger.frames, ledger.sources, ledger.returns, findings=tuple(found))
    assert not [finding for finding in run_checks(View(known, rules_of(), MARCH)) if finding.code.number == "S10"]


def test_the_day_asked_is_the_earlier_of_period_and_moment():
    assert View(ledger_of(), rules_of(), MARCH).day.isoformat() == "2026-03-31"
    early = View(ledger_of(), rules_of(), [Period.parse("2026")], datetime(2026, 1, 20, 9, 0))
    assert early.day.isoformat() == "2026-01-20"
