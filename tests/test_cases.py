"""Every edge case of domain.md 4 and the tests that speak for it; those nobody else speaks for are below."""

from datetime import date, datetime

import pandas as pd
import pytest
from building import ledger_of, rules_of
from citing import missing, nodes_of
from company_year import company
from member_rows import (
    ME,
    MONTHS,
    OTHER,
    Q1,
    absence,
    link,
    member,
    of,
    rating,
    report,
    talk,
    veto,
    worked_ledger,
    zone,
)
from year_rows import HERE, YEAR, annual, branch, counted, evidence_of, team

from zoneproc.duties.awaiting import open_returns
from zoneproc.duties.branches import branches_in, former_names
from zoneproc.duties.contacts import contact_months
from zoneproc.duties.coverage import coverage
from zoneproc.duties.equipment import contacts_owed
from zoneproc.duties.roster import roster_on
from zoneproc.period import Period
from zoneproc.rules import default_rule_book
from zoneproc.scoring.quarter import score_quarter
from zoneproc.scoring.year import score_year

THIS = "test_cases.py"
ROSTER, CONTACTS, COVERAGE = "duties/test_roster.py", "duties/test_contacts.py", "duties/test_coverage.py"
RETURNS, SERVICE, EQUIPMENT = "duties/test_returns.py", "duties/test_service.py", "duties/test_equipment.py"
QUARTER, YEAR_OF, AWARDS = "scoring/test_quarter.py", "scoring/test_member_year.py", "scoring/test_awards.py"
OPERATIONS, DATA = "measures/test_operations.py", "measures/test_branch_data.py"
OF_CONTACTS, OF_COVERAGE, OF_VOTES = "checks/test_contacts.py", "checks/test_coverage.py", "checks/test_votes.py"
REFERENCES = "checks/test_references.py"

