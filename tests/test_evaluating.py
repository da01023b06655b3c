"""What the panel takes along: machine facts beside the checklist, and reproducible lists (3.4.1, 3.4.2, U79)."""

from building import ledger_of
from company_year import company
from year_rows import HERE, YEAR

from zoneproc.evaluating import evaluation_rows, issue_evaluation, sample_book
from zoneproc.forms import FORMS
from zoneproc.intake import read_submission
from zoneproc.rules import default_rule_book
from zoneproc.scoring.samples import talk_samples
from zoneproc.workspace import Workspace

BOOK = default_rule_book()
RULES = BOOK.on(YEAR.end)


def test_every_item_of_every_branch_with_its_fact_and_what_is_typed_already():
    """2.6 E-2, S5.2.2c: machine-prefilled facts beside each line; typed scores are kept."""
    typed = {"branch_code": HERE, "item_no": "K05", "max_score": 20, "score": 18, "reason": "2条无日期"}
    rows = evaluation_rows(ledger_of(**company() | {"file_checks": [typed]}), BOOK, YEAR)["file_checks"]
    assert [row["item_no"] for row in rows] == [item.item_no for item in RULES.file_check_items]
    assert [row["max_score"] for row in rows] == [item.max_points for item in RULES.file_check_items]
    talks = rows[4]
    assert (talks["score"], talks["reason"]) == (18, "2条无日期")
    assert "84/96" in talks["machine_fact"]
    assert all(row["machine_fact"] for row in rows)


def test_the_papers_can_be_read_back_as_the_offices_own(tmp_path):
    workspace = Workspace.create(tmp_path / "公司", "样例公司", 2026)
    returns = [{"branch_code": HERE, "form": "MON", "period": "2026-01", "received_at": "2026-02-01"}]
    ledger = ledger_of(**company() | {"returns": returns})
    evaluation, names = issue_evaluation(workspace, ledger, BOOK, YEAR)
    read = read_submission(evaluation.name, evaluation.read_bytes(), {"EVAL": FORMS["EVAL"]})
    assert len(read.tables["file_checks"].values["item_no"]) == 11
    assert names.name == "谈访名单_2026_内部.xlsx"
    assert issue_evaluation(workspace, ledger_of(), BOOK, YEAR) == []


def test_the_lists_are_the_same_again_and_name_no_secretary():
    first, second = (sample_book(ledger_of(**company()), RULES, YEAR, "甲") for _ in range(2))
    other = sample_book(ledger_of(**company()), RULES, YEAR, "乙")
    lists = [[sheet.tables[0].rows.to_dict("records") for sheet in book.sheets] for book in (first, second, other)]
    assert lists[0] == lists[1]
    assert lists[0] != lists[2]
    assert dict(first.figures)["抽取依据"] == "甲 2026"


def test_ten_talks_of_a_branch_whatever_else_there_is():
    """3.4.1 谈心记录抽查 (10 rows, fixed-seed random): other branches and the order of rows change nothing."""
    rows = company()["talks"]
    drawn = talk_samples(ledger_of(talks=rows), YEAR, "甲")
    assert drawn["seq"].tolist() == list(range(1, 11))
    again = talk_samples(ledger_of(talks=[*reversed(rows), rows[0] | {"_branch": "001009"}]), YEAR, "甲")
    key = ["member_no", "contact_employee_no", "talk_date"]
    assert drawn[key].to_numpy().tolist() == again[again["branch_code"] == HERE][key].to_numpy().tolist()
