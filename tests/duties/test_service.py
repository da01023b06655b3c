"""Who is listed in a quarter, by which branch, and who cannot be scored."""

from building import ledger_of, rules_of
from member_rows import ME, Q1, absence, member

from zoneproc.duties.service import assessed_members, deceased_by


def listed(members, **tables):
    found = assessed_members(ledger_of(members=members, **tables), rules_of(), Q1)
    columns = ("member_no", "branch_code", "months_in_service", "present", "unscored")
    return [tuple(row) for row in found[list(columns)].itertuples(index=False)]


def moved(day_out: str, day_in: str):
    return [
        member(branch_to=day_out, transfer_to="001002", party_status="已转出"),
        member(branch_code="001002", branch_from=day_in),
    ]


COMPANY = [{"org_code": code, "org_type": "党支部"} for code in ("001001", "001002")]


def test_the_branch_with_most_of_the_15ths_computes_u05():
    assert listed(moved("2026-01-31", "2026-02-01"))[0][1] == "001002"
    assert listed(moved("2026-02-28", "2026-03-01"))[0][1] == "001001"


def test_equal_shares_go_to_the_later_branch_even_with_a_month_outside_u05():
    assert listed(moved("2026-01-31", "2026-03-01"))[0][:3] == (ME, "001002", 2)


def test_membership_not_service_chooses_the_branch_u05():
    away = [absence(start="2026-01-01", end="2026-03-10")]
    assert listed(moved("2026-02-28", "2026-03-01"), absences=away)[0][:3] == (ME, "001001", 1)


def test_a_move_not_yet_accepted_stays_with_the_old_branch_u02():
    members = [member(branch_to="2026-01-31", transfer_to="001002", party_status="已转出")]
    assert listed(members, organisations=COMPANY) == [(ME, "001001", 3, True, "")]
    assert listed(members) == [(ME, "001001", 1, False, "在岗不足2个月")]


def test_a_newcomer_after_the_last_15th_is_listed_unscored():
    assert listed([member(branch_from="2026-03-20")]) == [(ME, "001001", 0, True, "在岗不足2个月")]


def test_retired_exempt_and_unsettled_are_listed_with_their_reason_u04():
    assert listed([member()], absences=[absence(kind="离退休")])[0][4] == "离退休"
    assert listed([member(assess_mode="免考", exempt_basis="支部大会")])[0][4] == "免考"
    assert listed([member(assess_mode="免考")])[0][4] == ""
    assert listed([member(assess_mode="不定等次")])[0][4] == "考核方式为不定等次"


def test_the_deceased_are_not_listed_from_the_quarter_of_death_u40():
    assert listed([member(party_status="已去世", branch_to="2026-02-20")]) == []
    assert listed([member(party_status="已去世", branch_to="2026-04-01")])[0][0] == ME
    gone = ledger_of(members=[member(party_status="已去世", branch_to="2026-04-01")])
    assert deceased_by(gone, Q1.whole_year).tolist() == [ME]


def test_nobody_gives_an_empty_list():
    assert listed([]) == []
