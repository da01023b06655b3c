"""Every ruling U01–U80 of domain.md 10 and the tests that speak for it; those nobody else speaks for are below."""

import pandas as pd
import pytest
from building import ledger_of, rules_of
from citing import missing, nodes_of
from company_year import PEOPLE, company
from member_rows import ME, MONTHS, Q1, member, report, talk
from year_rows import HERE, counted, evidence_of, points_from, team

from zoneproc.duties.roster import roster_on
from zoneproc.forms import FORMS
from zoneproc.period import Period
from zoneproc.rules import default_rule_book
from zoneproc.scoring.quarter import score_quarter
from zoneproc.scoring.year import score_year

THIS = "test_rulings.py"
ROSTER, CONTACTS, REPORTING = "duties/test_roster.py", "duties/test_contacts.py", "duties/test_reporting.py"
OPERATIONS, DATA, QUARTER = "measures/test_operations.py", "measures/test_branch_data.py", "scoring/test_quarter.py"
YEAR_OF, ADJUST, BRANCHES = "scoring/test_member_year.py", "scoring/test_adjustments.py", "scoring/test_branches.py"
AWARDS, COVERAGE, FORMS_OF = "scoring/test_awards.py", "duties/test_coverage.py", "forms/test_forms.py"

SPOKEN_FOR = {
    "U01": nodes_of(
        ROSTER, "the_last_day_is_included_and_leaving_the_company_ends_it", "the_day_of_return_is_a_day_on_duty"
    ),
    "U02": nodes_of(
        ROSTER, "between_out_and_in_the_old_branch_keeps_the_member", "a_status_without_a_date_holds_from_the_beginning"
    ),
    "U03": nodes_of(ROSTER, "member_type_is_dated_by_full_membership"),
    "U04": (
        *nodes_of(ROSTER, "exempt_needs_a_basis"),
        *nodes_of("duties/test_service.py", "retired_exempt_and_unsettled_are_listed_with_their_reason_u04"),
        *nodes_of(THIS, "u04_unsettled_members_owe_but_have_no_score"),
    ),
    "U05": nodes_of(
        "duties/test_service.py",
        "the_branch_with_most_of_the_15ths_computes_u05",
        "equal_shares_go_to_the_later_branch_even_with_a_month_outside_u05",
        "membership_not_service_chooses_the_branch_u05",
    ),
    "U06": (
        *nodes_of(YEAR_OF, "printed_quarters_enter_and_the_year_is_rounded_once_u06"),
        *nodes_of("scoring/test_ranking.py", "half_up_without_float_noise_u06"),
    ),
    "U07": nodes_of(
        "duties/test_incidents.py", "latest_row_of_a_number_up_to_the_period_u07", "repeated_m4_rows_are_one_event_u07"
    ),
    "U08": (
        *nodes_of(QUARTER, "a_missing_return_counts_as_nothing_done_u08"),
        *nodes_of("test_archive.py", "what_came_after_the_freeze_does_not_count"),
        *nodes_of(THIS, "u08_a_late_return_costs_only_a5"),
    ),
    "U09": nodes_of(
        CONTACTS,
        "a_link_is_due_on_the_fifteenth",
        "a_link_of_another_branch_is_not_due",
        "a_member_away_on_the_fifteenth_owes_nothing",
        "a_contact_who_left_is_not_due_by_date_and_a_stranger_counts_as_employed",
        "a_contact_who_joined_the_party_is_no_longer_one",
        "two_rows_of_a_pair_are_one_pair_and_a_flag_on_either_counts",
    ),
    "U10": nodes_of(CONTACTS, "what_makes_a_talk_invalid", "a_member_on_leave_may_talk"),
    "U11": nodes_of(CONTACTS, "a_group_talk_fulfils_one_month_of_a_quarter"),
    "U12": (
        *nodes_of("measures/test_education.py", "by_member_a_month_counts_once_u12"),
        *nodes_of(DATA, "by_member_a_month_counts_once_in_the_branch_too_U12"),
    ),
    "U13": (
        *nodes_of(REPORTING, "on_time_until_three_days_after_the_month", "the_earliest_of_two_branches_reports_counts"),
        *nodes_of("measures/test_education.py", "leave_takes_months_out_of_the_report_count_u13"),
    ),
    "U14": nodes_of(
        REPORTING,
        "an_explicit_wu_is_a_proposal",
        "an_opinion_collected_in_the_month_is_one_too_even_without_a_report",
    ),
    "U15": nodes_of(OPERATIONS, "m4_is_superseded_by_c7_of_team_and_day_u15"),
    "U16": nodes_of(OPERATIONS, "secret_facts_and_undetermined_accidents_wait_u16"),
    "U17": nodes_of(OPERATIONS, "own_ones_and_outsiders_do_not_count_in_the_zone_u17"),
    "U18": nodes_of(OPERATIONS, "two_persons_together_empty_the_item_u18", "waived_and_own_events_make_no_pair_u18"),
    "U19": nodes_of(
        OPERATIONS, "injury_with_responsibility_empties_u19", "injury_c7_decides_and_spares_the_driver_u19"
    ),
    "U20": nodes_of(
        OPERATIONS, "serious_empties_for_every_role_u20", "one_event_once_per_member_and_the_larger_role_u17_u20"
    ),
    "U21": nodes_of(OPERATIONS, "zone_events_on_leave_or_outside_the_row_do_not_count_u21"),
    "U22": nodes_of(
        OPERATIONS,
        "slight_ones_found_by_members_are_waived_in_the_zone_only_u22",
        "a_c7_fact_not_self_found_takes_the_waiver_away_u22",
        "the_waiver_asks_for_both_found_and_stopped_u22",
    ),
    "U23": nodes_of(
        "scoring/test_points.py",
        "with_nothing_to_judge_deductions_start_full_and_ratios_do_not_apply_u23_4_46",
    ),
    "U24": nodes_of(OPERATIONS, "key_person_months_need_talk_and_follow_up_u24"),
    "U25": nodes_of(
        OPERATIONS,
        "late_is_more_than_24_hours_once_per_event_u25",
        "concealed_accidents_charge_main_holders_in_service_u25",
    ),
    "U26": nodes_of("measures/test_civility.py", "only_absences_without_makeup_count_in_any_branch_u26"),
    "U27": (
        *nodes_of("measures/test_civility.py", "the_rating_of_the_computing_branch_counts_u27"),
        *nodes_of(QUARTER, "no_rating_leaves_the_maximum_u27"),
    ),
    "U28": nodes_of(
        "measures/test_integrity.py",
        "own_events_count_at_role_1_wherever_even_on_leave_u28",
        "a_month_without_report_or_statement_is_missing_u28",
    ),
    "U29": nodes_of(
        "measures/test_mentoring.py",
        "both_mentors_owe_the_same_talks_and_check_u29",
        "due_only_from_the_stage_date_and_while_the_mentor_is_owed_u29",
        "any_row_of_the_quarter_may_hold_the_check_date_u29",
        "without_an_accepted_return_the_last_list_holds_undone_u08_u29",
    ),
    "U30": nodes_of(
        "measures/test_orders.py",
        "dates_decide_whatever_the_mark_says_u30",
        "the_latest_accepted_row_of_a_number_counts_u07_u30",
        "withdrawn_tasks_and_orders_are_left_out_u30",
    ),
    "U31": (*nodes_of(QUARTER, "too_few_points_to_judge_u31"), *nodes_of(THIS, "u31_at_most_49_points_do_not_apply")),
    "U32": nodes_of(ADJUST, "kinds_and_levels_u32"),
    "U33": nodes_of(
        ADJUST,
        "stopping_violations_brings_at_most_two_a_quarter_u33",
        "the_same_event_counts_once_at_the_highest_level_u33",
    ),
    "U34": nodes_of(ADJUST, "only_q2_rows_the_branch_agrees_to_give_points_u34"),
    "U35": (
        *nodes_of(ADJUST, "deductions_have_no_cap_u35"),
        *nodes_of(QUARTER, "deductions_have_no_cap_but_the_total_a_floor_u35"),
    ),
    "U36": nodes_of(
        YEAR_OF,
        "annual_bonus_before_the_quarterly_cap_at_most_ten_u36",
        "quarters_without_score_bring_their_bonus_u36",
    ),
    "U37": (
        *nodes_of(YEAR_OF, "veto_caps_the_year_u37"),
        *nodes_of(QUARTER, "veto_caps_s_and_leaves_b_u37", "veto_wins_over_no_score_u37"),
        *nodes_of(ADJUST, "veto_caps_or_zeroes_u37"),
    ),
    "U38": nodes_of(
        "scoring/test_grading.py",
        "at_most_thirty_percent_rounded_down_u38",
        "at_least_one_may_be_excellent_u38",
        "a_full_tie_across_the_line_leaves_nobody_in_u38",
    ),
    "U39": (
        *nodes_of(QUARTER, "tie_breaks_in_order_u39"),
        *nodes_of(YEAR_OF, "tie_breaks_of_the_year_down_to_the_review_u39", "equal_totals_are_parted_by_r_u39"),
    ),
    "U40": (
        *nodes_of(QUARTER, "leavers_keep_score_and_grade_without_place_u40", "the_deceased_are_not_listed_u40"),
        *nodes_of(YEAR_OF, "leavers_are_scored_but_not_ranked_u40"),
    ),
    "U41": nodes_of(
        YEAR_OF,
        "one_side_of_the_ballots_counts_alone_and_is_flagged_u41",
        "ballots_count_over_their_own_sum_and_the_last_row_wins_u41",
    ),
    "U42": nodes_of(YEAR_OF, "the_year_knows_no_limit_on_excellent_u42"),
    "U43": (
        *nodes_of("measures/test_groups.py", "rating_is_one_part_and_may_be_missing_U43"),
        *nodes_of("scoring/test_groups.py", "without_a_rating_the_rest_is_scaled_by_100_over_90_U43"),
    ),
    "U44": nodes_of(
        "measures/test_groups.py",
        "lines_are_contact_months_and_reports_U44",
        "months_in_another_branch_are_not_lines_of_the_group_U44",
    ),
    "U45": (
        *nodes_of("measures/test_groups.py", "members_result_is_capped_and_skips_the_unscored_U45"),
        *nodes_of(
            "scoring/test_groups.py",
            "small_groups_are_ranked_but_not_eligible_U45",
            "a_veto_of_the_group_bars_but_caps_nothing_U45",
        ),
    ),
    "U46": (
        *nodes_of(DATA, "shares_of_lines_teams_and_members_at_twelve_month_ends_U46"),
        *nodes_of(
            COVERAGE,
            "direct_reinforced_and_uncovered",
            "absence_does_not_undo_coverage_but_retirement_does",
            "a_line_is_covered_by_one_of_its_teams_and_judged_per_branch",
        ),
    ),
    "U47": nodes_of(DATA, "a_zone_on_leave_still_covers_but_the_member_is_not_owed_U47"),
    "U48": (
        *nodes_of(
            DATA,
            "a_branch_without_lines_counts_its_teams_twice_U48",
            "new_teams_are_left_out_of_the_months_before_they_are_due_U48",
        ),
        *nodes_of(THIS, "u48_eight_points_for_teams_where_there_are_no_lines"),
    ),
    "U49": (
        *nodes_of(DATA, "equipped_on_31_december_with_prorated_floor_U49"),
        *nodes_of("duties/test_equipment.py", "links_ended_of_themselves_count_for_thirty_days_U49"),
    ),
    "U50": (
        *nodes_of(DATA, "done_and_due_by_the_branch_of_the_link_U50", "late_reports_count_half_U50"),
        *nodes_of(BRANCHES, "what_does_not_apply_leaves_its_block_U50"),
    ),
    "U51": (
        *nodes_of(DATA, "returns_late_missing_and_sent_back_U51"),
        *nodes_of(
            "duties/test_returns.py",
            "seventeen_returns_and_their_usual_deadlines_U51_U74",
            "sent_back_and_never_accepted_is_missing_U51",
        ),
    ),
    "U52": nodes_of(DATA, "a_quarter_counts_when_everybody_scored_is_rated_U52"),
    "U53": nodes_of(DATA, "members_result_by_the_branch_on_31_december_U53"),
    "U54": (
        *nodes_of(
            "duties/test_rectifications.py",
            "closed_by_the_deadline_U54",
            "one_extension_of_at_most_thirty_days_U54",
            "opinions_need_a_deadline_and_an_answer_U54",
        ),
        *nodes_of(DATA, "each_half_of_A8_is_full_when_nothing_is_due_U54"),
    ),
    "U55": (
        *nodes_of(
            "measures/test_branch_visits.py",
            "of_five_judges_one_highest_and_one_lowest_drop_U55",
            "recused_judges_do_not_make_five_U55",
            "checklist_points_out_of_full_points_U55",
        ),
        *nodes_of(BRANCHES, "many_who_cannot_tell_cost_two_points_U55"),
    ),
    "U56": nodes_of(BRANCHES, "bonus_is_limited_deductions_are_not_and_the_total_has_no_cap_U56"),
    "U57": nodes_of(BRANCHES, "a_confirmed_veto_caps_at_79_U57", "what_is_no_veto_of_the_branch_U57"),
    "U58": (
        *nodes_of(
            BRANCHES,
            "equal_totals_are_parted_by_exact_A3_then_A1_then_B4_U58",
            "ranked_with_six_months_and_on_31_december_U58",
        ),
        *nodes_of(AWARDS, "labels_of_branches_U58"),
    ),
    "U59": (
        *nodes_of(BRANCHES, "days_of_a_line_uncovered_are_summed_over_the_year_U59"),
        *nodes_of(COVERAGE, "a_line_without_a_name_is_counted_too_U59"),
    ),
    "U60": nodes_of(
        "scoring/test_subcompanies.py",
        "weighted_by_members_on_31_december_U60",
        "two_points_less_for_each_line_uncovered_at_the_end_also_for_one_branch_U60",
        "every_unit_is_ranked_without_tie_break_but_only_operating_ones_are_eligible_U60",
    ),
    "U61": nodes_of(
        "scoring/test_secretaries.py",
        "month_weighted_over_the_branches_led_U61",
        "ballots_count_only_for_the_one_in_post_at_the_end_U61",
        "no_full_month_no_figure_U61",
    ),
    "U62": nodes_of(
        "scoring/test_secretaries.py", "a_new_term_in_the_same_post_is_the_same_post_U62", "not_personally_vetoed_U62"
    ),
    "U63": nodes_of(
        AWARDS,
        "largest_remainder_of_the_worked_example_U63",
        "equal_remainders_go_to_the_higher_total_and_stay_open_if_equal_U63",
    ),
    "U64": nodes_of(
        AWARDS, "each_condition_of_eligibility_U64", "an_open_rectification_bars_a_late_closed_one_does_not_U64"
    ),
    "U65": nodes_of(
        AWARDS, "a_tie_across_the_line_takes_nobody_and_nobody_below_U65", "ranks_are_among_the_eligible_U65"
    ),
    "U66": nodes_of(
        AWARDS,
        "groups_share_places_of_the_eligible_ones_U66",
        "branches_need_no_minimum_score_but_no_veto_and_no_long_gap_U66",
    ),
    "U67": nodes_of("forms/test_quarterly.py", "twelve_items_are_issued_and_i32_is_the_branchs_own"),
    "U68": (
        *nodes_of("forms/test_annual.py", "the_vote_columns_are_headed_apart"),
        *nodes_of("forms/test_evaluation.py", "the_ballot_columns_are_headed_apart"),
        *nodes_of("forms/test_rules.py", "headings_are_unique_in_a_sheet_u68"),
    ),
    "U69": nodes_of(FORMS_OF, "which_sheets_may_be_nil"),
    "U70": nodes_of("forms/test_company.py", "what_rows_owe"),
    "U71": (
        *nodes_of("forms/test_company.py", "a_team_is_one_row_per_status"),
        *nodes_of(COVERAGE, "a_paused_team_is_not_due_and_an_ended_one_is_gone"),
    ),
    "U72": (
        *nodes_of("forms/test_monthly.py", "the_number_of_an_issued_task_can_be_extended"),
        *nodes_of("test_prefill.py", "new_orders_reach_the_branch_once"),
    ),
    "U73": nodes_of(
        "duties/test_returns.py",
        "a_holiday_in_the_calendar_lengthens_the_time_for_an_answer_U73",
        "saturday_may_be_a_working_day_U73",
    ),
    "U74": (
        *nodes_of("duties/test_returns.py", "seventeen_returns_and_their_usual_deadlines_U51_U74"),
        *nodes_of("forms/test_cover.py", "the_year_of_the_register_may_be_a_number"),
    ),
    "U75": nodes_of("checks/test_contacts.py", "q01_grace_after_a_contact_left_of_himself"),
    "U76": nodes_of("checks/test_votes.py", "v03_a_third"),
    "U77": (
        *nodes_of("duties/test_equipment.py", "months_to_come_count_as_served_U77"),
        *nodes_of("checks/test_contacts.py", "q01_floor_is_prorated_by_months_to_come"),
    ),
    "U78": (
        *nodes_of(BRANCHES, "totals_of_merged_branches_are_weighted_by_months_U78"),
        *nodes_of("measures/test_branch_visits.py", "figures_of_one_of_two_merged_branches_count_for_both_U78"),
    ),
    "U79": nodes_of(
        "scoring/test_samples.py",
        "sizes_are_rounded_up_and_never_above_the_people_there_are_U79",
        "never_the_secretary_U79",
    ),
    "U80": nodes_of("forms/test_vocabularies.py", "brackets_and_short_forms"),
}


