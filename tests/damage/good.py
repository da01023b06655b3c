"""Two good filled workbooks, small but with every kind of cell: a monthly return and a register of one branch."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd

from zoneproc.excel.stamp import META_SHEET, STAMP_NAME
from zoneproc.excel.template import Issue, write_template
from zoneproc.forms import FORMS
from zoneproc.kinds import Kind
from zoneproc.schema import Field, Form

Row = dict[str, object]
Rows = Mapping[str, Sequence[Mapping[str, object]]]
Truth = dict[str, list[Row]]
"""Table name → rows of typed values by field, missing ones left out; the cover is one row."""
People = Sequence[tuple[str, str]]

BRANCH, OTHER = "001005", "001012"
PEOPLE = {
    BRANCH: (("D00101", "张三"), ("D00102", "李四光"), ("D00103", "阿依·古丽")),
    OTHER: (("D00201", "王一"), ("D00202", "赵五常"), ("D00203", "买买提·艾山")),
}
"""Number and name of the members of each branch."""


def _small(form: str, *names: str) -> Form:
    """The form with a few of its sheets, so that hundreds of copies can be written in seconds."""
    whole = FORMS[form]
    return replace(whole, tables=tuple(replace(whole[name], spare_rows=3) for name in names))


MON = _small("MON", "cover", "talks", "monthly_reports", "opinions", "tasks", "attendance")
BASE = _small("BASE", "cover", "members", "absences", "zones", "contacts", "documents")
SMALL = {form.id: form for form in (MON, BASE)}


def _talk(place: int, member: tuple[str, str]) -> Row:
    return {
        "member_no": member[0],
        "member_name": member[1],
        "contact_employee_no": f"E{member[0][3]}{place:04d}",
        "contact_name": "钱孙李周吴郑"[place] + "一二三四五六"[place] + member[1][:1],
        "talk_date": date(2026, 3, 5 + place),
        "talk_method": ("面谈", "电话")[place % 2],
        "place": ("首末站", "调度室", "车厢")[place % 3],
        "talk_topics": ("安全行车", "家庭生活"),
        "mood": ("平稳", "有波动")[place % 2],
        "content": f"谈第{place}次夜班行车安全和休息安排",
        "has_opinion": place == 2,
        "follow_up": f"第{place}次随车一趟,情绪已平稳",
    } | ({"opinion_no": "Y005-2026-001"} if place == 2 else {})


def _report(place: int, member: tuple[str, str]) -> Row:
    return {
        "member_no": member[0],
        "member_name": member[1],
        "report_date": date(2026, 3, 26 + place),
        "report_method": "书面",
        "summary": f"责任区安全平稳,谈心{place}次",
        "proposals": "增加夜班巡查" if place else "无",
        "opinions_state": "有" if place == 1 else "无",
        "zone_safety": "正常",
        "zone_integrity": "无违纪违法",
        "received_date": date(2026, 3, 27 + place),
        "branch_comment": f"继续关注第{place}组",
    }


def _month(people: People) -> Truth:
    talks = [_talk(place, people[place // 2]) for place in range(6)]
    unmet = {name: talks[5][name] for name in ("member_no", "member_name", "contact_employee_no", "contact_name")}
    opinion = {
        "opinion_no": "Y005-2026-001", "collected_date": date(2026, 3, 12), "member_no": people[1][0], "reporter": "匿名",
        "team_code": "052-01", "opinion_kind": "营运排班", "content": "晚高峰发车间隔偏长", "is_suggestion": True,
        "handler": "营运科", "handed_date": date(2026, 3, 13), "due_date": date(2026, 3, 31), "opinion_status": "办理中",
        "reporter_rating": "满意", "adoption": "未采纳",
    }  # fmt: skip
    task = {
        "task_no": "R2026-015-01", "task_name": "清明加班秩序维护", "issuer": "党委", "member_no": people[0][0], "weight": 2,
        "issued_date": date(2026, 3, 20), "due_date": date(2026, 4, 6), "done_date": date(2026, 4, 5),
        "task_result": "按期完成", "evidence": "照片三张", "note": "另有说明",
    }  # fmt: skip
    return {
        "talks": [*talks[:5], unmet | {"miss_reason": "班次冲突"}],
        "monthly_reports": [_report(place, member) for place, member in enumerate(people)],
        "opinions": [opinion, opinion | {"opinion_no": "Y005-2026-002", "content": "首末站缺热水", "reporter": "张师傅"}],
        "tasks": [task, task | {"task_no": "R2026-015-02", "member_no": people[1][0], "weight": 3, "evidence": "台账"}],
        "attendance": [
            {
                "activity_no": "H2026-03-02", "activity_date": date(2026, 3, 15), "activity_kind": "志愿服务",
                "activity_name": "文明乘车劝导", "member_no": number, "attendance": ("出席", "缺席", "出席")[place],
            } | ({"makeup_date": date(2026, 3, 22)} if place == 1 else {})
            for place, (number, _) in enumerate(people)
        ],
    }  # fmt: skip


def _register(people: People) -> Truth:
    def member(place: int, number: str, name: str) -> Row:
        return {
            "member_no": number, "name": name, "employee_no": f"E1{place:04d}", "member_type": "正式党员",
            "join_date": date(2015, 6, 30), "full_date": date(2016, 6, 30), "party_post": "书记" if place == 2 else "无",
            "post_type": "驾驶员", "off_bus_manager": False, "home_team_code": f"052-0{place + 1}", "shift": "早班",
            "party_status": "正常", "branch_from": date(2020, 3, 1 + place), "assess_mode": "参加考核",
            "note": f"第{place}号",
        }  # fmt: skip

    def zone(place: int, number: str, name: str) -> Row:
        return {
            "zone_code": f"Z00501{place}", "zone_name": f"52路{place}班责任区", "member_no": number, "member_name": name,
            "assignment_role": "主责", "zone_kind": "本班组", "team_code": f"052-0{place + 1}", "shift": "全天",
            "scope_text": f"52路{place}班全体驾驶员及首末站", "task_codes": ("宣传教育", "营运生产"),
            "task_text": f"全年无有责事故{place}", "start_date": date(2026, 1, 1 + place), "on_board": True,
        }  # fmt: skip

    def link(place: int) -> Row:
        number, name = people[place // 2]
        return {
            "link_no": f"L2026-000{place}", "member_no": number, "member_name": name,
            "contact_employee_no": f"E{number[3]}{place:04d}", "contact_name": "钱孙李周吴郑"[place] + "一二三四五六"[place] + name[:1],
            "contact_team_code": f"052-0{place // 2 + 1}", "contact_kind": "一般群众", "key_person": place == 1,
            "start_date": date(2026, 1, 1 + place), "note": f"联系{place}",
        }  # fmt: skip

    return {
        "members": [member(place, *who) for place, who in enumerate(people)],
        "absences": [
            {
                "member_no": people[0][0], "member_name": people[0][1], "work_status": "长期病休", "start_date": date(2026, 2, 10),
                "end_date": date(2026, 5, 6), "basis": "病假审批表",
            }
        ],
        "zones": [zone(place, *who) for place, who in enumerate(people)],
        "contacts": [link(place) for place in range(6)],
        "documents": [
            {"doc_kind": "实施意见", "doc_name": "党员责任区实施意见", "doc_date": date(2026, 1, 15), "location": "档案盒1"},
            {
                "doc_kind": "党员大会记录", "doc_name": "审核通过工作方案", "doc_date": date(2026, 1, 20), "expected": 24,
                "attended": 22, "location": "档案盒2",
            },
        ],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Good:
    """A filled workbook, and what it says: whose it is, and its rows. `issued` are the cells that were given locked."""

    form: Form
    branch: str
    period: str
    data: bytes
    truth: Truth
    issued: Rows


def _cover(form: Form, branch: str, period: str) -> Row:
    return {
        "template_id": form.id, "template_version": form.fingerprint, "branch_code": branch,
        "branch_name": "七队支部委员会", "subcompany_name": "三分公司", "period": period, "submission_no": 1,
        "preparer": "王五", "office_phone": "8123-1234", "secretary_name": PEOPLE[branch][2][1], "secretary_confirmed": True,
        "fill_date": date(2026, 4, 3),
    }  # fmt: skip


def _issued(form: Form, truth: Truth) -> Rows:
    """What the office had filled in: the prefilled cells, on the sheets where it fills any; the whole cover's head."""
    return {
        table.name: [
            {item.name: row[item.name] for item in table.fields if item.prefilled or (item.name in table.key and item.name in row)}
            for row in truth[table.name]
        ]
        for table in form.tables
        if table.name in ("cover", "talks", "monthly_reports", "tasks")  # the register is issued to be corrected
    }  # fmt: skip


