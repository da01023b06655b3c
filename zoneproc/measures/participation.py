"""How widely talks are carried: measures an office may add to the branch's indicators (S1b); unused by the shipped scheme."""

from zoneproc.duties.participation import ordinary_talks, talking_members
from zoneproc.measures import MEASURES, Cases, Evidence, cases


@MEASURES.named("谈心参与面")
def members_who_talk(evidence: Evidence) -> Cases:
    """谈心参与面 (支部, persons): members owed who had at least one valid talk in the period. One case per member. S1b."""
    rows = talking_members(evidence.ledger, evidence.rules, evidence.period.months)
    note = rows["name"] + "谈心" + rows["talks"].astype("str") + "次"
    return cases(rows, "members", subject=rows["branch_code"], numerator=rows["talked"], denominator=1.0, note=note)


@MEASURES.named("普通党员谈心")
def talks_without_a_post(evidence: Evidence) -> Cases:
    """普通党员谈心 (支部, talks): talks by members without 党内职务, out of all valid talks. One case per talk. S1b."""
    rows = ordinary_talks(evidence.ledger, evidence.period.months)
    note = rows["month"] + rows["ordinary"].map({True: "普通党员", False: "有职务党员"}).astype("str")
    return cases(rows, "talks", subject=rows["branch_code"], numerator=rows["ordinary"], denominator=1.0, note=note)
