"""D12–D14: zones and contacts of the next year."""

from checks.asking import asked, link, member, spot, zone

YEAR = "2026"
COMING = {"_period": YEAR, "start_date": "2027-01-01"}


def test_d12_next_year_starts_next_year():
    name = "next_year_begins_next_year"
    found = asked(name, YEAR, next_zones=[zone(_period=YEAR)], next_contacts=[link(_period=YEAR)])
    assert found == [("D12", *spot("next_zones", "start_date")), ("D12", *spot("next_contacts", "start_date"))]
    assert asked(name, YEAR, next_zones=[zone(**COMING)]) == []


def test_d13_before_the_review():
    review = {"member_no": "D00001", "review_date": "2027-01-05", "_period": YEAR}
    found = asked("next_year_follows_the_review", YEAR, next_zones=[zone(**COMING)], reviews=[review])
    assert found == [("D13", *spot("next_zones", "start_date"))]
    reviewed = review | {"review_date": "2026-12-15"}
    assert asked("next_year_follows_the_review", YEAR, next_zones=[zone(**COMING)], reviews=[reviewed]) == []


def test_d14_a_member_is_forgotten():
    name = "nobody_is_forgotten_next_year"
    both = [member(), member("D00002")]
    assert asked(name, YEAR, members=both, next_zones=[zone(**COMING)]) == [("D14", *spot("next_zones"))]
    exempt = [member(), member("D00002", assess_mode="免考", exempt_basis="大会")]
    assert asked(name, YEAR, members=exempt, next_zones=[zone(**COMING)]) == []
    assert asked(name, YEAR, members=both) == []
