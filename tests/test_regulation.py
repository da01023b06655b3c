"""One test per clause of domain.md 1.1, row by row: what the software does for it, asserted on small ledgers or declarations."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from building import ledger_of, rules_of
from checks import asking
from checks.asking import asked
from company_year import GROUP, MONTHS, PEOPLE, QUARTERS, company
from member_rows import (
    ME,
    OTHER,
    Q1,
    absent,
    adjustment,
    fact,
    link,
    member,
    of,
    rating,
    report,
    talk,
    task,
    trainee,
    veto,
    violation,
    worked_ledger,
    zone,
)
from printed import run_of
from rule_rows import book_of
from year_rows import HERE, THERE, YEAR, branch, counted, evidence_of, team

from zoneproc.checks.establishment import D01, D02, D05, D06
from zoneproc.duties.activities import activities, campaigns
from zoneproc.duties.archive_index import archive_index
from zoneproc.duties.contacts import contact_months
from zoneproc.duties.coverage import coverage, uncovered_days, zone_holders
from zoneproc.duties.equipment import contacts_owed
from zoneproc.duties.inspections import branch_visits, open_inspections
from zoneproc.duties.opinions import opinions_handled, problems_of_teams
from zoneproc.duties.participation import ordinary_talks, talk_topics, talking_members
from zoneproc.duties.reporting import report_months
from zoneproc.duties.returns import returns_received
from zoneproc.duties.succession import zone_changes
from zoneproc.duties.zone_facts import facts_of_members, facts_of_teams
from zoneproc.forms import FORMS, table_of
from zoneproc.forms.vocabularies import VOCABULARIES
from zoneproc.kinds import Bad
from zoneproc.reports.masthead import workbook
from zoneproc.rules import default_rule_book, default_rule_rows
from zoneproc.scoring.correction import correction_candidates
from zoneproc.scoring.quarter import score_quarter
from zoneproc.scoring.samples import samples
from zoneproc.scoring.scheme_text import scheme_lines
from zoneproc.scoring.year import score_year
from zoneproc.shapes import SHAPES

MARCH, QUARTER, ANNUAL = "2026-03", "2026Q1", "2026"
LIFE = "组织生活会(民主生活会)"
RULES = default_rule_book().on(YEAR.end)


def columns(table):
    return {field.name for field in table_of(table)[1].fields}


def field(table, name):
    return table_of(table)[1][name]


def codes(*arguments, **tables):
    return {code for code, _, _ in asked(*arguments, **tables)}


def meeting(kind=LIFE, **cells):
    row = {"_period": QUARTER, "meeting_date": "2026-03-25", "meeting_kind": kind, "expected": 8, "attended": 7}
    return row | {"zone_topic": True, "heard_count": 5} | cells


def opinion(**cells):
    row = {"_period": MARCH, "opinion_no": "Y1", "collected_date": "2026-03-02", "member_no": ME, "team_code": "052-01"}
    return row | {"opinion_status": "已登记"} | cells


@pytest.fixture(scope="module")
def year():
    """The tiny company's year: one branch, one unit, one secretary, marks of the panel, nominations."""
    visit = {"_period": ANNUAL, "branch_code": HERE}
    rows = company(
        secretaries=[
            {"branch_code": HERE, "member_no": PEOPLE[0], "secretary_name": "赵六", "start_date": "2024-05-10"}
        ],
        secretary_ballots=[visit | {"secretary_name": "赵六", "n_good": 30, "n_fair": 0, "n_avg": 0, "n_poor": 0}],
        hearings=[visit | {"judge_no": "P1", "score": 90.0, "recused": False}],
        file_checks=[visit | {"item_no": "K01", "max_score": 8.0, "score": 4.0}],
        forums=[visit | {"participant_seq": 1, "awareness": 80.0, "effect": 100.0}],
        visits=[visit | {"respondent_seq": at, "satisfaction": "满意"} for at in range(1, 5)],
        group_ratings=[{"_period": ANNUAL, "group_code": GROUP, "branch_rating": "好"}],
        nominations=[{"_period": ANNUAL, "award": "优秀共产党员", "subject_no": PEOPLE[0]}],
    )
    return score_year(ledger_of(**rows), default_rule_book(), 2026)


@pytest.fixture(scope="module")
def of_branch(year):
    return year.branches.set_index("branch_code").loc[HERE]


# 前言


def test_01_s0a_every_branch_owes_its_returns():
    """C-1 is the full list: seventeen returns are owed by each branch, and the missing ones are listed (R-1, L02)."""
    owed = returns_received(ledger_of(organisations=[branch(), branch(THERE)]), RULES, 2026)
    assert owed.groupby("branch_code").size().to_dict() == {HERE: 17, THERE: 17}
    assert set(owed["state"]) == {"缺报"}
    assert codes("returns_come_in_time", MARCH, organisations=[asking.organisation()]) == {"L02"}


def test_02_s0b_the_system_is_established():
    """A checklist per branch from its own records: 实施意见 (D01), zones (C02), board (Q-6), archive index, forms."""
    assert codes("every_branch_has_its_own_rules", members=[asking.member()]) == {"D01"}
    index = archive_index(ledger_of(organisations=[branch()]), YEAR)
    assert {"B-5", "B-7", "Q-6"} <= set(index["code"])
    assert not index["present"].any()


