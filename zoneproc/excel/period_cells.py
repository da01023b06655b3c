"""The period of a workbook as two hidden numbers: its middle, and half its length in days.

A date lies in the period if it is no further from the middle than that. Issued workbooks carry plain numbers; the blank
ones follow what is typed on the cover.
"""

from datetime import date

from zoneproc.excel.formulas import stripped
from zoneproc.excel.stamp import COVER_FIRST_ROW, COVER_VALUE
from zoneproc.excel.styles import MACHINE
from zoneproc.excel.wording import cell_name, reference
from zoneproc.excel.writing import Sheet
from zoneproc.period import Cadence, Period
from zoneproc.schema import Form

__all__ = ["span_of", "write_period"]

_EPOCH = date(1899, 12, 30)
_LAST = 2958465  # 9999-12-31
_DAYS = {
    Cadence.MONTH: ("DATE(LEFT({0},4),MID({0},6,2),1)", "DATE(LEFT({0},4),MID({0},6,2)+1,0)"),
    Cadence.QUARTER: ("DATE(LEFT({0},4),3*RIGHT({0})-2,1)", "DATE(LEFT({0},4),3*RIGHT({0})+1,0)"),
}
_YEAR = ("DATE(LEFT({0},4),1,1)", "DATE(LEFT({0},4),12,31)")


def span_of(period: str) -> tuple[int, int]:
    """First and last day of a period as Excel counts them; of all time for none."""
    if not period:
        return 0, _LAST
    asked = Period.parse(period)
    return (asked.start - _EPOCH).days, (asked.end - _EPOCH).days


def write_period(sheet: Sheet, form: Form, period: str) -> None:
    """Middle and half length in A1 and A2, from first and last day in B1 and B2."""
    first, last = span_of(period)
    cover = form.tables[0]
    if period or "period" not in cover:
        sheet.write(0, 1, first, MACHINE)
        sheet.write(1, 1, last, MACHINE)
    else:
        row = COVER_FIRST_ROW - 1 + [item.name for item in cover.fields].index("period")
        typed = stripped(reference(cover.label, cell_name(row, COVER_VALUE, fixed=True)))
        days = _DAYS.get(form.cadence, _YEAR)
        sheet.formula(0, 1, f"=IFERROR({days[0].format(typed)},{first})", first, MACHINE)
        sheet.formula(1, 1, f"=IFERROR({days[1].format(typed)},{last})", last, MACHINE)
    sheet.formula(0, 0, "=(B1+B2)/2", (first + last) / 2, MACHINE)
    sheet.formula(1, 0, "=(B2-B1)/2", (last - first) / 2, MACHINE)
