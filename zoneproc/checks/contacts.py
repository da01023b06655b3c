"""The Q family: contacts, talks, mentors and monthly reports."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.together import among, said
from zoneproc.duties.contacts import GROUP_TALK, contact_months
from zoneproc.duties.equipment import contacts_owed
from zoneproc.duties.links import links_of
from zoneproc.duties.reporting import MISSING, report_months
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.kinds import fold
from zoneproc.ledger import Ledger, noted
from zoneproc.period import Period

Q01 = declare(
    Code(
        "Q01",
        Severity.ERROR,
        "联系人少于下限",
        "党员“{name}”现有联系人 {seen} 名,应不少于 {floor} 名。",
        "请支部补充指定联系人,登记在“重点联系人”。",
        "S4.3b, domain.md 4/20, U75, U77",
    )
)
Q02 = declare(
    Code(
        "Q02",
        Severity.NOTE,
        "联系人偏多",
        "党员 {member} 现有联系人 {seen} 名,多于 {most} 名。",
        "请确认能否每月逐一谈心;可由支部适当调整。",
        "S4.3b",
    )
)
Q03 = declare(
    Code(
        "Q03",
        Severity.NOTE,
        "同一联系人有两名党员联系",
        "联系人“{name}”({seen})同时由党员 {members} 联系。",
        "如属安排需要可不改;一次谈心只计一人,集体谈心除外。",
        "domain.md 4/25",
    )
)
Q04 = declare(
    Code(
        "Q04",
        Severity.ERROR,
        "当月未谈且未写原因",
        "{month} 与联系人“{name}”没有谈心记录,也没有填写未谈原因。",
        "请补填谈心记录,或在“未谈原因”中选择原因。",
        "S4.3e, U09, U10",
    )
)
Q05 = declare(
    Code(
        "Q05",
        Severity.NOTE,
        "连续两个月未谈心",
        "{before} 和 {month} 连续两个月没有与联系人“{name}”有效谈心。",
        "请尽快安排谈心;支部可列入限期改正。",
        "S4.3e, S5.1.4c",
    )
)
Q06 = declare(
    Code(
        "Q06",
        Severity.NOTE,
        "谈心内容雷同",
        "本月有 {count} 条谈心记录的内容完全相同:“{text}”。",
        "请按实际谈心情况分别填写。",
        "domain.md 4/47",
    )
)
Q07 = declare(
    Code(
        "Q07",
        Severity.NOTE,
        "一天谈心次数过多",
        "同一党员 {day} 一天登记了 {count} 次谈心。",
        "请核对谈心日期,按实际日期填写。",
        "domain.md 4/47",
    )
)
Q08 = declare(
    Code(
        "Q08",
        Severity.ERROR,
        "培养联系人不合要求",
        "培养对象“{name}”{fault}。",
        "请确定一至两名正式党员作培养联系人。",
        "S3.5a, domain.md 4/5",
    )
)
Q09 = declare(
    Code(
        "Q09",
        Severity.NOTE,
        "连续未作月汇报",
        "党员“{name}”截至 {month} 已连续 {count} 个月没有月汇报。",
        "请支部了解情况,提醒其按月汇报。",
        "S5.1.2d, domain.md 2.10",
    )
)

_PAIR = ["member_no", "contact_employee_no"]
_PAIR_MONTH = [*_PAIR, "month"]
_MOST_TALKS_A_DAY = 6
_SAME_TEXTS = 3
_ACTIVISTS = ("入党积极分子", "发展对象")
_LADDER = (2, 3, 5)


@check("return", "members")
def every_member_has_enough_contacts(view: View) -> list[Finding]:
    """Q01: contacts on the last day against the floor for the year's months in service; 30 days' grace (U75, U77)."""
    people, linked = view.roster(view.day), _links(view)["member_no"].value_counts()
    floor = max(1, int(view.rules.number("contact_floor")))
    enough = linked.index[linked >= floor]  # whoever is linked less may be new
    if people.loc[people["owed"], "member_no"].isin(enough).all():
        return []
    members = contacts_owed(view.ledger, view.rules, view.day)
    short = members[members["contacts"] < members["floor"]]
    short = short.assign(_branch=short["branch_code"])
    return view.findings(Q01, "members", short, "member_no", name="name", seen="contacts", floor="floor")


def _links(view: View) -> pd.DataFrame:
    """The links that hold on the last day, one row per pair."""
    return view.once("links", lambda: links_of(view.ledger, view.day).drop_duplicates(_PAIR, keep="last"))


def due_months(view: View) -> pd.DataFrame:
    """The due contact-months of the months at hand."""
    return view.once("contact months", lambda: contact_months(view.ledger, view.rules, _months_at_hand(view)))


def _months_at_hand(view: View) -> Sequence[Period]:
    """The months from January to the last one with a return; of what is not reported yet there is nothing to tell."""
    told = _months_told(view.ledger)
    last = max((month for month in view.year_so_far if str(month) in told), default=view.year_so_far[0])
    return [month for month in view.year_so_far if month <= last]


@noted
def _months_told(ledger: Ledger) -> frozenset[str]:
    returns = ledger.returns
    sent = returns.loc[returns["form"].eq("MON") & returns["counts"], "period"]
    return frozenset(sent).union(*(ledger[name]["_period"].unique() for name in ("talks", "monthly_reports")))


def asked_months(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose month is one of those asked."""
    return rows[rows["month"].isin([str(month) for month in view.months])]


