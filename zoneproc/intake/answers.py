"""What a branch answered to the findings of its last return: the column 支部说明 of a slip that came back (promise 16)."""

from collections.abc import Mapping, Sequence

from zoneproc.excel.reading import RawBook
from zoneproc.excel.stamp import ANSWER_LABEL, FINDINGS_SHEET, TRACE_LABEL
from zoneproc.kinds import EMPTY_WORDS, as_text, clean_text

__all__ = ["read_answers"]


def read_answers(book: RawBook) -> Mapping[str, str]:
    """The answers by trace of the finding answered; none if the workbook is no slip or nothing is answered."""
    sheet = book.sheet(FINDINGS_SHEET)
    rows = sheet.rows if sheet is not None else []
    head = next((at for at, row in enumerate(rows) if ANSWER_LABEL in row and TRACE_LABEL in row), -1)
    if head < 0:
        return {}
    answer, trace = rows[head].index(ANSWER_LABEL), rows[head].index(TRACE_LABEL)
    pairs = ((_text(row, trace), _text(row, answer)) for row in rows[head + 1 :])
    return {about: said for about, said in pairs if about and said and said not in EMPTY_WORDS}


def _text(row: Sequence[object], column: int) -> str:
    return clean_text(as_text(row[column]))
