"""A company at the edge of what fits: a branch of eighty with long names and notes beside a branch of one; hostile words."""

from itertools import cycle

from building import ledger_of
from member_rows import adjustment, event, link, member, rating, report, talk, task, violation, zone
from year_rows import HERE, THERE, branch, team, unit

from zoneproc.ledger import Ledger
from zoneproc.reports.boards import boards
from zoneproc.results import MonthResult, QuarterResult, YearResult

MONTHS = ("2026-01", "2026-02", "2026-03")
QUARTERS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")
LONG_NAME = "阿依古丽·买合木提" * 5 + "的五个字名"
LONG_NOTE = "谈行车安全、家庭近况和班组的意见,情绪平稳;" * 9 + "请继续跟进"
HOSTILE = ("=1+1", "+1+1", "-1-1", "@SUM(A1)", "http://example.org/x", "mailto:a@example.org", '=HYPERLINK("x")')
CROWD = 80
TEAMS = [f"0{line}-0{at}" for line in range(52, 57) for at in range(1, 5)]


def number_of(at: int) -> str:
    """The number of a member of the crowd."""
    return f"D{at:05d}"


def crowded(
    names: tuple[str, ...] = (LONG_NAME[:50],), notes: tuple[str, ...] = (LONG_NOTE[:200],), crowd: int = CROWD
) -> Ledger:
    """Eighty members here, one there; names and notes are taken in turn."""
    people = [number_of(at) for at in range(1, crowd + 1)]
    named, noted = cycle(names), cycle(notes)
    alone = "D00999"
    return ledger_of(
        organisations=[branch(short_name=next(named)[:25]), branch(THERE, short_name="一人支部")],
        subcompanies=[unit(subcompany_name=next(named)[:30]), unit("FGS02", THERE)],
        teams=[
            *(team(code, line_name=f"{code[:3]}路", team_name=next(named)[:50]) for code in TEAMS),
            team("060-01", THERE, team_name="三班"),
        ],
        groups=[
            {
                "group_code": HERE + "001",
                "group_name": next(named)[:30],
                "leader_member_no": people[0],
                "start_date": "2020-01-01",
            }
        ],
        members=[
            *(member(each, name=next(named), group_code=HERE + "001") for each in people),
            member(alone, name="独一人", branch_code=THERE, _branch=THERE, home_team_code="060-01"),
        ],
        zones=[
            *(
                zone(
                    each,
                    TEAMS[at % len(TEAMS)],
                    "主责" if at < len(TEAMS) else "协责",
                    zone_name=next(named),
                    task_text=next(noted),
                    task_codes=("宣传教育",),
                    on_board=True,
                )
                for at, each in enumerate(people)
            ),
            zone(alone, "060-01", _branch=THERE, zone_name="三班责任区", on_board=True),
        ],
        contacts=[
            *(link(f"P{each}", each, contact_name=f"联{next(named)}"[:50]) for each in people),
            link("P99", alone, _branch=THERE),
        ],
        talks=[
            *(talk(month, f"P{each}", each, content=next(noted)) for month in MONTHS for each in people[:-5]),
            talk("2026-01", "P99", alone, _branch=THERE),
        ],
        monthly_reports=[
            *(
                report(month, each, summary=next(noted), proposals=next(noted))
                for month in MONTHS
                for each in people[5:]
            ),
            report("2026-01", alone, _branch=THERE),
        ],
        opinions=[
            {
                "_period": "2026-03",
                "opinion_no": f"{HERE}-2026-{at:03d}",
                "collected_date": "2026-03-05",
                "member_no": each,
                "team_code": "052-01",
                "opinion_kind": "安全",
                "content": next(noted),
                "handler": next(named)[:20],
                "due_date": "2026-03-20",
                "opinion_status": "办理中",
                "result": next(noted),
            }
            for at, each in enumerate(people[:6], start=1)
        ],
        violations=[violation("2026-02-11", summary=next(noted))],
        events=[event("2026-02-12", people[0], summary=next(noted))],
        tasks=[task("2026-03-20", people[1], task_name=next(noted))],
        assessments=[rating("较好", each, _period=quarter) for quarter in QUARTERS for each in people]
        + [rating("好", alone, _period="2026Q1", _branch=THERE)],
        adjustments=[adjustment("表彰奖励", number=people[2], reason=next(noted))],
        reviews=[
            {"_period": "2026", "member_no": each, "pv_excellent": 10, "mv_excellent": 9, "review_grade": "合格"}
            for each in people
        ],
    )


def workbooks_of(result: MonthResult | QuarterResult | YearResult):
    """Every workbook of a result, and its boards."""
    from zoneproc.reports import REPORTS

    for name in REPORTS:
        yield from REPORTS[name].workbooks(result)
    if isinstance(result, QuarterResult):
        yield from boards(result.run).workbooks
