"""这分怎么来的: from a total down to its items, the clause and shape of each, the counts, the cases and the sender's own cells.

Nothing is computed twice: a trace reads the scores that were printed (promise 38).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from zoneproc.archive import Archive
from zoneproc.excel.wording import display_width
from zoneproc.findings import Place
from zoneproc.forms import table_of
from zoneproc.ledger import Ledger, shown
from zoneproc.office import load_ledger, load_office
from zoneproc.period import Cadence, Period
from zoneproc.rules import Indicator, RuleBook
from zoneproc.scoring.quarter import QuarterScores, score_quarter
from zoneproc.scoring.year import YearScores, score_year
from zoneproc.workspace import Workspace, ZoneprocError

__all__ = ["Trace", "TracedCase", "TracedItem", "located", "trace", "trace_in"]

MEMBER, GROUP, BRANCH = "党员", "党小组", "支部"
_PLACE = ("file", "sheet", "cell", "value")
_TELLING = {
    "assessments": "branch_rating",
    "attendance": "attendance",
    "contacts": "contact_employee_no",
    "events": "occurred_at",
    "facts": "fact_date",
    "file_checks": "score",
    "forums": "awareness",
    "group_ratings": "branch_rating",
    "hearings": "score",
    "meetings": "meeting_date",
    "monthly_reports": "report_date",
    "opinions": "reply_date",
    "rectifications": "closed_date",
    "talks": "talk_date",
    "tasks": "done_date",
    "trainees": "quarter_check_date",
    "violations": "event_date",
    "visits": "satisfaction",
}
"""The cell of a row that decides: of other tables the first of the key."""
_TELLING_FOR = {
    ("意见建议", "monthly_reports"): "proposals",
    ("责任区廉政", "monthly_reports"): "zone_integrity",
    ("培养谈话", "trainees"): "talk_date",
}


@dataclass(frozen=True, slots=True)
class TracedCase:
    """One counted thing: its note, part and counts, and the cell behind it with the value there ("" if nothing was sent)."""

    note: str
    part: str
    numerator: float
    denominator: float
    place: Place
    value: str


@dataclass(frozen=True, slots=True)
class TracedItem:
    """One indicator: its rule, the points (None = 不适用), the counts by part (numerator, denominator), the cases."""

    indicator: Indicator
    points: float | None
    counts: Mapping[str, tuple[float, float]]
    cases: tuple[TracedCase, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A total and all it is made of. `steps` say in words how items, bonus and deductions make the total."""

    subject: str
    name: str
    period: Period
    total: float | None
    result: str
    steps: tuple[str, ...]
    items: tuple[TracedItem, ...] = ()
    quarters: tuple["Trace", ...] = ()

    def lines(self) -> Iterator[str]:
        """The trace as text, aligned for a terminal."""
        yield f"{self.subject} {self.name} {self.period}  得分 {_points(self.total)}  {self.result}"
        yield from (f"  {step}" for step in self.steps)
        for item in self.items:
            yield from _item_lines(item)
        for quarter in self.quarters:
            yield ""
            yield from quarter.lines()

    def __str__(self) -> str:
        return "\n".join(self.lines())


def trace_in(workspace: Workspace, subject: str, period: Period) -> Trace:
    """The trace of a subject in a quarter or year, worked out from all that counts in a workspace.

    Raises ZoneprocError for a month, and for a subject that was not scored.
    """
    if period.cadence is Cadence.MONTH:
        raise ZoneprocError("月度不计分。请写季度或年度,如 zoneproc trace D00123 2026Q1。")
    office = load_office(workspace)
    ledger = load_ledger(office, Archive(workspace.archive), period)
    rules = office.rule_book
    if period.cadence is Cadence.QUARTER:
        return trace(score_quarter(ledger, rules.on(period.end), period), ledger, rules, subject)
    return trace(score_year(ledger, rules, period.year), ledger, rules, subject)


def located(ledger: Ledger, cases: pd.DataFrame, measures: Mapping[str, str]) -> pd.DataFrame:
    """The cases with file, sheet, cell and value of the cell that tells; empty where nothing was sent.

    `cases`: columns of cases and `indicator`; `measures`: measure by indicator code.
    """
    made = cases.assign(file="", sheet="", cell="", value="")
    spots: dict[object, tuple[str, str, str, str]] = {}
    wanted = made["indicator"].map(measures).fillna("")
    for (measure, table), rows in made.groupby([wanted, "table"], sort=False):
        spots |= dict(zip(rows.index, _places(ledger, str(measure), str(table), rows), strict=True))
    found = pd.DataFrame.from_dict(spots, orient="index", columns=list(_PLACE), dtype="str")
    return made.assign(**{name: found[name].reindex(made.index).fillna("") for name in _PLACE})


