"""R-13 公开图板: who is responsible for which zone, for the wall. S5.1.2a, domain.md 6.

The only workbook that strangers see. It is built from public fields alone: a field declared private vanishes by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from zoneproc.checks.privacy import P01, private_number
from zoneproc.duties.roster import branches_on, roster_on
from zoneproc.excel.cover import period_words
from zoneproc.excel.pages import FRAMED, PLAIN_TEXT, Box, Line, Pages, height_of, room_on
from zoneproc.excel.sheets import Workbook
from zoneproc.excel.styles import FAINT_INK, STRONG, Style, style
from zoneproc.excel.wording import cut
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.forms import table_of
from zoneproc.ledger import Ledger, in_force
from zoneproc.reports.masthead import file_name
from zoneproc.reports.names import branch_labels, branch_names
from zoneproc.results import Run

__all__ = ["Boards", "boards", "public"]

NUMBER, TITLE = "R-13", "公开图板"
HEADING, MOTTO, PHOTO = "党员责任区公开图板", "公开责任区  接受群众监督", "照片\n(本人同意\n后张贴)"
NOTICE = "图板说明"
"""The office's own line at the foot of every board, e.g. an office telephone: a row of 用语 under this key."""
P02 = declare(
    Code(
        "P02",
        Severity.BLOCK,
        "图板内容含联系人姓名",
        "“{label}”中有联系人的姓名,不能公开,该支部的图板没有生成。",
        "请在责任区划分(B-5)中改写这一格,不写联系人姓名,重新报送后再出图板。",
        "domain.md 2.10, 6",
    )
)
_WRITTEN = ("zone_name", "task_text")
"""The free texts of B-5 that are printed."""
_LONGEST, _SPACE, _MOST_SPARE = 240, 10.0, 45.0
_RED, _PALE = "#A61B1B", "#FFF8F2"
_EDGE = style(border_color="#C9A27E")
_TITLE = PLAIN_TEXT | style(font_size=26, bold=True, align="center", font_color="#FFFFFF", bg_color=_RED)
_UNDER = PLAIN_TEXT | style(font_size=13, align="center", font_color=_RED, bold=True)
_NAME = FRAMED | STRONG | _EDGE | style(font_size=17, align="center", bg_color=_PALE, font_color=_RED)
_PHOTO = FRAMED | _EDGE | style(font_size=10, align="center", font_color=FAINT_INK)
_TEXT = FRAMED | _EDGE | style(font_size=12, indent=1)
_FOOT = PLAIN_TEXT | style(font_size=10, align="center", font_color=FAINT_INK)


@dataclass(frozen=True, slots=True)
class _Size:
    """How cards lie on a paper: how many across, widths of photo and text, how large the letters are beside A3."""

    paper: str
    across: int
    photo: float
    text: float
    letters: float = 1.0

    @property
    def widths(self) -> Sequence[float]:
        """Photo, text and a gap for every card but the last."""
        return [*[self.photo, self.text, 1.5] * self.across][:-1]

    def look(self, look: Style) -> Style:
        """A look of the A3 board in the letters of this paper."""
        return look | style(font_size=round(float(str(look["font_size"])) * self.letters))

    def least(self, points: float) -> float:
        """A least height of the A3 board on this paper."""
        return points * self.letters


SIZES = (_Size("A3", 4, 13.0, 33.0), _Size("A4", 3, 11.0, 31.0, 0.8))
_LEAST = (30.0, 24.0, 24.0, 24.0, 40.0)
_CARD_LINES = len(_LEAST) - 1


@dataclass(frozen=True, slots=True)
class Boards:
    """The boards to print, two sizes of each branch; what keeps a branch's board from being printed; how many are not on any."""

    workbooks: Sequence[Workbook]
    findings: Sequence[Finding]
    left_out: int

    @property
    def note(self) -> str:
        """What the operator should know, in one sentence."""
        some = f",另有 {self.left_out} 名党员的责任区“已上图板”为否,没有列出" if self.left_out else ""
        return f"已写出 {len(self.workbooks)} 个图板工作簿{some}。张贴前请核对照片是否经本人同意。"


