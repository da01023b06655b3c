"""Branches, groups, 分公司 and secretaries of the year (3.3–3.5, U43–U61)."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from oracle_coverage import Coverage
from oracle_files import fifteenth, month_end, months_of
from oracle_members import ballot_value, grade_of, last_if_missing, printed, rank, vetoed
from oracle_people import grouped, holds

FULL = {"A1": 10, "A2": 5, "A3": 10, "A4": 5, "A5": 10, "A6": 5, "A7": 10, "A8": 5, "B1": 8, "B2": 16, "B3": 8, "B4": 8}
BONUS = {"公司": 1, "市级(集团)": 2, "省级及以上": 3}
BONUS_KINDS = {"表彰奖励", "宣传报道", "建议采纳", "乘客表扬", "见义勇为", "急难险重", "技能竞赛"}
CRITICISM = {"公司": 2, "市级(集团)": 5, "省级及以上": 5}
LOST = {"联系人入党", "联系人调离", "联系人离职", "联系人退休"}
GROUP_RATING = {"好": Fraction(10), "较好": Fraction(17, 2), "一般": Fraction(7), "差": Fraction(0)}
SETTLED = {"已办结", "暂不具备条件已解释", "不采纳已解释"}


def share(full, done, due):
    return Fraction(full) * Fraction(done) / due if due else None


def block(points, codes):
    """A block rescaled to its full points where items leave (U50)."""
    there = [code for code in codes if points[code] is not None]
    best = sum(FULL[code] for code in there)
    return sum(points[code] for code in there) * sum(FULL[code] for code in codes) / best if best else None


class Branches:
    """The annual figures of what is made of members."""

    def __init__(self, office, people, members):
        self.office, self.people, self.members = office, people, members
        self.coverage = Coverage(office, people)
        self.end = month_end(f"{office.year}-12")
        self.orgs = [row for row in office["organisations"] if row["org_type"] == "党支部"]
        self.branches = {row["org_code"]: self._branch(row) for row in self.orgs}
        ranked = [row for row in self.branches.values() if row["months"] >= 6 and row["total"] is not None]
        rank(
            ranked, lambda row: (-row["total"], *(last_if_missing(row["points"][code]) for code in ("A3", "A1", "B4")))
        )
        self.groups = self._groups()
        self.subcompanies = self._subcompanies()
        self.secretaries = self._secretaries()

    def _branch(self, org):
        code = org["org_code"]
        here = self.people.members(self.end, code)
        points = {
            "A1": self.coverage.points(code),
            "A2": self._equipment(here),
            "A3": self._talks(code),
            "A4": self._reports(code),
            "A5": self._returns(org),
            "A6": self._assessed(code),
            "A7": self._member_mean(here, 10),
            "A8": self._rectified(code) + self._opinions(code),
            **self._visit(code),
        }
        row = {
            "points": points,
            "veto": vetoed(self.office, "支部", code, str(self.office.year)),
            "rank": None,
            "total": None,
        }
        row["data"], row["visit"] = (
            block(points, "A1 A2 A3 A4 A5 A6 A7 A8".split()),
            block(points, "B1 B2 B3 B4".split()),
        )
        row["bonus"], row["deduction"] = self._adjusted(code)
        if row["data"] is not None and row["visit"] is not None:
            total = row["data"] + row["visit"] + row["bonus"] - row["deduction"]
            row["total"] = printed(min(total, Fraction(79)) if row["veto"] else total)
            row["grade"] = grade_of(row["total"])
        row["months"] = sum(holds(org, fifteenth(month)) for month in months_of(str(self.office.year)))
        row["gap"] = max(self.coverage.gap_days(code).values(), default=0)
        return row

    def _member_mean(self, here, full):
        totals = [
            min(self.members.year[m]["total"], 100)
            for m in here
            if m in self.members.year and self.members.year[m]["total"] is not None
        ]
        return share(full, sum(totals), 100 * len(totals))

    def _equipment(self, here):
        """A2 on 31 December (U49)."""
        owed, equipped = 0, 0
        for member in here:
            months = len(self.people.service_months(member, str(self.office.year)))
            floor = 2 if months >= 7 else 1 if months >= 3 else 0
            if floor and self.people.owed(member, self.end):
                owed += 1
                equipped += len(self._contacts(member)) >= floor
        return share(5, equipped, owed)

    def _contacts(self, member):
        """Links in force, plus those ended within 30 days through no fault (cases 23, 24)."""
        since = self.end - timedelta(days=30)
        found = {row["contact_employee_no"] for row in self.people.live_links(member, self.end)}
        for row in self.people.links[member]:
            closed = row["end_date"] and since <= row["end_date"] <= self.end and row["end_reason"] in LOST
            left = max(
                (staff["end_date"] or date.max for staff in self.people.staff.get(row["contact_employee_no"], [])),
                default=None,
            )
            gone = holds(row, self.end) and left is not None and since <= left < self.end
            if (closed or gone) and row["_branch"] == self.people.branch(member, self.end):
                found.add(row["contact_employee_no"])
        return found

    def _talks(self, code):
        due = [link for links in self.members.items.contacts.due.values() for link in links if link["branch"] == code]
        return share(10, sum(link["done"] for link in due), len(due))

    def _reports(self, code):
        due = [
            made
            for months in self.members.items.contacts.reports.values()
            for made in months.values()
            if made["branch"] == code
        ]
        return share(5, sum(made["mark"] for made in due), 2 * len(due))

    def _returns(self, org):
        """A5 (U51)."""
        gained, due = Fraction(0), Fraction(0)
        for row in self.office["calendar"]:
            weight = {"MON": Fraction(1, 2), "QTR": Fraction(1, 2), "ANN": Fraction(2)}.get(row["template_id"])
            if weight is not None and holds(org, row["due_at"].date()):
                files = [
                    f
                    for f in self.office.register
                    if (f["form"], f["branch"], f["period"]) == (row["template_id"], org["org_code"], row["period"])
                ]
                due += weight
                gained += weight * self._punctual(row, org, files)
                gained -= Fraction(1, 5) * max(0, sum(f["verdict"] == "退回" for f in files) - 1)
        return max(Fraction(0), share(10, gained, due)) if due else None

    def _punctual(self, row, org, files):
        """1 in time, a half late, 0 missing at the freeze."""
        if (row["template_id"], org["org_code"], row["period"]) not in self.office.counting:
            return 0
        files = sorted(files, key=lambda f: (f["received_at"], f["version"]))
        accepted = next(at for at, file in enumerate(files) if file["verdict"] != "退回")
        answered = all(
            answer["received_at"].date()
            <= self._working_day(back["first_seen"].date(), int(row["correction_days"] or 3))
            for back, answer in pairwise(files[: accepted + 1])
        )
        return 1 if files[0 if answered else accepted]["received_at"] <= row["due_at"] else Fraction(1, 2)

    def _working_day(self, day, count):
        """The n-th working day after a day, with the shifts of C-5 (U73)."""
        shifts = dict(
            part.split("=")
            for row in self.office["calendar"]
            for part in (row["workday_override"] or "").split(";")
            if "=" in part
        )
        while count:
            day += timedelta(days=1)
            shift = shifts.get(day.isoformat())
            count -= shift == "班" or (shift is None and day.weekday() < 5)
        return day

    def _assessed(self, code):
        """A6: quarters in which every member scored by the branch has a rating, out of those with one scored (U52)."""
        quarters = [
            [r for r in rows.values() if r["branch"] == code and r["base"] is not None]
            for rows in self.members.quarters.values()
        ]
        flags = [all(row["points"]["I32"] is not None for row in scored) for scored in quarters if scored]
        return share(5, sum(flags), len(flags))

    def _rectified(self, code):
        """The first half of A8 (U54)."""
        flags = []
        for row in self.office.latest("rectifications", "rect_no", f"{self.office.year}Q4"):
            if row["_branch"] != code or row["due_date"] is None:
                continue
            due = min(row["extended_to"] or row["due_date"], row["due_date"] + timedelta(days=30))
            if due.year == self.office.year:
                flags.append(row["closed_date"] is not None and row["closed_date"] <= due)
        return share(Fraction(5, 2), sum(flags), len(flags)) if flags else Fraction(5, 2)

    def _opinions(self, code):
        flags = [
            row["opinion_status"] in SETTLED and row["reply_date"] is not None and row["reply_date"] <= row["due_date"]
            for row in self.office.latest("opinions", "opinion_no", f"{self.office.year}-12")
            if row["_branch"] == code
            and row["due_date"]
            and row["due_date"].year == self.office.year
            and row["opinion_status"] != "已转公司"
        ]
        return share(Fraction(5, 2), sum(flags), len(flags)) if flags else Fraction(5, 2)

    def _visit(self, code):
        """B1–B4 (U55)."""
        rows = {
            table: [r for r in self.office[table] if r["branch_code"] == code]
            for table in ("hearings", "file_checks", "forums", "visits")
        }
        scores = sorted(
            Fraction(row["score"]) for row in rows["hearings"] if row["score"] is not None and not row["recused"]
        )
        scores = scores[1:-1] if len(scores) >= 5 else scores
        checks = [
            (Fraction(row["score"]), Fraction(row["max_score"]))
            for row in rows["file_checks"]
            if row["score"] is not None
        ]
        forum = [
            (Fraction(r["awareness"]) + Fraction(r["effect"])) / 2
            for r in rows["forums"]
            if r["awareness"] is not None and r["effect"] is not None
        ]
        return {
            "B1": share(8, sum(scores), 100 * len(scores)),
            "B2": share(16, sum(score for score, _ in checks), sum(best for _, best in checks)),
            "B3": share(8, sum(forum), 100 * len(forum)),
            "B4": self._satisfaction([row["satisfaction"] for row in rows["visits"] if row["satisfaction"]]),
        }

    def _satisfaction(self, answers):
        worth = [{"满意": 100, "基本满意": 70, "不满意": 0}[answer] for answer in answers if answer != "不了解"]
        points = share(8, sum(worth), 100 * len(worth))
        unknown = len(answers) - len(worth)
        return points if points is None or unknown * 10 <= len(answers) * 3 else max(Fraction(0), points - 2)

    def _adjusted(self, code):
        """(bonus up to 5, deduction) of E-6 (U56)."""
        rows = [
            row
            for row in self.office["branch_adjustments"]
            if row["branch_code"] == code and row["event_date"] and row["event_date"].year == self.office.year
        ]
        bonus = sum(BONUS.get(row["level"], 0) for row in rows if row["adj_kind"] in BONUS_KINDS)
        return min(bonus, 5), sum(CRITICISM.get(row["level"], 0) for row in rows if row["adj_kind"] == "通报批评")

    def _groups(self):
        found = {}
        for row in self.office["groups"]:
            if holds(row, self.end):
                found[row["group_code"]] = self._group(row)
        rank([row for row in found.values() if row["total"] is not None], lambda row: -row["total"])
        return found

    def _group(self, row):
        """G1–G4 (3.3, U43–U45)."""
        code, branch = row["group_code"], row["_branch"]
        here = [m for m in self.people.members(self.end) if self.people.on_roll(m, self.end)["group_code"] == code]
        rating = [
            r["branch_rating"] for r in self.office["group_ratings"] if r["group_code"] == code and r["branch_rating"]
        ]
        met = {
            f"{r['meeting_date']:%Y-%m}"
            for r in self.office["meetings"]
            if r["meeting_kind"] == "党小组会"
            and r["group_code"] == code
            and r["meeting_date"]
            and r["meeting_date"].year == self.office.year
        }
        links = [
            link["complete"] for m in here for link in self.members.items.contacts.due[m] if link["branch"] == branch
        ]
        reports = [
            made["mark"] == 2
            for m in here
            for made in self.members.items.contacts.reports[m].values()
            if made["branch"] == branch
        ]
        points = {
            "G1": self._member_mean(here, 60),
            "G2": share(20, len(met), 12),
            "G3": share(10, sum(links) + sum(reports), len(links) + len(reports)),
            "G4": GROUP_RATING[rating[-1]] if rating else None,
        }
        best = sum(full for full, value in zip((60, 20, 10, 10), points.values(), strict=True) if value is not None)
        total = printed(100 * sum(value for value in points.values() if value is not None) / best)
        formal = [m for m in here if self.people.formal(m, self.end)]
        barred = vetoed(self.office, "党小组", code, str(self.office.year)) or any(
            vetoed(self.office, "党员", m, str(self.office.year)) for m in here
        )
        eligible = (
            len(here) >= 3 and bool(formal) and self.people.formal(row["leader_member_no"], self.end) and not barred
        )
        return {"branch": branch, "points": points, "total": total, "rank": None, "eligible": eligible}

    def _subcompanies(self):
        """Member-weighted means less 2 per line uncovered on 31 December (U60)."""
        found = {}
        for unit, rows in grouped(
            [row for row in self.office["subcompanies"] if holds(row, self.end)], "subcompany_code"
        ).items():
            codes = [row["branch_code"] for row in rows]
            weights = {
                code: len(self.people.members(self.end, code))
                for code in codes
                if self.branches[code]["total"] is not None
            }
            bare = sum(not covered for code in codes for covered in self.coverage.lines(code, self.end).values())
            mean = share(
                1, sum(self.branches[code]["total"] * weight for code, weight in weights.items()), sum(weights.values())
            )
            total = None if mean is None else printed(mean - 2 * bare)
            clean = not any(self.branches[code]["veto"] for code in codes)
            eligible = (
                rows[0]["unit_type"] in ("营运分公司", "修理分公司") and total is not None and total >= 85 and clean
            )
            found[unit] = {"total": total, "rank": None, "eligible": eligible}
        rank([row for row in found.values() if row["total"] is not None], lambda row: -row["total"])
        return found

    def _secretaries(self):
        """70 % of the month-weighted branch totals, 30 % of the ballots (U61, U62)."""
        found = {}
        for member, rows in grouped(self.office["secretaries"], "member_no").items():
            if not any(
                holds(row, day)
                for row in rows
                for day in (date(self.office.year, 1, 1) + timedelta(days=n) for n in range(365))
            ):
                continue
            led = [
                row["branch_code"]
                for month in months_of(str(self.office.year))
                for row in rows
                if holds(row, fifteenth(month))
            ]
            totals = [self.branches[code]["total"] for code in led]
            now = next((row for row in rows if holds(row, self.end)), None)
            named = lambda row: (row["branch_code"], row["secretary_name"])
            ballots = [b for b in self.office["secretary_ballots"] if now and named(b) == named(now)]
            votes = (
                ballot_value([ballots[-1][name] or 0 for name in ("n_good", "n_fair", "n_avg", "n_poor")])
                if ballots
                else None
            )
            total = None
            if totals:
                mean = sum(totals) / len(totals)
                total = printed(mean if votes is None else (7 * mean + 3 * votes) / 10)
            new_year = date(self.office.year, 1, 1)
            since = min(
                (row["start_date"] for row in rows if now and row["branch_code"] == now["branch_code"]), default=None
            )
            eligible = (
                now is not None and since <= new_year and not vetoed(self.office, "党员", member, str(self.office.year))
            )
            found[member] = {
                "branch": (now or rows[-1])["branch_code"], "months": len(led), "total": total, "rank": None,
                "eligible": eligible and len(led) >= 12 and votes is not None, "in_post": now is not None,
                "ranked": total is not None and len(led) >= 12 and votes is not None,
            }  # fmt: skip
        rank([row for row in found.values() if row["ranked"]], lambda row: -row["total"])
        return found
