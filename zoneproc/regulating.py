"""考核办法 at the desk: what the office got wrong in it, and the scheme in force on a day for reading and printing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zoneproc.excel.sheets import write_workbook
from zoneproc.findings import Finding, in_order
from zoneproc.office import MissingRulesError, rules_in
from zoneproc.reports.scheme_book import scheme_book
from zoneproc.rules import RuleBook
from zoneproc.scoring.scheme_text import scheme_lines, scheme_sections

__all__ = ["Scheme", "printed_scheme", "scheme_in"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A rules workbook as read, and everything that is wrong with it, worst first, at the office's own cells."""

    book: RuleBook
    findings: Sequence[Finding]

    def lines(self, day: date) -> Sequence[str]:
        """The scheme in force on a day, in plain lines."""
        return scheme_lines(self.book, day)


def scheme_in(file: Path) -> Scheme:
    """The rules workbook at `file`; raises MissingRulesError if there is none or it is no rules workbook."""
    if not file.is_file():
        message = f"没有找到考核办法({file})。请写明文件,或用 -w 指定工作区文件夹。"
        raise MissingRulesError(message)
    ledger, book = rules_in(file.name, file.read_bytes())
    return Scheme(book, in_order({*ledger.findings, *book.findings}))


def printed_scheme(scheme: Scheme, company: str, day: date, folder: Path) -> Path:
    """考核办法一览 of a day, written into the folder; raises TargetOpenError if an older one is open elsewhere."""
    workbook = scheme_book(company, day, scheme_sections(scheme.book, day), scheme.findings)
    return write_workbook(folder, workbook)
