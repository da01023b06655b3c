"""What one return slip says: the values as sent, marked where something is wrong, and every finding with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from zoneproc.archive import PARTLY, QUERIED, SENT_BACK, Filing
from zoneproc.excel.addresses import cell_address
from zoneproc.excel.issue import MARKS, Issue, Mark
from zoneproc.excel.reading import RawBook
from zoneproc.excel.slip import ANSWERED, OUTSIDE_FIRST, Item, Slip, Stray, look_of_severity
from zoneproc.excel.stamp import COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW, OUTSIDE_SHEET
from zoneproc.excel.styles import CHECK, style
from zoneproc.findings import Finding, Severity
from zoneproc.intake import Spot, Submission, Trace, spot_of, traces_of, upgrade_list
from zoneproc.kinds import Kind, as_text
from zoneproc.once import once
from zoneproc.rounds import settles
from zoneproc.schema import Form
from zoneproc.slips.submitted import Submitted, submitted

__all__ = ["Case", "item_of", "slip_of"]

_SPARE_ROWS = 15
_SEVERITIES = (Severity.BLOCK.value, Severity.ERROR.value, Severity.NOTE.value)
_GENERAL = style(num_format="General")
Rows = Mapping[str, list[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Case:
    """One judged file and what is known of it: answers and lives of its findings by trace, the number of its next version."""

    filing: Filing
    submission: Submission
    findings: Sequence[Finding]
    answers: Mapping[str, str] = field(default_factory=dict)
    lives: Mapping[str, str] = field(default_factory=dict)
    next_version: int = 2
    correction_days: int = 3


def item_of(finding: Finding) -> Item:
    """A finding as a slip shows it, without a place in the slip."""
    code, place = finding.code, finding.place
    where = " ".join(part for part in (place.sheet, place.cell) if part) or place.file
    return Item(finding.severity.value, code.number, code.title, code.hint, finding.message, finding.value, where)


def slip_of(case: Case, book: RawBook) -> Slip:
    """The slip of an identified file; `book` is the file itself."""
    identity = case.submission.identity
    if identity is None:
        message = "a file without identity has no slip"
        raise ValueError(message)
    form, content = identity.form, submitted(book, case.submission)
    traces = traces_of(case.submission, case.findings)
    spots = [
        _spot(spot_of(case.submission, finding.place), trace)
        for finding, trace in zip(case.findings, traces, strict=True)
    ]
    items = [
        _placed(finding, (str(trace), spot), case, (form, content))
        for finding, trace, spot in zip(case.findings, traces, spots, strict=True)
    ]
    rows = {**content.rows, "cover": [_cover(case, content.rows.get("cover", ()))]}
    _mark(rows, form, [(item, spot) for item, spot in zip(items, spots, strict=True) if item.severity != ANSWERED])
    return Slip(_slim(form), _issue(case, rows["cover"][0]), rows, items, content.strays, _advice(case, items))


@once
def _slim(form: Form) -> Form:
    """The form with fewer empty rows: what is sent stands there already."""
    tables = (replace(table, spare_rows=min(table.spare_rows, _SPARE_ROWS)) for table in form.tables)
    return replace(form, tables=tuple(tables))


def _spot(spot: Spot, trace: Trace) -> Spot:
    """Where a finding stands in the slip; that a sheet is missing stands on the sheet, which is there again."""
    return spot if spot.table or not trace.table else Spot(trace.table)


def _placed(finding: Finding, known: tuple[str, Spot], case: Case, place: tuple[Form, Submitted]) -> Item:
    trace, spot = known
    form, content = place
    answer = case.answers.get(trace, "")
    item = item_of(finding)
    return replace(
        item,
        severity=ANSWERED if settles(finding, answer) else item.severity,
        target=_target(finding, spot, form, content.strays),
        state=case.lives.get(trace, ""),
        answer=answer,
        trace=trace,
    )


def _target(finding: Finding, spot: Spot, form: Form, strays: Sequence[Stray]) -> tuple[str, str] | None:
    """Sheet and cell of the slip where the finding is to be mended."""
    place = (finding.place.sheet, finding.place.cell)
    number = next((at for at, stray in enumerate(strays) if (stray.sheet, stray.cell) == place), -1)
    if number >= 0:
        return OUTSIDE_SHEET, f"A{OUTSIDE_FIRST + number}"
    if not spot.table:
        return None
    table = form[spot.table]
    names = [item.name for item in table.fields]
    at = names.index(spot.field) if spot.field in names else 0
    if table.vertical:
        return table.label, cell_address(COVER_FIRST_ROW + at, COVER_VALUE) if spot.field else "A1"
    return table.label, cell_address(FIRST_ROW + spot.index, at) if spot.index >= 0 else "A1"


def _mark(rows: Rows, form: Form, found: Sequence[tuple[Item, Spot]]) -> None:
    """Colour and note on every cell with an open finding; of several on one cell the gravest colours it."""
    told: dict[Spot, list[Item]] = {}
    for item, spot in found:
        if spot.index < 0 or spot.table not in rows:
            continue
        table = form[spot.table]
        name = spot.field or next(iter(table.key), table.fields[0].name)
        told.setdefault(replace(spot, field=name), []).append(item)
    for spot, items in told.items():
        row = rows[spot.table][spot.index]
        gravest = min(items, key=lambda item: _SEVERITIES.index(item.severity))
        look = look_of_severity(gravest.severity)
        value, kind = row.get(spot.field), form[spot.table][spot.field].kind
        odd = isinstance(value, float) and not value.is_integer() and kind is Kind.INTEGER
        text = "\n".join(f"【{item.severity}】{item.message}{item.hint}" for item in items)
        marks = row.setdefault(MARKS, {})
        if isinstance(marks, dict):
            marks[spot.field] = Mark(text, look | _GENERAL if odd else look)


def _cover(case: Case, sent: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The cover as sent, but for what the office writes on it: whose return it is, and the number of the next version."""
    identity, filing = case.submission.identity, case.filing
    cover = dict(next(iter(sent), {}))
    cover["submission_no"] = case.next_version
    if identity is not None:
        cover |= {
            "template_id": identity.form.id,
            "template_version": identity.form.fingerprint,
            "branch_code": filing.branch,
            "period": filing.period,
        }
    cover.setdefault("correction_note", f"按第 {filing.version} 版退回修改单更正")
    cover[MARKS] = {"correction_note": Mark("请写明这一版改了什么。", CHECK)}
    return cover