def public(ledger: Ledger, table: str) -> pd.DataFrame:
    """The rows of a table with the columns anybody may see: those not declared private. Nothing else is printed here."""
    shown = [item.name for item in table_of(table)[1].read_fields if not item.private]
    rows = ledger[table]
    return rows[[name for name in shown if name in rows]]


def boards(run: Run) -> Boards:
    """The boards of every branch with somebody to show, as of the end of the period, or today if it is not over."""
    day = min(run.period.end, run.judged_on)
    zones = _zones(run.ledger, day)
    findings = _improper(run.ledger, zones)
    blocked = {finding.branch for finding in findings}
    codes = [code for code in branches_on(run.ledger, day)["org_code"].sort_values() if code not in blocked]
    labels = branch_labels(run.ledger, codes)
    cards = _cards(run.ledger, zones[zones["on_board"].eq(True)])
    made = [
        _board(run, code, labels[code], (own, size))
        for code in codes
        if (own := [card for card in cards if card.branch == code])
        for size in SIZES
    ]
    return Boards(made, findings, zones.loc[~zones["on_board"].eq(True), "member_no"].nunique())


def _zones(ledger: Ledger, day: date) -> pd.DataFrame:
    """The rows of B-5 in force of people on the roll; `holder` is the branch of the person on that day."""
    people = roster_on(ledger, [day])[["member_no", "branch_code"]].rename(columns={"branch_code": "holder"})
    return in_force(ledger["zones"], day).merge(people, on="member_no")


@dataclass(frozen=True, slots=True)
class _Card:
    """One member on the board."""

    branch: str
    name: str
    lines: Sequence[str]


def _cards(ledger: Ledger, zones: pd.DataFrame) -> Sequence[_Card]:
    """The members to show, by number, in public words only."""
    names = _words(public(ledger, "members"), "member_no", "name")
    teams = _team_words(public(ledger, "teams"))
    printed = public(ledger, "zones")
    order = zones.sort_values(["holder", "member_no", "assignment_role", "zone_code"], ascending=True)
    shown = order[[name for name in printed if name in order]].to_dict("records")
    found: dict[tuple[str, str], list[Mapping[str, object]]] = {}
    for branch, number, row in zip(order["holder"], order["member_no"], shown, strict=True):
        found.setdefault((str(branch), str(number)), []).append({str(name): value for name, value in row.items()})
    return [_Card(branch, names.get(number, ""), _told(rows, teams)) for (branch, number), rows in found.items()]


def _words(rows: pd.DataFrame, code: str, name: str) -> Mapping[str, str]:
    if code not in rows or name not in rows:
        return {}
    known = rows.dropna(subset=[code, name])
    return {str(key): str(value) for key, value in zip(known[code], known[name], strict=True)}


def _team_words(teams: pd.DataFrame) -> Mapping[str, str]:
    """Team by code, its line before it unless the name says so itself."""
    lines, names = _words(teams, "team_code", "line_name"), _words(teams, "team_code", "team_name")
    return {
        code: name if name.startswith(lines.get(code, "")) else f"{lines[code]}{name}" for code, name in names.items()
    }


def _told(rows: Sequence[Mapping[str, object]], teams: Mapping[str, str]) -> Sequence[str]:
    """The lines of a card: zones, lines and teams, tasks, promise."""
    zones = [
        f"{zone}({role})" if zone and role == "协责" else zone
        for zone, role in ((_text(row, "zone_name"), _text(row, "assignment_role")) for row in rows)
    ]
    places = [teams.get(code, code) for code in (_text(row, "team_code") for row in rows)]
    tasks = [task for row in rows for task in _text(row, "task_codes").split(";")]
    promises = [promise for row in rows for promise in _text(row, "task_text").split(";")]
    told = (("责任区", zones, "、"), ("线路班组", places, "、"), ("任务", tasks, "、"), ("承诺", promises, ";"))
    return [f"{label}:{cut(mark.join(dict.fromkeys(filter(None, texts))), _LONGEST)}" for label, texts, mark in told]


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return "" if value is None or pd.isna(value) else str(value).strip()  # type: ignore[call-overload]