SPOKEN_FOR = {
    1: (
        *nodes_of(QUARTER, "transferred_members_keep_their_data_together_u05_4_1"),
        *nodes_of(YEAR_OF, "branch_of_31_december_and_mode_that_day_4_1_u04"),
        *nodes_of(SERVICE, "the_branch_with_most_of_the_15ths_computes_u05"),
    ),
    2: (
        *nodes_of(ROSTER, "the_last_day_is_included_and_leaving_the_company_ends_it"),
        *nodes_of(YEAR_OF, "leavers_are_scored_but_not_ranked_u40"),
    ),
    3: nodes_of(THIS, "case_03_who_comes_from_outside_late_has_a_smaller_floor_and_no_grade_yet"),
    4: (
        *nodes_of("checks/test_continuity.py", "x03_both_branches_hear_of_a_transfer_not_taken_up"),
        *nodes_of(REFERENCES, "r06_both_branches_are_told"),
        *nodes_of(ROSTER, "between_out_and_in_the_old_branch_keeps_the_member"),
    ),
    5: (
        *nodes_of(OF_VOTES, "v02_probationary_members"),
        *nodes_of(OF_CONTACTS, "q08_mentors"),
        *nodes_of("scoring/test_groups.py", "the_leader_must_be_formal_U45"),
        *nodes_of(THIS, "case_05_probationary_members_cover_and_are_scored"),
    ),
    6: (
        *nodes_of(ROSTER, "member_type_is_dated_by_full_membership"),
        *nodes_of(AWARDS, "formal_before_the_recommendation_meeting_U64"),
    ),
    7: nodes_of(THIS, "case_07_a_score_never_changes_the_kind_of_member"),
    8: nodes_of(OF_VOTES, "v04_quorum", "v04_nominees_need_more_than_half_of_those_due"),
    9: (
        *nodes_of(QUARTER, "unscored_members_are_listed_without_score_u04_4_9", "two_months_in_service_are_enough"),
        *nodes_of(OF_COVERAGE, "c05_long_absence_without_deputy"),
        *nodes_of(CONTACTS, "a_member_away_on_the_fifteenth_owes_nothing"),
    ),
    10: (
        *nodes_of(SERVICE, "retired_exempt_and_unsettled_are_listed_with_their_reason_u04"),
        *nodes_of(COVERAGE, "absence_does_not_undo_coverage_but_retirement_does"),
        *nodes_of("checks/test_attention.py", "q13_away_for_six_months"),
    ),
    11: (
        *nodes_of(SERVICE, "retired_exempt_and_unsettled_are_listed_with_their_reason_u04"),
        *nodes_of(THIS, "case_11_the_retired_are_in_no_denominator"),
    ),
    12: nodes_of(ROSTER, "exempt_needs_a_basis"),
    13: (
        *nodes_of(COVERAGE, "a_team_is_due_thirty_days_after_its_start"),
        *nodes_of(DATA, "new_teams_are_left_out_of_the_months_before_they_are_due_U48"),
    ),
    14: (
        *nodes_of(COVERAGE, "a_paused_team_is_not_due_and_an_ended_one_is_gone"),
        *nodes_of(OF_COVERAGE, "c02_grace_absence_and_exemption"),
        *nodes_of(REFERENCES, "r03_closed_team"),
        *nodes_of(THIS, "case_14_contacts_keep_their_link_when_their_team_is_dissolved"),
    ),
    15: nodes_of(COVERAGE, "a_paused_team_is_not_due_and_an_ended_one_is_gone"),
    16: (
        *nodes_of("checks/test_zones.py", "c12_more_than_three_main_zones"),
        *nodes_of(THIS, "case_16_facts_of_all_zones_count_and_several_zones_bring_no_points"),
    ),
    17: (
        *nodes_of(OF_COVERAGE, "c03_two_mains_are_both_told_and_one_is_right"),
        *nodes_of(THIS, "case_17_one_of_several_holders_is_enough_and_each_answers_by_role"),
    ),
    18: (
        *nodes_of(OF_COVERAGE, "c04_reinforcement_by_a_driver_and_by_a_manager"),
        *nodes_of(COVERAGE, "direct_reinforced_and_uncovered"),
    ),
    19: nodes_of(DATA, "a_branch_without_lines_counts_its_teams_twice_U48"),
    20: nodes_of(EQUIPMENT, "the_floor_follows_months_in_service_4_20"),
    21: (
        *nodes_of("measures/test_education.py", "a_link_ended_before_the_15th_is_not_due_4_21"),
        *nodes_of(CONTACTS, "a_link_is_due_on_the_fifteenth"),
    ),
    22: nodes_of(THIS, "case_22_a_new_contact_is_due_from_the_next_rule_day"),
    23: (
        *nodes_of(CONTACTS, "a_contact_who_joined_the_party_is_no_longer_one"),
        *nodes_of(REFERENCES, "r02_contact_is_a_member"),
        *nodes_of(THIS, "case_23_a_contact_who_joins_the_party_leaves_thirty_days"),
        *nodes_of(EQUIPMENT, "a_contact_who_joined_the_party_leaves_thirty_days_to_refill_4_23"),
    ),
    24: (
        *nodes_of(CONTACTS, "a_contact_who_left_is_not_due_by_date_and_a_stranger_counts_as_employed"),
        *nodes_of(EQUIPMENT, "a_contact_gone_by_the_staff_list_counts_for_thirty_days_U49"),
    ),
    25: (
        *nodes_of(OF_CONTACTS, "q03_a_shared_contact_is_told_at_both_links"),
        *nodes_of(THIS, "case_25_one_talk_serves_one_link"),
    ),
    26: (
        *nodes_of(CONTACTS, "a_group_talk_fulfils_one_month_of_a_quarter"),
        *nodes_of(OF_CONTACTS, "q06_q07_a_talk_with_several_contacts_is_one_talk"),
    ),
    27: (
        *nodes_of(CONTACTS, "a_member_on_leave_may_talk"),
        *nodes_of("checks/test_attention.py", "q14_more_than_half_by_telephone"),
        *nodes_of(THIS, "case_27_a_talk_by_telephone_counts"),
    ),
    28: (
        *nodes_of(QUARTER, "small_samples_are_flagged_4_28"),
        *nodes_of("scoring/test_grading.py", "at_least_one_may_be_excellent_u38"),
    ),
    29: nodes_of("checks/test_establishment.py", "d15_more_than_fifty_members"),
    30: (
        *nodes_of(RETURNS, "owed_by_whichever_branch_exists_on_the_due_date_4_30"),
        *nodes_of("scoring/test_branches.py", "totals_of_merged_branches_are_weighted_by_months_U78"),
    ),
    31: nodes_of(THIS, "case_31_a_renamed_branch_is_the_same_branch"),
    32: nodes_of(
        "scoring/test_secretaries.py",
        "month_weighted_over_the_branches_led_U61",
        "ballots_count_only_for_the_one_in_post_at_the_end_U61",
    ),
    33: (
        *nodes_of(RETURNS, "on_time_late_and_missing_4_33"),
        *nodes_of(DATA, "returns_late_missing_and_sent_back_U51"),
        *nodes_of("test_archive.py", "what_came_after_the_freeze_does_not_count"),
    ),
    34: (
        *nodes_of(CONTACTS, "reasons_and_returns_are_told_apart"),
        *nodes_of(THIS, "case_34_a_missing_return_is_open_until_the_freeze"),
    ),
    35: nodes_of(
        RETURNS,
        "a_send_back_answered_within_three_working_days_keeps_the_first_date_4_35",
        "a_later_correction_does_not_make_an_accepted_return_late_4_35",
    ),
    36: (
        *nodes_of("test_archive.py", "what_came_after_the_freeze_does_not_count"),
        *nodes_of(
            "test_closing.py",
            "a_return_after_the_seal_is_kept_marked_and_not_scored",
            "reopened_extended_and_sealed_again",
        ),
    ),
    37: nodes_of(
        "test_archive.py",
        "the_highest_accepted_version_counts",
        "order_of_arrival_does_not_matter_but_for_equal_numbers",
    ),
    38: nodes_of(REFERENCES, "r01_same_name_twice_in_one_branch_is_fine"),
    39: (
        *nodes_of(REFERENCES, "r01_name_and_number"),
        *nodes_of("test_kinds.py", "names_lose_blanks_and_keep_one_kind_of_dot"),
    ),
    40: nodes_of(
        "intake/test_columns.py",
        "moved_columns_are_followed_by_machine_names",
        "without_machine_names_headings_and_aliases_serve",
        "missing_columns_block_only_where_they_are_needed",
    ),
    41: nodes_of(THIS, "case_41_the_date_typed_decides"),
    42: nodes_of(
        OPERATIONS,
        "slight_ones_found_by_members_are_waived_in_the_zone_only_u22",
        "a_c7_fact_not_self_found_takes_the_waiver_away_u22",
    ),
    43: (
        *nodes_of(OPERATIONS, "secret_facts_and_undetermined_accidents_wait_u16"),
        *nodes_of("checks/test_attention.py", "x06_a_statement_against_a_known_case_is_told_to_the_office_alone"),
    ),
    44: nodes_of(THIS, "case_44_one_event_is_one_veto"),
    45: nodes_of(THIS, "case_45_the_score_stands_until_it_is_corrected"),
    46: (
        *nodes_of("measures/test_education.py", "nothing_due_no_case_4_46"),
        *nodes_of("shapes/test_ratio.py", "nothing_due_is_not_applicable_case_46"),
    ),
    47: (
        *nodes_of(OF_CONTACTS, "q06_three_copies_are_noted_two_are_not", "q07_seven_talks_a_day_are_noted_six_are_not"),
        *nodes_of(THIS, "case_47_copied_notes_cost_nothing"),
    ),
    48: (
        *nodes_of(QUARTER, "the_deceased_are_not_listed_u40"),
        *nodes_of(YEAR_OF, "the_deceased_are_not_listed_u40"),
    ),
}


