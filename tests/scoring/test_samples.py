"""Samples for 谈 and 访 (3.4.2, U79)."""

from datetime import date

from building import ledger_of, rules_of
from member_rows import link, member
from year_rows import HERE, THERE, team

from zoneproc.scoring.samples import samples

DAY = date(2026, 12, 20)


def company(members: int = 30, staff: int = 300, teams: int = 10, branch_code: str = HERE):
    people = [member(f"D{branch_code[-1]}{n:03d}", branch_code=branch_code) for n in range(members)]
    people[0] = dict(people[0]) | {"party_post": "书记"}
    codes = [f"05{branch_code[-1]}-{n:02d}" for n in range(teams)]
    workers = [
        {
            "employee_no": f"P{branch_code[-1]}{n:03d}",
            "name": f"职工{n}",
            "team_code": codes[n % teams],
            "start_date": "2018-01-01",
        }
        for n in range(staff)
    ]
    links = [link(f"P{branch_code[-1]}{n:03d}", f"D{branch_code[-1]}001") for n in range(0, staff, 7)]
    return {
        "members": people,
        "employees": workers,
        "teams": [team(code, branch_code) for code in codes],
        "contacts": links,
    }


def drawn(seed: str = "2026", **tables):
    return samples(ledger_of(**tables), rules_of(), DAY, seed)


def test_sizes_are_rounded_up_and_never_above_the_people_there_are_U79():
    assert drawn(**company(31, 301))["method"].value_counts().to_dict() == {"访": 16, "谈": 7}
    assert drawn(**company(4, 6))["method"].value_counts().to_dict() == {"访": 6, "谈": 3}


def test_never_the_secretary_U79():
    assert "D1000" not in drawn(**company(4, 0, 1))["number"].tolist()


def test_staff_are_spread_over_the_teams_and_of_both_kinds():
    found = drawn(**company())
    visited = found[found["method"] == "访"]
    assert visited["team_code"].nunique() == 10
    assert visited["is_contact"].nunique() == 2


def test_the_same_seed_draws_the_same_people_whatever_else_is_there():
    here, there = company(), company(branch_code=THERE)
    both = {name: [*reversed(here[name]), *there[name]] for name in here}
    alone = drawn(**here)["number"].tolist()
    together = drawn(**both)
    assert together.loc[together["branch_code"] == HERE, "number"].tolist() == alone
    assert drawn("2027", **here)["number"].tolist() != alone


def test_nobody_there_nobody_drawn():
    assert drawn().empty
