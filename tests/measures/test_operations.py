"""I21–I24: own conduct, the zone, key persons, major matters."""

import pytest
from building import ledger_of
from member_rows import ME, OTHER, absence, event, fact, link, member, of, talk, violation, zone

I21, I22, I23, I24 = "本人安全服务", "责任区安全服务", "重点人跟进", "重大事项报告"
MINE = "E00123"


def zone_of(*violations, members=None, zones=None, **tables):
    return ledger_of(members=members or [member()], zones=zones or [zone()], violations=list(violations), **tables)


def test_own_events_by_kind_and_level_i21():
    facts = [
        fact("三违", "2026-01-09", level="一般", employee_no=MINE),
        fact("事故", "2026-01-10", level="次要责任", employee_no=MINE),
        fact("有责投诉", "2026-01-11", employee_no=MINE),
        fact("乘客表扬", "2026-01-12", employee_no=MINE),
    ]
    assert of(I21, ledger_of(members=[member()], facts=facts)) == [
        (ME, "一般", 1.0, 0.0),
        (ME, "有责投诉", 1.0, 0.0),
        (ME, "次要责任", 1.0, 0.0),
    ]


def test_m4_is_superseded_by_c7_of_team_and_day_u15():
    own = violation("2026-01-09", grade="严重", person_kind="党员本人", person_employee_no=MINE)
    elsewhere = violation("2026-01-10", grade="轻微", person_kind="党员本人", person_employee_no=MINE)
    facts = [fact("三违", "2026-01-09", level="轻微", employee_no="E9")]
    ledger = ledger_of(members=[member()], zones=[zone()], violations=[own, elsewhere], facts=facts)
    assert of(I21, ledger) == [(ME, "轻微", 1.0, 0.0)]
    assert of(I22, ledger) == [(ME, "轻微", 1.0, 0.0)]


def test_secret_facts_and_undetermined_accidents_wait_u16():
    facts = [
        fact("事故", "2026-01-10", level=None, employee_no=MINE),
        fact("三违", "2026-01-11", level="严重", employee_no=MINE, visibility="党办"),
        fact("三违", "2026-01-12", level="轻微", employee_no=MINE, visibility="党办", doc_no="安1号"),
    ]
    assert of(I21, ledger_of(members=[member()], facts=facts)) == [(ME, "轻微", 1.0, 0.0)]


def test_own_ones_and_outsiders_do_not_count_in_the_zone_u17():
    ledger = zone_of(
        violation("2026-01-09", person_kind="党员本人", person_employee_no=MINE),
        violation("2026-01-10", person_kind="其他"),
        violation("2026-01-11", person_kind="党员本人", person_employee_no="E00124"),
        members=[member(), member(OTHER)],
    )
    assert of(I22, ledger) == [(ME, "轻微", 1.0, 0.0)]
    assert of(I21, ledger) == [(ME, "轻微", 1.0, 0.0), (OTHER, "轻微", 1.0, 0.0)]


def test_one_event_once_per_member_and_the_larger_role_u17_u20():
    zones = [zone(role="协责"), zone(role="主责"), zone(OTHER, role="协责")]
    ledger = zone_of(violation("2026-01-09", grade="一般"), members=[member(), member(OTHER)], zones=zones)
    assert of(I22, ledger) == [(ME, "一般", 1.0, 0.0), (OTHER, "一般", 0.5, 0.0)]


def test_two_persons_together_empty_the_item_u18():
    pair = [violation("2026-01-09", violation_no=f"W{n}", person_employee_no=f"E{n}") for n in (1, 2)]
    unnamed = [violation("2026-01-09", violation_no=f"W{n}") for n in (1, 2)]
    same = [violation("2026-01-09", violation_no=f"W{n}", person_employee_no="E1") for n in (1, 2)]
    assert of(I22, zone_of(*pair)) == [(ME, "清零", 2.0, 0.0)]
    assert of(I22, zone_of(*unnamed)) == [(ME, "清零", 2.0, 0.0)]
    assert of(I22, zone_of(*same)) == [(ME, "轻微", 2.0, 0.0)]


def test_waived_and_own_events_make_no_pair_u18():
    mine = violation("2026-01-09", violation_no="W1", person_kind="党员本人", person_employee_no=MINE)
    found = violation("2026-01-09", violation_no="W2", source="党员发现", handling="当场制止")
    third = violation("2026-01-09", violation_no="W3", person_employee_no="E3")
    assert of(I22, zone_of(mine, found, third)) == [(ME, "轻微", 1.0, 0.0)]


def test_serious_empties_for_every_role_u20():
    ledger = zone_of(violation("2026-01-09", grade="严重"), zones=[zone(role="协责")])
    assert of(I22, ledger) == [(ME, "清零", 1.0, 0.0)]


