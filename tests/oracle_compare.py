"""The program's year laid beside the oracle's: every disagreement as one line of text."""

import pandas as pd
from oracle_branches import FULL as BRANCH_ITEMS
from oracle_items import FULL as MEMBER_ITEMS

CLOSE = 1e-9


def value_of(value):
    """A frame's cell as plain value, None if missing."""
    return None if value is None or pd.isna(value) else value


def agree(expected, got):
    """Numbers to 1e-9, all else exactly; missing equals missing."""
    got = value_of(got)
    if expected is None or got is None:
        return expected is None and got is None
    if isinstance(expected, str | bool):
        return expected == got
    return abs(float(expected) - float(got)) < CLOSE


class Disagreements(list):
    """What differs: subject, figure, expected, got."""

    def check(self, subject, expected, got):
        """Notes every figure of a subject that differs."""
        for name, value in expected.items():
            if not agree(value, got.get(name)):
                shown = float(value) if hasattr(value, "denominator") and not isinstance(value, bool) else value
                self.append(f"{subject} {name}: expected {shown}, got {value_of(got.get(name))}")

    def check_all(self, place, expected, frame, key):
        """Notes missing and surplus subjects, and the figures of the others."""
        rows = {row[key]: row for row in frame.to_dict("records")}
        for subject in sorted(set(expected) ^ set(rows)):
            self.append(f"{place} {subject}: only in the {'oracle' if subject in expected else 'program'}")
        for subject in sorted(set(expected) & set(rows)):
            self.check(f"{place} {subject}", expected[subject], rows[subject])


def wide(points):
    """subject → indicator → points, of a long frame."""
    found = {}
    for row in points.to_dict("records"):
        found.setdefault(row["subject"], {})[row["indicator"]] = value_of(row["points"])
    return found


def quarter_differences(quarter, expected, scores):
    """One quarter: totals, grades, ranks, adjustments, and the item points of scored members."""
    found = Disagreements()
    rows = {
        member: {
            "branch_code": row["branch"], "base": row["base"], "bonus": min(row["bonus"], 5), "deduction": row["deduction"],
            "total": row["total"], "grade": row["grade"], "rank": row["rank"],
        }
        for member, row in expected.items()
    }  # fmt: skip
    found.check_all(quarter, rows, scores.members, "member_no")
    points = wide(scores.points)
    for member, row in expected.items():
        if row["base"] is not None:
            found.check(
                f"{quarter} {member}", {code: row["points"][code] for code in MEMBER_ITEMS}, points.get(member, {})
            )
    return found


def year_differences(expected, scores):
    """The whole year, every subject."""
    found = Disagreements()
    for at, (quarter, rows) in enumerate(expected.quarters.items()):
        found += quarter_differences(quarter, rows, scores.quarters[at])
    found.check_all(
        "member", {member: member_year(row) for member, row in expected.members.items()}, scores.members, "member_no"
    )
    groups = {code: figures(row, "total", "rank", "eligible") | row["points"] for code, row in expected.groups.items()}
    found.check_all("group", groups, scores.groups, "group_code")
    branches = {code: branch_year(row) for code, row in expected.branches.items()}
    found.check_all("branch", branches, scores.branches, "branch_code")
    units = {code: figures(row, "total", "rank", "eligible") for code, row in expected.subcompanies.items()}
    found.check_all("unit", units, scores.subcompanies, "subcompany_code")
    posts = {code: figures(row, "total", "rank", "months", "eligible") for code, row in expected.secretaries.items()}
    found.check_all("secretary", posts, scores.secretaries, "member_no")
    for award, status in expected.awards.items():
        frame = scores.awards[scores.awards["award"] == award]
        found.check_all(award, {subject: {"status": value} for subject, value in status.items()}, frame, "subject")
    return found


def figures(row, *names):
    """Some figures of a row."""
    return {name: row[name] for name in names}


def member_year(row):
    """What a member's year must show."""
    named = {"branch_code": row["branch"], "quarters_scored": row["quarters"], "deduction": row["deduction"]}
    return named | figures(row, "review", "total", "grade", "rank", "company_rank")


def branch_year(row):
    """What a branch's year must show."""
    named = {"data_points": row["data"], "visit_points": row["visit"], "long_gap_days": row["gap"]}
    points = {code: row["points"][code] for code in BRANCH_ITEMS}
    return points | named | figures(row, "total", "grade", "label", "rank", "months", "bonus", "deduction")