def test_03_s0c_activities_are_counted_by_campaign():
    """M-8 by 活动类别; the names come from the dictionary, which the office may extend."""
    rows = [absent(f"2026-03-{day}", activity_kind="争先创优", attendance="出席") for day in (10, 20)]
    assert campaigns(ledger_of(attendance=rows), Q1)["activities"].tolist() == [2]
    assert field("attendance", "activity_kind").vocabulary is VOCABULARIES["D27"]
    assert {"vocabulary", "value"} <= columns("dictionary")


def test_04_s0d_results_roll_up_along_the_hierarchy(year):
    """Members to groups and branches, branches to 分公司, by the codes of C-1, C-2, B-2 and B-3 alone."""
    assert year.groups["branch_code"].tolist() == [HERE]
    assert year.branches["subcompany_code"].tolist() == ["FGS01"]
    assert year.subcompanies[["subcompany_code", "members"]].to_numpy().tolist() == [["FGS01", len(PEOPLE)]]


# 一 指导思想和目标任务


def test_05_s1a_members_with_a_zone_are_counted():
    """The part 党员 of A1: members with at least one zone, at every month-end."""
    ledger = ledger_of(members=[member(), member(OTHER)], zones=[zone()])
    assert counted("覆盖", evidence_of(ledger))[HERE, "党员"] == (6.0, 12.0)
    assert field("zones", "task_codes").required


def test_06_s1b_all_members_do_mass_work():
    """Talks by members without 党内职务, and members with a talk: two counts, and two measures ready for indicators."""
    ledger = ledger_of(
        members=[member(party_post="书记"), member(OTHER)], contacts=[link("E1")], talks=[talk(MARCH, "E1")]
    )
    assert ordinary_talks(ledger, Q1.months)["ordinary"].tolist() == [False]
    assert talking_members(ledger, RULES, Q1.months)["talked"].tolist() == [True, False]


def test_07_s1c_life_counts_as_much_as_work():
    """Topics are counted, none is judged: a talk about the family is as valid as any."""
    rows = {"members": [member()], "contacts": [link("E1")], "talks": [talk(MARCH, "E1", talk_topics=("家庭生活",))]}
    assert talk_topics(ledger_of(**rows), Q1.months)["topic"].tolist() == ["家庭生活"]
    assert contact_months(ledger_of(**rows), RULES, Q1.months)["done"].sum() == 1


def test_08_s1d_ranges_tasks_and_system_are_written_down():
    """Each zone row has a scope in words and at least one task: both cells are compulsory (S10)."""
    assert field("zones", "scope_text").required
    assert field("zones", "scope_text").min_length == 6
    assert codes("every_compulsory_cell_is_filled", zones=[asking.zone(scope_text=None)]) == {"S10"}


def test_09_s1e_every_member_has_a_zone():
    """C02 for members without one; the exempt need a stated basis, else they owe like everybody."""
    assert codes("every_member_has_a_zone", members=[asking.member()]) == {"C02"}
    exempt = {"assess_mode": "免考", "exempt_basis": "2026-01-10支部大会"}
    assert codes("every_member_has_a_zone", members=[asking.member(**exempt)]) == set()
    assert codes("every_member_has_a_zone", members=[asking.member(assess_mode="免考")]) == {"C02"}


def test_10_s1f_nothing_is_dropped_in_silence():
    """What cost points stays as a case with the row behind it, undone things as well as done ones."""
    cases = score_quarter(worked_ledger(), RULES, Q1).cases
    undone = cases[cases["indicator"].eq("I11") & cases["numerator"].eq(0)]
    assert undone[["table", "_row"]].to_numpy().tolist() == [["contacts", 5]]


# 二 组织领导


def test_11_s2a_the_leading_group_is_a_text_of_the_office():
    """领导小组 is a row of 用语: printed on the cover of every workbook if the office fills it in, else left out."""
    words = {
        "key": "领导小组",
        "text": "组长 张三;成员 李四、王五",
        "effective_from": "2026-01-01",
        "basis": "党〔2026〕1号",
    }
    for rows, expected in ((default_rule_rows()["wording"], []), ([words], ["组长 张三;成员 李四、王五"])):
        rules = book_of(wording=list(rows)).on(YEAR.end)
        run = replace(run_of(ledger_of(), ANNUAL), rules=rules)
        figures = workbook(run, ("R-10", "支部年度排名"), []).figures
        assert [value for label, value in figures if label == "领导小组"] == expected


def test_12_s2b_the_office_alone_decides():
    """Branches send four workbooks with a cover; masters, evaluation and rules have none, and a veto needs 党办确认."""
    assert {form.id for form in FORMS.values() if form.has_cover} == {"BASE", "MON", "QTR", "ANN"}
    members = score_quarter(ledger_of(members=[member()], vetoes=[veto(confirmed=None)]), RULES, Q1).members
    assert members["veto_kind"].tolist() == [""]


def test_13_s2c_visits_per_branch_and_quarter():
    """C-8: visits counted, branches not visited told (D08), findings open past their deadline told (D09)."""
    found = {"inspect_date": "2026-03-11", "branch_code": HERE, "finding": "图板未更新", "due_date": "2026-03-18"}
    ledger = ledger_of(organisations=[branch(), branch(THERE)], inspections=[found])
    assert branch_visits(ledger, Q1)["visits"].tolist() == [1, 0]
    assert open_inspections(ledger, Q1.end)["overdue"].tolist() == [True]
    assert codes("every_branch_is_visited_each_quarter", QUARTER, organisations=[asking.organisation()]) == {"D08"}


