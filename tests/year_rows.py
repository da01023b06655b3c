"""Rows of a small company over a year, and counts written down directly, for tests of groups, branches and awards."""

from collections.abc import Mapping, Sequence

import pandas as pd
from building import ledger_of, rules_of
from member_rows import Row

from zoneproc.ledger import Ledger
from zoneproc.measures import MEASURES, Evidence
from zoneproc.period import Period
from zoneproc.scoring.points import award_points

YEAR = Period(2026)
HERE, THERE = "001001", "001002"


def branch(code: str = HERE, start: str = "2010-01-01", end: str | None = None, **cells: object) -> Row:
    row = {
        "org_code": code,
        "short_name": f"支部{code[-1]}",
        "org_type": "党支部",
        "start_date": start,
        "end_date": end,
    }
    return row | cells


def team(code: str, branch_code: str = HERE, **cells: object) -> Row:
    line = code.partition("-")[0]
    row = {"team_code": code, "line_code": line, "line_name": f"{line}路", "branch_code": branch_code}
    return row | {"start_date": "2019-05-01", "team_status": "运行", "cover_required": True, "headcount": 9} | cells


def unit(code: str = "FGS01", branch_code: str = HERE, **cells: object) -> Row:
    row = {"subcompany_code": code, "subcompany_name": f"分公司{code[-1]}", "unit_type": "营运分公司"}
    return row | {"branch_code": branch_code, "start_date": "2020-01-01"} | cells


def annual(**totals: float) -> pd.DataFrame:
    """Annual scores by member number, everything else as for a member without fault."""
    rows = [{"member_no": number, "total": total} for number, total in totals.items()]
    frame = pd.DataFrame(rows, columns=["member_no", "total"]).astype({"member_no": "str", "total": "float64"})
    frame = frame.assign(name="党员" + frame["member_no"], branch_code=HERE, member_type="正式党员", veto_kind="")
    return frame.assign(
        review_grade="优秀", quarters_scored=4, ranked=frame["total"].notna(), rank=frame["total"].rank(ascending=False)
    )


def evidence_of(ledger: Ledger | None = None, **earlier: pd.DataFrame) -> Evidence:
    """Evidence of 2026 by the shipped rules."""
    return Evidence(ledger or ledger_of(), rules_of(), YEAR, {"members": annual(), **earlier})


def counted(name: str, evidence: Evidence) -> Mapping[tuple[str, str], tuple[float, float]]:
    """The counts of a measure: (subject, part) → (numerator, denominator), to six decimals."""
    found = MEASURES[name](evidence).frame().groupby(["subject", "part"])[["numerator", "denominator"]].sum().round(6)
    return {key: tuple(values) for key, values in zip(found.index, found.to_numpy().tolist(), strict=True)}


def points_from(subject: str, counts: Mapping[str, Mapping[str, Sequence[float]]]) -> pd.DataFrame:
    """Points from counts: counts[code of the subject][indicator or indicator/part] = (numerator, denominator)."""
    rows = [
        (code, *(item.split("/") if "/" in item else (item, "")), *pair)
        for code, items in counts.items()
        for item, pair in items.items()
    ]
    measured = pd.DataFrame(rows, columns=["subject", "indicator", "part", "numerator", "denominator"])
    return award_points(measured, rules_of().indicators(subject, "年度"), list(counts))