@check("return", "contacts")
def nobody_has_too_many_contacts(view: View) -> list[Finding]:
    """Q02: more than `contact_note_above`, told once at the newest link (1.3 A1: a note, no ceiling)."""
    links = _links(view)
    most = int(view.rules.number("contact_note_above"))
    counts = links["member_no"].value_counts()
    over = links[links["member_no"].isin(counts.index[counts > most])].sort_values("start_date", kind="stable")
    over = over.drop_duplicates("member_no", keep="last")
    over = over.assign(count=over["member_no"].map(counts))
    return view.findings(Q02, "contacts", over, "contact_employee_no", member="member_no", seen="count", most=str(most))


@check("return", "contacts")
def no_contact_is_shared_unnoticed(view: View) -> list[Finding]:
    """Q03: one contact, two members on the last day; every row is told (4/25)."""
    links = _links(view)
    shared = links[links["contact_employee_no"].duplicated(keep=False)].sort_values("member_no", kind="stable")
    shared = shared.assign(join=shared.groupby("contact_employee_no")["member_no"].transform("、".join))
    return view.findings(
        Q03,
        "contacts",
        shared,
        "contact_employee_no",
        name="contact_name",
        seen="contact_employee_no",
        members="join",
    )


def _at_the_talk(view: View, due: pd.DataFrame, code: Code, **slots: str) -> list[Finding]:
    """Findings at the pair's row of M-1 in the month, else at the link in B-6."""
    if due.empty:
        return []
    talks = view.ledger["talks"]
    listed = talks.loc[talks["member_no"].isin(due["member_no"]), [*_PAIR, "_period", "_source", "_row"]]
    listed = listed.rename(columns={"_period": "month"}).drop_duplicates(_PAIR_MONTH)
    both = due.assign(_branch=due["branch_code"]).merge(listed, on=_PAIR_MONTH, how="left", suffixes=("_link", ""))
    on_form = both["_row"].notna()
    beside = both[~on_form].drop(columns=["_source", "_row"])
    beside = beside.rename(columns={"_source_link": "_source", "_row_link": "_row"})
    return [
        *view.findings(code, "talks", both[on_form], "talk_date", **slots),
        *view.findings(code, "contacts", beside, "contact_employee_no", **slots),
    ]


@check("return")
def every_contact_is_talked_to_or_excused(view: View) -> list[Finding]:
    """Q04: due contact-months of returns at hand with no dated talk and no reason.

    A dated talk that does not count has its own finding, at the cell that keeps it from counting.
    """
    due = asked_months(view, due_months(view))
    silent = due[due["reported"] & ~due["done"] & ~due["stated_reason"]]
    talks = view.ledger["talks"]
    tried = talks[talks["member_no"].isin(silent["member_no"]) & talks["talk_date"].notna()]
    silent = silent[~among(silent, _PAIR_MONTH, set(said(tried, *_PAIR, "_period")))]
    return _at_the_talk(view, silent, Q04, month="month", name="contact_name")


@check("return")
def no_contact_waits_two_months(view: View) -> list[Finding]:
    """Q05: not done in two months running, both reported; told in the second, a stated reason does not excuse it."""
    due = due_months(view)
    missed = due[due["reported"] & ~due["done"]]
    missed = missed[missed.duplicated(_PAIR, keep=False)]
    if missed.empty:
        return []
    ahead = pd.PeriodIndex(missed["month"], freq="M") + 1
    before = missed[_PAIR].assign(before=missed["month"], month=ahead.astype(str))
    twice = asked_months(view, missed.merge(before, on=_PAIR_MONTH))
    return _at_the_talk(view, twice, Q05, before="before", month="month", name="contact_name")


def _talks(view: View) -> pd.DataFrame:
    """The dated talks of the months; a 集体谈心 with several contacts is one talk (4/26)."""
    return view.once("talks counted once", lambda: _counted_once(view.rows("talks")))


def _counted_once(talks: pd.DataFrame) -> pd.DataFrame:
    dated = talks["member_no"].notna() & talks["talk_date"].notna()
    together = talks.loc[dated & talks["talk_method"].eq(GROUP_TALK), ["_branch", "_period", "member_no", "talk_date"]]
    return talks[dated & ~talks.index.isin(together.index[together.duplicated()])]