# 三 责任区任务


def test_14_s3_0a_problems_raised_and_solved_per_zone():
    """M-3 by team: raised and settled."""
    ledger = ledger_of(opinions=[opinion(), opinion(opinion_no="Y2", opinion_status="已办结")])
    assert problems_of_teams(ledger, Q1)[["team_code", "raised", "solved"]].to_numpy().tolist() == [["052-01", 2, 1]]


def test_15_s3_0b_own_conduct_and_tasks_have_indicators():
    """I21 counts the member's own facts, I61 his tasks."""
    own = fact("有责投诉", "2026-02-11", employee_no="E00123")
    assert of("本人安全服务", ledger_of(members=[member()], facts=[own])) == [(ME, "有责投诉", 1.0, 0.0)]
    assert of("交办任务", ledger_of(tasks=[task("2026-02-10", done="2026-02-08")])) == [(ME, "", 1.0, 1.0)]


def test_16_s3_0c_zones_map_to_the_six_tasks():
    """责任区任务类别 has six values; T1 to T6 are the blocks of a quarter, with the weights of 3.1; T6 is open (C-6, M-7)."""
    assert len(VOCABULARIES["D11"].values) == 6
    blocks = {}
    for row in RULES.indicators("党员", "季度"):
        blocks[row.block] = blocks.get(row.block, 0) + row.full_points
    assert blocks == {"T1": 25, "T2": 30, "T3": 10, "T4": 10, "T5": 10, "T6": 15}
    assert isinstance(field("zones", "task_codes").parse("营运生产;唱歌"), Bad)
    assert field("zones", "task_codes").parse("营运生产;其他交办") == ("营运生产", "其他交办")
    assert codes("every_compulsory_cell_is_filled", zones=[asking.zone(task_codes=None)]) == {"S10"}


def test_17_s3_1a_talks_on_political_topics_are_counted_without_a_quota():
    """思想政治 is one of the topics counted; no indicator asks for a topic."""
    rows = {"members": [member()], "contacts": [link("E1")], "talks": [talk(MARCH, "E1", talk_topics=("思想政治",))]}
    assert talk_topics(ledger_of(**rows), Q1.months)[["topic", "talks"]].to_numpy().tolist() == [["思想政治", 1]]
    assert "思想政治" in VOCABULARIES["D17"].values


def test_18_s3_1b_people_in_hardship_are_not_forgotten():
    """Q12 lists contacts of the kind 困难职工 without a talk this month, a stated reason or not."""
    rows = {"members": [asking.member()], "contacts": [asking.link(contact_kind="困难职工")]}
    silent = asking.talk(day=None, miss_reason="班次冲突", _period=MARCH)
    assert codes("hardship_is_not_left_alone", talks=[silent], **rows) == {"Q12"}


def test_19_s3_1c_opinions_are_passed_on_in_time():
    """Days to hand over and to reply; more than five working days, or past the deadline, is Q15."""
    late = opinion(handed_date="2026-03-20", reply_date="2026-03-30")
    found = opinions_handled(ledger_of(opinions=[late]), Q1, Q1.end)
    assert found[["days_to_hand_over", "days_to_reply", "hand_over_late"]].to_numpy().tolist() == [[18, 28, True]]
    assert codes("opinions_move_on", opinions=[opinion()]) == {"Q15"}


def test_20_s3_2a_complaints_and_praise_are_counted():
    """C-7 by person and by team."""
    facts = [fact(kind, "2026-02-11", employee_no="E00123") for kind in ("有责投诉", "乘客表扬")]
    ledger = ledger_of(members=[member()], facts=facts)
    for found in (facts_of_members(ledger, Q1), facts_of_teams(ledger, Q1)):
        assert found[["complaints", "praises"]].to_numpy().tolist() == [[1, 1]]


def test_21_s3_2b_work_ahead_of_trouble_is_measured():
    """I23: key-person months followed up."""
    rows = {"members": [member()], "contacts": [link("E1", key_person=True)]}
    followed = ledger_of(talks=[talk(MARCH, "E1", follow_up="次日随车")], **rows)
    assert of("重点人跟进", followed) == [(ME, "", 1.0, 3.0)]


def test_22_s3_2c_key_persons_have_a_talk_each_month_while_flagged():
    """A month is due while the flagged link is in force, and only then."""
    rows = [link("E1", key_person=True, end_date="2026-01-31"), link("E1", start_date="2026-02-01")]
    assert of("重点人跟进", ledger_of(members=[member()], contacts=rows)) == [(ME, "", 0.0, 1.0)]


def test_23_s3_2d_unsettled_moods_are_followed_up():
    """Q10: a mood with 有波动 or 需重点关注 and no follow-up within the next month."""
    rows = {"members": [asking.member()], "contacts": [asking.link()]}
    assert codes("an_unsettled_mood_is_followed_up", "2026-04", talks=[asking.talk(mood="有波动")], **rows) == {"Q10"}


