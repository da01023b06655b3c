"""V01–V06: ballots, resolutions, nominations."""

import pytest
from building import ledger_of
from checks.asking import HERE, THERE, ask, asked, flat, member, spot

YEAR = "2026"


def review(number="D00001", **changes):
    row = {
        "member_no": number,
        "attended": True,
        "pv_issued": 3,
        "pv_returned": 3,
        "pv_valid": 3,
        "pv_excellent": 1,
        "pv_pass": 2,
        "pv_basic": 0,
        "pv_fail": 0,
        "review_grade": "合格",
        "review_date": "2026-12-15",
        "_period": YEAR,
    }
    return row | changes


def nomination(number="D00001", **changes):
    row = {
        "award": "优秀共产党员",
        "subject_no": number,
        "voting_expected": 22,
        "voting_attended": 20,
        "ayes": 18,
        "_period": YEAR,
    }
    return row | changes


def people(count, **changes):
    return [member(f"D{number:05d}", **changes) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"pv_valid": 4, "pv_pass": 3}, "pv_valid"),
        ({"pv_returned": 4}, "pv_returned"),
        ({"pv_pass": 1}, "pv_valid"),
        ({"pv_issued": 4}, "pv_issued"),
        ({"mv_valid": 5, "mv_excellent": 4}, "mv_valid"),
        ({"mv_excellent": 4}, "mv_valid"),
    ],
)
def test_v01_review_votes(changes, cell):
    """2.10: valid ≤ returned ≤ issued ≤ members on the roll; options sum to valid."""
    tables = {"members": people(3), "reviews": [review(**changes)]}
    assert asked("members_ballots_add_up", YEAR, **tables) == [("V01", *spot("reviews", cell))]


def test_v01_even_votes():
    good = review(mv_valid=5, mv_excellent=4, mv_pass=1, mv_basic=0, mv_fail=0)
    assert asked("members_ballots_add_up", YEAR, members=people(3), reviews=[good, review("D00002")]) == []


def test_v01_who_may_fill_in_a_ballot_is_the_offices_to_say():
    """3.2 probationary_may_ballot: without them three on the roll are two who may vote."""
    young = [row | {"member_type": "预备党员", "full_date": None} for row in people(3)[:1]]
    ledger = ledger_of(members=[*young, *people(3)[1:]], reviews=[review()])
    issued = review()["pv_issued"]
    told = [len(ask("members_ballots_add_up", ledger, YEAR, probationary_may_ballot=word)) for word in ("是", "否")]
    assert (issued, told) == (3, [0, 1])


def test_v01_secretaries():
    """E-5."""
    row = {"branch_code": HERE, "issued": 30, "returned": 30, "valid": 30, "n_good": 20, "n_fair": 8, "n_avg": 2}
    name = "secretaries_ballots_add_up"
    assert asked(name, YEAR, secretary_ballots=[row | {"n_poor": 0, "_period": YEAR}]) == []
    found = asked(name, YEAR, secretary_ballots=[row | {"n_poor": 1, "_period": YEAR}])
    assert found == [("V01", *spot("secretary_ballots", "valid"))]


def test_v02_probationary_members():
    """4/5: neither graded nor nominated; from 转正 on both (4/6)."""
    young = member(member_type="预备党员", full_date=None)
    name = "probationary_members_are_neither_graded_nor_nominated"
    assert asked(name, YEAR, members=[young], reviews=[review()], nominations=[nomination()]) == [
        ("V02", *spot("reviews", "review_grade")),
        ("V02", *spot("nominations", "subject_no")),
    ]
    ballots_only = [review(review_grade=None)]
    assert asked(name, YEAR, members=[young], reviews=ballots_only) == []
    turned = [young | {"full_date": "2026-12-01"}]
    assert asked(name, YEAR, members=turned, reviews=[review()], nominations=[nomination()]) == []


def reviews_of(count, excellent):
    return [
        review(f"D{number:05d}", review_grade="优秀" if number <= excellent else "合格")
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(("count", "excellent", "over"), [(9, 3, False), (9, 4, True), (24, 8, False), (2, 1, False)])
def test_v03_a_third(count, excellent, over):
    """U76: max(1, ⌊formal taking part ÷ 3⌋); told on the sheet."""
    tables = {"members": people(count), "reviews": reviews_of(count, excellent)}
    expected = [("V03", *spot("reviews"))] if over else []
    assert asked("excellence_stays_within_its_share", YEAR, **tables) == expected


def test_v03_no_cap():
    """3.2: the cap may be empty."""
    ledger = ledger_of(members=people(3), reviews=reviews_of(3, 3))
    assert ask("excellence_stays_within_its_share", ledger, YEAR, review_excellent_cap="") == []


def test_v04_quorum():
    """4/8: exactly half is not more than half; without a vote nothing is asked."""
    meeting = {"meeting_date": "2026-03-25", "meeting_kind": "党员大会", "_period": "2026Q1"}
    half = meeting | {"voting_expected": 8, "voting_attended": 4}
    name = "resolutions_have_a_quorum"
    assert asked(name, "2026Q1", meetings=[half]) == [("V04", *spot("meetings", "voting_attended"))]
    assert asked(name, "2026Q1", meetings=[half | {"voting_attended": 5}, meeting]) == []


def test_v04_nominees_need_more_than_half_of_those_due():
    """3.5: of 应到, not of 实到."""
    name = "resolutions_have_a_quorum"
    assert asked(name, YEAR, nominations=[nomination(ayes=11)]) == [("V04", *spot("nominations", "ayes"))]
    assert asked(name, YEAR, nominations=[nomination(ayes=12)]) == []


def test_v05_vetoed_and_open_rectification():
    """U37, U64: alleged or closed matters do not bar."""
    name = "nominees_are_free_of_faults"
    veto = {"subject_no": "D00001", "event_date": "2026-02-20", "basis_doc": "安〔2026〕3号", "_period": "2026Q1"}
    told = [("V05", *spot("nominations", "subject_no"))]
    assert asked(name, YEAR, nominations=[nomination()], vetoes=[veto | {"confirmed": True}]) == told
    assert asked(name, YEAR, nominations=[nomination()], vetoes=[veto]) == []
    open_case = {"rect_no": "G001-2026-001", "member_no": "D00001", "_period": "2026Q1"}
    closed = open_case | {"closed_date": "2026-05-10", "_period": "2026Q2"}
    assert asked(name, YEAR, nominations=[nomination()], rectifications=[open_case]) == told
    assert asked(name, YEAR, nominations=[nomination()], rectifications=[open_case, closed]) == []


def test_v06_places_by_largest_remainder():
    """U63 by hand: 10 % of 16 + 5 = 21 is 2 places; 1.6 and 0.5 give 1 + 0, the rest goes to the larger remainder: 2, 0."""
    here = people(16)
    there = [member(f"D{number:05d}", branch_code=THERE) for number in range(17, 22)]
    two = [nomination(), nomination("D00002")]
    name = "nominations_fit_the_places"
    assert flat(ask(name, ledger_of(members=[*here, *there], nominations=two), YEAR)) == []
    three = [*two, nomination("D00003")]
    assert flat(ask(name, ledger_of(members=[*here, *there], nominations=three), YEAR)) == [
        ("V06", *spot("nominations"))
    ]
    other = [nomination("D00017", _branch=THERE, _source="there")]
    assert flat(ask(name, ledger_of(members=[*here, *there], nominations=other), YEAR)) == [
        ("V06", *spot("nominations"))
    ]
