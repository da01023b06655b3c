"""The shipped scheme is complete: domain.md 3.1–3.6 and 3.4.1."""

from datetime import date

import pytest

from zoneproc.forms import FORMS
from zoneproc.kinds import Bad
from zoneproc.rules import default_rule_book, default_rule_rows
from zoneproc.rules.defaults import default_frames
from zoneproc.shapes import SHAPES

RULES = default_rule_book().on(date(2026, 12, 31))
KEYS = """
contact_floor contact_target contact_note_above talk_per_month talk_basis report_per_month report_grace_days
assess_cadence mid_month_day min_in_service_months_quarter min_scored_quarters_year min_applicable_points late_factor
late_task_factor assist_role_factor review_excellent_cap ballot_values secretary_ballot_values review_mix_member review_mix_masses
bonus_cap_quarter bonus_cap_year total_cap_quarter total_cap_year veto_effect veto_cap branch_veto_cap branch_bonus_cap
rectification_days correction_days coverage_grace_days contact_grace_days coverage_by_shift holder_absence_days
main_zones_note_above long_gap_days late_report_hours group_min_members min_branch_months secretary_min_months
subcompany_line_penalty subcompany_min_total member_award_min_total member_award_min_quarters sample_forum_min
sample_forum_share sample_visit_min sample_visit_share decimals
""".split()


def test_the_shipped_rules_have_no_findings():
    assert default_rule_book().findings == ()


@pytest.mark.parametrize("key", KEYS)
def test_every_parameter_is_there(key):
    assert RULES.text(key)


@pytest.mark.parametrize(
    ("subject", "cadence", "codes"),
    [
        ("党员", "季度", "I11 I12 I13 I21 I22 I23 I24 I31 I32 I41 I51 I52 I61"),
        ("党小组", "年度", "G1 G2 G3 G4"),
        ("支部", "年度", "A1 A2 A3 A4 A5 A6 A7 A8 B1 B2 B3 B4"),
    ],
)
def test_indicators_sum_to_100_and_have_a_shape(subject, cadence, codes):
    indicators = RULES.indicators(subject, cadence)
    assert [indicator.code for indicator in indicators] == codes.split()
    assert sum(indicator.full_points for indicator in indicators) == 100
    for indicator in indicators:
        assert not SHAPES[indicator.shape].fault(indicator.arguments)


def test_points_of_the_six_tasks_3_1():
    blocks: dict[str, float] = {}
    for indicator in RULES.indicators("党员", "季度"):
        blocks[indicator.block] = blocks.get(indicator.block, 0) + indicator.full_points
    assert blocks == {"T1": 25, "T2": 30, "T3": 10, "T4": 10, "T5": 10, "T6": 15}


def test_every_cell_is_readable_and_every_row_has_a_basis():
    for table in FORMS["RULES"].tables:
        for row in default_rule_rows()[table.name]:
            assert not any(isinstance(value, Bad) or value is None for value in row.values())
            assert row["basis"]
            assert row["effective_from"] == date(2000, 1, 1)
            assert all(field.name in row for field in table.fields if field.required)


def test_frames_have_the_dtypes_of_a_merge():
    for table in FORMS["RULES"].tables:
        frame = default_frames()[table.name]
        assert {field.name: str(frame[field.name].dtype) for field in table.fields} == {
            field.name: field.kind.dtype for field in table.fields
        }
