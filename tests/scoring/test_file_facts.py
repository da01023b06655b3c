"""Facts beside the checklist of the files (3.4.1)."""

from building import ledger_of
from company_year import company
from rule_rows import added, book_of
from year_rows import HERE, YEAR

from zoneproc.rules import default_rule_book
from zoneproc.scoring.file_facts import FINDERS, file_check_facts
from zoneproc.scoring.year import score_year

RULES = default_rule_book().on(YEAR.end)


def test_every_item_of_the_shipped_checklist_has_a_fact():
    assert list(FINDERS) == [item.item_no for item in RULES.file_check_items]


def test_facts_beside_each_item():
    ledger = ledger_of(**company())
    scores = score_year(ledger, default_rule_book(), 2026)
    book = book_of(file_check_items=added("file_check_items", item_no="K12", label="新项", max_points=5.0))
    found = file_check_facts(ledger, book.on(YEAR.end), scores)
    assert set(found["branch_code"]) == {HERE}
    facts = found.set_index("item_no")["machine_fact"]
    assert "84/96" in facts["K05"]
    assert "88%" in facts["K05"]
    assert facts["K01"] == "实施意见:没有记录"
    assert facts["K12"] == "新项"


def test_nothing_comes_of_nothing():
    ledger = ledger_of()
    assert file_check_facts(ledger, RULES, score_year(ledger, default_rule_book(), 2026)).empty