def test_all_eighty_rulings_are_spoken_for():
    assert list(SPOKEN_FOR) == [f"U{number:02d}" for number in range(1, 81)]


@pytest.mark.parametrize("ruling", SPOKEN_FOR)
def test_the_tests_of_a_ruling_exist(ruling):
    assert SPOKEN_FOR[ruling]
    assert missing(SPOKEN_FOR[ruling]) == []


@pytest.fixture(scope="module")
def unsettled_year():
    """The tiny company with D00001 on 考核方式 不定等次."""
    rows = company()
    people = [row | ({"assess_mode": "不定等次"} if row["member_no"] == PEOPLE[0] else {}) for row in rows["members"]]
    return score_year(ledger_of(**company(members=people)), default_rule_book(), 2026)


def test_u04_unsettled_members_owe_but_have_no_score(unsettled_year):
    """不定等次 as a mode suppresses score, grade and rank only: A2–A4 count the member, A6 and A7 do not."""
    measured = unsettled_year.measured.query("subject == @HERE").groupby("indicator")["denominator"].sum()
    months = 12
    assert measured["A3"] == months * len(PEOPLE) * 2
    assert measured["A4"] == months * len(PEOPLE)
    assert measured["A2"] == len(PEOPLE)
    assert measured["A7"] == 100 * (len(PEOPLE) - 1)
    first = unsettled_year.members.set_index("member_no").loc[PEOPLE[0]]
    assert pd.isna(first["total"])
    assert not first["ranked"]