def test_injury_with_responsibility_empties_u19():
    hurt = event("2026-01-09", casualty="轻伤", liability="次要责任")
    free = event("2026-01-09", casualty="轻伤", liability="无责任")
    open_case = event("2026-01-09", casualty="死亡")
    nobody = event("2026-01-09", casualty="无", liability="主要责任")
    assert of(I22, zone_of(events=[hurt])) == [(ME, "清零", 1.0, 0.0)]
    assert of(I22, zone_of(events=[nobody])) == []
    assert of(I22, zone_of(events=[free])) == []
    assert of(I22, zone_of(events=[open_case])) == []


def test_injury_c7_decides_and_spares_the_driver_u19():
    hurt = event("2026-01-09", number=OTHER, casualty="轻伤", liability="主要责任")
    free = fact("事故", "2026-01-09", level="无责任", employee_no="E9")
    mine = fact("事故", "2026-01-09", level="全部责任", employee_no=MINE)
    assert of(I22, zone_of(events=[hurt], facts=[free])) == []
    people = [member(), member(OTHER)]
    ledger = zone_of(events=[hurt], facts=[mine], members=people, zones=[zone(), zone(OTHER, role="协责")])
    assert of(I22, ledger) == [(OTHER, "清零", 1.0, 0.0)]


def test_zone_events_on_leave_or_outside_the_row_do_not_count_u21():
    away = zone_of(violation("2026-01-09"), absences=[absence(start="2026-01-09", end="2026-01-10")])
    ended = zone_of(violation("2026-01-10"), zones=[zone(end_date="2026-01-09")])
    last_day = zone_of(violation("2026-01-09"), zones=[zone(end_date="2026-01-09")])
    assert (of(I22, away), of(I22, ended)) == ([], [])
    assert of(I22, last_day) == [(ME, "轻微", 1.0, 0.0)]


def test_slight_ones_found_by_members_are_waived_in_the_zone_only_u22():
    waived = {"source": "党员发现", "handling": "当场制止"}
    ledger = zone_of(
        violation("2026-01-09", **waived),
        violation("2026-01-10", grade="一般", **waived),
        violation("2026-01-11", person_kind="党员本人", person_employee_no=MINE, **waived),
    )
    assert of(I22, ledger) == [(ME, "一般", 1.0, 0.0), (ME, "轻微", 0.0, 0.0)]
    assert of(I21, ledger) == [(ME, "轻微", 1.0, 0.0)]


@pytest.mark.parametrize(
    ("source", "handling", "weight"),
    [
        ("党员发现", "当场制止", 0.0),
        ("党员发现", "批评教育", 1.0),
        ("安全部门通报", "当场制止", 1.0),
        ("视频稽查", "当场制止", 1.0),
    ],
)
def test_the_waiver_asks_for_both_found_and_stopped_u22(source, handling, weight):
    seen = violation("2026-01-09", source=source, handling=handling)
    assert of(I22, zone_of(seen)) == [(ME, "轻微", weight, 0.0)]


def test_a_c7_fact_not_self_found_takes_the_waiver_away_u22():
    found = violation("2026-01-09", source="党员发现", handling="当场制止")
    seen = zone_of(found, facts=[fact("三违", "2026-01-09", level="轻微")])
    own_up = zone_of(found, facts=[fact("三违", "2026-01-09", level="轻微", self_found=True)])
    assert of(I22, seen) == [(ME, "轻微", 1.0, 0.0)]
    assert of(I22, own_up) == [(ME, "轻微", 0.0, 0.0)]


def test_key_person_months_need_talk_and_follow_up_u24():
    links = [link("E1", key_person=True), link("E2")]
    talks = [talk("2026-01", "E1", follow_up="已回访"), talk("2026-02", "E1"), talk("2026-03", "E2", follow_up="好")]
    assert of(I23, ledger_of(members=[member()], contacts=links, talks=talks)) == [(ME, "", 1.0, 3.0)]


def test_late_is_more_than_24_hours_once_per_event_u25():
    exact = event("2026-01-09", reported_branch_at="2026-01-10 07:00")
    late = event("2026-01-11", reported_branch_at="2026-01-12 07:01", reported_company_at="2026-01-13 08:00")
    company = event("2026-01-14", reported_company_at="2026-01-15 09:00", event_kind="群体性苗头")
    assert of(I24, ledger_of(members=[member()], events=[exact, late, company])) == [(ME, "迟报", 2.0, 0.0)]


def test_concealed_accidents_charge_main_holders_in_service_u25():
    third = "D00125"
    tables = {
        "members": [member(), member(OTHER), member(third)],
        "zones": [zone(), zone(OTHER, role="协责"), zone(third)],
        "absences": [absence(third)],
        "facts": [fact("事故", "2026-01-09"), fact("违纪违法", "2026-01-10", level="处分")],
    }
    assert of(I24, ledger_of(**tables)) == [(ME, "隐瞒", 1.0, 0.0)]
    assert of(I24, ledger_of(**tables, events=[event("2026-01-09", number=OTHER)])) == []


def test_a_fact_that_does_not_say_self_found_is_not_waived_u22():
    silent = fact("三违", "2026-01-09", level="轻微", self_found=None)
    assert of(I22, zone_of(facts=[silent])) == [(ME, "轻微", 1.0, 0.0)]
