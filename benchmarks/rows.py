"""The rows of the table: what is compared with what, and what was to be reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from timing import Cost

Round = Mapping[str, Cost]
Part = Callable[[Cost], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: the cost of one way divided by that of another, or the cost of one way alone."""

    name: str
    what: str
    goal: str
    way: str
    base: str = ""
    part: str = "clock"

    @property
    def ways(self) -> frozenset[str]:
        """The ways that must be gone for it."""
        return frozenset(filter(None, (self.way, self.base)))


ROWS: Sequence[Row] = (
    Row("read", "read the monthly returns with guard, hash, supervision ÷ bare calamine, same workers", "≤ 1.5", "guarded_returns", "bare_returns"),
    Row("ledger", "receive → merged, checked ledger (no workbooks) ÷ bare calamine", "≤ 2.2", "ledger", "bare"),
    Row("naive", "`month` with R-1 … R-6 and all slips: naive (pandas' default engine) ÷ ours", "≥ 20", "naive_month", "month"),
    Row("month", "the same ÷ bare calamine", "≤ 5", "month", "bare"),
    Row("again", "second run, nothing changed ÷ cold", "≤ 0.10", "again", "month"),
    Row("changed", "second run, one file changed ÷ cold", "≤ 0.15", "changed", "month"),
    Row("growth", "cost of ten times the branches: time", "≤ 10.5", "month", "small"),
    Row("growth-memory", "cost of ten times the branches: peak memory", "≤ 3", "month", "small", "memory"),
    Row("score", "score a quarter of 24 members a branch (measures to ranks, no workbooks) ÷ the same group-bys in polars", "≤ 2", "scored", "scored_by_polars"),
    Row("templates", "the next month's templates: plain xlsxwriter ÷ ours", "≥ 10", "plain_templates", "templates"),
    Row("workers", "two workers ÷ one, whole month", "≤ 0.62", "month", "alone"),
    Row("unzip", "for comparison: unzip and parse the XML ÷ bare calamine", "", "unzipped", "bare"),
    Row("demo", "default demo year, seconds", "< 40", "demo"),
    Row("demo-memory", "default demo year, peak memory in MiB", "< 800", "demo", "", "memory"),
)  # fmt: skip


def measured(row: Row, rounds: Sequence[Round]) -> tuple[str, str, int]:
    """The median by the row's own measure, the median by processor time, and of how many rounds."""
    whole = [each for each in rounds if row.ways <= each.keys()]
    if not whole:
        return "not measured", "", 0
    shown = {"clock": "{:.2f}", "memory": "{:.2f}" if row.base else "{:.0f}"}[row.part]
    own = median(_figure(row, each, row.part) for each in whole)
    if row.part == "memory":
        return shown.format(own), "", len(whole)
    return shown.format(own), f"{median(_figure(row, each, 'processor') for each in whole):.2f}", len(whole)


def _figure(row: Row, costs: Round, part: str) -> float:
    value = float(getattr(costs[row.way], part))
    if row.base:
        return value / float(getattr(costs[row.base], part))
    return value / (1 << 20) if part == "memory" else value
