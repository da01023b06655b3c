"""Coverage of teams and lines on days (U46–U48, U59, U71)."""

from datetime import timedelta
from fractions import Fraction

from oracle_files import month_end, months_of
from oracle_people import holds

AWAY = {"离退休", "流动党员"}


class Coverage:
    """Which teams and lines of a branch are due and covered on a day."""

    def __init__(self, office, people):
        self.office, self.people = office, people

    def teams(self, branch, day):
        """(line, covered) of each team due on a day."""
        return [
            (row["line_code"], self.covered(row["team_code"], branch, day))
            for row in self.office["teams"]
            if row["branch_code"] == branch
            and row["cover_required"]
            and row["team_status"] != "暂停"
            and holds(row, day)
            and day >= row["start_date"] + timedelta(days=30)
        ]

    def covered(self, team, branch, day):
        return any(
            holds(row, day)
            and self.people.branch(row["member_no"], day) == branch
            and not AWAY & self.people.statuses(row["member_no"], day)
            for row in self.people.zones_of_team.get(team, [])
        )

    def lines(self, branch, day):
        """line → covered, of each line with a due team."""
        found = {}
        for line, covered in self.teams(branch, day):
            if line:
                found[line] = found.get(line, False) or covered
        return found

    def points(self, branch):
        """A1: shares of lines, teams and members with a zone, mean over the month-ends (U46–U48)."""
        shares = {"lines": [], "teams": [], "members": []}
        for month in months_of(str(self.office.year)):
            day = month_end(month)
            owed = [m for m in self.people.members(day, branch) if self.people.owed(m, day)]
            zoned = [any(holds(row, day) for row in self.people.zones[member]) for member in owed]
            teams = [covered for _line, covered in self.teams(branch, day)]
            for part, flags in (
                ("lines", list(self.lines(branch, day).values())),
                ("teams", teams),
                ("members", zoned),
            ):
                if flags:
                    shares[part].append(Fraction(sum(flags), len(flags)))
        means = {part: sum(values) / len(values) for part, values in shares.items() if values}
        full = {"lines": 4, "teams": 4, "members": 2} if "lines" in means else {"teams": 8, "members": 2}
        best = sum(full[part] for part in means)
        return 10 * sum(full[part] * mean for part, mean in means.items()) / best if best else None

    def gap_days(self, branch):
        """line → days of the year on which it is due and uncovered (U59)."""
        day, gaps = month_end(f"{self.office.year - 1}-12"), {}
        while day < month_end(f"{self.office.year}-12"):
            day += timedelta(days=1)
            for line, covered in self.lines(branch, day).items():
                gaps[line] = gaps.get(line, 0) + (not covered)
        return gaps