def test_u08_a_late_return_costs_only_a5():
    """The month's items count in full although the return came after its deadline, before the freeze."""
    rows = {
        "members": [member()],
        "monthly_reports": [report(month) for month in MONTHS],
        "returns": [
            {"branch_code": HERE, "form": "MON", "period": month, "received_at": f"{month[:6]}{int(month[5:]) + 1}-07"}
            for month in MONTHS
        ],
    }
    points = score_quarter(ledger_of(**rows), rules_of(), Q1).points.set_index("indicator")["points"]
    assert points["I12"] == 6.0
    evidence = evidence_of(ledger_of(organisations=[{"org_code": HERE, "org_type": "党支部"}], returns=rows["returns"]))
    assert counted("报送质量", evidence)[HERE, "月报"] == (1.5, 12.0)


def test_u31_at_most_49_points_do_not_apply():
    """With the shipped items the guard can never act: ratios, ratings and trainees together are 49 points at most."""
    result = score_quarter(ledger_of(members=[member()]), rules_of(), Q1)
    assert result.members.set_index("member_no").loc[ME, "maximum"] == 100 - 15 - 4 - 5 - 6 - 4 - 15
    assert result.members["unscored_reason"].tolist() == [""]


def test_u48_eight_points_for_teams_where_there_are_no_lines():
    """Half of the teams covered and all members with a zone: 8 × 0.5 + 2."""
    points = points_from("支部", {HERE: {"A1/线路": (6, 12), "A1/班组": (6, 12), "A1/党员": (12, 12)}})
    assert points.set_index("indicator").loc["A1", "points"] == 6.0