def lightened(data: bytes, form: Form) -> bytes:
    """The workbook with all that counts for reading and nothing else: no colours, lists, self-checks. It opens faster."""
    whole = openpyxl.load_workbook(io.BytesIO(data))
    light = openpyxl.Workbook()
    light.remove(light.active)
    for title in (*(table.label for table in form.tables), META_SHEET):
        sheet = light.create_sheet(title)
        sheet.sheet_state = whole[title].sheet_state
        sheet.protection.sheet = whole[title].protection.sheet
        for cell in (cell for row in whole[title].iter_rows() for cell in row if cell.value is not None):
            sheet.cell(cell.row, cell.column, cell.value).number_format = cell.number_format
    light.defined_names[STAMP_NAME] = whole.defined_names[STAMP_NAME]
    for item in whole.custom_doc_props.props:
        light.custom_doc_props.append(item)
    target = io.BytesIO()
    light.save(target)
    return target.getvalue()


@cache
def good(form: str, branch: str = BRANCH, *, whole: bool = False) -> Good:
    """The good workbook of a form as a branch would send it; not `whole`, only what counts for reading."""
    made, period = SMALL[form], {"MON": "2026-03", "BASE": "2026"}[form]
    truth = _month(PEOPLE[branch]) if form == "MON" else _register(PEOPLE[branch])
    truth = {"cover": [_cover(made, branch, period)], **truth}
    issue = Issue(branch, "七队支部委员会", "三分公司", period)
    with tempfile.TemporaryDirectory() as folder:
        data = write_template(Path(folder) / "a.xlsx", made, issue, truth).read_bytes()
    return Good(made, branch, period, data if whole else lightened(data, made), truth, _issued(made, truth))


def plain(item: Field, value: object) -> str:
    """A typed value of truth or frame as text that can be compared; "" if missing."""
    if value is None or (not isinstance(value, tuple) and pd.isna(value)):
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    if item.kind in (Kind.DATE, Kind.DATETIME):
        return pd.Timestamp(value).isoformat()
    if item.kind is Kind.FLAG:
        return "是" if value else "否"
    return repr(float(value)) if item.kind in (Kind.INTEGER, Kind.DECIMAL) else str(value)
