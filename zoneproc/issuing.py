"""发模板: what goes into the workbooks of the branches, to whom they are made out, and the record of what was issued."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from zoneproc import prefill
from zoneproc.archive import Archive
from zoneproc.crew import in_turn
from zoneproc.excel.copies import write_copy
from zoneproc.excel.issue import Issue
from zoneproc.forms import FORMS
from zoneproc.forms.offered import offered
from zoneproc.forms.vocabularies import VOCABULARIES
from zoneproc.ledger import Ledger
from zoneproc.period import Cadence, Period
from zoneproc.rules import Ruleset
from zoneproc.schema import Table
from zoneproc.scoring.quarter import score_quarter
from zoneproc.workspace import Workspace

__all__ = ["Branch", "Circular", "Contents", "contents_of", "issue_all"]

Branch = Mapping[str, object]
"""A branch's row of C-1."""
Contents = Mapping[str, prefill.Sheets]
"""What the workbooks of a branch hold, by form."""
_AT_ONCE = 16
"""So many workbooks are handed to a worker at a time."""


@dataclass(frozen=True, slots=True)
class Circular:
    """What all workbooks of one issue have in common."""

    workspace: Workspace
    ledger: Ledger
    rules: Ruleset
    period: Period


@dataclass(frozen=True, slots=True)
class _Letter:
    """One workbook to be written: where, which form, to whom, and the rows it holds."""

    target: Path
    form: str
    issue: Issue
    rows: prefill.Sheets

    @property
    def claim(self) -> tuple[str, str, str]:
        """Branch, form and period."""
        return self.issue.branch_code, self.form, self.issue.period

    @property
    def entry(self) -> prefill.Sheets:
        """What the register keeps of it."""
        return {"cover": [self.issue.cover(FORMS[self.form])], **self.rows}


@dataclass(frozen=True, slots=True)
class _Common:
    """What whoever writes workbooks needs for all of them: the office's own words, and the numbers of the whole company."""

    words: Mapping[str, Sequence[str]]
    numbers: Mapping[str, Mapping[str, str]]


def contents_of(circular: Circular, branches: Iterable[Branch]) -> Iterator[tuple[Branch, Contents]]:
    """The branches one by one, with what their workbooks for the period hold."""
    archive, ledger, period = Archive(circular.workspace.archive), circular.ledger, str(circular.period)
    forms = _forms(ledger, circular.rules, circular.period)
    counting = ledger.returns[ledger.returns["counts"]]
    heard = set(zip(counting["branch_code"], counting["form"], strict=True))
    for branch in branches:
        code = str(branch["org_code"])
        rows = {form: of(code) for form, of in forms.items()}
        unheard = [form for form in forms if (code, form) not in heard]
        yield branch, rows | {form: _with_carried(archive, (code, form, period), rows[form]) for form in unheard}


def issue_all(circular: Circular, contents: Iterable[tuple[Branch, Contents]]) -> Iterator[Path]:
    """The workbooks of the branches, written side by side; each is entered in the register with the rows it holds.

    Raises TargetOpenError; what was written before stays and is entered.
    """
    archive = Archive(circular.workspace.archive)
    words = {name: circular.rules.dictionary(name) for name in VOCABULARIES}
    common = _Common(words, prefill.company_numbers(circular.ledger))
    letters, handed, written = _letters(circular, contents), deque[list[_Letter]](), list[_Letter]()

    def shares() -> Iterator[list[_Letter]]:
        while share := list(islice(letters, _AT_ONCE)):
            handed.append(share)
            yield share

    try:
        for paths in in_turn(_write, common, shares()):
            written += handed.popleft()
            yield from paths
    finally:
        archive.issue_all([(letter.claim, letter.entry) for letter in written])


