"""Checks of a return need its circle only, so what they found stands as long as nothing about the circle changes."""

import shutil
from datetime import datetime, timedelta

import pytest
from building import ledger_of
from small_office import AFTER_JANUARY, JANUARY, corrected, first_month

from zoneproc import rechecking, workflow
from zoneproc.archive import Archive
from zoneproc.checks import View, checks_begun
from zoneproc.duties.circles import circles
from zoneproc.office import load_ledger, load_office
from zoneproc.period import Period

LATER = AFTER_JANUARY + timedelta(hours=2)


@pytest.mark.parametrize("period", ["2026-01", "2026-06", "2026Q3", "2026-12", "2026"])
def test_a_circle_by_itself_tells_what_it_tells_among_all(demo_year, period):
    """The demo year has transfers, shared contacts and every mistake of the catalogue."""
    asked = Period.parse(period)
    office = load_office(demo_year)
    view = View(
        load_ledger(office, Archive(demo_year.archive), asked),
        office.rule_book.on(asked.end),
        [asked],
        datetime(2027, 1, 31, 9),
    )
    among_all = checks_begun(view, "return")()["return"]
    apart = [
        finding for circle in set(circles(view.ledger).values()) for finding in rechecking._of_returns(view, circle)
    ]
    assert len(among_all) > 10
    assert set(apart) == set(among_all)


def test_a_person_named_by_two_branches_makes_them_one_circle():
    """A code that every branch counts from one joins nobody."""
    named = {"contacts": ["001001", "001002"], "attendance": ["001001", "001003"]}
    codes = {"contacts": {"contact_employee_no": "E1"}, "attendance": {"activity_no": "H1"}}
    ledger = ledger_of(**{name: [codes[name] | {"_branch": branch} for branch in named[name]] for name in named})
    assert circles(ledger) == {branch: {"001001", "001002"} for branch in ("001001", "001002")}


@pytest.fixture
def workspace(tmp_path):
    found = first_month(tmp_path / "公司", senders=3)
    workflow.consolidate_month(found, JANUARY, AFTER_JANUARY)
    return found


@pytest.fixture
def asked(monkeypatch):
    """The branches asked by themselves, time after time; of three branches one is few here."""
    times, of_returns = [], rechecking._of_returns
    monkeypatch.setattr(rechecking, "_MOST", 0.5)
    monkeypatch.setattr(
        rechecking,
        "_of_returns",
        lambda view, branches: times.append(set(branches)) or of_returns(view, branches),
    )
    return times


def test_only_the_branch_that_sent_something_is_asked_again(workspace, asked):
    """What is told is what a run without the cache tells."""
    filing, _ = corrected(workspace, AFTER_JANUARY)
    done = workflow.consolidate_month(workspace, JANUARY, LATER)
    assert asked == [{filing.branch}]
    shutil.rmtree(workspace.root / "cache")
    assert workflow.consolidate_month(workspace, JANUARY, LATER).findings == done.findings
    assert len(asked) == 1


def other_rules(workspace):
    workspace.rules_file.write_bytes(workspace.rules_file.read_bytes() + b"\0")


def damaged(workspace):
    for path in (workspace.root / "cache").glob("*/checks/*.json"):
        path.write_text(path.read_text()[:-9])


def other_words(workspace):
    for path in (workspace.root / "cache").glob("*/checks/*.json"):
        path.write_text('{"a": [["Q04"]]}')


@pytest.mark.parametrize("change", [other_rules, damaged, other_words], ids=lambda change: change.__name__)
def test_everybody_is_asked_where_anything_else_changed(workspace, asked, change):
    corrected(workspace, AFTER_JANUARY)
    change(workspace)
    done = workflow.consolidate_month(workspace, JANUARY, LATER)
    assert not asked
    shutil.rmtree(workspace.root / "cache")
    assert workflow.consolidate_month(workspace, JANUARY, LATER).findings == done.findings


def test_a_deadline_that_passed_asks_everybody(workspace, asked):
    corrected(workspace, AFTER_JANUARY)
    workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY + timedelta(days=1))
    assert not asked
