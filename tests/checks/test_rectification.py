"""G01–G04: rectification ends in time and is accepted by somebody else."""

from checks.asking import asked, member, spot

QUARTER = "2026Q2"


def matter(**changes: object):
    row = {"rect_no": "G1", "member_no": "D00001", "issued_date": "2026-04-12", "due_date": "2026-05-12"}
    return row | {"rect_status": "整改中", "_period": QUARTER} | changes


def test_g01_overdue():
    name = "rectifications_end_in_time"
    assert asked(name, QUARTER, rectifications=[matter()]) == [("G01", *spot("rectifications", "due_date"))]
    assert asked(name, QUARTER, rectifications=[matter(closed_date="2026-05-20")]) == []
    assert asked(name, "2026-04", rectifications=[matter(_period="2026Q1")]) == []


def test_g01_an_extension_counts_up_to_its_limit():
    """An extension to July counts until 11 June only, thirty days after the deadline (U54)."""
    longer = matter(extended_to="2026-07-20")
    assert asked("rectifications_end_in_time", QUARTER, rectifications=[longer]) != []
    assert asked("rectifications_end_in_time", "2026-05", rectifications=[longer | {"_period": "2026Q1"}]) == []


def test_g02_too_long_an_extension():
    name = "an_extension_has_its_limit"
    found = asked(name, QUARTER, rectifications=[matter(extended_to="2026-06-12")])
    assert found == [("G02", *spot("rectifications", "extended_to"))]
    assert asked(name, QUARTER, rectifications=[matter(extended_to="2026-06-11")]) == []


def test_g03_accepted_by_the_member():
    name = "nobody_accepts_his_own_work"
    found = asked(name, QUARTER, members=[member()], rectifications=[matter(accepted_by="党员1")])
    assert found == [("G03", *spot("rectifications", "accepted_by"))]
    assert asked(name, QUARTER, members=[member()], rectifications=[matter(accepted_by="赵六")]) == []


def test_g04_state_and_dates():
    name = "the_state_fits_the_dates"
    assert asked(name, QUARTER, rectifications=[matter(closed_date="2026-05-10")]) == [
        ("G04", *spot("rectifications", "rect_status"))
    ]
    assert asked(name, QUARTER, rectifications=[matter(rect_status="延期")]) != []
    assert asked(name, QUARTER, rectifications=[matter()]) == []
