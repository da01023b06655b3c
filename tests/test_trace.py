"""这分怎么来的: every step of a total, and every named cell of the demo holds the value shown (promise 38)."""

import random
from collections import defaultdict
from datetime import date, datetime

import pytest
from printed import company, quarter_of, year_of
from year_rows import HERE

from zoneproc.archive import Archive
from zoneproc.excel.addresses import cell_position
from zoneproc.excel.reading import read_book_bytes
from zoneproc.excel.wording import display_width
from zoneproc.findings import Place
from zoneproc.inbox import deliveries
from zoneproc.kinds import Kind, as_text, parse
from zoneproc.office import load_ledger, load_office
from zoneproc.period import Period
from zoneproc.rules import default_rule_book
from zoneproc.scoring.year import score_year
from zoneproc.trace import trace, trace_in
from zoneproc.workspace import ZoneprocError

BOOK = default_rule_book()


@pytest.fixture(scope="module")
def quarter():
    return quarter_of(company())


@pytest.fixture(scope="module")
def year():
    return year_of(company())


def of_quarter(result, subject):
    return trace(result.scores, result.run.ledger, BOOK, subject)


def test_a_total_is_followed_to_clause_counts_and_cells(quarter):
    found = of_quarter(quarter, "D2")
    printed = quarter.scores.members.set_index("member_no").loc["D2"]
    assert (found.name, found.total) == ("李四", printed["total"])
    talks = next(item for item in found.items if item.indicator.code == "I11")
    assert (talks.points, dict(talks.counts)) == (pytest.approx(10), {"": (2, 3)})
    assert talks.indicator.basis
    missed = next(case for case in talks.cases if case.numerator == 0)
    # No talk in March: the link itself is what can be shown.
    assert (missed.place, missed.value) == (Place("test.xlsx", "重点联系人", "D6"), "PD2")
    held = next(case for case in talks.cases if case.numerator == 1)
    assert (held.place.sheet, held.value) == ("联系谈心记录", "2026-01-12")


def test_points_of_the_items_add_up_to_the_base_score(quarter):
    for number in ("D1", "D2", "D3"):
        found = of_quarter(quarter, number)
        earned = sum(item.points for item in found.items if item.points is not None)
        most = sum(item.indicator.full_points for item in found.items if item.points is not None)
        base = quarter.scores.members.set_index("member_no")["base"][number]
        assert base == pytest.approx(100 * earned / most, abs=0.0051)
        assert {item.indicator.code: sum(case.numerator for case in item.cases) for item in found.items} == {
            item.indicator.code: pytest.approx(sum(done for done, _ in item.counts.values())) for item in found.items
        }


def test_what_was_not_sent_has_no_cell(quarter):
    reports = next(item for item in of_quarter(quarter, "D2").items if item.indicator.code == "I12")
    assert [(case.place, case.value) for case in reports.cases if case.numerator == 0] == [(Place(), "")]


def test_members_groups_and_branches_of_a_year(year):
    member = of_quarter(year, "D1")
    assert [str(each.period) for each in member.quarters] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert [item.indicator.code for item in of_quarter(year, HERE + "001").items] == ["G1", "G2", "G3", "G4"]
    branch = of_quarter(year, HERE)
    assert branch.total == year.scores.branches.set_index("branch_code")["total"][HERE]
    assert len(branch.items) == 12


def test_text_is_aligned_and_names_every_case(quarter):
    found = of_quarter(quarter, "D1")
    lines = list(found.lines())
    assert len(lines) == 3 + sum(2 + len(item.cases) for item in found.items)
    widths = {display_width(line[: line.index(" / ")]) for line in lines if line[0] == "I"}
    assert len(widths) == 1
    assert "\n".join(lines) == str(found)


def test_unknown_subjects_and_months_are_told_in_one_sentence(quarter, year, demo_year):
    for result in (quarter, year):
        with pytest.raises(ZoneprocError):
            of_quarter(result, "D99999")
    with pytest.raises(ZoneprocError):
        trace_in(demo_year, "D00101", Period.parse("2026-03"))


class Archived:
    """The kept files of a workspace by the name under which they came in."""

    def __init__(self, workspace):
        archive = Archive(workspace.archive)
        self.files = defaultdict(list)
        for filing in archive.filings():
            self.files[filing.name].append(archive.data(filing))
        for master in deliveries(workspace.masters):
            self.files[master.name].append(master.data)
        self.books = {}

    def values(self, place):
        """What stands in a cell, in every kept file of that name."""
        row, column = cell_position(place.cell)
        if place.file not in self.books:
            self.books[place.file] = [read_book_bytes(data) for data in self.files[place.file]]
        for book in self.books[place.file]:
            sheet = next(sheet for sheet in book.sheets if sheet.title == place.sheet)
            yield sheet.rows[row - 1][column] if row <= len(sheet.rows) else None


def readings(raw):
    """A raw cell as each kind understands it, as text."""
    for kind in Kind:
        value = parse(kind, raw)
        values = value if isinstance(value, tuple) else (value,)
        yield ";".join(as_text(each) for each in values if isinstance(each, str | int | float | date | datetime))


def test_twenty_random_points_of_the_demo_name_cells_that_hold_the_value(demo_year):
    office = load_office(demo_year)
    ledger = load_ledger(office, Archive(demo_year.archive), Period(2026))
    scores = score_year(ledger, office.rule_book, 2026)
    files, chance, seen = Archived(demo_year), random.Random(2026), 0
    subjects = [
        *(
            (scores.quarters[chance.randrange(4)], number)
            for number in chance.sample(list(scores.members["member_no"]), 14)
        ),
        *((scores, code) for code in chance.sample(list(scores.groups["group_code"]), 3)),
        *((scores, code) for code in chance.sample(list(scores.branches["branch_code"]), 3)),
    ]
    for source, subject in subjects:
        if source is not scores and subject not in set(source.members["member_no"]):
            continue
        item = chance.choice([item for item in trace(source, ledger, office.rule_book, subject).items if item.cases])
        for case in chance.sample(item.cases, min(len(item.cases), 25)):
            if case.place.cell:
                assert any(case.value in set(readings(raw)) for raw in files.values(case.place)), (subject, case)
                seen += 1
    assert seen > 60