@check("return", "talks")
def no_talk_is_copied(view: View) -> list[Finding]:
    """Q06: the same text in three or more talks of a branch and month; blanks and widths do not matter."""
    talks = _talks(view)
    talks = talks[talks["content"].notna()]
    folded = {text: fold(text) for text in talks["content"].unique()}
    texts = [folded[text] for text in talks["content"].to_list()]
    places = list(zip(said(talks, "_branch", "_period"), texts, strict=True))
    counts = Counter(places)
    copied = talks.assign(text=texts, count=[counts[place] for place in places])
    return view.findings(Q06, "talks", copied[copied["count"] >= _SAME_TEXTS], "content", count="count", text="content")


@check("return", "talks")
def no_day_holds_too_many_talks(view: View) -> list[Finding]:
    """Q07: more than six talks of one member on one day; every row is told."""
    talks = _talks(view)
    counts = talks["member_no"].value_counts()
    talks = talks[talks["member_no"].isin(counts.index[counts > _MOST_TALKS_A_DAY])]
    talks = talks.assign(count=talks.groupby(["member_no", "talk_date"])["talk_date"].transform("size"))
    many = talks[talks["count"] > _MOST_TALKS_A_DAY]
    return view.findings(Q07, "talks", many, "talk_date", day="talk_date", count="count")


@check("return", "trainees")
def every_activist_has_a_formal_mentor(view: View) -> list[Finding]:
    """Q08: activists and those to be admitted have a mentor, and mentors are formal members on the last day (F29)."""
    trainees = view.rows("trainees")
    alone = trainees["mentor1_no"].isna() & trainees["mentor2_no"].isna() & trainees["stage"].isin(_ACTIVISTS)
    found = view.findings(Q08, "trainees", trainees[alone], "mentor1_no", name="trainee_name", fault="没有培养联系人")
    same = trainees[trainees["mentor2_no"].eq(trainees["mentor1_no"])]
    found += view.findings(Q08, "trainees", same, "mentor2_no", name="trainee_name", fault="的两名培养联系人是同一人")
    people = view.roster(view.day)
    probationary = people.loc[people["member_type"].eq("预备党员"), "member_no"]
    for mentor in ("mentor1_no", "mentor2_no"):
        young = trainees[trainees[mentor].isin(probationary)]
        young = young.assign(fault="的培养联系人 " + young[mentor] + " 是预备党员")
        found += view.findings(Q08, "trainees", young, mentor, name="trainee_name", fault="fault")
    return found


@check("return")
def silence_is_noticed_in_steps(view: View) -> list[Finding]:
    """Q09: 2, 3, 5 and more months running without a report, in returns at hand; a month not owed begins anew."""
    months = _months_at_hand(view)
    if len(months) < _LADDER[0]:
        return []
    owed = report_months(view.ledger, view.rules, months)
    owed = owed.assign(missed=owed["reported"] & owed["mark"].eq(MISSING))
    silent = owed.loc[owed["missed"], "member_no"]
    told = owed[owed["member_no"].isin(silent[silent.duplicated()])]
    if told.empty:
        return []
    told = told.sort_values(["member_no", "month"], kind="stable")
    told = told.assign(count=_running(view, told["member_no"], told["month"], told["missed"]))
    told = told[told["count"].isin(_LADDER) | told["count"].gt(_LADDER[-1])]
    told = asked_months(view, told)
    return _at_the_report(view, told.assign(_branch=told["branch_code"]))


def _running(view: View, members: pd.Series, months: pd.Series, missed: pd.Series) -> list[int]:
    """How many months running are missed, row by row in order of month; a month without a row begins anew."""
    place = {str(month): at for at, month in enumerate(view.year_so_far)}
    runs: dict[tuple[str, int], int] = {}
    counts = []
    for member, month, silent in zip(members, months.map(place), missed, strict=True):
        runs[member, month] = runs.get((member, month - 1), 0) + 1 if silent else 0
        counts.append(runs[member, month])
    return counts


def _at_the_report(view: View, told: pd.DataFrame) -> list[Finding]:
    """At the member's row of M-2, else at the row of B-3."""
    on_form = told["_source"].ne("")
    roster = view.ledger["members"].drop_duplicates(["member_no", "_branch"], keep="last")
    beside = told[~on_form].drop(columns=["_source", "_row"])
    beside = beside.merge(roster[["member_no", "_branch", "_source", "_row"]], on=["member_no", "_branch"])
    slots = {"name": "name", "month": "month", "count": "count"}
    return [
        *view.findings(Q09, "monthly_reports", told[on_form], "report_date", **slots),
        *view.findings(Q09, "members", beside, "member_no", **slots),
    ]