def _issue(case: Case, cover: Mapping[str, object]) -> Issue:
    def said(name: str) -> str:
        return as_text(cover[name]) if name in cover else ""

    filing = case.filing
    return Issue(
        *(filing.branch, said("branch_name"), said("subcompany_name"), filing.period, case.next_version),
        *(said("secretary_name"), said("preparer")),
    )


def _advice(case: Case, items: Sequence[Item]) -> Sequence[str]:
    counts = [f"{word} {sum(item.severity == word for item in items)} 处" for word in (*_SEVERITIES, ANSWERED)]
    filing = case.filing
    outcome = {
        SENT_BACK: "本次报表未能受理,改正“阻断”后重报才能计入",
        PARTLY: "本次报表部分受理:正确的行已汇总,标红的请改正后重报",
        QUERIED: "本次报表已受理,有疑问请核对:有误的改正后重报,无误的在“支部说明”中写一句",
    }.get(filing.verdict, filing.verdict)
    return (
        f"所报文件:{filing.name}(第 {filing.version} 版,{filing.received_at:%Y-%m-%d %H:%M} 收到)。",
        f"{outcome}。共有{'、'.join(counts)}。",
        "本表就是改正用的表:已按原样填入所报内容。红色单元格必须改正,橙色单元格请核对,鼠标停在单元格上可看到说明。",
        f"改好后直接报送本文件(封面“报送版本”已改为 {case.next_version},“更正说明”请写明改了什么)。",
        f"“阻断”请于收到之日起 {case.correction_days} 个工作日内改正重报,报送时间仍按第一次计算。",
        *_of_blank_tables(case.submission),
        *_of_an_older_template(case.submission),
    )


def _of_blank_tables(submission: Submission) -> Sequence[str]:
    """Why tables of the slip are empty although they are not in the file."""
    blank = "、".join(f"“{label}”" for label in _absent(submission))
    if not blank:
        return ()
    why = f"所报文件中没有读到{blank},所以在本表中是空白的"
    return (f"{why}:有内容的请照填(“{OUTSIDE_SHEET}”中或有原来的内容);确实没有的,在封面“零报告表”栏写上表名。",)


def _absent(submission: Submission) -> Sequence[str]:
    """The titles of the tables a branch fills that were not read."""
    tables = submission.identity.form.tables if submission.identity else ()
    filled = (table for table in tables if not (table.reference or table.vertical or table.optional))
    return [table.label for table in filled if table.name not in submission.tables]


def _of_an_older_template(submission: Submission) -> Sequence[str]:
    """What moved, is new, is called otherwise or is not known, sheet by sheet (promise 5)."""
    listed = upgrade_list(submission)
    if not listed:
        return ()
    return (
        "所报文件用的是旧模板,内容已移到本表(新模板)的对应栏。与新模板不同之处:",
        *(f" · {part}。" for part in listed),
    )