def test_all_forty_eight_cases_are_spoken_for():
    assert list(SPOKEN_FOR) == list(range(1, 49))


@pytest.mark.parametrize("case", SPOKEN_FOR)
def test_the_tests_of_a_case_exist(case):
    assert SPOKEN_FOR[case]
    assert missing(SPOKEN_FOR[case]) == []


def quarter_of(ledger):
    return score_quarter(ledger, rules_of(), Q1).members.set_index("member_no")


def done_months(talks, **tables):
    ledger = ledger_of(**({"members": [member()], "contacts": [link("E1")]} | tables), talks=talks)
    due = contact_months(ledger, rules_of(), Q1.months)
    return due.groupby("member_no")["done"].sum().to_dict()


def test_case_03_who_comes_from_outside_late_has_a_smaller_floor_and_no_grade_yet():
    """In from outside in October: three months of service make a floor of 1; one scored quarter is too few."""
    newcomer = member("D00009", branch_from="2026-10-01")
    rows = company()
    year = score_year(ledger_of(**company(members=[*rows["members"], newcomer])), default_rule_book(), 2026)
    row = year.members.set_index("member_no").loc["D00009"]
    assert (row["quarters_scored"], row["grade"], row["ranked"]) == (1, "不定等次", False)
    owed = contacts_owed(ledger_of(members=[newcomer]), rules_of(), YEAR.end)
    assert owed["floor"].tolist() == [1]