def test_24_s3_2e_three_kinds_of_violation_found_and_corrected():
    """Counts per zone from C-7 and M-4, each matter once; what the office knows and the branch did not report is X04."""
    ledger = ledger_of(violations=[violation("2026-03-09", corrected_by=ME)])
    assert facts_of_teams(ledger, Q1)[["violations", "corrected"]].to_numpy().tolist() == [[1, 1]]
    known = {"facts": [fact("三违", "2026-03-09", level="轻微")], "teams": [asking.team()], "talks": [asking.talk()]}
    assert codes("what_departments_know_was_reported", **known) == {"X04"}


def test_25_s3_2f_major_matters_are_reported_in_time():
    """I24: late reports and accidents known to the company but not in M-5."""
    late = {"_period": "2026-02", "event_no": "S1", "occurred_at": "2026-02-10 07:00", "member_no": ME}
    late |= {"reported_branch_at": "2026-02-11 07:01", "team_code": "052-02", "event_kind": "安全事故"}
    hidden = fact("事故", "2026-02-20", level="次要责任")
    ledger = ledger_of(members=[member()], zones=[zone()], events=[late], facts=[hidden])
    assert of("重大事项报告", ledger) == [(ME, "迟报", 1.0, 0.0), (ME, "隐瞒", 1.0, 0.0)]


def test_26_s3_3a_attendance_and_unexcused_absences():
    """M-8: rate of each activity; I31 takes points for absences without excuse."""
    rows = [absent("2026-03-15"), absent("2026-03-15", OTHER, attendance="出席")]
    assert activities(ledger_of(attendance=rows), Q1)["rate"].tolist() == [0.5]
    assert of("活动参加", ledger_of(attendance=rows)) == [(ME, "缺席", 1.0, 0.0)]


def test_27_s3_3b_targets_and_the_branchs_rating():
    """B-5 holds the target, Q-1 the rating; 差 needs a reason (S10), and I32 scores it."""
    assert field("zones", "task_text").required
    poor = rating("差", rating_reason=None)
    told = asked("every_compulsory_cell_is_filled", QUARTER, assessments=[poor])
    assert asking.spot("assessments", "rating_reason") in {(sheet, cell) for _, sheet, cell in told}
    assert of("支部评价", ledger_of(members=[member()], assessments=[rating("差")])) == [(ME, "差", 1.0, 0.0)]


def test_28_s3_4a_the_monthly_statement():
    """A missing statement costs I41; one against a known case is X06, told to the office alone."""
    assert of("责任区廉政", ledger_of(members=[member()])) == [(ME, "缺声明", 3.0, 0.0)]
    case = fact("违纪违法", "2026-03-09", level="处分")
    rows = {"members": [asking.member()], "zones": [asking.zone()], "facts": [case]}
    assert codes("statements_agree_with_known_facts", monthly_reports=[report(MARCH, "D00001")], **rows) == {"X06"}


def test_29_s3_4b_no_breach_in_the_zone():
    """处分 or 违法 in a zone empties I41 for every holder; the person concerned is vetoed by a confirmed Q-3."""
    case = fact("违纪违法", "2026-03-09", level="处分")
    result = score_quarter(ledger_of(members=[member()], zones=[zone()], facts=[case], vetoes=[veto()]), RULES, Q1)
    assert result.points.set_index("indicator").loc["I41", "points"] == 0.0
    assert result.members[["veto_kind", "grade"]].to_numpy().tolist() == [["酒后驾驶", "不合格"]]


def test_30_s3_5a_activists_have_formal_mentors():
    """Q08: one or two formal members as 培养联系人."""
    alone = {"_period": MARCH, "trainee_employee_no": "E1", "stage": "入党积极分子", "mentor1_no": None}
    assert codes("every_activist_has_a_formal_mentor", trainees=[alone]) == {"Q08"}


def test_31_s3_5b_checks_of_the_trainees():
    """I51 counts the quarterly check; a missing one is listed (Q11), the half-yearly one of the branch too."""
    months = [trainee(month) for month in MONTHS[:3]]
    assert of("培养考察", ledger_of(members=[member()], trainees=months)) == [(ME, "", 0.0, 1.0)]
    assert codes("trainees_are_looked_at", MARCH, trainees=[trainee(MARCH)]) == {"Q11"}
    assert codes("trainees_are_looked_at", "2026-06", trainees=[trainee("2026-06")]) == {"Q11"}


def test_32_s3_6_other_tasks():
    """I61: in time 1, late 0.6, undone 0, by weight; withdrawn ones are left out."""
    rows = [
        task("2026-02-10", weight=1, done="2026-02-10"),
        task("2026-02-11", weight=2, done="2026-02-12"),
        task("2026-02-12", weight=3),
        task("2026-02-13", weight=5, task_result="已撤销"),
    ]
    assert of("交办任务", ledger_of(tasks=rows)) == [(ME, "", pytest.approx(2.2), 6.0)]


# 四 责任区范围


def test_33_s4_1a_the_zone_is_the_members_own_team_and_shift():
    """C07 where 本班组 is not the member's team; coverage by shift where the office switches it on (A5)."""
    assert codes("own_zones_are_in_the_own_team", members=[asking.member()], zones=[asking.zone(team_code="052-02")])
    night = ledger_of(members=[member()], teams=[team("052-01", shift="夜班")], zones=[zone(shift="早班")])
    states = [coverage(night, rules_of(coverage_by_shift=word), [Q1.end])[0]["state"][0] for word in ("否", "是")]
    assert states == ["直接覆盖", "未覆盖"]


