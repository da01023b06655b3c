"""Quarter and annual scores of members (3.1, 3.2, U31–U42)."""

from fractions import Fraction

from oracle_files import month_end, months_of, quarter_of
from oracle_items import FULL, Items

QUARTERS = (1, 2, 3, 4)
LADDER = {"支部": 1, "公司": 2, "市级(集团)": 5, "省级及以上": 10}
BONUS = {
    "表彰奖励": LADDER, "宣传报道": LADDER, "急难险重": LADDER, "技能竞赛": LADDER,
    "建议采纳": {"支部": 1, "公司": 2, "公司推广": 5, "市级(集团)": 5, "省级及以上": 5},
    "乘客表扬": 1, "见义勇为": 5, "制止三违": Fraction(1, 2),
}  # fmt: skip
CRITICISM = {"支部": 2, "公司": 5, "市级(集团)": 5, "省级及以上": 5}
T2 = ("I21", "I22", "I23", "I24")


def printed(value):
    """Two decimals, half up (U06)."""
    return None if value is None else Fraction((value * 200 + 1) // 2, 100)


def grade_of(total):
    return "优秀" if total >= 90 else "良好" if total >= 80 else "合格" if total >= 60 else "不合格"


def last_if_missing(value):
    """A sort key, larger first, missing last."""
    return (1, Fraction(0)) if value is None else (0, -value)


def rank(rows, key):
    """Shared ranks 1, 2, 2, 4 in the order of a key."""
    keys = sorted(key(row) for row in rows)
    for row in rows:
        row["rank"] = keys.index(key(row)) + 1
        row["tied"] = keys.count(key(row)) > 1


def adjustments(office, member, quarter):
    """(bonus after the kind limit, deduction) of a quarter (U32–U35)."""
    best = {}
    for row in office["adjustments"]:
        day = row["event_date"]
        if row["member_no"] != member or row["_period"] != quarter or day is None or quarter_of(day) != quarter:
            continue
        table, sign = (CRITICISM, -1) if row["adj_kind"] == "通报批评" else (BONUS.get(row["adj_kind"], 0), 1)
        points = Fraction(table.get(row["level"], 0) if isinstance(table, dict) else table)
        if row["branch_opinion"] and row["branch_opinion"].startswith("不同意"):
            continue
        event = sign, day, row["reason"]
        best[event] = max(best.get(event, (0, "")), (points, row["adj_kind"]))
    gained = [item for (sign, *_), item in best.items() if sign > 0]
    stopped = min(Fraction(2), sum(points for points, kind in gained if kind == "制止三违"))
    bonus = stopped + sum(points for points, kind in gained if kind != "制止三违")
    return Fraction(bonus), Fraction(sum(points for (sign, *_), (points, _) in best.items() if sign < 0))


def vetoed(office, subject_kind, subject, period):
    """Whether a confirmed, documented veto falls into a period (U37, U45, U57)."""
    return any(
        row["subject_kind"] == subject_kind
        and row["subject_no"] == subject
        and row["confirmed"]
        and row["basis_doc"]
        and row["event_date"]
        and period in (quarter_of(row["event_date"]), str(row["event_date"].year))
        for row in office["vetoes"]
    )


class Members:
    """Quarters and year of all members."""

    def __init__(self, office, people):
        self.office, self.people = office, people
        self.items = Items(office, people)
        self.quarters = {f"{office.year}Q{n}": self._quarter(f"{office.year}Q{n}") for n in QUARTERS}
        self.year = self._year()

    def _quarter(self, quarter):
        last = month_end(months_of(quarter)[-1])
        rows = {}
        for member in self.people.rows:
            died = self.people.died(member)
            home = self.people.home_of_quarter(member, quarter)
            if home is not None and not (died and died <= last):
                rows[member] = self._member_quarter(member, quarter, home)
        for branch in self.people.branches:
            self._rank_branch([row for row in rows.values() if row["branch"] == branch and row["ranked"]])
        return rows

    def _member_quarter(self, member, quarter, home):
        last = month_end(months_of(quarter)[-1])
        points = self.items.points(member, quarter, home)
        bonus, deduction = adjustments(self.office, member, quarter)
        row = {
            "member": member, "branch": home, "points": points, "bonus": bonus, "deduction": deduction,
            "base": None, "total": None, "grade": "不定等次", "rank": None, "ranked": False,
            "veto": vetoed(self.office, "党员", member, quarter),
        }  # fmt: skip
        if self._scored(member, quarter, home, points):
            best = sum(FULL[code] for code, value in points.items() if value is not None)
            row["base"] = printed(100 * sum(value for value in points.values() if value is not None) / best)
            total = max(Fraction(0), min(row["base"] + min(bonus, 5) - deduction, Fraction(105)))
            row["total"] = printed(min(total, Fraction(59)) if row["veto"] else total)
            row["grade"] = grade_of(row["total"])
            row["ranked"] = self.people.on_roll(member, last) is not None
        if row["veto"]:
            row["grade"] = "不合格"
        return row

    def _scored(self, member, quarter, home, points):
        days = [month_end(month).replace(day=15) for month in months_of(quarter)]
        held = [self.people.on_roll(member, day) for day in days if self.people.branch(member, day) == home]
        mode = held[-1] if held else self.people.on_roll(member, month_end(months_of(quarter)[-1]))
        refused = mode["assess_mode"] == "免考" and mode["exempt_basis"] is None
        best = sum(FULL[code] for code, value in points.items() if value is not None)
        months = len(self.people.service_months(member, quarter))
        return months >= 2 and best >= 50 and (mode["assess_mode"] == "参加考核" or refused)

    def _rank_branch(self, rows):
        """Ranks of a branch and the cap on 优秀 (U38, U39)."""
        rank(rows, lambda row: (-row["total"], *tie_break(row)))
        limit = max(1, len(rows) * 3 // 10)
        for row in rows:
            above = sum(other["rank"] <= row["rank"] for other in rows if other["grade"] in ("优秀", "良好(限额)"))
            if row["grade"] == "优秀" and above > limit:
                row["grade"] = "良好(限额)"

    def _year(self):
        end = month_end(f"{self.office.year}-12")
        rows = {}
        for member in {member for quarter in self.quarters.values() for member in quarter}:
            died = self.people.died(member)
            if not (died and died <= end):
                rows[member] = self._member_year(member, end)
        for branch in self.people.branches:
            ranked = [row for row in rows.values() if row["branch"] == branch and row["ranked"]]
            rank(ranked, lambda row: (-row["total"], *tie_break(row), last_if_missing(row["review"])))
        ranked = [dict(row, own=row) for row in rows.values() if row["ranked"]]
        rank(ranked, lambda row: (-row["total"], *tie_break(row), last_if_missing(row["review"])))
        for row in ranked:
            row["own"]["company_rank"] = row["rank"]
        return rows

    def _member_year(self, member, end):
        quarters = [q[member] for q in self.quarters.values() if member in q]
        scored = [quarter for quarter in quarters if quarter["base"] is not None]
        review = self.review(member)
        veto = vetoed(self.office, "党员", member, str(self.office.year))
        bonus, deduction = (
            sum(quarter["bonus"] for quarter in quarters),
            sum(quarter["deduction"] for quarter in quarters),
        )
        row = {
            "member": member, "branch": self.people.branch(member, end) or quarters[-1]["branch"], "quarters": len(scored),
            "review": review, "bonus": bonus, "deduction": deduction, "veto": veto, "total": None, "rank": None,
            "grade": "不定等次", "ranked": False, "company_rank": None, "points": added(scored),
        }  # fmt: skip
        if len(scored) >= 2:
            mean = sum(quarter["base"] for quarter in scored) / len(scored)
            mixed = mean if review is None else (4 * mean + review) / 5
            total = max(Fraction(0), min(mixed + min(bonus, 10) - deduction, Fraction(110)))
            row["total"] = printed(min(total, Fraction(59)) if veto else total)
            row["grade"] = grade_of(row["total"])
            row["ranked"] = self.people.on_roll(member, end) is not None
        if veto:
            row["grade"] = "不合格"
        return row

    def review(self, member):
        """R from the last Y-1 row (3.2, U41)."""
        rows = [row for row in self.office["reviews"] if row["member_no"] == member]
        if not rows:
            return None
        votes = [
            ballot_value([rows[-1][f"{side}_{name}"] or 0 for name in ("excellent", "pass", "basic", "fail")])
            for side in ("pv", "mv")
        ]
        if None in votes:
            return next((value for value in votes if value is not None), None)
        return (3 * votes[0] + 2 * votes[1]) / 5


def ballot_value(counts):
    """Mean of 100 / 85 / 70 / 50 over the four counts."""
    values = zip(counts, (100, 85, 70, 50), strict=True)
    return Fraction(sum(count * value for count, value in values), sum(counts)) if sum(counts) else None


def tie_break(row):
    """① T2 share ② I11 ③ fewer deductions, over one quarter or the scored quarters together (U39)."""
    points = row["points"]
    if isinstance(points, dict):
        points = added([row])
    earned, best, talk, talk_best = points
    return -earned / best if best else 0, last_if_missing(talk / talk_best if talk_best else None), row["deduction"]


def added(quarters):
    """T2 earned and applicable, I11 earned and applicable, over quarters."""
    values = [(code, value) for quarter in quarters for code, value in quarter["points"].items() if value is not None]
    sums = [
        (sum(v for c, v in values if c in codes), sum(FULL[c] for c, _ in values if c in codes))
        for codes in (T2, ("I11",))
    ]
    return (*sums[0], *sums[1])
