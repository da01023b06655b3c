"""The mistakes of the year, as data: whose workbook, of which period, and what went wrong with it.

Roles are those of `plan`: mistakes repeat in every eight branches. All files a branch sends are deliveries; a mistake turns
one delivery into none, one or several others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from zoneproc.demo.names import Row
from zoneproc.demo.plan import Plan
from zoneproc.demo.returns import Return, returns_of
from zoneproc.demo.tampering import cut_short, with_stamp_of, with_title_row, without_machine_names
from zoneproc.forms import FORMS
from zoneproc.period import Period
from zoneproc.schema import Form, Table

Edit = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file as it reaches the inbox: a return written with `form`, then altered by `edits`; or `raw` bytes.

    Deliveries of a branch with the same `archive` name travel in one zip.
    """

    sent: Return
    name: str
    form: Form
    edits: tuple[Edit, ...] = ()
    archive: str = ""
    raw: bytes = field(default=b"", repr=False)

    @property
    def sent_at(self) -> datetime:
        """When it was sent."""
        return self.sent.sent_at


Change = Callable[[Delivery], Iterable[Delivery]]


def late(days: int) -> Change:
    """Sent so many days after the day it would have been."""

    def change(delivery: Delivery) -> Iterable[Delivery]:
        yield _sent(delivery, delivery.sent_at + timedelta(days=days))

    return change


def missing(_: Delivery) -> Iterable[Delivery]:
    """Never sent."""
    return ()


def renamed(name: str) -> Change:
    """Sent under a name of the clerk's own."""
    return lambda delivery: [replace(delivery, name=name)]


def twice_the_same(delivery: Delivery) -> Iterable[Delivery]:
    """Sent again unchanged, as a copy."""
    yield delivery
    yield replace(delivery, name=f"{delivery.name.removesuffix('.xlsx')} - 副本.xlsx")


def with_lock_file(delivery: Delivery) -> Iterable[Delivery]:
    """Copied together with the lock file of an open workbook."""
    yield delivery
    yield replace(delivery, name=f"~${delivery.name[2:]}", raw=b"\x05Clerk" + b"\x20" * 159)


def named_xls(delivery: Delivery) -> Iterable[Delivery]:
    """Renamed to .xls by hand; the content is what it was."""
    yield replace(delivery, name=delivery.name.removesuffix("x"))


def in_one_zip(name: str) -> Change:
    """Packed with the branch's other workbook of the round, names in GBK."""
    return lambda delivery: [replace(delivery, archive=name)]


def damaged_first(delivery: Delivery) -> Iterable[Delivery]:
    """An upload that broke off, and the whole file three days later."""
    yield replace(delivery, edits=(*delivery.edits, cut_short), name=f"(损坏){delivery.name}")
    yield _sent(delivery, delivery.sent_at + timedelta(days=3))


def title_row_on(table: str) -> Change:
    """A title row inserted at the top of a sheet."""

    def change(delivery: Delivery) -> Iterable[Delivery]:
        edit = partial(with_title_row, sheet=delivery.form[table].label)
        yield replace(delivery, edits=(*delivery.edits, edit))

    return change


def columns_moved(table: str, *names: str) -> Change:
    """The named columns of a sheet dragged to its end."""

    def moved(sheet: Table) -> Table:
        fields = sorted(sheet.fields, key=lambda column: column.name in names)
        return replace(sheet, fields=tuple(fields))

    def change(delivery: Delivery) -> Iterable[Delivery]:
        form = _altered(delivery.form, table, moved)
        edit = partial(with_stamp_of, written=form.fingerprint, issued=delivery.form.fingerprint)
        yield replace(delivery, form=form, edits=(*delivery.edits, edit))

    return change


def old_template(table: str, without: str, headed: str) -> Change:
    """A template of an earlier issue: no machine names, one heading as it was called then, one column not yet there."""

    def older(sheet: Table) -> Table:
        fields = [column for column in sheet.fields if column.name != without]
        earlier = [replace(column, label=column.aliases[0]) if column.name == headed else column for column in fields]
        return replace(sheet, fields=tuple(earlier))

    def change(delivery: Delivery) -> Iterable[Delivery]:
        form = _altered(delivery.form, table, older)
        cover = {"template_version": form.fingerprint}
        edit = partial(without_machine_names, sheet=form[table].label)
        yield replace(_covered(delivery, cover), form=form, edits=(*delivery.edits, edit))

    return change


