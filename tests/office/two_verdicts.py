"""The two verdicts on filled branch workbooks: what the office finds, and what 自检 shows once recalculated.

Compared are the cells at fault by the row rules. Left to the office, and so left out on both sides: what needs other
workbooks or other rows (names against numbers, cover against roster, ballots against the roll, teams of closed rows of
BASE), and two empty cells that a duty tells of (Q04, Q08).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd

from zoneproc.checks import CHECKS, View
from zoneproc.excel.addresses import cell_address, cell_position
from zoneproc.excel.hidden import blocks_of
from zoneproc.excel.stamp import CHECK_SHEET, COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW, SELF_SHEET
from zoneproc.findings import Finding
from zoneproc.forms import FORMS, RETURNS
from zoneproc.intake import read_submission
from zoneproc.kinds import EMPTY_WORDS, is_empty
from zoneproc.ledger import Ledger, Source
from zoneproc.merge import merge, with_office
from zoneproc.period import Period
from zoneproc.rules import default_rule_book
from zoneproc.schema import Field, Form, Table

BRANCH = "001005"
TEAMS = ("052-01", "052-02", "K10-1")
READING = frozenset({"S05", "S06", "S07", "S08", "S09", "S10", "S11", "S14"})
REFERRING = frozenset({"R01", "R03", "S15"})
ROW_CHECKS = """every_compulsory_cell_is_filled every_date_lies_in_its_period no_cell_contradicts_its_row
an_empty_sheet_is_declared_empty the_secretary_has_approved every_member_number_is_on_the_roster
every_team_exists_in_the_period every_other_number_is_found members_ballots_add_up""".split()
TOLD_BY_DUTY = frozenset({("talks", "talk_date"), ("trainees", "mentor1_no")})

Cell = tuple[str, str, str]
"""File, sheet, address."""


def teams_ledger() -> Ledger:
    """The office's masters: three teams that have always run."""
    table = FORMS["COMPANY"]["teams"]
    columns = {item.name: pd.Series([None] * len(TEAMS), dtype=item.kind.dtype) for item in table.read_fields}
    columns |= {"team_code": pd.Series(TEAMS, dtype="str"), "start_date": pd.Series([pd.Timestamp(2000, 1, 1)] * 3)}
    teams = pd.DataFrame(columns).assign(_source="office", _row=5, _branch="", _period="")
    return Ledger({"teams": teams}, {"office": Source("office", "公司台账.xlsx", "COMPANY", "", "", 1, None, {})})


def ledger_of_files(files: Sequence[Path], periods: Mapping[str, str]) -> Ledger:
    """The files as the office merges them, its masters beside."""
    read = [
        (path, read_submission(path.name, path.read_bytes(), {name: FORMS[name] for name in RETURNS})) for path in files
    ]
    assert all(submission.identity is not None for _, submission in read)
    named = [
        (
            Source(
                path.stem,
                path.name,
                sub.identity.template_id,
                BRANCH,
                str(sub.identity.period),
                1,
                datetime(2026, 4, 1),
            ),
            sub,
        )
        for path, sub in read
    ]
    return with_office(teams_ledger(), merge(named), pd.DataFrame())


def office_findings(ledger: Ledger) -> Sequence[Finding]:
    """All the office says of reading the files and by the row rules."""
    view = View(ledger, default_rule_book().on(date(2026, 12, 31)), [Period(2026)])
    told = {finding.place for finding in ledger.findings}
    found = [finding for name in ROW_CHECKS for finding in CHECKS[name].findings(view)]
    return [*ledger.findings, *(one for one in found if one.code.number != "S10" or one.place not in told)]


def office_cells(findings: Iterable[Finding]) -> set[Cell]:
    """The cells at fault as the office sees them."""
    return {(f.place.file, f.place.sheet, f.place.cell) for f in findings if f.place.cell and _by_row_rule(f)}


def _by_row_rule(finding: Finding) -> bool:
    number = finding.code.number
    if number in READING:
        return True
    item = _item(finding.place.sheet, finding.place.cell)
    table = _table(finding.place.sheet)
    if number in REFERRING:
        return bool(item.refers_to) and not (number == "R03" and table in FORMS["BASE"].tables)
    relation = bool(item.not_before or item.not_above)
    return (number == "S13" and relation) or (number == "V01" and (relation or item.name in table.sums))


def _table(sheet: str) -> Table:
    return next(table for name in RETURNS for table in FORMS[name].tables if table.label == sheet)


def _item(sheet: str, cell: str) -> Field:
    table, (row, column) = _table(sheet), cell_position(cell)
    return table.fields[row - COVER_FIRST_ROW] if table.vertical else table.fields[column]


def sheet_cells(book: Path, form: Form, *, duties: bool = False) -> dict[Cell, int]:
    """The cells 自检 holds against the sender, with the number of the fault; `duties`: also those a duty tells of."""
    workbook = openpyxl.load_workbook(book, data_only=True)
    hidden = workbook[CHECK_SHEET]
    found: dict[Cell, int] = {}
    for block in blocks_of(form):
        sheet = workbook[block.table.label]
        for at, item in enumerate(block.table.fields):
            if item.system:
                continue
            vertical = block.table.vertical
            rows = [COVER_FIRST_ROW + at] if vertical else range(FIRST_ROW, hidden.max_row + 1)
            for row in rows:
                code = hidden.cell(row, block.columns[item.name] + 1).value or 0
                address = cell_address(row, COVER_VALUE if vertical else at)
                duty = (block.table.name, item.name) in TOLD_BY_DUTY and _nothing(sheet[address].value)
                if code > 0 and (duties or not duty):
                    found[book.name, block.table.label, address] = code
    return found


def _nothing(value: object) -> bool:
    return is_empty(value) or str(value).strip() in EMPTY_WORDS


def lamp(book: Path) -> str:
    """What the lamp of 自检 says."""
    return str(openpyxl.load_workbook(book, data_only=True)[SELF_SHEET]["A3"].value)
