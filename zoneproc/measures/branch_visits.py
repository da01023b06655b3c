"""What is counted for branches from the year-end visit 听 看 谈 访: B1–B4 (S5.2.2, U55, U78)."""

import pandas as pd

from zoneproc.duties.branches import branches_in
from zoneproc.measures import MEASURES, Cases, Evidence, cases

FULL_SCORE = 100.0
HALF = 0.5


def visit_rows(evidence: Evidence, table: str) -> pd.DataFrame:
    """The rows of one E-sheet with `branch_code`; a merged branch and its successor share what only one has. U78."""
    rows = evidence.ledger[table].dropna(subset=["branch_code"])
    rows = rows[rows["_period"].eq("") | rows["_period"].str.startswith(str(evidence.period.year))]
    branches = branches_in(evidence.ledger, evidence.period)
    heirs = branches[branches["successor_code"].isin(branches["branch_code"])]
    pairs = list(zip(heirs["branch_code"], heirs["successor_code"], strict=True))
    present = set(rows["branch_code"])
    lent = [
        rows[rows["branch_code"] == giver].assign(branch_code=taker)
        for one, other in pairs
        for giver, taker in ((one, other), (other, one))
        if giver in present and taker not in present
    ]
    together: pd.DataFrame = pd.concat([rows, *lent], ignore_index=True)
    return together


@MEASURES.named("听")
def hearing(evidence: Evidence) -> Cases:
    """B1 scores of the judges out of 100; of five or more the highest and the lowest one are dropped. S5.2.2b, U55.

    One case per judge (unit: points); recused and dropped judges weigh nothing. No rows: not applicable.
    """
    rows = visit_rows(evidence, "hearings")
    recused = rows["recused"].eq(True).fillna(False).astype(bool) | rows["score"].isna()
    scores = rows["score"].mask(recused)
    place = scores.groupby(rows["branch_code"]).rank(method="first")
    judges = scores.groupby(rows["branch_code"]).transform("count")
    dropped = (judges >= evidence.rules.number("trim_judges_from")) & ((place == 1) | (place == judges))
    counted = ~recused & ~dropped
    note = pd.Series("评委", index=rows.index, dtype="str") + rows["judge_no"].astype("str")
    note = note.mask(recused, note + "回避").mask(dropped & (place == 1), note + "去掉最低分")
    note = note.mask(dropped & (place > 1), note + "去掉最高分")
    return cases(
        rows,
        "hearings",
        subject=rows["branch_code"],
        numerator=scores.where(counted, 0.0),
        denominator=counted * FULL_SCORE,
        note=note,
    )


@MEASURES.named("看")
def file_check(evidence: Evidence) -> Cases:
    """B2 points of the checklist out of its full points. S5.2.2c, U55; one case per item scored."""
    rows = visit_rows(evidence, "file_checks").dropna(subset=["score", "max_score"])
    note = rows["item_no"] + rows["reason"].fillna("").astype("str")
    return cases(
        rows,
        "file_checks",
        subject=rows["branch_code"],
        numerator=rows["score"],
        denominator=rows["max_score"],
        note=note,
    )


@MEASURES.named("谈")
def forum(evidence: Evidence) -> Cases:
    """B3 answers of the forum: awareness and effect at one half each, out of 100. S5.2.2d; one case per participant."""
    rows = visit_rows(evidence, "forums").dropna(subset=["awareness", "effect"])
    return cases(
        rows,
        "forums",
        subject=rows["branch_code"],
        numerator=HALF * rows["awareness"] + HALF * rows["effect"],
        denominator=FULL_SCORE,
        note=lambda: "座谈 " + rows["participant_seq"].astype("str"),
    )


@MEASURES.named("访")
def staff_opinion(evidence: Evidence) -> Cases:
    """B4 answers of the staff visited, one case each in the part of the answer. S5.2.2e, U55; no names, ever."""
    rows = visit_rows(evidence, "visits").dropna(subset=["satisfaction"])
    return cases(
        rows,
        "visits",
        subject=rows["branch_code"],
        part=rows["satisfaction"],
        numerator=1.0,
        denominator=1.0,
        note=rows["satisfaction"],
    )
