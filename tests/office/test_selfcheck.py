"""自检 against the office's check, recalculated by LibreOffice (promises 4 and 35)."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from filling import Filler, balanced, type_in
from recalculation import recalculated, same
from two_verdicts import BRANCH, TEAMS, ledger_of_files, office_cells, office_findings, sheet_cells

from zoneproc.excel.issue import Issue
from zoneproc.excel.stamp import CHECK_SHEET, SELF_SHEET
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.period import Period
from zoneproc.schema import Form

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.filterwarnings(
        "ignore:Cell .* is marked as a date"
    ),  # openpyxl, of 20261305 typed into a cell for a day
]

PERIODS = {"BASE": "2026", "MON": "2026-03", "QTR": "2026Q1", "ANN": "2026"}
ROWS, SEED = 40, 5
COVER = {
    "preparer": "王五",
    "secretary_name": "赵六",
    "secretary_confirmed": "是",
    "fill_date": date(2026, 12, 30),
    "submission_no": 1,
}


def slim(form: Form, rows: int) -> Form:
    return replace(form, tables=tuple(replace(table, spare_rows=rows) for table in form.tables))


def relaxed(form: Form) -> Form:
    """The form with one rule altered: 谈心内容摘要 may be of any length."""
    fields = tuple(replace(item, min_length=0) if item.name == "content" else item for item in form["talks"].fields)
    return replace(form, tables=tuple(replace(t, fields=fields) if t.name == "talks" else t for t in form.tables))


def issued(path: Path, form: Form, known: Mapping[str, Mapping[str, str]]) -> Path:
    return write_template(
        path, form, Issue(BRANCH, "七队支部", "三分公司", PERIODS[form.id], due="2027-01-05 24:00", known=known)
    )


@dataclass(frozen=True)
class Compared:
    """The recalculated books, the office's cells, the cells of 自检 by book, and how many rows were filled."""

    books: Mapping[str, Path]
    office: set
    sheets: Mapping[str, dict]
    rows: int


@pytest.fixture(scope="module")
def compared(tmp_path_factory) -> Compared:
    """All four returns filled at random: BASE first, then the others with the numbers BASE holds."""
    folder = tmp_path_factory.mktemp("parity")
    numbers = {
        "members.member_no": [f"D{n:05d}" for n in range(1, ROWS)],
        "groups.group_code": [f"001005{n:03d}" for n in range(1, ROWS)],
    }
    offered = {
        **numbers,
        "teams.team_code": TEAMS,
        "opinions.opinion_no": [f"Y005-2026-{n:03d}" for n in range(1, ROWS)],
    }
    known: dict[str, dict[str, str]] = {}
    books, count = {}, 0
    for seed, form_id in enumerate(PERIODS, start=SEED):
        form = slim(FORMS[form_id], ROWS)
        filler = Filler(seed, Period.parse(PERIODS[form_id]), offered)
        rows = {
            table.name: filler.rows(table, ROWS) for table in form.tables if not (table.vertical or table.reference)
        }
        for table in form.tables:
            balanced(table, rows.get(table.name, ()))
        count += sum(bool(row) for table in rows.values() for row in table)
        for name, chosen in ((form_id, form), ("altered", relaxed(form))) if form_id == "MON" else ((form_id, form),):
            books[name] = issued(folder / f"{name}.xlsx", chosen, known)
            type_in(books[name], chosen, {**rows, "cover": [COVER]})
        if form_id == "BASE":
            base = ledger_of_files([books["BASE"]], PERIODS)
            known = {target: dict.fromkeys(_column(base, target), "某") for target in numbers}
            known["teams.team_code"] = dict.fromkeys(TEAMS, "某班")
    done = dict(zip(books, recalculated(list(books.values()), folder), strict=True))
    straight = [done[name] for name in PERIODS]
    office = office_cells(office_findings(ledger_of_files(straight, PERIODS)))
    sheets = {name: sheet_cells(path, FORMS.get(name, FORMS["MON"])) for name, path in done.items()}
    return Compared(done, office, sheets, count)


def _column(ledger, target):
    table, _, column = target.partition(".")
    return ledger[table][column].dropna().unique()


def test_both_verdicts_agree_cell_by_cell(compared):
    """Promise 35: on at least 500 filled rows the office names exactly the cells that turn red."""
    red = {cell for name in PERIODS for cell in compared.sheets[name]}
    assert compared.rows >= 500
    assert len(red) > 800
    assert sorted(red ^ compared.office) == []


