"""The C family, continued: zones and contacts suit the person (S4.1, S4.2, S4.3c)."""

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.together import among, said
from zoneproc.duties.coverage import zone_holders
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.kinds import fold
from zoneproc.ledger import in_force

C07 = declare(
    Code(
        "C07",
        Severity.NOTE,
        "本班组责任区不在本人班组",
        "党员“{name}”的责任区类型是“本班组”,责任区班组 {team},所在班组 {home}。",
        "请核对责任区类型或党员名册中的所在班组;跨班组的请选相应类型。",
        "S4.1a",
    )
)
C08 = declare(
    Code(
        "C08",
        Severity.NOTE,
        "各人的责任区范围和任务完全相同",
        "全支部 {count} 名党员的责任区范围和任务一字不差。",
        "请分别确定每名党员不同的责任区范围和任务。",
        "S4.1e",
    )
)
C09 = declare(
    Code(
        "C09",
        Severity.NOTE,
        "驾驶员的责任区在别的线路",
        "驾驶员“{name}”所在班组 {home},责任区班组 {team} 属于另一条线路。",
        "责任区要便于党员结合本职工作;跨班组充实请由车下党员管理人员承担。",
        "S4.2",
    )
)
C10 = declare(
    Code(
        "C10",
        Severity.NOTE,
        "具体任务过于简单",
        "“{seen}”不足 {least} 个字。",
        "请写明可以检查的具体任务与目标。",
        "S4.2",
    )
)
C11 = declare(
    Code(
        "C11",
        Severity.NOTE,
        "联系人不在党员身边",
        "联系人“{name}”在班组 {team},不在党员 {member} 的责任区或班组内。",
        "联系人原则上是党员周围的群众;确有需要的可不改。",
        "S4.3c",
    )
)
C12 = declare(
    Code(
        "C12",
        Severity.NOTE,
        "一人主责的责任区过多",
        "党员“{name}”主责 {count} 个班组,多于 {most} 个。",
        "请确认能否兼顾;可增加协责或调整主责。",
        "domain.md 4/16",
    )
)

_LEAST_TASK = 6
_DRIVER, _OWN_TEAM, _REINFORCING = "驾驶员", "本班组", "跨班组充实"


def _zones(view: View) -> pd.DataFrame:
    """The zones in force on the last day, with name, home team, post and branch of the holder."""
    return view.once("zones with their holders", lambda: _with_holder(view))


def _with_holder(view: View) -> pd.DataFrame:
    zones = zone_holders(view.ledger, [view.day])
    texts = view.ledger["zones"][["_source", "_row", "scope_text", "task_text"]]
    people = view.roster(view.day)[["member_no", "home_team_code", "post_type"]]
    zones = zones.merge(people, on="member_no").merge(texts, on=["_source", "_row"])
    return zones.assign(_branch=zones["branch_code"])


@check("return", "zones")
def own_zones_are_in_the_own_team(view: View) -> list[Finding]:
    """C07: 责任区类型 本班组 means the member's own team."""
    zones = _zones(view)
    away = (
        zones["zone_kind"].eq(_OWN_TEAM)
        & zones["home_team_code"].notna()
        & zones["team_code"].ne(zones["home_team_code"])
    )
    slots = {"name": "name", "team": "team_code", "home": "home_team_code"}
    return view.findings(C07, "zones", zones[away.fillna(False).astype(bool)], "zone_kind", **slots)


@check("return", "zones")
def zones_differ_from_member_to_member(view: View) -> list[Finding]:
    """C08: of a branch with three or more holders, all have one and the same scope and task; told on the sheet."""
    zones = _zones(view)
    zones = zones[~zones["branch_code"].isin(_of_several_texts(zones))]
    if zones.empty:
        return []
    counted = zones.groupby(["branch_code"], as_index=False).agg(
        count=("member_no", "nunique"), _source=("_source", "first"), _row=("_row", "first")
    )
    alike = counted[counted["count"].ge(3)]
    return view.on_sheet(C08, "zones", alike.assign(_branch=alike["branch_code"]), count="count")


def _of_several_texts(zones: pd.DataFrame) -> set[object]:
    """The branches whose zones differ in scope or task; mostly the first two of a branch do."""
    first: dict[object, str] = {}
    several: set[object] = set()
    for branch, *texts in said(zones, "branch_code", "scope_text", "task_text"):
        if branch not in several:
            text = "/".join(fold(each) if isinstance(each, str) else "" for each in texts)
            if first.setdefault(branch, text) != text:
                several.add(branch)
    return several


@check("return", "zones")
def drivers_answer_for_their_own_line(view: View) -> list[Finding]:
    """C09: a driver's zone lies on the line of the home team; reinforcement is C04's matter."""
    zones = _zones(view)
    drivers = zones[zones["post_type"].eq(_DRIVER) & zones["zone_kind"].ne(_REINFORCING)]
    teams = view.ledger["teams"][["team_code", "line_code", "start_date", "end_date"]]
    teams = teams[teams["team_code"].isin({*drivers["team_code"].unique(), *drivers["home_team_code"].unique()})]
    lines = in_force(teams, view.day).drop_duplicates("team_code", keep="last").set_index("team_code")["line_code"]
    here, home = drivers["team_code"].map(lines), drivers["home_team_code"].map(lines)
    away = drivers[here.notna() & home.notna() & here.ne(home)]
    slots = {"name": "name", "team": "team_code", "home": "home_team_code"}
    return view.findings(C09, "zones", away, "team_code", **slots)


@check("return", "zones")
def tasks_can_be_checked(view: View) -> list[Finding]:
    """C10: 具体任务与目标 has six characters or more; an empty one is S10."""
    zones = _zones(view)
    short = [task for task in zones["task_text"].dropna().unique() if len(task.strip()) < _LEAST_TASK]
    return view.findings(
        C10, "zones", zones[zones["task_text"].isin(short)], "task_text", seen="task_text", least=str(_LEAST_TASK)
    )


@check("return", "contacts")
def contacts_are_people_nearby(view: View) -> list[Finding]:
    """C11: the contact's team is one of the member's zones or the home team; in principle only, hence a note."""
    contacts, zones = view.ledger["contacts"], _zones(view)
    pair = ["member_no", "contact_team_code"]
    links = in_force(contacts[[*pair, "start_date", "end_date"]], view.day)
    links = links[links["contact_team_code"].notna() & links["member_no"].isin(zones["member_no"])]
    near = {*said(zones, "member_no", "team_code"), *said(view.roster(view.day), "member_no", "home_team_code")}
    far = links.index[~among(links, pair, near)]
    slots = {"name": "contact_name", "team": "contact_team_code", "member": "member_no"}
    return view.findings(C11, "contacts", contacts.loc[far], "contact_team_code", **slots)


@check("return", "zones")
def nobody_holds_too_many_zones(view: View) -> list[Finding]:
    """C12: more teams in 主责 than `main_zones_note_above`, told once at the last of them (4/16: normal, hence a note)."""
    mains = _zones(view)
    mains = mains[mains["assignment_role"].eq("主责")].drop_duplicates(["member_no", "team_code"])
    most = int(view.rules.number("main_zones_note_above"))
    counts = mains["member_no"].value_counts()
    over = mains[mains["member_no"].isin(counts.index[counts > most])].drop_duplicates("member_no", keep="last")
    over = over.assign(count=over["member_no"].map(counts))
    return view.findings(C12, "zones", over, "member_no", name="name", count="count", most=str(most))
