"""The thirteen items of the member's quarter (3.1, U08–U31) as fractions; None where an item does not apply."""

import re
from datetime import date, timedelta
from fractions import Fraction

from oracle_contacts import Contacts
from oracle_files import RATINGS, fifteenth, month_end, months_of, quarter_of
from oracle_people import grouped

FULL = {
    "I11": 15,
    "I12": 6,
    "I13": 4,
    "I21": 12,
    "I22": 10,
    "I23": 4,
    "I24": 4,
    "I31": 5,
    "I32": 5,
    "I41": 10,
    "I51": 6,
    "I52": 4,
    "I61": 15,
}
OWN = {"轻微": 1, "一般": 3, "严重": 12}
ACCIDENT = {"次要责任": 3, "同等责任": 6, "主要责任": 12, "全部责任": 12}
ROLE = {"主责": Fraction(1), "协责": Fraction(1, 2)}
RATED = {"好": 5, "较好": 4, "一般": 3, "差": 0}


def share(full, done, due):
    return Fraction(full) * Fraction(done) / due if due else None


class Items:
    """Item points of any member and quarter."""

    def __init__(self, office, people):
        self.office, self.people = office, people
        self.contacts = Contacts(office, people)
        self.facts = [row for row in office["facts"] if row["visibility"] != "党办" or row["doc_no"]]
        self.orders = {row["task_no"]: row["task_status"] for row in office["orders"]}
        self.trainee_months = list(self._trainee_months())
        self._quarters = {}

    def points(self, member, quarter, home):
        """code → points of the member."""
        if quarter not in self._quarters:
            self._quarters[quarter] = self._quarter(quarter)
        facts = self._quarters[quarter]
        links = [link for link in self.contacts.due[member] if link["month"] in months_of(quarter)]
        keys = [link for link in links if link["key"]]
        reports = [made for month, made in self.contacts.reports[member].items() if month in months_of(quarter)]
        return {
            "I11": share(15, sum(link["done"] for link in links), len(links)),
            "I12": share(6, sum(made["mark"] for made in reports), 2 * len(reports)),
            "I13": share(4, sum(made["proposal"] for made in reports), len(reports)),
            "I21": self._own_safety(member, facts),
            "I22": self._zone_safety(member, facts),
            "I23": share(4, sum(link["followed"] for link in keys), len(keys)),
            "I24": self._major_events(member, facts),
            "I31": Fraction(max(0, 5 - 2 * facts["absent"].count(member))),
            "I32": self._rating(member, quarter, home),
            "I41": self._integrity(member, facts, sum(not made["statement"] for made in reports)),
            "I51": self._checks(member, quarter),
            "I52": self._talks(member, quarter),
            "I61": self._tasks(member, facts),
        }

    def _quarter(self, quarter):
        """What a quarter holds, as known at its last month (U07)."""
        last = months_of(quarter)[-1]
        within = lambda day: day is not None and quarter_of(day) == quarter
        facts = [row for row in self.facts if within(row["fact_date"])]
        violations = self.office.latest("violations", "violation_no", last)
        covered = {(row["team_code"], row["fact_date"]) for row in facts if row["fact_kind"] == "三违"}
        breaches = [self._breach(row) for row in facts if row["fact_kind"] == "三违"] + [
            self._breach(row)
            for row in violations
            if within(row["event_date"]) and (row["team_code"], row["event_date"]) not in covered
        ]
        events = self.office.latest("events", "event_no", last)
        tasks = self.office.latest("tasks", "task_no", last)
        rows = {}
        for row in self.office["attendance"]:
            if within(row["activity_date"]) and row["_period"] <= last:
                rows[row["activity_no"], row["member_no"]] = row
        missed = [r["member_no"] for r in rows.values() if r["attendance"] == "缺席" and not r["makeup_date"]]
        return {
            "facts": facts,
            "breaches": breaches,
            "events": [row for row in events if within(row["occurred_at"] and row["occurred_at"].date())],
            "tasks": [row for row in tasks if within(row["due_date"])],
            "absent": missed,
        }

    def _breach(self, row):
        """A 三违 of C-7 or M-4 in one shape (U15, U17, U22)."""
        if row["fact_no"]:
            grade, day, person, other = row["level"], row["fact_date"], row["employee_no"], False
            found = bool(row["self_found"])
        else:
            grade, day, person = row["violation_grade"], row["event_date"], row["person_employee_no"]
            other = row["person_kind"] == "其他"
            found = row["source"] == "党员发现" and row["handling"] == "当场制止"
        waived = found and grade == "轻微"
        return {
            "team": row["team_code"],
            "day": day,
            "grade": grade,
            "person": person,
            "other": other,
            "waived": waived,
        }

    def _own_safety(self, member, facts):
        mine = self.people.employee_nos(member)
        lost = sum(OWN.get(breach["grade"], 0) for breach in facts["breaches"] if breach["person"] in mine)
        for fact in facts["facts"]:
            if fact["employee_no"] in mine:
                lost += ACCIDENT.get(fact["level"], 0) if fact["fact_kind"] == "事故" else 0
                lost += 3 if fact["fact_kind"] == "有责投诉" else 0
        return Fraction(max(0, 12 - lost))

    def _zone_safety(self, member, facts):
        mine = self.people.employee_nos(member)
        lost, persons = Fraction(0), {}
        for at, breach in enumerate(facts["breaches"]):
            role = self.people.role(member, breach["team"], breach["day"])
            if role is None or breach["person"] in mine or breach["other"] or breach["waived"]:
                continue
            if breach["grade"] == "严重":
                return Fraction(0)
            lost += ROLE[role] * {"轻微": 1, "一般": 2}.get(breach["grade"], 0)
            persons.setdefault((breach["team"], breach["day"]), set()).add(breach["person"] or at)
        if any(len(names) > 1 for names in persons.values()) or self._injury(member, facts, mine):
            return Fraction(0)
        return max(Fraction(0), 10 - lost)

    def _injury(self, member, facts, mine):
        """Whether an injury in the member's zones empties the item (U19)."""
        for event in facts["events"]:
            day = event["occurred_at"].date()
            if event["event_kind"] != "安全事故" or event["casualty"] not in ("轻伤", "重伤", "死亡"):
                continue
            same = [
                f
                for f in facts["facts"]
                if f["fact_kind"] == "事故" and (f["team_code"], f["fact_date"]) == (event["team_code"], day)
            ]
            levels = [fact["level"] for fact in same] or [event["liability"]]
            driving = any(fact["employee_no"] in mine for fact in same)
            grave = any(level in ACCIDENT for level in levels) and not driving
            if grave and self.people.role(member, event["team_code"], day):
                return True
        return False

    def _major_events(self, member, facts):
        late = [row for row in facts["events"] if row["member_no"] == member and self._is_late(row)]
        told = {(r["team_code"], r["occurred_at"].date()) for r in facts["events"] if r["event_kind"] == "安全事故"}
        hidden = [
            fact
            for fact in facts["facts"]
            if fact["fact_kind"] == "事故"
            and (fact["team_code"], fact["fact_date"]) not in told
            and self.people.role(member, fact["team_code"], fact["fact_date"]) == "主责"
        ]
        return Fraction(max(0, 4 - 2 * len(late) - 4 * len(hidden)))

    def _is_late(self, row):
        times = [row["reported_branch_at"], row["reported_company_at"]]
        return any(told is not None and told - row["occurred_at"] > timedelta(hours=24) for told in times)

    def _rating(self, member, quarter, home):
        ratings = [r["branch_rating"] for r in self.office["assessments"]
                   if r["member_no"] == member and r["_period"] == quarter and r["_branch"] == home]  # fmt: skip
        given = [rating for rating in ratings if rating in RATINGS]
        return Fraction(RATED[given[-1]]) if given else None

    def _integrity(self, member, facts, missing):
        mine, lost = self.people.employee_nos(member), Fraction(missing)
        for fact in facts["facts"]:
            if fact["fact_kind"] != "违纪违法":
                continue
            role = (
                "主责"
                if fact["employee_no"] in mine
                else self.people.role(member, fact["team_code"], fact["fact_date"])
            )
            if role and fact["level"] in ("处分", "违法"):
                return Fraction(0)
            lost += 5 * ROLE[role] if role and fact["level"] == "警示谈话" else 0
        return max(Fraction(0), 10 - lost)

    def _trainee_months(self):
        """(member, trainee, month, talked): the due trainee-months of both mentors (U29)."""
        lists = grouped(self.office["trainees"], "_branch", "_period")
        for branch in sorted(self.people.branches):
            last = []
            for month in months_of(str(self.office.year)):
                sent = ("MON", branch, month) in self.office.counting
                last = lists.get((branch, month), []) if sent else last
                for row in last:
                    day = row["talk_date"] if sent else None
                    talked = day is not None and f"{day:%Y-%m}" == month
                    for mentor in {row["mentor1_no"], row["mentor2_no"]} - {None}:
                        named = row["stage_date"] is not None and row["stage_date"] <= fifteenth(month)
                        if named and self.people.owed(mentor, fifteenth(month)):
                            yield mentor, row["trainee_employee_no"], month, talked

    def _due_trainees(self, member, months):
        found = {}
        for mentor, trainee, month, talked in self.trainee_months:
            if mentor == member and month in months:
                found[trainee, month] = found.get((trainee, month), False) or talked
        return found

    def _talks(self, member, quarter):
        due = self._due_trainees(member, months_of(quarter))
        return share(4, sum(due.values()), len(due))

    def _checks(self, member, quarter):
        months = months_of(quarter)
        due = {trainee for trainee, _month in self._due_trainees(member, months[-1:])}
        done = {
            row["trainee_employee_no"]
            for row in self.office["trainees"]
            if row["_period"] in months
            and row["quarter_check_date"]
            and date.fromisoformat(f"{months[0]}-01") <= row["quarter_check_date"] <= month_end(months[-1])
        }
        return share(6, len(due & done), len(due))

    def _tasks(self, member, facts):
        gained, due = Fraction(0), 0
        for row in facts["tasks"]:
            if row["member_no"] != member or row["task_result"] == "已撤销" or self._withdrawn(row["task_no"]):
                continue
            done = row["done_date"]
            factor = Fraction(0) if done is None else Fraction(1) if done <= row["due_date"] else Fraction(3, 5)
            due += row["weight"] or 0
            gained += factor * (row["weight"] or 0)
        return share(15, gained, due)

    def _withdrawn(self, task):
        order = re.sub(r"-\d{2}$", "", task)
        return any(self.orders.get(number) in ("已撤销", "退回") for number in (task, order))
