"""The S family: what the declarations of the forms themselves demand of rows, sheets and covers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_

import numpy as np
import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.together import said
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.forms import FORMS, table_of
from zoneproc.intake.codes import S06
from zoneproc.kinds import Kind, name_key
from zoneproc.period import Period
from zoneproc.schema import Field, Table, When

_NOT_FOUND = "S02"
"""Told by reading of a sheet that is not there or not sure to be the right one."""
S04 = declare(
    Code(
        "S04",
        Severity.ERROR,
        "空表未注明零报告",
        "“{sheet}”一行也没有填,封面“零报告表”也没有注明本表为零。",
        "确实没有发生的,请在封面“零报告表”中写上表名;有的请补填。",
        "domain.md 2.1 第7条",
    )
)
S09 = declare(
    Code(
        "S09",
        Severity.ERROR,
        "书记未审核",
        "封面“书记已审核”不是“是”(现为“{seen}”)。",
        "请书记审核后在封面选“是”,再重新报送。",
        "domain.md 2.2",
    )
)
S10 = declare(
    Code(
        "S10",
        Severity.ERROR,
        "必填未填",
        "“{label}”没有填写{because}。",
        "请补填本格后重新报送。",
        "domain.md 2(必填栏)",
    )
)
S13 = declare(
    Code(
        "S13",
        Severity.ERROR,
        "前后矛盾",
        "“{label}”为 {seen},{relation}“{other}”({against})。",
        "请核对这两格,改正后重新报送。",
        "domain.md 2(规则栏)",
    )
)

# Cells whose absence has a code of its own.
_TOLD_ELSEWHERE = {
    ("talks", "talk_date"),  # Q04
    ("talks", "miss_reason"),  # Q04
    ("monthly_reports", "report_date"),  # the missing reason beside it
    ("trainees", "mentor1_no"),  # Q08
    ("cover", "secretary_confirmed"),  # S09
}
# Vote counts that contradict each other are V01.
VOTE_TABLES = frozenset({"reviews", "secretary_ballots"})


def tables(view: View, *, returns: bool) -> Iterator[Table]:
    """Every merged table in question of the branches' returns, or of the office's own workbooks; each name once."""
    forms = [form for form in FORMS.values() if form.has_cover == returns and form.id != "RULES"]
    forms = [form for form in forms if not view.forms or form.id in view.forms]
    named = {table.name: table for form in forms for table in form.tables if not table.reference}
    yield from named.values()


@check("return")
def every_compulsory_cell_is_filled(view: View) -> list[Finding]:
    """S10: a cell of an existing row that is compulsory, always or because of another cell, holds something."""
    return [finding for table in tables(view, returns=True) for finding in _unfilled(view, table)]


@check("return")
def every_date_lies_in_its_period(view: View) -> list[Finding]:
    """S06: what is to be dated inside the period is."""
    return [finding for table in tables(view, returns=True) for finding in _outside(view, table)]


@check("return")
def no_cell_contradicts_its_row(view: View) -> list[Finding]:
    """S13: dates in their order, parts not above their whole."""
    named = [table for table in tables(view, returns=True) if table.name not in VOTE_TABLES]
    return [finding for table in named for finding in contradictions(view, table.name, S13)]


@check("company")
def the_office_keeps_its_own_workbooks_complete(view: View) -> list[Finding]:
    """S06, S10, S13 for masters and year-end evaluation, which are read by the same declarations (2.7a)."""
    found = []
    for table in tables(view, returns=False):
        found += _unfilled(view, table)
        found += _outside(view, table)
        if table.name not in VOTE_TABLES:
            found += contradictions(view, table.name, S13)
    return found


@check("return")
def the_roster_agrees_with_the_cover(view: View) -> list[Finding]:
    """S13: B-3 names the branch of the cover, and the cover the 书记 of B-3 (2.2, 2.3)."""
    members = view.rows("members")
    strange = members[members["branch_code"].notna() & members["branch_code"].ne(members["_branch"])]
    people = view.roster(view.day)
    leaders = people[people["party_post"].eq("书记")].groupby("branch_code")["name"].agg("、".join).rename("leaders")
    covers = view.rows("cover").merge(leaders, left_on="_branch", right_index=True)
    named = zip(covers["secretary_name"].fillna(""), covers["leaders"], strict=True)
    alike = [not name or name_key(name) in map(name_key, leaders.split("、")) for name, leaders in named]
    unlike = covers[[not same for same in alike]]
    words = {"relation": "不同于"}
    return [
        *view.findings(
            S13,
            "members",
            strange,
            "branch_code",
            label="党支部编码",
            seen="branch_code",
            other="封面的党支部编码",
            against="_branch",
            **words,
        ),
        *view.findings(
            S13,
            "cover",
            unlike,
            "secretary_name",
            label="党支部书记",
            seen="secretary_name",
            other="党员名册中的书记",
            against="leaders",
            **words,
        ),
    ]


@check("return")
def an_empty_sheet_is_declared_empty(view: View) -> list[Finding]:
    """S04: nothing happened and not filled are different things (零报告, 2.1, U69); of a sheet not found S02 has told."""
    covers, unread, held = view.rows("cover"), _unread(view), _held(view)
    nil = {(file, sheet) for file, named in said(covers, "_source", "nil_sheets") for sheet in str(named).split(";")}
    found = []
    for form in FORMS.values():
        returns = covers[covers["template_id"].eq(form.id)]
        for table in form.tables if len(returns) else ():
            if not (table.vertical or table.reference or table.optional or table.may_be_empty):
                sent = {*view.ledger[table.name]["_source"].unique(), *held[table.name], *unread[table.label]}
                if table.nil_allowed:
                    sent.update(file for file, sheet in nil if sheet == table.label)
                silent = returns[~returns["_source"].isin(sent)]
                found += view.on_sheet(S04, table.name, silent, sheet=table.label)
    return found


def _unread(view: View) -> dict[str, set[str]]:
    """The files in which a sheet could not be read, by what S02 names and where it stands."""
    unread: dict[str, set[str]] = defaultdict(set)
    for finding in view.ledger.findings:
        if finding.code.number == _NOT_FOUND:
            unread[finding.place.sheet].add(finding.source)
            unread[finding.message.partition("”")[0].removeprefix("“")].add(finding.source)
    return unread


def _held(view: View) -> dict[str, set[str]]:
    """The files with rows held back, by table: what was held back has been told already."""
    held: dict[str, set[str]] = defaultdict(set)
    for table, rows in view.ledger.held.groupby("table"):
        held[str(table)].update(rows["_source"].unique())
    return held


@check("return", "cover")
def the_secretary_has_approved(view: View) -> list[Finding]:
    """S09: 书记已审核 is 是."""
    covers = view.rows("cover")
    covers = covers[~covers["secretary_confirmed"].eq(True).fillna(False)]
    seen = covers["secretary_confirmed"].map({False: "否"}).fillna("空")
    return view.findings(S09, "cover", covers.assign(seen=seen), "secretary_confirmed", seen="seen")


def _unfilled(view: View, table: Table) -> list[Finding]:
    rows = view.rows(table.name)
    holds: dict[When, np.ndarray] = {}
    found: list[Finding] = []
    for item in table.read_fields if len(rows) else ():
        if (table.name, item.name) in _TOLD_ELSEWHERE or not (item.required or item.required_when):
            continue
        missing = rows[item.name].array.isna()
        if not item.required and missing.any():
            holds |= {when: where(when, table, rows) for when in item.required_when if when not in holds}
            missing &= reduce(or_, (holds[when] for when in item.required_when))
        if missing.any():
            because = f"({'或'.join(when.text for when in item.required_when if when.text)}时必填)"
            because = "" if item.required else because
            found += view.findings(S10, table.name, rows[missing], item.name, label=item.label, because=because)
    return found


def where(when: When, table: Table, rows: pd.DataFrame) -> np.ndarray:
    """Whether a condition holds, row by row: `When.holds` asked once for each different value."""
    if when.field not in rows:
        return np.zeros(len(rows), dtype=bool)
    item, cells = table[when.field], rows[when.field]
    right = [value for value in cells.dropna().unique().tolist() if when.holds({when.field: _cell(item, value)})]
    holds = cells.isin(right)
    return (holds | cells.isna() if when.holds({}) else holds).to_numpy()


def _cell(item: Field, value: object) -> object:
    if item.kind is Kind.CHOICES:
        return tuple(str(value).split(";"))
    return bool(value) if item.kind is Kind.FLAG else value


def _outside(view: View, table: Table) -> list[Finding]:
    rows = view.rows(table.name)
    if rows.empty or not any(item.inside_period for item in table.read_fields):
        return []
    which, written = pd.factorize(rows["_period"])
    begun, over = np.array([_bounds(text) for text in written], dtype="datetime64[s]")[which].T
    found = []
    for item in table.read_fields:
        if item.inside_period:
            moment = rows[item.name].to_numpy()
            wrong = (moment < begun) | (moment >= over)
            if wrong.any():
                strange = rows[wrong]
                strange = strange.assign(_detail="不在报告期 " + strange["_period"] + " 内")
                found += view.findings(
                    S06, table.name, strange, item.name, label=item.label, seen=item.name, detail="_detail"
                )
    return found


def _bounds(text: str) -> tuple[date | None, date | None]:
    """The first day of a period as written, and the day after its last; nothing lies outside of what is no period."""
    try:
        period = Period.parse(text)
    except ValueError:
        return None, None
    return period.start, period.end + timedelta(days=1)


def contradictions(view: View, name: str, code: Code) -> list[Finding]:
    """The cells that lie before or above what their declaration allows."""
    table = table_of(name)[1]
    rows = view.rows(table.name)
    found = []
    for item in table.read_fields:
        ordered = ((item.not_before, "早于或小于", "lt"), (item.not_above, "超过", "gt"))
        for other, relation, compare in ordered:
            if other and other in rows:
                clash = getattr(rows[item.name], compare)(rows[other])
                if not clash.any():
                    continue
                clash = clash.astype("boolean").fillna(False).astype(bool)
                found += view.findings(
                    code,
                    table.name,
                    rows[clash],
                    item.name,
                    label=item.label,
                    seen=item.name,
                    relation=relation,
                    other=table[other].label,
                    against=other,
                )
    return found
