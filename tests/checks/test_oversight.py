"""D08–D11: visits of the office, problems, judges."""

from checks.asking import HERE, THERE, asked, organisation, spot

QUARTER, YEAR = "2026Q1", "2026"


def visit(**changes: object):
    row = {"inspect_no": "K1", "inspect_date": "2026-03-11", "branch_code": HERE, "inspector": "吴九", "method": "检查"}
    return row | changes


def problem(period: str = QUARTER, resolved: str = "解决中"):
    return {"kind": "问题", "title": "夜班谈心难安排", "resolved": resolved, "_period": period}


def hearing(branch: str, judge: str, **changes: object):
    row = {"branch_code": branch, "judge_no": judge, "score": 88.0, "recused": False, "_period": YEAR, "_branch": ""}
    return row | changes


def test_d08_a_branch_nobody_visited():
    name = "every_branch_is_visited_each_quarter"
    branches = [organisation(), organisation(THERE)]
    assert asked(name, QUARTER, organisations=branches, inspections=[visit()]) == [("D08", "督导检查", "")]
    assert asked(name, "2026-03", organisations=branches) == []


def test_d09_open_after_the_deadline():
    found = {"finding": "图板未更新", "demand": "一周内更新", "due_date": "2026-03-18"}
    expected = [("D09", *spot("inspections", "due_date"))]
    assert asked("what_visits_found_is_settled", inspections=[visit(**found)]) == expected
    assert asked("what_visits_found_is_settled", inspections=[visit(**found, closed_date="2026-03-17")]) == []


def test_d10_unsolved_after_a_quarter():
    name = "problems_do_not_linger"
    assert asked(name, "2026Q2", experiences=[problem()]) == [("D10", *spot("experiences", "resolved"))]
    assert asked(name, "2026Q1", experiences=[problem()]) == []
    assert asked(name, "2026Q2", experiences=[problem(), problem("2026Q2", "已解决")]) == []


def test_d11_a_judge_without_a_mark():
    marks = [hearing(HERE, "P1"), hearing(HERE, "P2"), hearing(THERE, "P1")]
    name = "every_judge_marks_every_branch"
    assert asked(name, YEAR, hearings=marks) == [("D11", *spot("hearings"))]
    assert asked(name, YEAR, hearings=[*marks, hearing(THERE, "P2", recused=True, score=None)]) == []