def _places(ledger: Ledger, measure: str, table: str, rows: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    keys = list(zip(rows["_source"], rows["_row"], strict=True))
    if not table:
        yield from (_told(ledger.place("", source, 0), "") if source else ("", "", "", "") for source, _ in keys)
        return
    fields = _fields(measure, table)
    frame = ledger[table]
    wanted = frame[frame["_source"].isin(rows["_source"])]
    known = {
        (source, row): values
        for source, row, *values in wanted[["_source", "_row", *fields]].itertuples(index=False, name=None)
    }
    for source, row in keys:
        if (source, row) not in known:
            yield _told(ledger.place(table, source, row), "") if source else ("", "", "", "")
            continue
        name, value = next(
            ((name, text) for name, each in zip(fields, known[source, row], strict=True) if (text := shown(each))),
            (fields[0], ""),
        )
        yield _told(ledger.place(table, source, row, name), value)


def _told(place: Place, value: str) -> tuple[str, str, str, str]:
    return place.file, place.sheet, place.cell, value


def _fields(measure: str, table: str) -> Sequence[str]:
    """The fields of a table that could tell, the best first."""
    declared = table_of(table)[1]
    best = _TELLING_FOR.get((measure, table), _TELLING.get(table, declared.key[0]))
    return list(dict.fromkeys([best, *declared.key]))


def trace(scores: QuarterScores | YearScores, ledger: Ledger, rule_book: RuleBook, subject: str) -> Trace:
    """How a member's, group's or branch's total came about in the period of the scores.

    Raises ZoneprocError for a subject that was not scored.
    """
    if isinstance(scores, QuarterScores):
        return _quarter(scores, ledger, rule_book, subject)
    for frame, code, describe in (
        (scores.members, "member_no", _member_year),
        (scores.groups, "group_code", _group_year),
        (scores.branches, "branch_code", _branch_year),
    ):
        rows = frame[frame[code] == subject]
        if len(rows):
            return describe(scores, ledger, rule_book, rows.iloc[0])
    raise _unknown(subject, scores.period)


def _unknown(subject: str, period: Period) -> ZoneprocError:
    wanted = "党员编号" if period.cadence is Cadence.QUARTER else "党员编号、党小组编码或支部编码"
    return ZoneprocError(f"{period} 的结果里没有“{subject}”。请写{wanted},如 zoneproc trace D00123 {period}。")


def _quarter(scores: QuarterScores, ledger: Ledger, rule_book: RuleBook, subject: str) -> Trace:
    rows = scores.members[scores.members["member_no"] == subject]
    if rows.empty:
        raise _unknown(subject, scores.period)
    row = rows.iloc[0]
    base = f"基础分 B = 100 × {row['earned']:.6g} ÷ {row['maximum']:g} = {_points(row['base'])}"
    reason = str(row["unscored_reason"])
    return Trace(
        subject,
        str(row["name"]),
        scores.period,
        _known(row["total"]),
        f"等次 {row['grade']}  {_place(row)}",
        (f"不定等次:{reason}" if reason else base, f"得分 S = B + {_adjusted(row)}"),
        _items(scores, ledger, rule_book.on(scores.period.end).indicators(MEMBER, "季度"), subject),
    )


def _adjusted(row: pd.Series) -> str:
    veto = f",一票否决:{row['veto_kind']}" if row["veto_kind"] else ""
    return f"加分 {row['bonus']:g} − 扣分 {row['deduction']:g}{veto}"


def _member_year(scores: YearScores, ledger: Ledger, rule_book: RuleBook, row: pd.Series) -> Trace:
    subject = str(row["member_no"])
    weights = rule_book.on(scores.period.end).components(MEMBER)
    reason = str(row["unscored_reason"])
    steps = (
        *([f"不定等次:{reason}"] if reason else []),
        f"季度平均 {_points(row['quarter_mean'])}({row['quarters_scored']} 个季度)× {weights.get('季度', 0):g}",
        f"评议得分 R {_points(row['review'])} × {weights.get('评议', 0):g} {row['review_note']}".rstrip(),
        _adjusted(row),
    )
    quarters = [each for each in scores.quarters if each.members["member_no"].eq(subject).any()]
    return Trace(
        subject,
        str(row["name"]),
        scores.period,
        _known(row["total"]),
        f"等次 {row['grade']}  {_place(row)}",
        steps,
        quarters=tuple(_quarter(each, ledger, rule_book, subject) for each in quarters),
    )


def _group_year(scores: YearScores, ledger: Ledger, rule_book: RuleBook, row: pd.Series) -> Trace:
    subject = str(row["group_code"])
    items = _items(scores, ledger, rule_book.on(scores.period.end).indicators(GROUP, "年度"), subject)
    steps = ("得分 = 适用指标得分之和 ÷ 适用满分之和 × 满分合计",)
    return Trace(subject, str(row["group_name"]), scores.period, _known(row["total"]), _place(row), steps, items)


def _branch_year(scores: YearScores, ledger: Ledger, rule_book: RuleBook, row: pd.Series) -> Trace:
    subject = str(row["branch_code"])
    merged = f",按月数计入{row['merged_from']}" if row["merged_from"] else ""
    steps = (
        f"数据部分 {_points(row['data_points'])} + 听看谈访 {_points(row['visit_points'])} + {_adjusted(row)}{merged}",
    )
    items = _items(scores, ledger, rule_book.on(scores.period.end).indicators(BRANCH, "年度"), subject)
    result = f"等次 {row['grade']}  {_place(row)}"
    return Trace(subject, str(row["short_name"]), scores.period, _known(row["total"]), result, steps, items)


def _items(
    scores: QuarterScores | YearScores, ledger: Ledger, indicators: Sequence[Indicator], subject: str
) -> tuple[TracedItem, ...]:
    points = scores.points[scores.points["subject"] == subject].set_index("indicator")["points"]
    measured = scores.measured[scores.measured["subject"] == subject]
    cases = located(ledger, scores.cases[scores.cases["subject"] == subject], {i.code: i.measure for i in indicators})
    return tuple(
        TracedItem(
            row,
            _known(points.get(row.code)),
            {
                str(part): (float(done), float(due))
                for part, done, due in measured.loc[
                    measured["indicator"] == row.code, ["part", "numerator", "denominator"]
                ].itertuples(index=False, name=None)
            },
            tuple(_case(each) for each in cases[cases["indicator"] == row.code].to_dict("records")),
        )
        for row in indicators
    )


def _case(row: Mapping[object, object]) -> TracedCase:
    note, part, file, sheet, cell, value = (
        str(row[name]) for name in ("note", "part", "file", "sheet", "cell", "value")
    )
    done, due = (float(str(row[name])) for name in ("numerator", "denominator"))
    return TracedCase(note, part, done, due, Place(file, sheet, cell), value)


def _known(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))  # type: ignore[call-overload]


