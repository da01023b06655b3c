"""A tiny company with one scored year, written as rows: one branch of four members, a silent second one if asked for."""

from collections.abc import Mapping, Sequence

from member_rows import Row, link, member, rating, report, talk, zone
from year_rows import HERE, THERE, YEAR, branch, team, unit

GROUP = HERE + "001"
MONTHS = [str(month) for month in YEAR.months]
QUARTERS = [str(quarter) for quarter in YEAR.quarters]
PEOPLE = ("D00001", "D00002", "D00003", "D00004")


def company(**changed: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    """Everybody has a zone, two contacts and all reports; D00001 talks to one contact only, D00002 reports late."""
    late = [report(month, PEOPLE[1], report_date=_days_later(month)) for month in MONTHS]
    reports = [report(month, number) for month in MONTHS for number in PEOPLE if number != PEOPLE[1]]
    talks = [
        talk(month, f"P{number}{at}", number)
        for month in MONTHS
        for number in PEOPLE
        for at in (1, 2)
        if (number, at) != (PEOPLE[0], 2)
    ]
    rows = {
        "organisations": [branch()],
        "subcompanies": [unit()],
        "teams": [team("052-01")],
        "groups": [
            {"group_code": GROUP, "group_name": "一组", "leader_member_no": PEOPLE[0], "start_date": "2020-01-01"}
        ],
        "members": [member(number, group_code=GROUP) for number in PEOPLE],
        "zones": [zone(number, role="主责" if number == PEOPLE[0] else "协责") for number in PEOPLE],
        "contacts": [link(f"P{number}{at}", number) for number in PEOPLE for at in (1, 2)],
        "talks": talks,
        "monthly_reports": [*reports, *late],
        "assessments": [rating("较好", number, _period=quarter) for quarter in QUARTERS for number in PEOPLE],
        "reviews": [
            {"_period": "2026", "member_no": number, "pv_excellent": 10, "review_grade": "优秀"} for number in PEOPLE
        ],
    }
    return {**rows, **changed}


def neighbours() -> Mapping[str, Sequence[Row]]:
    """Rows of another branch: people, talks and reports of its own."""
    people = ("D00091", "D00092")
    return {
        "organisations": [branch(THERE)],
        "members": [member(number, branch_code=THERE) for number in people],
        "teams": [team("077-01", THERE)],
        "zones": [zone(people[0], "077-01", _branch=THERE)],
        "contacts": [link("P77", people[0], _branch=THERE)],
        "talks": [talk(month, "P77", people[0], _branch=THERE) for month in MONTHS],
        "monthly_reports": [report(month, number, _branch=THERE) for month in MONTHS for number in people],
        "assessments": [rating("好", people[0], _period=quarter, _branch=THERE) for quarter in QUARTERS],
    }


def _days_later(month: str) -> str:
    """The ninth of the month after: too late."""
    year, number = (int(part) for part in month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02d}-09"
