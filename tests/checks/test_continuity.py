"""X01–X05: against the roster, another month, another branch, the departments, the version before."""

from building import ledger_of, rules_of
from checks.asking import HERE, THERE, asked, flat, link, member, organisation, spot, talk, team, zone

from zoneproc.checks import View
from zoneproc.checks.continuity import no_living_row_is_deleted
from zoneproc.period import Period


def test_x01_two_open_rows_and_an_undated_status():
    """2.10: one person counted twice; one gone without a date."""
    twice = [member(), member(branch_from="2026-03-05")]
    assert asked("the_roster_adds_up", members=twice) == [("X01", *spot("members"))]
    gone = [member(), member("D00002", party_status="已去世")]
    assert asked("the_roster_adds_up", members=gone) == [("X01", *spot("members"))]


def test_x01_dated_movements_balance():
    """U01: who left on the last day before the month, in it, and on its last day; who came."""
    rows = [
        member("D00001", branch_to="2026-02-28", party_status="已转出"),
        member("D00002", branch_to="2026-03-10", party_status="已去世"),
        member("D00003", branch_to="2026-03-31", party_status="已转出"),
        member("D00004", branch_from="2026-03-01"),
        member("D00005"),
    ]
    assert asked("the_roster_adds_up", members=rows) == []


def reports(period, count):
    return [{"member_no": f"D{number:05d}", "_period": period} for number in range(1, count + 1)]


def test_x02_fewer_reports_without_dated_rows():
    """2.10: 10 members in February, 7 in March; three dated departures explain it, a fifth needs none."""
    name = "the_count_of_reports_changes_with_the_roster"
    seven = [*reports("2026-02", 10), *reports("2026-03", 7)]
    assert asked(name, monthly_reports=seven) == [("X02", *spot("monthly_reports"))]
    left = [member(f"D0000{number}", branch_to="2026-03-10") for number in (7, 8, 9)]
    assert asked(name, monthly_reports=seven, members=left) == []
    assert asked(name, monthly_reports=[*reports("2026-02", 10), *reports("2026-03", 8)]) == []


def test_x03_both_branches_hear_of_a_transfer_not_taken_up():
    """4/4: out on 20 February, a month is over on 20 March."""
    branches = [organisation(), organisation(THERE)]
    left = member(branch_to="2026-02-20", transfer_to=THERE, party_status="已转出")
    other = member("D00009", branch_code=THERE)
    name = "who_leaves_a_branch_arrives"
    assert asked(name, organisations=branches, members=[left, other]) == [
        ("X03", *spot("members", "transfer_to")),
        ("X03", *spot("members")),
    ]
    arrived = member(branch_code=THERE, branch_from="2026-03-20")
    assert asked(name, organisations=branches, members=[left, arrived]) == []
    assert asked(name, "2026-02", organisations=branches, members=[left, other]) == []
    outside = left | {"transfer_to": "公司外"}
    assert asked(name, organisations=branches, members=[outside, other]) == []


def fact(**changes):
    row = {
        "fact_no": "X2026-0311",
        "fact_date": "2026-03-09",
        "team_code": "052-01",
        "fact_kind": "三违",
        "_branch": "",
        "_period": "",
    }
    return row | changes


def test_x04_facts_the_branch_did_not_report():
    """U15: same team and day; accidents against M-5, by the day of the moment."""
    name = "what_departments_know_was_reported"
    tables = {"teams": [team()], "talks": [talk()]}
    told = [("X04", *spot("facts", "fact_no"))]
    assert asked(name, facts=[fact()], **tables) == told
    reported = {"violation_no": "W1", "event_date": "2026-03-09", "team_code": "052-01"}
    assert asked(name, facts=[fact()], violations=[reported], **tables) == []
    event = {"event_no": "S1", "occurred_at": "2026-03-09 07:40", "team_code": "052-01", "event_kind": "安全事故"}
    accident = fact(fact_kind="事故")
    assert asked(name, facts=[accident], events=[event], **tables) == []
    assert asked(name, facts=[accident], events=[event | {"event_kind": "其他"}], **tables) == told


def test_x04_only_for_returns_at_hand_and_only_for_the_two_kinds():
    name = "what_departments_know_was_reported"
    assert asked(name, facts=[fact()], teams=[team()]) == []
    praise = fact(fact_kind="乘客表扬")
    assert asked(name, facts=[praise], teams=[team()], talks=[talk()]) == []


def view(**tables):
    return View(ledger_of(**tables), rules_of(), [Period.parse("2026-03")])


def test_x05_a_row_is_gone():
    """2.3: rows are closed, never deleted; a closed or changed row is the same row."""
    before = view(members=[member()], zones=[zone()], contacts=[link(), link(contact="E20002")])
    now = view(members=[member()], zones=[zone(end_date="2026-03-01")], contacts=[link()])
    assert flat(no_living_row_is_deleted(now, before)) == [("X05", *spot("contacts"))]
    assert no_living_row_is_deleted(before, now) == []


def test_x05_explained_on_the_cover_or_without_a_new_base():
    before = view(members=[member()], contacts=[link()])
    base = {"template_id": "BASE", "branch_code": HERE, "correction_note": "联系人登记错误,删去一行"}
    assert no_living_row_is_deleted(view(members=[member()], cover=[base]), before) == []
    assert no_living_row_is_deleted(view(contacts=[]), before) == []