def test_34_s4_1b_teams_without_a_member_are_reinforced_by_managers():
    """充实覆盖 is shown with its holder (R-4); someone who is no off-bus manager is C04."""
    away = zone(zone_kind="跨班组充实")
    ledger = ledger_of(members=[member(home_team_code="办公室")], teams=[team("052-01")], zones=[away])
    assert coverage(ledger, RULES, [Q1.end])[0]["state"].tolist() == ["充实覆盖"]
    assert zone_holders(ledger, [Q1.end])["member_no"].tolist() == [ME]
    rows = {"members": [asking.member()], "zones": [asking.zone(zone_kind="跨班组充实")]}
    assert codes("reinforcement_comes_from_managers", **rows) == {"C04"}


def test_35_s4_1c_every_line_and_team_has_a_member():
    """C01 for the uncovered, days uncovered summed, and A1 at every month-end."""
    ledger = ledger_of(teams=[team("052-01")], members=[member()])
    days = [date(2026, 3, day) for day in (1, 2, 3)]
    assert [frame["days"].tolist() for frame in uncovered_days(ledger, RULES, days)] == [[3], [3]]
    assert codes("every_team_has_a_zone", members=[asking.member()], teams=[asking.team()]) == {"C01"}


def test_36_s4_1d_the_grid_names_every_line_team_and_member():
    """The facts of R-4: each due team with its state, each holder with role and row."""
    rows = company()
    teams, lines = coverage(ledger_of(**rows), RULES, [YEAR.end])
    assert teams[["line_code", "team_code", "state"]].to_numpy().tolist() == [["052", "052-01", "直接覆盖"]]
    assert lines["covered"].tolist() == [True]
    holders = zone_holders(ledger_of(**rows), [YEAR.end])
    assert sorted(holders["assignment_role"]) == sorted(["主责", "协责", "协责", "协责"])


def test_37_s4_1e_each_member_has_a_range_of_his_own():
    """C08 when scope and task of everybody in a branch are word for word the same."""
    people = [asking.member(f"D0000{at}") for at in (1, 2, 3)]
    zones = [asking.zone(f"D0000{at}", scope_text="全队", task_text="做好工作") for at in (1, 2, 3)]
    assert codes("zones_differ_from_member_to_member", members=people, zones=zones) == {"C08"}


def test_38_s4_2_the_division_suits_the_job():
    """C09 for a driver on another line, C10 for a task of less than six characters."""
    rows = {"members": [asking.member()], "zones": [asking.zone(team_code="077-01", task_text="安全")]}
    assert codes("drivers_answer_for_their_own_line", teams=[asking.team(), asking.team("077-01")], **rows) == {"C09"}
    assert codes("tasks_can_be_checked", **rows) == {"C10"}


def test_39_s4_3a_the_branch_assigns_contacts():
    """Every member in service has contacts: Q01 tells the branch, whose fault it is; no member loses points for it."""
    assert codes("every_member_has_enough_contacts", members=[asking.member()]) == {"Q01"}
    points = score_quarter(ledger_of(members=[member()]), RULES, Q1).points.set_index("indicator")["points"]
    assert pd.isna(points["I11"])


def test_40_s4_3b_two_to_three_contacts_a_year():
    """Below 2 is Q01 and lowers A2, 2 meets the floor, 3 is the target, above 5 is a note (Q02)."""
    assert (RULES.number("contact_floor"), RULES.number("contact_target")) == (2, 3)
    two = ledger_of(members=[member()], contacts=[link("E1"), link("E2")])
    assert contacts_owed(two, RULES, YEAR.end)[["floor", "contacts"]].to_numpy().tolist() == [[2, 2]]
    assert counted("联系配备", evidence_of(two)) == {(HERE, ""): (1.0, 1.0)}
    six = [asking.link(contact=f"E2000{at}") for at in range(6)]
    assert codes("nobody_has_too_many_contacts", members=[asking.member()], contacts=six) == {"Q02"}


def test_41_s4_3c_contacts_are_people_around_the_member():
    """R02 for a contact who is a party member, C11 for one outside the member's zones."""
    people = [asking.member(), asking.member("D00002")]
    assert codes("no_contact_is_a_party_member", members=people, contacts=[asking.link(contact="E00002")]) == {"R02"}
    far = {"contacts": [asking.link(contact_team_code="077-01")], "zones": [asking.zone()], "members": people[:1]}
    assert codes("contacts_are_people_nearby", **far) == {"C11"}


def test_42_s4_3d_activists_are_somebodys_charge():
    """Activists without any contact person are Q08; I52 counts the monthly talks with them."""
    talked = trainee(MARCH, talk_date="2026-03-20")
    assert of("培养谈话", ledger_of(members=[member()], trainees=[talked])) == [(ME, "", 1.0, 1.0)]
    assert "入党积极分子" in VOCABULARIES["D12"].values


