"""The returns of a branch: which workbooks it sends for a period, when, and what is in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zoneproc.demo.annual import annual_rows
from zoneproc.demo.branches import Branch, branch_of
from zoneproc.demo.deadlines import deadlines
from zoneproc.demo.monthly import monthly_rows
from zoneproc.demo.names import Row, chance
from zoneproc.demo.plan import Plan
from zoneproc.demo.quarterly import quarterly_rows
from zoneproc.demo.register import Rows, base_rows
from zoneproc.forms import FORMS
from zoneproc.period import Cadence, Period

_FORM_OF = {Cadence.MONTH: "MON", Cadence.QUARTER: "QTR", Cadence.YEAR: "ANN"}


@dataclass(frozen=True, slots=True)
class Return:
    """One workbook of one branch. `round` is the period with which it came, `period` what its cover says."""

    plan: Plan
    form: str
    period: Period
    round: Period
    version: int
    sent_at: datetime
    rows: Mapping[str, Sequence[Row]]

    @property
    def file_name(self) -> str:
        """The name the branch is asked to use (domain.md 2.1, rule 9)."""
        return f"{self.plan.code}_{self.plan.short_name}_{self.form}_{self.period}_v{self.version}.xlsx"

    @property
    def cover(self) -> Row:
        """The row of the cover."""
        return self.rows["cover"][0]


def returns_of(plan: Plan, period: Period) -> Sequence[Return]:
    """What the branch sends for a month (with a new base workbook when that changed), a quarter or a year."""
    branch = branch_of(plan)
    form = _FORM_OF[period.cadence]
    if form == "MON":
        rows = monthly_rows(plan, period)
        sent = _sent_at(plan, period, rows)
        return (*_base_returns(branch, period, sent), _return(branch, form, (period, period), (1, sent), rows))
    rows = quarterly_rows(plan, period) if form == "QTR" else annual_rows(plan, period)
    return (_return(branch, form, (period, period), (1, _sent_at(plan, period, rows)), rows),)


def _sent_at(plan: Plan, period: Period, rows: Rows) -> datetime:
    """On a day before the deadline, by the branch's temper; never before the last report was taken in."""
    luck = chance(plan.seed, plan.code, "sent", period)
    day = deadlines(period)[0].date().replace(day=luck.randint(*plan.temper.send_days))
    reported = [row["received_date"] for row in rows.get("monthly_reports", ()) if row.get("received_date")]
    last = max((seen for seen in reported if isinstance(seen, date)), default=day)
    return datetime.combine(max(day, last), time(luck.randint(8, 16), luck.randint(0, 59)))


def base_rounds(branch: Branch) -> Sequence[Period]:
    """The months with which a base workbook comes: January, and each in which something changed."""
    year = Period(branch.plan.year)
    changed = {day.month for day in branch.change_days}
    return [month for month in year.months if month.first == 1 or month.first in changed]


def _base_returns(branch: Branch, month: Period, sent: datetime) -> Iterable[Return]:
    rounds = base_rounds(branch)
    if month in rounds:
        version = rounds.index(month) + 1
        day = branch.plan.day(1, 15) if version == 1 else month.end
        sent = datetime.combine(day, time(10, 30)) if version == 1 else sent - timedelta(minutes=7)
        rows = base_rows(branch, day)
        yield _return(branch, "BASE", (month.whole_year, month), (version, sent), rows)


def _return(
    branch: Branch, form: str, periods: tuple[Period, Period], issue: tuple[int, datetime], rows: Rows
) -> Return:
    version, sent = issue
    cover: Row = {
        "template_id": form,
        "template_version": FORMS[form].fingerprint,
        "branch_code": branch.plan.code,
        "branch_name": branch.plan.full_name,
        "subcompany_name": branch.plan.subcompany_name,
        "period": str(periods[0]),
        "submission_no": version,
        "correction_note": "按人员和班组变动更新" if version > 1 else None,
        "preparer": branch.clerk.name,
        "secretary_name": branch.secretary_on(periods[1].end).name,
        "secretary_confirmed": True,
        "fill_date": sent.date(),
        "nil_sheets": _nil_sheets(form, rows),
    }
    return Return(branch.plan, form, *periods, version, sent, {"cover": [cover], **rows})


def _nil_sheets(form: str, rows: Rows) -> tuple[str, ...] | None:
    """零报告: the titles of the sheets that are empty and may be (U69)."""
    empty = tuple(table.label for table in FORMS[form].tables if table.nil_allowed and not rows.get(table.name))
    return empty or None