def _board(run: Run, code: str, label: str, content: tuple[Sequence[_Card], _Size]) -> Workbook:
    cards, size = content
    branch = branch_names(run.ledger).get(code, code)
    about = "    ".join(part for part in (run.company, branch, period_words(str(run.period))) if part)
    pages = Pages(f"图板{size.paper}", "", size.widths, _pages(run, about, cards, size), size.paper, landscape=True)
    return Workbook(
        file_name=file_name(NUMBER, f"{TITLE}_{label}", run.period, size.paper),
        title=f"{HEADING} — {label}",
        note=about,
        sheets=[pages],
        indexed=False,
    )


def _pages(run: Run, about: str, cards: Sequence[_Card], size: _Size) -> Sequence[Sequence[Line]]:
    """As many rows of cards on each page as fit; a row is as high as its fullest card."""
    wide = len(size.widths)
    head = [
        Line([Box(HEADING, size.look(_TITLE), wide=wide)], size.least(46)),
        Line([Box(f"{about}    {MOTTO}", size.look(_UNDER), wide=wide)], size.least(28)),
    ]
    foot = Line([Box(run.rules.wording_rows.get(NOTICE, ""), _FOOT, wide=wide)], 20)
    room = room_on(size.paper, landscape=True)[1] - sum(height_of(line, size.widths) for line in (*head, foot))
    pages: list[list[list[Line]]] = []
    left: list[float] = []
    for row in _rows_of_cards(cards, size):
        height = sum(height_of(line, size.widths) for line in row)
        if not pages or height > left[-1]:
            pages.append([])
            left.append(room)
        pages[-1].append(row)
        left[-1] -= height
    return [[*head, *_spread(page, spare, size), foot] for page, spare in zip(pages, left, strict=True)]


def _spread(rows: Sequence[Sequence[Line]], spare: float, size: _Size) -> Sequence[Line]:
    """The rows of cards of a page, the last line of each a little higher where the page has room."""
    more = max(0.0, min(spare / len(rows), _MOST_SPARE))
    return [
        line if line is not row[-1] else replace(line, least=height_of(line, size.widths) + more)
        for row in rows
        for line in row
    ]


def _rows_of_cards(cards: Sequence[_Card], size: _Size) -> Iterator[list[Line]]:
    named, photo, words = (size.look(look) for look in (_NAME, _PHOTO, _TEXT))
    for start in range(0, len(cards), size.across):
        row = cards[start : start + size.across]
        lines: list[list[Box | None]] = [[] for _ in _LEAST]
        for card in row:
            lines[0] += [Box(card.name, named, wide=2), None]
            for at, text in enumerate(card.lines, start=1):
                lines[at] += [Box(PHOTO, photo, tall=_CARD_LINES) if at == 1 else None, Box(text, words), None]
        yield [Line((), _SPACE), *(Line(boxes, size.least(least)) for boxes, least in zip(lines, _LEAST, strict=True))]


def _improper(ledger: Ledger, zones: pd.DataFrame) -> Sequence[Finding]:
    """What must not hang on a wall: long private numbers, names of contacts; such a branch's board is not printed."""
    printed = public(ledger, "zones")
    rows = zones[zones["on_board"].eq(True)]
    contacts = ledger["contacts"].dropna(subset=["contact_name"]).groupby("_branch")["contact_name"].agg(set).to_dict()
    found: list[Finding] = []
    for name in (each for each in _WRITTEN if each in printed):
        label = table_of("zones")[1][name].label
        for row in rows.dropna(subset=[name]).to_dict("records"):
            text, branch = str(row[name]), str(row["holder"])
            code = _fault(text, contacts.get(str(row["_branch"]), set()))
            if code is not None:
                place = ledger.place("zones", str(row["_source"]), int(row["_row"]), name)
                message = code.message.format(label=label, digits="11 或 18", masked="****")
                found.append(Finding(code, place, message, branch=branch, source=str(row["_source"])))
    return list(dict.fromkeys(found))


def _fault(text: str, contacts: set[str]) -> Code | None:
    if private_number(text):
        return replace(P01, severity=Severity.BLOCK)
    return P02 if any(len(name) > 1 and name in text for name in contacts) else None
