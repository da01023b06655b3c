"""First sheets: figures beside those of the period before, what is to be done, the course over time."""

import pandas as pd
import pytest
from printed import NOTED, WRONG, company, finding, run_of
from year_rows import HERE

from zoneproc.reports.comparing import counted, course, mend, month_before, months_done, rated, scored, tasks_of


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (counted("缺谈", (3, 5), "人次", welcome="少"), "好转 -2 人次"),
        (counted("缺谈", (5, 3), "人次", welcome="少"), "变差 +2 人次"),
        (counted("已谈", (5, 3), "人次", welcome="多"), "好转 +2 人次"),
        (counted("党员", (5, 3), "人"), "+2 人"),
        (counted("党员", (3, 3), "人", welcome="多"), "持平"),
        (counted("党员", (3, None), "人"), ""),
        (rated("完成率", 0.805, 0.9), "变差 -9.5 个百分点"),
        (rated("完成率", 0.80001, 0.80002), "持平"),
        (rated("完成率", 0.8, None), ""),
        (rated("完成率", None, 0.8), ""),
        (scored("平均", 90.5, 88.25), "好转 +2.25 分"),
        (scored("平均", float("nan"), 88.25), ""),
        (scored("平均", 90.5, float("nan")), ""),
    ],
)
def test_changes_say_in_words_whether_they_are_welcome(figure, said):
    assert figure.change == said


def test_only_what_is_to_be_done_is_asked_for():
    asked = tasks_of(("催报", 2, "份", "通报"), ("补谈", 0, "人次", "缺谈清单"))
    assert [(task.words, task.count, task.sheet) for task in asked] == [("催报", "2 份", "通报")]


def test_grave_findings_of_the_family_are_to_be_mended():
    run = run_of(company(), "2026-03", findings=(finding(WRONG, HERE), finding(NOTED, HERE)))
    assert mend(run, ["S"])[1] == 1
    assert mend(run, ["C"])[1] == 0
    assert mend(run, [""])[1] == 1


def test_the_month_before_is_within_the_year():
    run = run_of(company(), "2026-03")
    assert month_before(run) == "2026-02"
    assert month_before(run_of(company(), "2026-01")) == ""


def test_course_has_the_company_first_then_the_weakest():
    rows = pd.DataFrame(
        {
            "month": ["2026-01", "2026-01", "2026-02", "2026-02", "2026-02"],
            "branch_code": ["001001", "001002", "001001", "001002", "001002"],
        }
    )
    counts = months_done(rows, pd.Series([True, False, False, True, True]))
    found = course(company(), "完成率走势", counts)
    assert found.labels == ["1月", "2月"]
    assert found.rows["branch"].tolist() == ["全公司", "支部1", "支部2"]
    assert found.rows["1月"].tolist() == [0.5, 1.0, 0.0]
    assert found.rows["2月"].tolist() == [pytest.approx(2 / 3), 0.0, 1.0]
    assert (found.lines.first, found.lines.last, found.lines.start) == ("1月", "2月", 0.0)


def test_course_of_nothing_has_no_rows():
    empty = pd.DataFrame({"month": pd.Series(dtype="str"), "branch_code": pd.Series(dtype="str")})
    assert course(company(), "走势", months_done(empty, pd.Series(dtype="bool"))).rows.empty
