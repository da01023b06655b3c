"""Whose return this is, which form, which period: the stamp first, then the cover, then the headings; never the name.

Where stamp and cover contradict each other the file is refused, because one of them is another branch's or month's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zoneproc.excel.reading import RawBook
from zoneproc.findings import Finding, Place
from zoneproc.intake.codes import S01, told
from zoneproc.intake.rows import RawTable
from zoneproc.intake.sheets import claims, read_cover
from zoneproc.kinds import Bad, Kind, as_text, fold, is_empty, parse
from zoneproc.period import Cadence, Period
from zoneproc.schema import Form

__all__ = ["Identity", "identify", "read_period"]

_QUARTER = re.compile(r"(\d{4})[-年]?(?:Q|第)?([1-4一二三四])(?:季度?)?", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})(?:年度?)?")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook is. Office workbooks have no branch; their period may be missing.

    `fingerprint` is that of the template the workbook was made from, "" if the stamp is gone; `stamp` is the whole stamp.
    """

    form: Form
    branch_code: str
    period: Period | None
    submission_no: int
    fingerprint: str
    stamp: Mapping[str, str]

    @property
    def template_id(self) -> str:
        """The form's id."""
        return self.form.id


class _Doubt(Exception):  # noqa: N818  # ends one identification; never leaves this module
    """Why a workbook cannot be identified, and the item of the cover that shows it."""

    def __init__(self, detail: str, item: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.item = item


def identify(book: RawBook, forms: Mapping[str, Form], file: str = "") -> Identity | Finding:
    """Whose workbook this is, or the finding S01 that says what is doubtful."""
    cover, findings = _cover_of(file, book, forms)
    if cover is None and findings:
        return findings[0]
    try:
        return _identity(book, forms, cover)
    except _Doubt as doubt:
        if cover is None:
            return told(S01, Place(file), detail=doubt.detail)
        return told(S01, Place(file, cover.title, cover.cell(cover.rows[0], doubt.item)), detail=doubt.detail)


def _cover_of(file: str, book: RawBook, forms: Mapping[str, Form]) -> tuple[RawTable | None, Sequence[Finding]]:
    """The cover, which is alike in all returns: that of the stamped form, or of the first form that has one."""
    stamped = book.stamp.get("template_id", "")
    covered = [form for form in forms.values() if form.has_cover]
    form = next((form for form in covered if form.id == stamped), covered[0] if covered and not stamped else None)
    if form is None:
        return None, ()
    cover, findings = read_cover(file, book, form.tables[0])
    return cover, [finding for finding in findings if finding.severity.weight]


def _identity(book: RawBook, forms: Mapping[str, Form], cover: RawTable | None) -> Identity:
    items = {name: cells[0] for name, cells in cover.values.items()} if cover is not None else {}
    form = _form(book, forms, items)
    if form.has_cover and cover is None and not book.stamp.get("branch_code"):
        raise _Doubt("封面没有找到")
    return Identity(
        form,
        _branch(book.stamp, items) if form.has_cover else "",
        _period(book.stamp, items, form),
        _submission_no(items),
        book.stamp.get("fingerprint", ""),
        book.stamp,
    )


def _form(book: RawBook, forms: Mapping[str, Form], items: Mapping[str, object]) -> Form:
    stamped = book.stamp.get("template_id", "").upper()
    written = fold(as_text(items.get("template_id", ""))).upper()
    if stamped and written and stamped != written:
        raise _Doubt(f"封面写的模板代号是“{written}”,文件却是模板“{stamped}”", "template_id")
    form = forms.get(stamped or written)
    if form is not None:
        return form
    if stamped or written:
        raise _Doubt(f"不认识模板代号“{stamped or written}”", "template_id")
    return _by_headings(book, forms)


def _by_headings(book: RawBook, forms: Mapping[str, Form]) -> Form:
    """The one form whose sheets the book shows most of; without a cover a branch's return cannot be told apart."""
    scores = sorted(
        ((len(claims(book, form)) / len(form.tables), form.id) for form in forms.values() if not form.has_cover),
        reverse=True,
    )
    if not scores or not scores[0][0] or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        raise _Doubt("既没有模板标记,也没有封面,认不出是哪种表")
    return forms[scores[0][1]]


def _branch(stamp: Mapping[str, str], items: Mapping[str, object]) -> str:
    issued = stamp.get("branch_code", "")
    written = parse(Kind.CODE, items.get("branch_code"))
    if isinstance(written, Bad):
        raise _Doubt(written.detail, "branch_code")
    code = "" if written is None else str(written)
    if issued and code and code.lstrip("0") != issued.lstrip("0"):
        raise _Doubt(f"封面写的党支部编码是“{code}”,模板是发给“{issued}”的", "branch_code")
    if not issued and not code:
        raise _Doubt("封面没有填党支部编码", "branch_code")
    return issued or code


def _period(stamp: Mapping[str, str], items: Mapping[str, object], form: Form) -> Period | None:
    raw = items.get("period")
    issued = read_period(stamp.get("period", ""), form.cadence)
    written = read_period(raw, form.cadence)
    if not is_empty(raw) and written is None:
        raise _Doubt(f"报告期“{as_text(raw)}”不是{form.title}的报告期写法", "period")
    if issued and written and issued != written:
        raise _Doubt(f"封面写的报告期是“{written}”,模板是“{issued}”的", "period")
    if form.has_cover and not (issued or written):
        raise _Doubt("封面没有填报告期", "period")
    return written or issued


def read_period(raw: object, cadence: Cadence) -> Period | None:
    """The period people wrote for a form of this cadence, None if there is none or it is of another cadence.

    2026-03, 2026年3月 and a date of that month are months; 2026Q1, 2026年第一季度 a quarter; 2026, 2026年度 a year.
    """
    if is_empty(raw):
        return None
    if cadence is Cadence.MONTH:
        month = parse(Kind.MONTH, as_text(raw) if isinstance(raw, float) and raw > 9999 else raw)
        return Period.parse(month) if isinstance(month, str) else None
    text = "" if isinstance(raw, date) else fold(as_text(raw))
    if cadence is Cadence.QUARTER:
        match = _QUARTER.fullmatch(text)
        return Period.of_quarter(int(match[1]), _NUMERALS.get(match[2]) or int(match[2])) if match else None
    match = _YEAR.fullmatch(text)
    return Period(int(match[1])) if match and match[1].startswith("20") else None


def _submission_no(items: Mapping[str, object]) -> int:
    """The number of the version; a cover without one is the first."""
    number = parse(Kind.INTEGER, items.get("submission_no"))
    if number is None:
        return 1
    if not isinstance(number, int) or not 1 <= number <= 999:
        raise _Doubt(f"报送版本“{as_text(items['submission_no'])}”不是 1、2、3 …", "submission_no")
    return number