def sent_back_first(table: str) -> Change:
    """A first version without one of its sheets (blocking), and the second, whole, three days after the due date."""

    def change(delivery: Delivery) -> Iterable[Delivery]:
        form = replace(delivery.form, tables=tuple(sheet for sheet in delivery.form.tables if sheet.name != table))
        edit = partial(with_stamp_of, written=form.fingerprint, issued=delivery.form.fingerprint)
        yield replace(delivery, form=form, edits=(*delivery.edits, edit))
        yield _next_version(delivery, f"补上{delivery.form[table].label}")

    return change


def two_contents(delivery: Delivery) -> Iterable[Delivery]:
    """Two files of one version that differ in one talk; a second version settles it."""
    yield delivery
    talks = [dict(row) for row in delivery.sent.rows["talks"]]
    talks[0]["place"] = "车厢" if talks[0].get("place") != "车厢" else "首末站"
    other = _sent(delivery, delivery.sent_at + timedelta(hours=5))
    other = replace(other, sent=replace(other.sent, rows={**delivery.sent.rows, "talks": talks}))
    yield replace(other, name=f"新{delivery.name}")
    yield _next_version(delivery, "以本版为准,谈心地点已核对")


def row_lost(table: str) -> Change:
    """The last row of a sheet deleted, where it should have been closed (X05)."""

    def change(delivery: Delivery) -> Iterable[Delivery]:
        rows = {**delivery.sent.rows, table: delivery.sent.rows[table][:-1]}
        yield replace(delivery, sent=replace(delivery.sent, rows=rows))

    return change