def test_the_rulings_an_office_may_decide_otherwise_are_rows_of_the_rules_workbook():
    """Section 10: their default is the ruling."""
    rules = default_rule_book().on(Period(2026).end)
    defaults = {
        "report_grace_days": 3,
        "late_report_hours": 24,
        "bonus_cap_quarter": 5,
        "bonus_cap_year": 10,
        "veto_cap": 59,
        "branch_veto_cap": 79,
        "long_gap_days": 60,
        "min_branch_months": 6,
        "rectification_days": 30,
    }
    assert {key: rules.number(key) for key in defaults} == defaults
    assert {table.name for table in FORMS["RULES"].tables} >= {
        "parameters",
        "indicators",
        "grades",
        "quotas",
        "waivers",
    }


def test_u10_the_summary_counts_code_points_after_trimming():
    ten = talk("2026-03", "E1", content=" 一二三四五六七八九。\u3000")
    nine = talk("2026-03", "E1", content="一二三四五六七八九 ")
    tables = {"members": [member()], "contacts": [{"member_no": ME, "contact_employee_no": "E1"}]}
    done = [
        score_quarter(ledger_of(talks=[row], **tables), rules_of(), Q1)
        .cases.query("indicator == 'I11'")["numerator"]
        .sum()
        for row in (ten, nine)
    ]
    assert done == [1.0, 0.0]


def test_u02_who_is_lent_between_two_branches_is_on_one_roll_only():
    rows = [
        member(branch_to="2026-02-10", transfer_to="001002", party_status="已转出"),
        member(branch_code="001002", branch_from="2026-03-01"),
    ]
    organisations = [{"org_code": code, "org_type": "党支部"} for code in ("001001", "001002")]
    ledger = ledger_of(members=rows, organisations=organisations)
    days = [Period.parse(month).rule_day(15) for month in MONTHS]
    assert roster_on(ledger, days)["branch_code"].tolist() == ["001001", "001001", "001002"]
    assert counted("覆盖", evidence_of(ledger_of(teams=[team("052-01")], members=rows)))[HERE, "班组"] == (0.0, 12.0)
