"""Awards: quotas, eligibility, places (3.5, U58–U66)."""

from fractions import Fraction

from oracle_members import vetoed
from oracle_people import holds


def fill(candidates, places, open_place=False):
    """subject → status; a tie across the line takes nobody and nobody below (U65)."""
    status = {subject: "不符合" for subject, _place, eligible in candidates if not eligible}
    places_of = {subject: place for subject, place, eligible in candidates if eligible}
    for subject, place in places_of.items():
        before = sum(other < place for other in places_of.values())
        group = sum(other == place for other in places_of.values())
        if before + group <= places:
            status[subject] = "入围"
        elif before < places or (open_place and before == places):
            status[subject] = "并列待定"
        else:
            status[subject] = "候补"
    return status


def split(sizes, places, totals):
    """(branch → places, branches with an open place) by largest remainder (U63)."""
    whole = sum(sizes.values())
    exact = {code: Fraction(places * size, whole) for code, size in sizes.items()}
    given = {code: int(value) for code, value in exact.items()}
    order = lambda code: (exact[code] - given[code], totals.get(code) or Fraction(0))
    left, waiting = places - sum(given.values()), sorted(sizes, key=order, reverse=True)
    keys, open_ = {code: order(code) for code in sizes}, set()
    for code in waiting:
        before, group = sum(keys[o] > keys[code] for o in sizes), sum(keys[o] == keys[code] for o in sizes)
        if before + group <= left:
            given[code] += 1
        elif before < left:
            open_.add(code)
    return given, open_


class Awards:
    """award → subject → status."""

    def __init__(self, office, people, members, made):
        self.office, self.people, self.members, self.made = office, people, members, made
        groups, branches, secretaries = made.groups, made.branches, made.secretaries
        in_post = sum(row["in_post"] for row in secretaries.values())
        there = [org for org in made.orgs if holds(org, made.end)]
        self.status = {
            "优秀共产党员": self._members(),
            "先进党小组": fill(
                self._candidates(groups, lambda row: row["eligible"]), sum(r["eligible"] for r in groups.values()) // 5
            ),
            "先进党支部": fill(
                self._candidates(branches, lambda row: not row["veto"] and row["gap"] <= 60 and row["rank"]),
                len(there) // 5,
            ),
            "优秀分公司": fill(self._candidates(made.subcompanies, lambda row: row["eligible"]), 1),
            "优秀党支部书记": fill(self._candidates(secretaries, lambda row: row["eligible"]), in_post // 5),
        }
        for code, row in branches.items():
            low = row["veto"] or (row["total"] is not None and row["total"] < 60)
            row["label"] = "后进" if low else "先进" if self.status["先进党支部"][code] == "入围" else "中间"

    def _candidates(self, rows, eligible):
        return [
            (subject, row["rank"], bool(eligible(row)) and row["rank"] is not None) for subject, row in rows.items()
        ]

    def _members(self):
        end, people = self.made.end, self.people
        formal = [member for member in people.members(end) if people.formal(member, end)]
        sizes = {}
        for member in formal:
            sizes[people.branch(member, end)] = sizes.get(people.branch(member, end), 0) + 1
        totals = {code: row["total"] for code, row in self.made.branches.items()}
        places, open_ = split(sizes, len(formal) // 10, totals)
        self.places, status = places, {}
        for code in sizes:
            rows = [row for row in self.members.year.values() if row["branch"] == code]
            mine = [(row["member"], row["rank"], self._eligible(row)) for row in rows]
            status |= fill(mine, places[code], code in open_)
        return status

    def _eligible(self, row):
        """U64."""
        member, end = row["member"], self.made.end
        meetings = [
            n["meeting_date"]
            for n in self.office["nominations"]
            if n["award"] == "优秀共产党员" and n["_branch"] == row["branch"] and n["meeting_date"]
        ]
        held = self.people.on_roll(member, end)
        reviews = [r["review_grade"] for r in self.office["reviews"] if r["member_no"] == member]
        open_case = any(
            r["member_no"] == member and not r["closed_date"]
            for r in self.office.latest("rectifications", "rect_no", f"{end.year}Q4")
        )
        return (
            row["ranked"]
            and self.people.formal(member, end)
            and (not meetings or not held["full_date"] or held["full_date"] <= max(meetings))
            and bool(reviews) and reviews[-1] == "优秀"
            and row["total"] >= 90
            and row["quarters"] >= 3
            and not open_case
            and not vetoed(self.office, "党员", member, str(end.year))
        )  # fmt: skip
