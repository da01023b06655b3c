"""Contact-months and monthly reports (U08–U14, U44), one dict per due thing."""

from datetime import timedelta

from oracle_files import fifteenth, month_end, months_of, quarter_of
from oracle_people import grouped


class Contacts:
    """The contact-months and report-months of a year, by member."""

    def __init__(self, office, people):
        self.people = people
        self.talks = grouped(office["talks"], "member_no", "contact_employee_no", "_period")
        self.sent = grouped(office["monthly_reports"], "member_no", "_period")
        self.opinions = {
            (row["member_no"], f"{row['collected_date']:%Y-%m}")
            for quarter in (1, 2, 3, 4)
            for row in office.latest("opinions", "opinion_no", f"{office.year}-{3 * quarter:02d}")
            if row["collected_date"] and quarter_of(row["collected_date"]) == f"{office.year}Q{quarter}"
        }
        self.due = {member: self._due(member, office.year) for member in people.rows if member}
        self.reports = {member: self._reports(member, office.year) for member in people.rows if member}

    def _due(self, member, year):
        found = []
        used = set()
        for month in months_of(str(year)):
            day = fifteenth(month)
            if not self.people.owed(member, day):
                continue
            links = grouped(self.people.live_links(member, day), "contact_employee_no")
            for contact, rows in links.items():
                found.append(self._contact_month(member, contact, month, rows, used))
        return found

    def _contact_month(self, member, contact, month, rows, used):
        typed = self.talks.get((member, contact, month), [])
        talks = [talk for talk in typed if self._valid(talk)]
        alone = bool(talks) and all(talk["talk_method"] == "集体谈心" for talk in talks)
        quarter = contact, quarter_of(fifteenth(month))
        done = bool(talks) and not (alone and quarter in used)
        if done and alone:
            used.add(quarter)
        return {
            "contact": contact,
            "month": month,
            "branch": rows[0]["_branch"],
            "done": done,
            "key": any(row["key_person"] for row in rows),
            "followed": done and any(talk["follow_up"] for talk in talks),
            "complete": done or any(talk["miss_reason"] for talk in typed),
        }

    def _valid(self, talk):
        """A valid talk (U10)."""
        day = talk["talk_date"]
        return (
            day is not None
            and f"{day:%Y-%m}" == talk["_period"]
            and talk["talk_method"] is not None
            and bool(talk["talk_topics"])
            and len((talk["content"] or "").strip()) >= 10
            and any(
                link["contact_employee_no"] == talk["contact_employee_no"]
                for link in self.people.live_links(talk["member_no"], day)
            )
        )

    def _reports(self, member, year):
        """month → the owed report of the month (U13, U14)."""
        found = {}
        for month in self.people.service_months(member, str(year)):
            rows = [row for row in self.sent.get((member, month), []) if row["report_date"]]
            made = [row for row in rows if row["report_date"] >= fifteenth(month).replace(day=1)]
            first = min((row["report_date"] for row in made), default=None)
            on_time = first is not None and first <= month_end(month) + timedelta(days=3)
            found[month] = {
                "branch": self.people.branch(member, fifteenth(month)),
                "mark": 2 if on_time else 1 if made else 0,
                "statement": any(row["zone_integrity"] for row in made),
                "proposal": any(row["proposals"] or row["opinions_state"] for row in made)
                or (member, month) in self.opinions,
            }
        return found