def test_case_05_probationary_members_cover_and_are_scored():
    """预备党员: same duties; counted in coverage, with a quarterly score and grade."""
    young = member(member_type="预备党员", join_date="2025-12-01", full_date=None)
    ledger = ledger_of(
        members=[young],
        zones=[zone()],
        teams=[team("052-01")],
        monthly_reports=[report(month) for month in MONTHS],
        assessments=[rating("好")],
    )
    assert coverage(ledger, rules_of(), [Q1.end])[0]["state"].tolist() == ["直接覆盖"]
    row = quarter_of(ledger).loc[ME]
    assert (row["member_type"], row["total"], row["ranked"]) == ("预备党员", 100.0, True)


def test_case_07_a_score_never_changes_the_kind_of_member():
    """A vetoed 预备党员 stays 预备党员 until a dated row says otherwise."""
    young = member(member_type="预备党员", join_date="2025-06-01", full_date=None)
    ledger = ledger_of(members=[young], vetoes=[veto()])
    assert quarter_of(ledger).loc[ME, "grade"] == "不合格"
    assert roster_on(ledger, [YEAR.end])["member_type"].tolist() == ["预备党员"]


def test_case_11_the_retired_are_in_no_denominator():
    ledger = ledger_of(
        members=[member(), member(OTHER)],
        absences=[absence(OTHER, "离退休", "2020-01-01")],
        contacts=[link("E1", OTHER)],
    )
    evidence = evidence_of(ledger)
    assert counted("月汇报率", evidence) == {(HERE, ""): (0.0, 12.0)}
    assert counted("谈心完成", evidence) == {}
    assert counted("联系配备", evidence) == {(HERE, ""): (0.0, 1.0)}


def test_case_14_contacts_keep_their_link_when_their_team_is_dissolved():
    dissolved = team("052-01", end_date="2026-02-01", team_status="撤销", merged_into="052-02")
    talks = [talk(month, "E1") for month in MONTHS]
    assert done_months(talks, teams=[dissolved], zones=[zone(end_date="2026-02-01")]) == {ME: 3}


def test_case_16_facts_of_all_zones_count_and_several_zones_bring_no_points():
    zones = [zone(team=f"052-0{at}") for at in (1, 2)]
    facts = [
        {
            "fact_date": "2026-02-10",
            "team_code": f"052-0{at}",
            "fact_kind": "三违",
            "level": "轻微",
            "visibility": "支部",
        }
        for at in (1, 2)
    ]
    assert of("责任区安全服务", ledger_of(members=[member()], zones=zones, facts=facts)) == [(ME, "轻微", 2.0, 0.0)]
    one, two = (quarter_of(ledger_of(members=[member()], zones=zones[:count])).loc[ME, "base"] for count in (1, 2))
    assert one == two


def test_case_17_one_of_several_holders_is_enough_and_each_answers_by_role():
    ledger = ledger_of(
        members=[member(), member(OTHER)],
        teams=[team("052-01")],
        zones=[zone(), zone(OTHER, role="协责")],
        facts=[
            {
                "fact_date": "2026-02-10",
                "team_code": "052-01",
                "fact_kind": "三违",
                "level": "一般",
                "visibility": "支部",
            }
        ],
    )
    assert coverage(ledger, rules_of(), [Q1.end])[0]["state"].tolist() == ["直接覆盖"]
    assert of("责任区安全服务", ledger) == [(ME, "一般", 1.0, 0.0), (OTHER, "一般", 0.5, 0.0)]


def test_case_22_a_new_contact_is_due_from_the_next_rule_day():
    links = [link("E1", end_date="2026-02-10"), link("E2", start_date="2026-02-11")]
    due = contact_months(ledger_of(members=[member()], contacts=links), rules_of(), Q1.months)
    assert due[["contact_employee_no", "month"]].to_numpy().tolist() == [
        ["E1", "2026-01"],
        ["E2", "2026-02"],
        ["E2", "2026-03"],
    ]


def test_case_23_a_contact_who_joins_the_party_leaves_thirty_days():
    """The link ends on the meeting's day; for thirty days the member still counts as equipped."""
    joined = link("E00124", end_date="2026-11-30", end_reason="联系人入党")
    people = [member(), member(OTHER, branch_from="2026-12-01", member_type="预备党员", full_date=None)]
    ledger = ledger_of(members=people, contacts=[link("E1"), joined])
    contacts = [
        contacts_owed(ledger, rules_of(), day).set_index("member_no").loc[ME, "contacts"]
        for day in (date(2026, 12, 30), date(2026, 12, 31))
    ]
    assert contacts == [2, 1]


