"""What can be wrong across rows, sheets, branches and months: one function per check of domain.md 2.10.

A check looks at a `View` and returns findings at the senders' own cells. Checks of scope `return` need no more than one
branch's returns, its BASE and the office's masters, so they run on receipt too; checks of scope `company` need all
branches. What one cell alone can tell (unreadable, not in the list, doubled) was told on intake.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from typing import Literal

import pandas as pd

from zoneproc.crew import begun
from zoneproc.duties.roster import roster_on
from zoneproc.findings import Code, Finding, Place, Severity, in_order
from zoneproc.forms import table_of
from zoneproc.ledger import Ledger
from zoneproc.period import Cadence, Period
from zoneproc.registry import Registry
from zoneproc.rules import Ruleset

__all__ = ["CHECKS", "Check", "Scope", "View", "as_ruled", "as_told", "check", "checks_begun", "on_trial", "run_checks"]

Scope = Literal["return", "company"]
_LOST = frozenset({"S05", "S06", "S08"})
"""What intake says of a cell whose value is missing in the merge."""
_TRIAL = "(试行)"
_TOGETHER = {"attention": "contacts", "zones": "coverage"}
"""Subjects looked at by one hand, because they lean on the same frames."""
_ALWAYS = (Cadence.LIVING, Cadence.MASTER)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a check looks at: the ledger, the rules, and the periods in question.

    `moment` is when the question is asked; without it every deadline of the periods has passed. `forms`: whose rows are
    in question, where only some are (all, if none is named); the others are there to be looked up.
    """

    ledger: Ledger
    rules: Ruleset
    periods: Sequence[Period]
    moment: datetime | None = None
    forms: frozenset[str] = frozenset()
    _kept: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[type["View"], tuple[object, ...]]:
        return View, (self.ledger, self.rules, self.periods, self.moment, self.forms)

    @property
    def months(self) -> Sequence[Period]:
        """The months of all periods asked, in order."""
        return sorted({month for period in self.periods for month in period.months})

    @property
    def start(self) -> date:
        """The first day of the periods."""
        return min(period.start for period in self.periods)

    @property
    def day(self) -> date:
        """The day on which states are judged: the last day of the periods, or the day of asking if that is earlier."""
        end = max(period.end for period in self.periods)
        return end if self.moment is None else min(end, max(self.moment.date(), self.start))

    @property
    def year_so_far(self) -> Sequence[Period]:
        """The months from January to the last month asked."""
        last = self.months[-1]
        return Period(last.year, 1, last.last).months

    @property
    def on_file(self) -> frozenset[str]:
        """The branches whose BASE is at hand; what needs it is not judged for the others."""
        return frozenset(self.ledger["members"]["_branch"].unique())

    def once(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """A frame that several checks share, worked out at the first asking; nobody changes it."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def rows(self, table: str) -> pd.DataFrame:
        """The rows of a table that belong to the periods; of BASE and of the masters, which live on, all rows."""
        return self.once(f"rows of {table}", lambda: self._rows(table))

    def _rows(self, table: str) -> pd.DataFrame:
        frame = self.ledger[table]
        if frame.empty or (table != "cover" and table_of(table)[0].cadence in _ALWAYS):
            return frame
        written = frame["_period"].unique()
        asked = [text for text in written if self.asks(text)]
        if len(asked) == len(written):
            return frame
        living = frame["_period"].isin(asked)
        return frame[living | frame["template_id"].eq("BASE") if table == "cover" else living]

    def asks(self, written: str) -> bool:
        """Whether a period as written in `_period` lies within the periods asked."""
        try:
            return any(Period.parse(written) in asked for asked in self.periods)
        except ValueError:
            return False

    def roster(self, day: date) -> pd.DataFrame:
        """Who was on the roll on a day (`roster_on`), worked out once."""
        return self.once(f"roster on {day}", lambda: roster_on(self.ledger, [day]))

    def findings(self, code: Code, table: str, rows: pd.DataFrame, field_name: str = "", **slots: str) -> list[Finding]:
        """One finding per row at the cell of the field, as `Ledger.findings_of`; most checks find nothing, at once."""
        return self.ledger.findings_of(code, table, rows, field_name, **slots) if len(rows) else []

    def on_sheet(self, code: Code, table: str, rows: pd.DataFrame, **words: str) -> list[Finding]:
        """One finding per row about the whole sheet the row stands in, for what is not there; slots as in the ledger."""
        found = self.findings(code, table, rows, **words)
        return [replace(at, place=Place(at.place.file, at.place.sheet)) for at in found]


@dataclass(frozen=True, slots=True)
class Check:
    """One announced check: what it needs to see, the function, and the tables of whose rows it tells (none: of other things)."""

    scope: Scope
    run: Callable[[View], list[Finding]]
    tells_of: tuple[str, ...] = ()

    def findings(self, view: View) -> list[Finding]:
        """What the check finds; it is not asked where none of its tables has a row in question."""
        asked = not self.tells_of or any(len(view.rows(table)) for table in self.tells_of)
        return self.run(view) if asked else []


CHECKS: Registry[Check] = Registry("zoneproc.checks")


def check(scope: Scope, *tells_of: str) -> Callable[[Callable[[View], list[Finding]]], Callable[[View], list[Finding]]]:
    """Decorator that announces a check under its function's name, with the tables it tells of."""

    def announce(run: Callable[[View], list[Finding]]) -> Callable[[View], list[Finding]]:
        CHECKS.add(run.__name__, Check(scope, run, tells_of))
        return run

    return announce


def run_checks(view: View, scope: Scope | None = None) -> Sequence[Finding]:
    """The findings of every check of the scope (all without one) as the office rules them, in reading order."""
    return as_told(view, chain(*checks_begun(view, scope)().values()))


def checks_begun(view: View, scope: Scope | None = None) -> Callable[[], Mapping[Scope, Sequence[Finding]]]:
    """Every check of the scope (all without one), begun: whoever calls what comes back waits for what they found."""
    subjects: dict[tuple[Scope, str], list[str]] = defaultdict(list)
    for name, announced in CHECKS.items():
        if scope in (None, announced.scope):
            subject = announced.run.__module__.rpartition(".")[2]
            subjects[announced.scope, _TOGETHER.get(subject, subject)].append(name)
    underway = begun(_found, view, list(subjects.values()))

    def found() -> Mapping[Scope, Sequence[Finding]]:
        by_scope: dict[Scope, list[Finding]] = {"return": [], "company": []}
        for (asked, _), findings in zip(subjects, underway(), strict=True):
            by_scope[asked] += findings
        return by_scope

    return found


def as_told(view: View, found: Iterable[Finding]) -> Sequence[Finding]:
    """What checks found, as the office rules it, in reading order.

    A cell that intake could not take is missing from the merge: whatever a check says of that very cell is a follow-on and
    hidden, and so is “not filled” of a cell whose value was kept in spite of a fault.
    """
    known = {finding.place: finding.code.number in _LOST for finding in view.ledger.findings if finding.place.cell}
    fresh = (f for f in found if not (f.place in known and (known[f.place] or f.code.number == "S10")))
    return in_order(as_ruled(fresh, view.rules, view.day))


def _found(view: View, names: Sequence[str]) -> list[Finding]:
    return [finding for name in names for finding in CHECKS[name].findings(view)]


def as_ruled(findings: Iterable[Finding], rules: Ruleset, day: date) -> Sequence[Finding]:
    """The findings without those waived on the day, each with the severity the office gave its code.

    A waiver names the code and a subject or a branch. A check on trial (试行) is told as 提醒 and says so.
    """
    waived = {(row.check, row.subject) for row in rules.waivers if row.valid_until is None or row.valid_until >= day}
    kept = (
        finding
        for finding in findings
        if not waived & {(finding.code.number, finding.subject), (finding.code.number, finding.branch)}
    )
    return [_at_level(finding, rules.check_level(finding.code.number)) for finding in kept]


def _at_level(finding: Finding, level: str) -> Finding:
    if not level:
        return finding
    if level == "试行":
        title = finding.code.title.removesuffix(_TRIAL) + _TRIAL
        return replace(finding, code=replace(finding.code, severity=Severity.NOTE, title=title))
    return replace(finding, code=replace(finding.code, severity=Severity(level)))


def on_trial(finding: Finding) -> bool:
    """Whether the office has the check on trial: told, but nothing follows from it (promise 13)."""
    return finding.code.title.endswith(_TRIAL)