def _letters(circular: Circular, contents: Iterable[tuple[Branch, Contents]]) -> Iterator[_Letter]:
    address = _addressed(circular.ledger, circular.period)
    for branch, forms in contents:
        code, name, period = str(branch["org_code"]), str(branch["short_name"]), str(circular.period)
        folder = circular.workspace.templates / period / name
        for form, rows in forms.items():
            yield _Letter(folder / f"{code}_{name}_{form}_{period}_v1.xlsx", form, address(branch, form), rows)


def _write(common: _Common, letters: Sequence[_Letter]) -> list[Path]:
    return [
        write_copy(
            letter.target,
            offered(letter.form, common.words),
            replace(letter.issue, known={**letter.issue.known, **common.numbers}),
            letter.rows,
        )
        for letter in letters
    ]


def _with_carried(archive: Archive, claim: tuple[str, str, str], rows: prefill.Sheets) -> prefill.Sheets:
    """The rows, and those carried over from the year before: for a branch that has sent no such return this year.

    They were kept as the issue of the year's first period; rows the program knows of today go before them.
    """
    branch, form, period = claim
    before = archive.issued(branch, form, str(_first_like(Period.parse(period))))
    return {name: _joined(FORMS[form][name], before.get(name, ()), found) for name, found in rows.items()}


def _joined(table: Table, before: Sequence[Mapping[str, object]], rows: prefill.Rows) -> prefill.Rows:
    """The rows of today, and before them the kept ones about other matters; a register or roster is kept whole or not at all."""
    kept = _parsed(table, before)
    if not rows or table.name not in prefill.MATTERS:
        return rows or kept
    known = {_about(table, row) for row in rows}
    return [*(row for row in kept if _about(table, row) not in known), *rows]


def _about(table: Table, row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row.get(name) for name in table.unique or table.key)


def _first_like(period: Period) -> Period:
    """The first month of the month's year, the first quarter of the quarter's, or the year."""
    year = period.whole_year
    return {Cadence.MONTH: year.months[0], Cadence.QUARTER: year.quarters[0]}.get(period.cadence, year)


def _parsed(table: Table, kept: Sequence[Mapping[str, object]]) -> prefill.Rows:
    """Rows of the register of issues, their cells as values again."""
    return [{name: table[name].parse(value) for name, value in row.items() if name in table} for row in kept]


def _forms(ledger: Ledger, rules: Ruleset, period: Period) -> Mapping[str, prefill.OfBranch]:
    """The forms due for a period, and what their workbooks hold."""
    if period.cadence is Cadence.MONTH:
        return {"MON": prefill.monthly_rows(ledger, rules, period)}
    if period.cadence is Cadence.QUARTER:
        return {"QTR": prefill.quarterly_rows(ledger, score_quarter(ledger, rules, period))}
    return {"BASE": prefill.register_rows(ledger), "ANN": prefill.annual_rows(ledger, period)}


def _addressed(ledger: Ledger, period: Period) -> Callable[[Branch, str], Issue]:
    """To whom the workbook of a branch and form is made out."""
    units, posts, calendar = ledger["subcompanies"], ledger["secretaries"], ledger["calendar"]
    posts, calendar = posts[posts["end_date"].isna()], calendar[calendar["period"] == str(period)]
    late = ledger.extensions[ledger.extensions["period"] == str(period)]
    unit = dict(zip(units["branch_code"], units["subcompany_name"], strict=True))
    secretary = dict(zip(posts["branch_code"], posts["secretary_name"], strict=True))
    due = dict(zip(calendar["template_id"], calendar["due_at"], strict=True))
    put_off = dict(zip(zip(late["branch_code"], late["form"], strict=True), late["until"], strict=True))
    numbers = prefill.known_numbers(ledger)

    def address(branch: Branch, form: str) -> Issue:
        code = str(branch["org_code"])
        until = put_off.get((code, form), due.get(form))
        return Issue(
            branch_code=code,
            branch_name=str(branch["org_name"]),
            subcompany_name=str(unit.get(code, "")),
            period=str(period),
            secretary_name=str(secretary.get(code, "")),
            due=f"{until:%Y-%m-%d %H:%M}" if until is not None else "",
            known=numbers(code),
        )

    return address