def test_every_kind_of_fault_occurs(compared):
    """The fills try what they are meant to try."""
    assert {code for name in PERIODS for code in compared.sheets[name].values()} == set(range(1, 8))


def test_a_rule_altered_on_one_side_is_found(compared):
    """Promise 35: with one side altered on purpose the verdicts part, at that column only."""
    altered = {(sheet, cell) for _, sheet, cell in compared.sheets["altered"]}
    office = {(sheet, cell) for file, sheet, cell in compared.office if file == "MON.xlsx"}
    apart = altered ^ office
    assert apart
    assert {(sheet, cell[0]) for sheet, cell in apart} == {("联系谈心记录", "J")}


def test_the_summary_counts_what_the_cells_say(compared):
    for name in PERIODS:
        lines = summary(compared.books[name])
        red = sheet_cells(compared.books[name], FORMS[name], duties=True)
        for table in FORMS[name].tables:
            if not table.reference:
                codes = [code for (_, sheet, _), code in red.items() if sheet == table.label]
                assert lines[table.label][2:9] == tuple(codes.count(code) for code in range(1, 8)), table.label


def summary(book: Path) -> dict[str, tuple]:
    """The lines of the sheet 自检 by sheet."""
    rows = openpyxl.load_workbook(book, data_only=True)[SELF_SHEET].iter_rows(6, 20, values_only=True)
    return {row[0]: row for row in rows if row[0] and row[1] is not None}


@pytest.mark.parametrize("form_id", ["MON", "QTR"])
def test_empty_sheets_are_missed_alike(form_id, tmp_path):
    """S04: some sheets empty, some of them declared, one declared by a spelling, one declaration unreadable."""
    form, books = slim(FORMS[form_id], 3), []
    nil = [table.label for table in form.tables if table.nil_allowed]
    declared = (
        "",
        ";".join(nil),
        "、".join(nil[:2]),
        nil[0].removesuffix("台账").removesuffix("记录"),
        f"{nil[0]};随便",
    )
    for number, said in enumerate(declared):
        filler = Filler(number, Period.parse(PERIODS[form_id]), {}, 0)
        rows = {t.name: [filler.sound_row(t)] for t in form.tables[1 + number :: 2] if not t.reference}
        books.append(issued(tmp_path / f"{number}.xlsx", form, {}))
        type_in(books[-1], form, {**rows, "cover": [{**COVER, "nil_sheets": said}]})
    done = recalculated(books, tmp_path)
    found = office_findings(ledger_of_files(done, PERIODS))
    office = {(finding.place.file, finding.place.sheet) for finding in found if finding.code.number == "S04"}
    own = {(book.name, label) for book in done for label, line in summary(book).items() if line[9]}
    assert own == office
    assert office


def test_what_is_shown_before_recalculation_is_right(tmp_path):
    """Cached values (D7): blank, and filled with good and bad cells; every cell of the three sheets alike."""
    books = []
    for seed, form_id in enumerate(PERIODS):
        form, filler = (
            slim(FORMS[form_id], 5),
            Filler(seed, Period.parse(PERIODS[form_id]), {"members.member_no": ["D00001"]}),
        )
        rows = {t.name: filler.rows(t, 15) for t in form.tables if not (t.vertical or t.reference)}
        issue = Issue(BRANCH, "七队支部", "三分公司", PERIODS[form_id], known={"members.member_no": {"D00001": "张三"}})
        cover = {**COVER, "nil_sheets": "三违纠正记录"}
        books.append(write_template(tmp_path / f"{form_id}.xlsx", form, issue, {**rows, "cover": [cover]}))
        books.append(write_template(tmp_path / f"{form_id}_blank.xlsx", FORMS[form_id]))
    for book, done in zip(books, recalculated(books, tmp_path), strict=True):
        assert unlike(book, done) == []


def unlike(written: Path, computed: Path) -> list[tuple]:
    """Cells of the cover, 自检 and the hidden verdicts whose value changes; what a row is about is text only."""
    before, after = (openpyxl.load_workbook(path, data_only=True) for path in (written, computed))
    found = []
    for title in ("封面", SELF_SHEET, CHECK_SHEET):
        for cell in (cell for row in before[title].iter_rows() for cell in row):
            value = after[title][cell.coordinate].value
            about = str(cell.value or "").startswith(("#", "="))
            if not about and not same(cell.value or 0, value or 0):
                found.append((written.name, title, cell.coordinate, cell.value, value))
    return found