def no_nil_flag(delivery: Delivery) -> Iterable[Delivery]:
    """Empty sheets, and nothing on the cover that says so (S04)."""
    yield _covered(delivery, {"nil_sheets": None})


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong cell: in the `nth` row (from 0) of a sheet that has the cell filled, what was typed instead."""

    table: str
    nth: int
    field: str
    typed: Callable[[object], object]


def wrong_cells(*slips: Slip) -> Change:
    """Cells typed wrongly, or rightly in an unusual way."""

    def change(delivery: Delivery) -> Iterable[Delivery]:
        rows = {name: [dict(row) for row in sheet] for name, sheet in delivery.sent.rows.items()}
        for slip in slips:
            filled = [row for row in rows[slip.table] if row.get(slip.field) is not None]
            if slip.nth < len(filled):
                filled[slip.nth][slip.field] = slip.typed(filled[slip.nth][slip.field])
        yield replace(delivery, sent=replace(delivery.sent, rows=rows))

    return change


def _sent(delivery: Delivery, moment: datetime) -> Delivery:
    return replace(delivery, sent=replace(delivery.sent, sent_at=moment))


def _covered(delivery: Delivery, cells: Mapping[str, object]) -> Delivery:
    cover: Row = {**delivery.sent.cover, **cells}
    return replace(delivery, sent=replace(delivery.sent, rows={**delivery.sent.rows, "cover": [cover]}))


def _next_version(delivery: Delivery, note: str) -> Delivery:
    """The corrected file: sent on the eighth, one version higher, with a word on what changed."""
    version = delivery.sent.version + 1
    moment = delivery.sent_at.replace(day=8, hour=10)
    corrected = replace(delivery.sent, version=version, sent_at=moment)
    cells = {"submission_no": version, "correction_note": note, "fill_date": moment.date()}
    return _covered(replace(delivery, sent=corrected, name=corrected.file_name), cells)


def _altered(form: Form, table: str, change: Callable[[Table], Table]) -> Form:
    return replace(form, tables=tuple(change(sheet) if sheet.name == table else sheet for sheet in form.tables))


_WIDE = str.maketrans("0123456789D-", "０１２３４５６７８９Ｄ－")


def _full_width(value: object) -> str:
    return str(value).translate(_WIDE)


def _spaced(value: object) -> str:
    return " ".join(str(value))


def _dated(pattern: str) -> Callable[[object], object]:
    return pattern.format


def _typed(text: str | None) -> Callable[[object], object]:
    return lambda _: text


def _next_month(value: object) -> object:
    return value + timedelta(days=31) if isinstance(value, date) else value


UNUSUAL = (
    Slip("talks", 0, "talk_date", _dated("{0:%Y}.{0.month}.{0.day}")),
    Slip("talks", 1, "talk_date", _dated("{0:%Y}年{0.month}月{0.day}日")),
    Slip("talks", 2, "talk_date", _dated("{0:%Y%m%d}")),
    Slip("talks", 3, "member_name", _spaced),
    Slip("talks", 4, "talk_method", _typed(" 面谈 ")),
    Slip("monthly_reports", 0, "member_no", _full_width),
    Slip("monthly_reports", 1, "report_date", _full_width),
    Slip("attendance", 0, "attendance", _typed("√")),
)
"""Cells written in ways that must be read."""

WRONG = (
    Slip("talks", 0, "talk_date", _typed("5.6")),
    Slip("talks", 1, "talk_method", _typed("面谈心")),
    Slip("talks", 2, "member_no", _typed("D99999")),
    Slip("talks", 3, "content", _typed(None)),
    Slip("talks", 5, "talk_date", _next_month),
    Slip("talks", 7, "contact_name", _typed("王大力")),
    Slip("monthly_reports", 2, "zone_integrity", _typed("还好")),
    Slip("opinions", 0, "opinion_kind", _typed("排班营运")),
)
"""Cells that cannot be taken."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """`round` is the period with which the workbook comes, without the year: -03, Q1, or nothing."""

    role: int
    form: str
    round: str
    change: Change


MISTAKES: Sequence[Mistake] = (
    Mistake(1, "MON", "-03", renamed("3月报表最终版(2).xlsx")),
    Mistake(1, "MON", "-06", columns_moved("monthly_reports", "proposals", "report_method")),
    Mistake(2, "MON", "-02", title_row_on("talks")),
    Mistake(2, "MON", "-07", in_one_zip("一分公司二队七月报表.zip")),
    Mistake(2, "BASE", "-07", in_one_zip("一分公司二队七月报表.zip")),
    Mistake(3, "MON", "-02", late(4)),
    Mistake(3, "MON", "-04", missing),
    Mistake(3, "MON", "-05", wrong_cells(*WRONG)),
    Mistake(3, "MON", "-08", damaged_first),
    Mistake(3, "MON", "-10", late(10)),
    Mistake(4, "MON", "-06", sent_back_first("monthly_reports")),
    Mistake(5, "MON", "-01", old_template("talks", without="place", headed="contact_employee_no")),
    Mistake(5, "MON", "-05", two_contents),
    Mistake(5, "BASE", "-10", row_lost("contacts")),
    Mistake(6, "MON", "-03", twice_the_same),
    Mistake(6, "MON", "-05", with_lock_file),
    Mistake(7, "MON", "-04", named_xls),
    Mistake(8, "MON", "-03", wrong_cells(*UNUSUAL)),
    Mistake(8, "MON", "-11", no_nil_flag),
    Mistake(8, "QTR", "Q3", late(9)),
)


def deliveries_of(plan: Plan, period: Period) -> Sequence[Delivery]:
    """The files by which the branch's returns for a period reach the inbox, in order of sending."""
    deliveries: list[Delivery] = []
    for sent in returns_of(plan, period):
        made = [Delivery(sent, sent.file_name, FORMS[sent.form])]
        for mistake in MISTAKES:
            if (mistake.role, mistake.form, mistake.round) == (plan.role, sent.form, str(sent.round)[4:]):
                made = [result for delivery in made for result in mistake.change(delivery)]
        deliveries.extend(made)
    return sorted(deliveries, key=lambda delivery: delivery.sent_at)