def _points(value: object) -> str:
    number = _known(value)
    return "—" if number is None else f"{number:.2f}"


def _place(row: pd.Series) -> str:
    if pd.isna(row["rank"]):
        return "不排名"
    return f"名次 {int(row['rank'])}" + ("(并列)" if row["tied"] else "")


def _item_lines(item: TracedItem) -> Iterator[str]:
    indicator = item.indicator
    points = "不适用" if item.points is None else f"{item.points:.2f}"
    counts = ";".join(_count(part, *pair) for part, pair in item.counts.items()) or "没有计数"
    head = _fitted(f"{indicator.code} {indicator.label}", 26)
    yield f"{head}{' ' * max(7 - display_width(points), 0)}{points} / {indicator.full_points:g}  {indicator.shape}:{counts}"
    terms = ";".join(f"{name}={value:g}".replace("=inf", "=清零") for name, value in indicator.arguments.items())
    yield f"    依据 {indicator.basis}" + (f"  参数 {terms}" if terms else "")
    widest = max((display_width(case.note) for case in item.cases), default=0)
    for case in item.cases:
        amount = f"{case.numerator:.4g}/{case.denominator:.4g}" if case.denominator else f"{case.numerator:.4g}"
        place = replace(case.place, file=case.place.file.rpartition("/")[2])
        where = f"{place}  {case.value}" if place.file else "没有记录"
        yield f"    {_fitted(case.note, min(widest, 40))}  {amount:>7}  {where}"


def _count(part: str, done: float, due: float) -> str:
    amount = f"{done:g} ÷ {due:g}" if due else f"{done:g} 次"
    return f"{part} {amount}" if part else amount


def _fitted(text: str, width: int) -> str:
    return text + " " * max(width - display_width(text), 0)