def test_43_s4_3e_a_talk_once_a_month():
    """Contact-months due and done, the gaps (Q04), and two misses running (Q05)."""
    rows = {"members": [asking.member()], "contacts": [asking.link()]}
    silent = [asking.talk(day=None, _period=month) for month in ("2026-02", MARCH)]
    assert codes("every_contact_is_talked_to_or_excused", talks=silent, **rows) == {"Q04"}
    assert codes("no_contact_waits_two_months", talks=silent, **rows) == {"Q05"}
    assert of("联系谈心", ledger_of(members=[member()], contacts=[link("E1")])) == [(ME, "", 0.0, 3.0)]


# 五(一) 实施办法


def test_44_s5_1_1a_the_committee_leads_the_branch_carries_out():
    """Only 党支部 of C-1 owe returns, the committee and groups none; what the secretary has not confirmed is S09."""
    committee = branch("001", org_type="党委")
    owed = returns_received(ledger_of(organisations=[committee, branch()]), RULES, 2026)
    assert set(owed["branch_code"]) == {HERE}
    cover = {"template_id": "MON", "_period": MARCH, "branch_code": HERE, "secretary_name": "赵六", "preparer": "王五"}
    told = {word: codes("the_secretary_has_approved", cover=[cover | {"secretary_confirmed": word}]) for word in BOTH}
    assert told == {True: set(), False: {"S09"}}


BOTH = (True, False)


def test_45_s5_1_1b_the_office_inspects():
    """C-8 with findings, demands and closure; D09 for what is still open."""
    found = {"inspect_date": "2026-03-11", "branch_code": HERE, "finding": "图板未更新", "due_date": "2026-03-18"}
    assert codes("what_visits_found_is_settled", inspections=[found]) == {"D09"}


def test_46_s5_1_1c_the_branch_has_rules_of_its_own():
    """D01 where B-7 holds no 实施意见, or one older than a year."""
    assert D01.clause.startswith("S5.1.1c")
    old = {"doc_kind": "实施意见", "doc_date": "2025-01-15", "_period": ANNUAL}
    assert codes("every_branch_has_its_own_rules", members=[asking.member()], documents=[old]) == {"D01"}


def test_47_s5_1_1d_a_general_meeting_mobilises():
    """D02 without a 党员大会 in the year; V04 without a quorum of those who may vote."""
    assert D02.clause == "S5.1.1d"
    assert codes("every_branch_calls_its_members_together", ANNUAL, members=[asking.member()]) == {"D02"}
    short = meeting("党员大会", voting_expected=8, voting_attended=4)
    assert codes("resolutions_have_a_quorum", QUARTER, meetings=[short]) == {"V04"}


def test_48_s5_1_1e_members_know_what_it_is_about(of_branch):
    """The forum asks for awareness and effect at one half each (B3)."""
    assert of_branch["B3"] == pytest.approx(8 * (0.5 * 80 + 0.5 * 100) / 100)


def test_49_s5_1_2a_zones_are_published():
    """C06 for a board older than the last change, D03 for other numbers, D04 for private things on it."""
    board = {"_period": QUARTER, "board_date": "2025-12-20", "location": "调度室", "contacts_hidden": False}
    rows = {"members": [asking.member()], "zones": [asking.zone()], "boards": [board | {"members_shown": 2}]}
    assert codes("the_board_shows_the_zones_of_today", QUARTER, **rows) == {"C06"}
    assert codes("the_board_counts_what_the_register_holds", QUARTER, **rows) == {"D03"}
    assert codes("the_board_shows_nothing_private", QUARTER, **rows) == {"D04"}


def test_50_s5_1_2b_archive_and_assessment_sheets():
    """The index of one branch's records (R-14), and every item of every member for the 考核表 (R-12)."""
    index = archive_index(ledger_of(organisations=[branch()], talks=[talk(MARCH, "E1")]), YEAR).set_index("code")
    assert index["present"].to_dict() == {code: code == "M-1" for code in index.index}
    points = score_quarter(worked_ledger(), RULES, Q1).points
    assert points["indicator"].tolist() == [row.code for row in RULES.indicators("党员", "季度")]


def test_51_s5_1_2c_record_publicise_guide_summarise():
    """Q-7 and Y-6 are asked for completeness only: an empty Q-7 needs 零报告 (S04), content is never judged."""
    assert table_of("experiences")[1].nil_allowed
    cover = {"template_id": "QTR", "_period": QUARTER, "_source": "test", "branch_code": HERE}
    told = asked("an_empty_sheet_is_declared_empty", QUARTER, cover=[cover])
    assert len([code for code, _, _ in told if code == "S04"]) > 0


def test_52_s5_1_2d_a_monthly_report():
    """On time, late or missing per member-month (I12, A4)."""
    rows = [report("2026-01"), report("2026-02", report_date="2026-03-09")]
    months = report_months(ledger_of(members=[member()], monthly_reports=rows), RULES, Q1.months)
    assert months["mark"].tolist() == ["按时", "迟报", "未报"]


def test_53_s5_1_2e_ideas_and_suggestions():
    """设想和建议 or an explicit 无 (I13)."""
    rows = [report("2026-01"), report("2026-02", proposals=None, opinions_state=None)]
    assert of("意见建议", ledger_of(members=[member()], monthly_reports=rows)) == [(ME, "", 1.0, 3.0)]


