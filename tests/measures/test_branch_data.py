"""A1–A8: what is counted for branches from their returns (U46–U54)."""

import pandas as pd
import pytest
from building import ledger_of
from member_rows import absence, link, member, report, talk, zone
from year_rows import HERE, annual, branch, counted, evidence_of, team

from zoneproc.measures import MEASURES


def test_shares_of_lines_teams_and_members_at_twelve_month_ends_U46():
    ledger = ledger_of(
        teams=[team("052-01"), team("052-02"), team("053-01")],
        members=[member("D1"), member("D2")],
        zones=[zone("D1", "052-01"), zone("D1", "053-01", start_date="2026-07-01")],
    )
    found = counted("覆盖", evidence_of(ledger))
    assert found[HERE, "线路"] == pytest.approx((9.0, 12.0))
    assert found[HERE, "班组"] == pytest.approx((6.0, 12.0))
    assert found[HERE, "党员"] == pytest.approx((6.0, 12.0))


def test_a_zone_on_leave_still_covers_but_the_member_is_not_owed_U47():
    ledger = ledger_of(
        teams=[team("052-01")], members=[member("D1")], zones=[zone("D1")], absences=[absence("D1", end="2027-01-01")]
    )
    found = counted("覆盖", evidence_of(ledger))
    assert found[HERE, "班组"] == pytest.approx((12.0, 12.0))
    assert (HERE, "党员") not in found


def test_a_branch_without_lines_counts_its_teams_twice_U48():
    ledger = ledger_of(teams=[team("K01", line_code=None)], members=[member("D1")], zones=[zone("D1", "K01")])
    found = counted("覆盖", evidence_of(ledger))
    assert found[HERE, "线路"] == found[HERE, "班组"] == pytest.approx((12.0, 12.0))


def test_new_teams_are_left_out_of_the_months_before_they_are_due_U48():
    ledger = ledger_of(teams=[team("052-01", start_date="2026-10-15")])
    assert counted("覆盖", evidence_of(ledger))[HERE, "线路"] == pytest.approx((0.0, 2.0))


def test_equipped_on_31_december_with_prorated_floor_U49():
    members = [
        member("D1"),
        member("D2"),
        member("D3", branch_from="2026-08-01"),
        member("D4", branch_from="2026-11-01"),
    ]
    links = [link("P1", "D1"), link("P2", "D1"), link("P3", "D2"), link("P4", "D3", start_date="2026-09-01")]
    ledger = ledger_of(members=members, contacts=links)
    assert counted("联系配备", evidence_of(ledger)) == {(HERE, ""): (2.0, 3.0)}


def test_done_and_due_by_the_branch_of_the_link_U50():
    links = [link("P1", "D1", start_date="2026-11-01"), link("P2", "D1", start_date="2026-12-01")]
    ledger = ledger_of(members=[member("D1")], contacts=links, talks=[talk("2026-12", "P1", "D1")])
    assert counted("谈心完成", evidence_of(ledger)) == {(HERE, ""): (1.0, 3.0)}


def test_by_member_a_month_counts_once_in_the_branch_too_U12():
    links = [link("P1", "D1", start_date="2026-12-01"), link("P2", "D1", start_date="2026-12-01")]
    ledger = ledger_of(members=[member("D1")], contacts=links, talks=[talk("2026-12", "P2", "D1")])
    evidence = evidence_of(ledger)
    evidence.rules.parameters["talk_basis"] = "member"
    assert counted("谈心完成", evidence) == {(HERE, ""): (1.0, 1.0)}


def test_late_reports_count_half_U50():
    reports = [report("2026-11", "D1"), report("2026-12", "D1", report_date="2027-01-09")]
    ledger = ledger_of(members=[member("D1", branch_from="2026-10-01")], monthly_reports=reports)
    assert counted("月汇报率", evidence_of(ledger)) == {(HERE, ""): (1.5, 3.0)}


def test_returns_late_missing_and_sent_back_U51():
    rows = [
        {"branch_code": HERE, "form": "MON", "period": "2026-01", "received_at": "2026-02-05 17:00"},
        {"branch_code": HERE, "form": "MON", "period": "2026-02", "received_at": "2026-03-06 09:00"},
        *sent_back_three_times("2026-03", "2026-04-01 09:00"),
    ]
    found = counted("报送质量", evidence_of(ledger_of(organisations=[branch()], returns=rows)))
    assert found == {
        (HERE, "月报"): (2.5, 12.0),
        (HERE, "季报"): (0.0, 4.0),
        (HERE, "年报"): (0.0, 1.0),
        (HERE, "退回"): (2.0, 0.0),
    }


def sent_back_three_times(period: str, received_at: str):
    row = {"branch_code": HERE, "form": "MON", "period": period, "received_at": received_at}
    back = {"verdict": "退回", "counts": False, "accepted": False, "send_back": True}
    return [*(row | back | {"version": number} for number in (1, 2, 3)), row | {"version": 4}]


def quarter_rows(*ratings: str, period: str = "2026Q1"):
    frame = pd.DataFrame({"branch_rating": list(ratings)}, dtype="str")
    return frame.assign(branch_code=HERE, name="张三", unscored_reason="", period=period)


def test_a_quarter_counts_when_everybody_scored_is_rated_U52():
    unscored = quarter_rows("", period="2026Q3").assign(unscored_reason="在岗不足2个月")
    quarters = pd.concat([quarter_rows("好", "一般"), quarter_rows("好", "", period="2026Q2"), unscored])
    evidence = evidence_of(quarters=quarters)
    assert counted("季度考核", evidence) == {(HERE, ""): (1.0, 2.0)}
    assert MEASURES["季度考核"](evidence).frame()["note"].str.contains("张三").tolist() == [False, True]


def test_members_result_by_the_branch_on_31_december_U53():
    organisations = [branch(), branch("001002")]
    moved = [
        member("D2", branch_from="2020-01-01", branch_to="2026-06-30", transfer_to="001002"),
        member("D2", branch_code="001002", branch_from="2026-07-01"),
    ]
    ledger = ledger_of(organisations=organisations, members=[member("D1"), *moved])
    evidence = evidence_of(ledger, members=annual(D1=102.0, D2=70.0))
    assert counted("党员成绩", evidence) == {(HERE, ""): (100.0, 100.0), ("001002", ""): (70.0, 100.0)}


def test_each_half_of_A8_is_full_when_nothing_is_due_U54():
    rectifications = [
        {"_period": "2026Q1", "rect_no": "G1", "due_date": "2026-05-12"},
        {"_period": "2026Q2", "rect_no": "G1", "due_date": "2026-05-12", "closed_date": "2026-05-10"},
        {"_period": "2026Q2", "rect_no": "G2", "due_date": "2026-05-12", "closed_date": "2026-05-20"},
    ]
    ledger = ledger_of(organisations=[branch()], rectifications=rectifications)
    assert counted("整改与意见", evidence_of(ledger)) == {(HERE, "限期改正"): (1.0, 2.0), (HERE, "意见"): (1.0, 1.0)}


@pytest.mark.parametrize(
    "name",
    [
        "覆盖",
        "联系配备",
        "谈心完成",
        "月汇报率",
        "报送质量",
        "季度考核",
        "党员成绩",
        "整改与意见",
        "听",
        "看",
        "谈",
        "访",
    ],
)
def test_nothing_comes_of_nothing(name):
    none = quarter_rows("好").iloc[:0]
    assert counted(name, evidence_of(quarters=none)) == {}
