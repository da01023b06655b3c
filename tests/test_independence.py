"""Scores depend on what was filed, not on the order of files, the number of workers, or who else is there (issue 4).

Only places and limits on grades look at others.
"""

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pandas as pd
import pytest

from zoneproc.archive import Archive, counting
from zoneproc.crew import working
from zoneproc.merge import merge, with_office
from zoneproc.office import freezes_of, history, load_ledger, load_office, reread, source_of
from zoneproc.period import Period
from zoneproc.scoring.quarter import score_quarter
from zoneproc.scoring.year import score_year

YEAR = Period(2026)
QUARTER = YEAR.quarters[0]
PLACES = ["rank", "tied", "ranked", "company_rank", "company_tied", "label"]


@pytest.fixture(scope="module")
def office(demo_year):
    return load_office(demo_year)


@pytest.fixture(scope="module")
def ledger(demo_year, office):
    return load_ledger(office, Archive(demo_year.archive), YEAR)


@pytest.fixture(scope="module")
def year(office, ledger):
    return score_year(ledger, office.rule_book, YEAR.year)


def same(found, expected, key):
    pd.testing.assert_frame_equal(
        found.sort_values(key, ignore_index=True), expected.sort_values(key, ignore_index=True), check_exact=True
    )


def test_the_order_of_files_changes_nothing(demo_year, office, ledger):
    archive = Archive(demo_year.archive)
    filings = list(archive.filings())
    chosen = list(counting(filings, freezes_of(office, archive)).values())
    random.Random(2026).shuffle(chosen)
    merged = merge([(source_of(filing), reread(archive, filing)) for filing in chosen], office.reference)
    shuffled = with_office(office.ledger, merged, history(filings, {filing.sha256 for filing in chosen}))
    rules = office.rule_book.on(QUARTER.end)
    before, after = (score_quarter(one, rules, QUARTER) for one in (ledger, shuffled))
    assert len(before.members) > 60
    same(after.points, before.points, ["subject", "indicator"])
    same(after.members, before.members, ["member_no"])


def test_the_number_of_workers_changes_nothing(office, ledger, year):
    with ProcessPoolExecutor(2, get_context("spawn")) as pool, working(pool):
        again = score_year(ledger, office.rule_book, YEAR.year)
    for name, key in KEYS.items():
        same(getattr(again, name), getattr(year, name), key)


KEYS = {
    "members": ["member_no"],
    "groups": ["group_code"],
    "branches": ["branch_code"],
    "subcompanies": ["subcompany_code"],
    "secretaries": ["branch_code", "member_no"],
    "points": ["subject", "indicator"],
    "awards": ["award", "subject"],
}


def test_a_branch_scores_the_same_without_its_neighbours(office, ledger, year):
    """Style 2, property 7, for a whole year: members, groups and branch; all but places and what quotas decide."""
    stays = ledger["members"].groupby("member_no")["_branch"].agg(["nunique", "first", "last"])
    moved = stays[stays["nunique"] > 1]  # who moved is told of by both branches
    code = next(code for code in year.branches["branch_code"] if code not in {*moved["first"], *moved["last"]})
    kept = {
        name: rows[rows["_branch"].isin([code, ""])] if "_branch" in rows else rows
        for name, rows in ledger.frames.items()
    }
    alone = score_year(
        replace(ledger, frames=kept, returns=ledger.returns[ledger.returns["branch_code"] == code]),
        office.rule_book,
        YEAR.year,
    )
    for name, key in (("members", "member_no"), ("groups", "group_code"), ("branches", "branch_code")):
        before, after = (
            rows[rows["branch_code"].eq(code)].drop(columns=PLACES, errors="ignore")
            for rows in (getattr(year, name), getattr(alone, name))
        )
        assert len(before)
        same(after, before, [key])