def test_54_s5_1_2f_the_masses_opinions_are_linked():
    """R05: 有 in M-2 leads to a row in M-3."""
    rows = {"members": [asking.member()], "monthly_reports": [report(MARCH, "D00001", opinions_state="有")]}
    assert codes("opinions_told_are_opinions_listed", **rows) == {"R05"}


def test_55_s5_1_3a_a_topic_of_the_meeting():
    """D05: at least one 组织生活会(民主生活会) of the year with 责任区议题."""
    assert D05.clause == "S5.1.3a"
    rows = {"members": [asking.member()], "meetings": [meeting(zone_topic=False)]}
    assert codes("the_year_has_a_meeting_about_zones", ANNUAL, **rows) == {"D05"}


def test_56_s5_1_3b_the_score_stands_beside_the_review(year):
    """R-8 shows the annual score beside the 评议 grade, which the branch decides and nobody computes."""
    row = year.members.set_index("member_no").loc[PEOPLE[0]]
    assert row["review_grade"] == "优秀"
    assert not pd.isna(row["total"])
    assert not field("reviews", "review_grade").system


def test_57_s5_1_3c_next_years_zones_follow_the_review():
    """Y-4 and Y-5 begin next year (D12), after the review (D13), for everybody (D14); what changes is listed."""
    assert codes("next_year_begins_next_year", ANNUAL, next_zones=[asking.zone(_period=ANNUAL)]) == {"D12"}
    coming = {"_period": ANNUAL, "start_date": "2027-01-01"}
    ledger = ledger_of(zones=[zone()], next_zones=[zone(team="052-02", **coming)])
    assert zone_changes(ledger, YEAR)["change"].tolist() == ["结束", "新增"]


def test_58_s5_1_4a_members_are_heard():
    """D06: reports heard at the 组织生活会 of the year are fewer than the members."""
    assert D06.clause == "S5.1.4a"
    rows = {"members": [asking.member(), asking.member("D00002")], "meetings": [meeting(heard_count=1)]}
    assert codes("every_member_is_heard_once_a_year", ANNUAL, **rows) == {"D06"}


def test_59_s5_1_4b_problems_are_supervised():
    """Open and closed problems: rectifications and opinions (A8), and G01 for the overdue."""
    matter = {"_period": QUARTER, "rect_no": "G1", "member_no": ME, "due_date": "2026-03-10"}
    assert codes("rectifications_end_in_time", QUARTER, rectifications=[matter]) == {"G01"}
    ledger = ledger_of(organisations=[branch()], rectifications=[matter])
    assert counted("整改与意见", evidence_of(ledger))[HERE, "限期改正"] == (0.0, 1.0)


def test_60_s5_1_4c_who_did_not_do_the_tasks_is_asked_to():
    """Candidates with reasons, deadline with one extension, overdue and closure; never a sanction (A10)."""
    ledger = ledger_of(members=[member()], tasks=[task("2026-02-10")], contacts=[link("E1")])
    found = correction_candidates(ledger, RULES, score_quarter(ledger, RULES, Q1))
    assert "交办任务未完成" in found["reasons"][0]
    assert "连续两月未谈心" in found["reasons"][0]
    assert "处置" not in RULES.wording("限期改正台账")
    assert "处置" not in table_of("rectifications")[1].label


def test_61_s5_1_5a_summary_and_exchange():
    """D07 without a 年度总结 in Y-6."""
    assert codes("the_year_is_summed_up", ANNUAL, members=[asking.member()]) == {"D07"}


def test_62_s5_1_5b_advanced_collectives_and_individuals(year):
    """Y-3 against eligibility, quota and place: five awards, each candidate with status and reasons."""
    assert set(year.awards["award"]) == {"优秀共产党员", "先进党小组", "先进党支部", "优秀分公司", "优秀党支部书记"}
    assert set(year.awards["status"]) <= {"入围", "并列待定", "候补", "不符合"}
    named = year.awards.query("award == '优秀共产党员' and nominated")["subject"].tolist()
    assert named == [PEOPLE[0]]


# 五(二) 考核办法


def test_63_s5_2_1a_a_quarterly_assessment(year):
    """Score, rank in the branch and grade of every member in each of the four quarters; A6 asks whether all were rated."""
    assert [str(quarter.period) for quarter in year.quarters] == QUARTERS
    for quarter in year.quarters:
        assert quarter.members[["total", "rank", "grade"]].notna().all(axis=None)
    assert year.branches["A6"].tolist() == [5.0]


def test_64_s5_2_1b_the_year_is_the_basis_of_recommendations(year):
    """Annual scores of members, groups, branches; a nominee below the cut-off is told why."""
    for frame in (year.members, year.groups, year.branches):
        assert frame["total"].notna().all()
    low = score_year(ledger_of(members=[member()]), default_rule_book(), 2026).awards
    assert low.query("award == '优秀共产党员'")["status"].tolist() == ["不符合"]
    assert "年度得分不足" in low.query("award == '优秀共产党员'")["reasons"].iloc[0]


def test_65_s5_2_1c_problems_are_solved_in_time():
    """D10: a 问题 of Q-7 still unsolved after one quarter."""
    problem = {"kind": "问题", "title": "夜班谈心难安排", "resolved": "解决中", "_period": QUARTER}
    assert codes("problems_do_not_linger", "2026Q2", experiences=[problem]) == {"D10"}