def test_case_25_one_talk_serves_one_link():
    """Two members may share a contact, but each owes a talk of his own."""
    both = {"members": [member(), member(OTHER)], "contacts": [link("E1"), link("E1", OTHER)]}
    assert done_months([talk("2026-01", "E1")], **both) == {ME: 1, OTHER: 0}


def test_case_27_a_talk_by_telephone_counts():
    assert done_months([talk("2026-01", "E1", talk_method="电话")]) == {ME: 1}


def test_case_31_a_renamed_branch_is_the_same_branch():
    """The code rules: returns filed under the old name and the new one are one branch's, and both names are shown."""
    covers = [
        {"_period": month, "_branch": HERE, "branch_code": HERE, "branch_name": name}
        for month, name in (
            ("2026-05", "中共旧名支部委员会"),
            ("2026-06", "中共旧名支部 委员会"),
            ("2026-07", "中共新名支部委员会"),
        )
    ]
    renamed = branch(short_name="新名支部", org_name="中共新名支部委员会")
    reports = [report(month) for month in MONTHS]
    ledger = ledger_of(organisations=[renamed], members=[member()], cover=covers, monthly_reports=reports)
    assert branches_in(ledger, YEAR)[["branch_code", "short_name"]].to_numpy().tolist() == [[HERE, "新名支部"]]
    assert former_names(ledger, YEAR) == {HERE: "中共旧名支部委员会"}
    assert counted("月汇报率", evidence_of(ledger)) == {(HERE, ""): (3.0, 12.0)}


def test_case_34_a_missing_return_is_open_until_the_freeze():
    """Until the freeze its contact-months say 未报 and results are 暂定; afterwards they count as not done."""
    ledger = ledger_of(organisations=[branch()], members=[member()], contacts=[link("E1")])
    month = Period.parse("2026-03")
    due = contact_months(ledger, rules_of(), [month])
    assert due[["done", "reported"]].to_numpy().tolist() == [[False, False]]
    before, after = (
        open_returns(ledger, rules_of(), month, moment) for moment in (datetime(2026, 4, 11), datetime(2026, 4, 13))
    )
    assert before[["branch_code", "form", "period"]].to_numpy().tolist() == [[HERE, "MON", "2026-03"]]
    assert after.empty
    assert of("联系谈心", ledger) == [(ME, "", 0.0, 3.0)]


def test_case_41_the_date_typed_decides():
    """A talk after midnight of the last day belongs to the month whose date was typed."""
    assert done_months([talk("2026-01", "E1", talk_date="2026-02-01")]) == {ME: 0}
    assert done_months([talk("2026-01", "E1", talk_date="2026-01-31")]) == {ME: 1}


def test_case_44_one_event_is_one_veto():
    """The same matter reported by two sides is one veto with one cap."""
    twice = [veto(), veto(veto_kind="违法犯罪")]
    one, two = (quarter_of(worked_ledger(vetoes=rows)).loc[ME] for rows in (twice[:1], twice))
    assert (one["total"], two["total"]) == (59.0, 59.0)
    assert two["veto_kind"] != ""


def test_case_45_the_score_stands_until_it_is_corrected():
    objected = rating("较好", objection="3月15日已请假", member_signed=False)
    plain, with_objection = (quarter_of(worked_ledger(assessments=[row])) for row in (rating("较好"), objected))
    pd.testing.assert_frame_equal(plain, with_objection)


def test_case_47_copied_notes_cost_nothing():
    copied = [talk(month, "E1", content="谈行车安全和家庭近况,一切平稳正常") for month in MONTHS]
    assert done_months(copied) == {ME: 3}


def test_case_19_and_46_an_office_without_lines_tasks_or_trainees_is_judged_on_what_there_is():
    """机关: what cannot apply leaves the maximum; nothing is 100 % by default and nothing divides by nothing."""
    office = ledger_of(members=[member(post_type="机关管理人员")], monthly_reports=[report(month) for month in MONTHS])
    result = score_quarter(office, rules_of(), Q1)
    points = result.points.set_index("indicator")["points"]
    assert points.isna().loc[["I11", "I23", "I32", "I51", "I52", "I61"]].all()
    row = result.members.set_index("member_no").loc[ME]
    assert (row["maximum"], row["base"]) == (51.0, 100.0)
    assert counted("党员成绩", evidence_of(members=annual())) == {}
    year = score_year(ledger_of(organisations=[branch()]), default_rule_book(), 2026).branches
    assert year[["A1", "A2", "A3", "A4", "A7", "B1", "B2", "B3", "B4"]].isna().all(axis=None)
    assert year["A8"].tolist() == [5.0]
