"""B1–B4: what is counted from 听 看 谈 访 (U55, U78)."""

from building import ledger_of
from year_rows import HERE, THERE, branch, counted, evidence_of


def judges(*scores: float | None):
    return [
        {"_period": "2026", "branch_code": HERE, "judge_no": f"P{at}", "score": score, "recused": score is None}
        for at, score in enumerate(scores)
    ]


def test_of_five_judges_one_highest_and_one_lowest_drop_U55():
    ledger = ledger_of(hearings=judges(60, 90, 90, 80, 70))
    assert counted("听", evidence_of(ledger)) == {(HERE, ""): (240.0, 300.0)}


def test_recused_judges_do_not_make_five_U55():
    ledger = ledger_of(hearings=judges(60, 90, None, 80, 70))
    assert counted("听", evidence_of(ledger)) == {(HERE, ""): (300.0, 400.0)}


def test_checklist_points_out_of_full_points_U55():
    rows = [{"branch_code": HERE, "item_no": "K01", "max_score": 8, "score": 6}]
    rows += [{"branch_code": HERE, "item_no": "K02", "max_score": 12, "score": 12}]
    assert counted("看", evidence_of(ledger_of(file_checks=[row | {"_period": "2026"} for row in rows]))) == {
        (HERE, ""): (18.0, 20.0)
    }


def test_awareness_and_effect_at_one_half_each_U55():
    rows = [{"_period": "2026", "branch_code": HERE, "participant_seq": 1, "awareness": 80, "effect": 90}]
    assert counted("谈", evidence_of(ledger_of(forums=rows))) == {(HERE, ""): (85.0, 100.0)}


def test_answers_are_parts_and_knowing_the_member_scores_nothing_U55():
    answers = [("满意", False), ("满意", True), ("不了解", False)]
    rows = [
        {"_period": "2026", "branch_code": HERE, "satisfaction": word, "knows_member": knows} for word, knows in answers
    ]
    assert counted("访", evidence_of(ledger_of(visits=rows))) == {
        (HERE, "满意"): (2.0, 2.0),
        (HERE, "不了解"): (1.0, 1.0),
    }


def test_figures_of_one_of_two_merged_branches_count_for_both_U78():
    organisations = [branch(THERE, end="2026-06-30", successor_code=HERE), branch()]
    ledger = ledger_of(organisations=organisations, hearings=judges(80, 90))
    assert counted("听", evidence_of(ledger)) == {(HERE, ""): (170.0, 200.0), (THERE, ""): (170.0, 200.0)}
