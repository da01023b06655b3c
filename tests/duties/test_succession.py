"""Next year's zones and contacts against this year's (S5.1.3c)."""

from building import ledger_of
from member_rows import link, zone
from year_rows import YEAR

from zoneproc.duties.succession import contact_changes, zone_changes

COMING = {"_period": "2026", "start_date": "2027-01-01"}


def test_zones_kept_new_and_ended():
    ledger = ledger_of(
        zones=[zone(), zone(team="052-02"), zone(team="052-09", _branch="001002")],
        next_zones=[zone(**COMING), zone(team="052-03", **COMING)],
    )
    found = zone_changes(ledger, YEAR)
    assert found[["team_code", "change"]].to_numpy().tolist() == [
        ["052-01", "沿用"],
        ["052-02", "结束"],
        ["052-03", "新增"],
    ]


def test_contacts_kept_and_new():
    ledger = ledger_of(contacts=[link("E1")], next_contacts=[link("E1", **COMING), link("E2", **COMING)])
    assert contact_changes(ledger, YEAR)["change"].tolist() == ["沿用", "新增"]


def test_nothing_comes_of_nothing():
    assert zone_changes(ledger_of(), YEAR).empty
