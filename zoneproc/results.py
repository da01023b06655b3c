"""What a run of the procedure hands to the reports: the ledger, the findings, the figures, and how final they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

import pandas as pd

from zoneproc.findings import Finding
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.register import Seal
from zoneproc.rules import Ruleset
from zoneproc.scoring.quarter import QuarterScores
from zoneproc.scoring.year import YearScores


@dataclass(frozen=True, slots=True)
class Run:
    """What every printed workbook states: for whom, which period, by which rules, from which files, and what is open.

    `open_returns` has one row per return still awaited on `judged_on` (branch_code, short_name, form, period, due_at):
    while it is not empty, results are 暂定. `answers`: what branches said to findings. `lives`: how the findings of each
    return fared from version to version (rounds.finding_lives). `changes`: what each correction changed (slips.changes).
    `seals`: the periods sealed so far.
    """

    company: str
    period: Period
    judged_on: date
    ledger: Ledger
    rules: Ruleset
    findings: tuple[Finding, ...]
    open_returns: pd.DataFrame
    answers: Mapping[Finding, str] = field(default_factory=dict)
    lives: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    judged_at: datetime | None = None
    seals: tuple[Seal, ...] = ()

    @property
    def moment(self) -> datetime:
        """The moment as of which returns are judged late or missing; the end of the day where only that is known."""
        return self.judged_at or datetime.combine(self.judged_on, time(23, 59))

    @property
    def provisional(self) -> bool:
        """Whether results may still change because returns are awaited."""
        return not self.open_returns.empty


@dataclass(frozen=True, slots=True)
class MonthResult:
    """One consolidated month.

    `teams` and `lines`: coverage at month end (duties.coverage). `holders`: zone_holders at month end. `team_gaps` and
    `line_gaps`: days uncovered since 1 January. `contact_months` and `report_months`: from January to this month.
    """

    run: Run
    teams: pd.DataFrame
    lines: pd.DataFrame
    holders: pd.DataFrame
    team_gaps: pd.DataFrame
    line_gaps: pd.DataFrame
    contact_months: pd.DataFrame
    report_months: pd.DataFrame


@dataclass(frozen=True, slots=True)
class QuarterResult:
    """One scored quarter."""

    run: Run
    scores: QuarterScores


@dataclass(frozen=True, slots=True)
class YearResult:
    """One scored year."""

    run: Run
    scores: YearScores
