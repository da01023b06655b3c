"""Who was where on a day: roll, service, zones, links (U01–U05, U09), straight from the rows."""

from collections import defaultdict
from datetime import date

from oracle_files import fifteenth, month_end, months_of


def holds(row, day, start="start_date", end="end_date"):
    """Whether a dated row holds on a day, its end date included (U01)."""
    return row[start] is not None and row[start] <= day and (row[end] is None or day <= row[end])


def grouped(rows, *names):
    """Rows by the value (or values) of columns."""
    found = defaultdict(list)
    for row in rows:
        found[row[names[0]] if len(names) == 1 else tuple(row[name] for name in names)].append(row)
    return found


class People:
    """Answers about members on days."""

    def __init__(self, office):
        self.office = office
        self.year = office.year
        self.branches = {row["org_code"] for row in office["organisations"] if row["org_type"] == "党支部"}
        self.rows = grouped(office["members"], "member_no")
        self.absent = grouped(office["absences"], "member_no")
        self.zones = grouped(office["zones"], "member_no")
        self.zones_of_team = grouped(office["zones"], "team_code")
        self.links = grouped(office["contacts"], "member_no")
        self.staff = grouped(office["employees"], "employee_no")
        self.by_employee = grouped(office["members"], "employee_no")
        self._roll = {}

    def on_roll(self, member, day):
        """The B-3 row that holds on a day, or None (U02)."""
        key = member, day
        if key not in self._roll:
            begun = [row for row in self.rows[member] if row["branch_from"] and row["branch_from"] <= day]
            row = max(begun, key=lambda row: row["branch_from"], default=None)
            self._roll[key] = row if row is not None and self._stays(row, day) else None
        return self._roll[key]

    def _stays(self, row, day):
        if row["branch_to"] is None:
            return row["party_status"] in ("正常", None)
        return day <= row["branch_to"] or row["transfer_to"] in self.branches

    def branch(self, member, day):
        row = self.on_roll(member, day)
        return row and row["branch_code"]

    def on_duty(self, member, day):
        """在岗: on the roll and no B-4 row covers the day; 返岗日期 is the first day back (U01, U02)."""
        return self.on_roll(member, day) is not None and not self.statuses(member, day)

    def statuses(self, member, day):
        return {
            row["work_status"]
            for row in self.absent[member]
            if row["start_date"] and row["start_date"] <= day and (row["end_date"] is None or day < row["end_date"])
        }

    def exempt(self, member, day):
        """免考 with a basis (U04)."""
        row = self.on_roll(member, day)
        return row is not None and row["assess_mode"] == "免考" and row["exempt_basis"] is not None

    def owed(self, member, day):
        return self.on_duty(member, day) and not self.exempt(member, day)

    def formal(self, member, day):
        """正式党员 from the day of 转正日期; without a date the typed 人员类别 stands (U03)."""
        row = self.on_roll(member, day)
        if row is None or row["full_date"] is None:
            return row is not None and row["member_type"] == "正式党员"
        return row["full_date"] <= day

    def died(self, member):
        """The day of death, None if alive."""
        rows = [row for row in self.rows[member] if row["party_status"] == "已去世"]
        return max((row["branch_to"] or date.min for row in rows), default=None)

    def members(self, day, branch=None):
        """The members on the company's (or a branch's) roll on a day."""
        found = [member for member in self.rows if member and self.on_roll(member, day)]
        return [member for member in found if branch is None or self.branch(member, day) == branch]

    def employee_nos(self, member):
        return {row["employee_no"] for row in self.rows[member]} - {None}

    def employed(self, employee, day):
        """Employed by C-4 on a day; unknown to C-4 counts as employed (U09 d)."""
        rows = self.staff.get(employee, [])
        return not rows or any(holds(row, day) for row in rows)

    def is_member(self, employee, day):
        rows = self.by_employee.get(employee, [])
        return any((self.on_roll(row["member_no"], day) or {}).get("employee_no") == employee for row in rows)

    def live_links(self, member, day):
        """The B-6 rows in force on a day whose contact can still be one (U09 a, b, d, e)."""
        home = self.branch(member, day)
        return [
            row
            for row in self.links[member]
            if holds(row, day)
            and row["_branch"] == home
            and home
            and row["contact_employee_no"]
            and self.employed(row["contact_employee_no"], day)
            and not self.is_member(row["contact_employee_no"], day)
        ]

    def service_months(self, member, period):
        """The months of a period with the member 在岗 and owed on the 15th (3.1, U04)."""
        return [month for month in months_of(period) if self.owed(member, fifteenth(month))]

    def role(self, member, team, day):
        """The larger role of the member in a team's zones on a day, 0 if none or away (U20, U21)."""
        if not self.on_duty(member, day):
            return None
        roles = {row["assignment_role"] for row in self.zones[member] if row["team_code"] == team and holds(row, day)}
        return "主责" if "主责" in roles else "协责" if "协责" in roles else None

    def home_of_quarter(self, member, quarter):
        """The branch that computes the quarter: most 15ths by membership, the later if equal (U05)."""
        days = [fifteenth(month) for month in months_of(quarter)]
        homes = [home for home in (self.branch(member, day) for day in days) if home]
        if not homes:
            return self.branch(member, month_end(months_of(quarter)[-1]))
        last = {home: at for at, home in enumerate(homes)}
        return max(last, key=lambda home: (homes.count(home), last[home]))
