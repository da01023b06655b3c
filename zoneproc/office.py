"""What the office has on file: its masters and rules, and the returns that count, as one ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import pandas as pd

from zoneproc.archive import SENT_BACK, Archive, Filing, counting
from zoneproc.findings import Finding
from zoneproc.forms import FORMS
from zoneproc.forms.vocabularies import VOCABULARIES
from zoneproc.inbox import deliveries
from zoneproc.intake import Submission, read_submission
from zoneproc.ledger import RETURN_COLUMNS, Ledger, Source
from zoneproc.merge import Reference, merge, with_office
from zoneproc.period import Period
from zoneproc.rules import RuleBook, rule_book_from
from zoneproc.workspace import Workspace, ZoneprocError

_RULES = {"RULES": FORMS["RULES"]}
_MASTERS = {name: FORMS[name] for name in ("COMPANY", "EVAL")}
RETURNS = {name: FORMS[name] for name in ("BASE", "MON", "QTR", "ANN")}


class MissingRulesError(ZoneprocError):
    """The rules workbook is missing or cannot be read."""


@dataclass(frozen=True, slots=True)
class Office:
    """The masters as a ledger, the rules by date, and what parsing of returns may lean on."""

    ledger: Ledger
    rule_book: RuleBook
    reference: Reference

    @property
    def freezes(self) -> pd.DataFrame:
        """When each period is frozen (C-5): columns form, period, freeze_at."""
        calendar = self.ledger["calendar"].rename(columns={"template_id": "form"})
        return calendar[["form", "period", "freeze_at"]].dropna()


def load_office(workspace: Workspace) -> Office:
    """The office's own workbooks: the rules workbook and everything in the company folder.

    Raises MissingRulesError without a readable rules workbook; faults inside the masters are findings of the ledger.
    """
    if not workspace.rules_file.is_file():
        message = f"没有找到考核办法({workspace.rules_file})。请放回该文件,或用 zoneproc init 在新文件夹中取得一份。"
        raise MissingRulesError(message)
    masters = tuple((item.name, item.data) for item in deliveries(workspace.masters))
    return _office((workspace.rules_file.name, workspace.rules_file.read_bytes()), masters, workspace.year)


@lru_cache(maxsize=2)
def _office(rules_file: tuple[str, bytes], masters_files: tuple[tuple[str, bytes], ...], year: int) -> Office:
    """The office of these very bytes; several steps of one run ask for the same."""
    scheme = read_submission(*rules_file, _RULES)
    if scheme.identity is None:
        message = f"考核办法读不了:{scheme.findings[0].message}"
        raise MissingRulesError(message)
    rule_ledger = merge([(_office_source(scheme), scheme)])
    rule_book = rule_book_from(rule_ledger.frames, rule_ledger.place)
    rules = rule_book.on(Period(year).end)
    words = {name: rules.dictionary(name) for name in VOCABULARIES}
    read = [read_submission(name, data, _MASTERS) for name, data in masters_files]
    masters = merge([(_office_source(submission), submission) for submission in read], Reference(words=words))
    ledger = with_office(rule_ledger, masters, masters.returns)
    findings = (*ledger.findings, *rule_book.findings)
    return Office(replace(ledger, findings=findings), rule_book, Reference(words, _codes(masters)))


def _office_source(submission: Submission) -> Source:
    form = submission.identity.form.id if submission.identity else ""
    return Source(submission.sha256[:12], submission.file, form)


def _codes(masters: Ledger) -> Mapping[str, frozenset[str]]:
    columns = ("organisations.org_code", "teams.team_code", "teams.line_code", "employees.employee_no")
    return {name: frozenset(masters[name.split(".")[0]][name.split(".")[1]].dropna()) for name in columns}


def load_ledger(office: Office, archive: Archive, until: Period) -> Ledger:
    """Everything that counts up to the end of a period: masters, every BASE, and the year's returns so far.

    Findings of reading and parsing are the ledger's; `returns` tells the history of every identified file.
    """
    filings = [filing for filing in archive.filings() if _concerns(filing, until)]
    chosen = counting(filings, office.freezes)
    files = [(source_of(filing), reread(archive, filing)) for filing in chosen.values()]
    branches = merge(files, office.reference)
    return with_office(office.ledger, branches, history(filings, {filing.sha256 for filing in chosen.values()}))


def _concerns(filing: Filing, until: Period) -> bool:
    if not filing.branch:
        return False
    period = Period.parse(filing.period)
    return period.year == until.year and (filing.form == "BASE" or period.end <= until.end)


def source_of(filing: Filing) -> Source:
    """The file behind merged rows, as the ledger knows it."""
    return Source(
        filing.sha256[:12],
        filing.name,
        filing.form,
        filing.branch,
        filing.period,
        filing.version,
        filing.received_at,
    )


@lru_cache(maxsize=512)
def reread(archive: Archive, filing: Filing) -> Submission:
    """A kept file, read again from the archive. What is kept never changes, so the last ones read are remembered."""
    return read_submission(filing.name, archive.data(filing), {filing.form: RETURNS[filing.form]})


def history(filings: Sequence[Filing], counts: frozenset[str] | set[str]) -> pd.DataFrame:
    """The register as a frame: one row per identified file, columns RETURN_COLUMNS."""
    rows = [
        (
            *(filing.branch, filing.form, filing.period, filing.version, filing.received_at, filing.verdict),
            *(filing.sha256 in counts, filing.accepted, filing.verdict == SENT_BACK, filing.name, filing.sha256[:12]),
        )
        for filing in filings
    ]
    frame = pd.DataFrame(rows, columns=list(RETURN_COLUMNS))
    frame["received_at"] = pd.to_datetime(frame["received_at"])
    return frame.astype(RETURN_COLUMNS)


def findings_of_returned(archive: Archive, ledger: Ledger, period: Period, moment: datetime) -> Sequence[Finding]:
    """What was found in files of the period that do not count, and in files nobody could identify.

    An unidentified file belongs to the month's run in which it came in: received after the period's start.
    """
    counted = set(ledger.returns.loc[ledger.returns["counts"], "source"])
    answered = set(
        map(tuple, ledger.returns.loc[ledger.returns["counts"], ["branch_code", "form", "period"]].to_numpy())
    )
    told: list[Finding] = []
    for filing in archive.filings():
        strange = not filing.branch and period.start <= filing.received_at.date() and filing.received_at <= moment
        open_claim = filing.period == str(period) and filing.claim not in answered
        if filing.sha256[:12] not in counted and (strange or open_claim):
            told += archive.findings(filing)
    return told