def test_66_s5_2_1d_branches_may_commend():
    """A commendation at level 支部 brings its point; without any nothing is asked."""
    members = score_quarter(worked_ledger(adjustments=[adjustment("表彰奖励", "支部")]), RULES, Q1).members
    assert members["bonus"].tolist() == [1.0]
    assert table_of("adjustments")[1].nil_allowed


def test_67_s5_2_2a_the_committee_assesses_every_branch(year, of_branch):
    """Branch score of 60 data and 40 visit points, ranked."""
    full = {
        block: sum(row.full_points for row in RULES.indicators("支部", "年度") if row.block == block) for block in "AB"
    }
    assert full == {"A": 60.0, "B": 40.0}
    assert of_branch["rank"] == 1
    assert of_branch["total"] == pytest.approx(of_branch["data_points"] + of_branch["visit_points"], abs=0.01)


def test_68_s5_2_2b_hearing(of_branch):
    """B1: mean of the judges, one highest and one lowest dropped from five on; a judge without a mark is D11."""
    assert of_branch["B1"] == pytest.approx(8 * 0.9)
    marks = [
        {"branch_code": HERE, "judge_no": f"P{at}", "score": float(score)}
        for at, score in enumerate((0, 80, 80, 80, 100))
    ]
    assert counted("听", evidence_of(ledger_of(hearings=[row | {"_period": ANNUAL} for row in marks]))) == {
        (HERE, ""): (240.0, 300.0)
    }
    both = [row | {"_period": ANNUAL} for row in (marks[0], marks[1], marks[0] | {"branch_code": THERE})]
    assert codes("every_judge_marks_every_branch", ANNUAL, hearings=both) == {"D11"}


def test_69_s5_2_2c_reading_the_files(of_branch):
    """B2 from the checklist of 3.4.1, a hundred points in eleven items; a cell beside each for the machine's fact."""
    assert of_branch["B2"] == pytest.approx(16 * 4 / 8)
    assert (len(RULES.file_check_items), sum(item.max_points for item in RULES.file_check_items)) == (11, 100)
    assert field("file_checks", "machine_fact").system


def test_70_s5_2_2d_the_forum_is_drawn_by_lot():
    """The sample repeats with its seed, and never holds the secretary."""
    ledger = ledger_of(members=[member(f"D{at:05d}", party_post="书记" if at == 1 else "无") for at in range(1, 9)])
    drawn = [samples(ledger, RULES, YEAR.end, "2026").query("method == '谈'")["number"].tolist() for _ in (1, 2)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 5
    assert "D00001" not in drawn[0]


def test_71_s5_2_2e_staff_are_visited(of_branch):
    """B4 from anonymous answers: the sheet has no column for a name or number of the person."""
    assert of_branch["B4"] == 8.0
    assert not columns("visits") & {"name", "employee_no", "member_no", "contact_name"}


def test_72_s5_2_2f_the_best_unit(year):
    """分公司 from their branches, ranked; one is chosen, by a name the office may change."""
    assert year.subcompanies["total"].tolist() == year.branches["total"].tolist()
    assert RULES.quota("优秀分公司").places(7) == 1
    assert "优秀分公司" in RULES.wording("优秀分公司")


def test_73_s5_2_3a_a_basis_for_judging_the_secretary(year):
    """书记 single item: 70 % branch and 30 % ballots, with the months in office."""
    row = year.secretaries.iloc[0]
    assert row["months"] == 12
    assert row["total"] == pytest.approx(0.7 * row["branch_part"] + 0.3 * 100, abs=0.005)


def test_74_s5_2_3b_outstanding_ones_are_commended(year):
    """The shortlist with evidence: the score and place of R-8, or why not; deeds of a nominee are 50 to 300 characters."""
    shortlist = year.awards.query("award == '优秀共产党员'").set_index("subject")
    totals = year.members.set_index("member_no")["total"]
    assert shortlist["score"].to_dict() == totals.to_dict()
    assert shortlist["reasons"].ne("").equals(shortlist["status"].eq("不符合"))
    assert shortlist.loc[shortlist["status"] != "不符合", "rank"].notna().all()
    deeds = field("nominations", "deeds")
    assert (deeds.min_length, deeds.max_length) == (50, 300)
    assert isinstance(field("summaries", "kind").parse("随笔"), Bad)


def test_75_s5_2_3c_poor_results_are_listed_with_reasons_and_no_sanction():
    """后进 branches and 不合格 members with what cost the points; no printed name of the scheme is a sanction."""
    idle = ledger_of(members=[member()], contacts=[link("E1")], tasks=[task("2026-02-10")])
    result = score_quarter(idle, RULES, Q1)
    assert result.members["grade"].tolist() == ["不合格"]
    lost = result.cases[result.cases["numerator"].lt(result.cases["denominator"])]
    assert lost["note"].ne("").all()
    assert not any(
        word in line for line in scheme_lines(default_rule_book(), RULES.day) for word in ("组织处置", "组织处理")
    )
    assert set(SHAPES) >= {row.shape for row in RULES.indicator_rows}


def test_every_row_of_the_table_has_its_test():
    rows = [name.split("_")[1] for name in globals() if name.startswith("test_") and name[5:7].isdigit()]
    assert rows == [f"{number:02d}" for number in range(1, 76)]
