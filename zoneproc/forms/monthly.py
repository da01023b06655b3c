"""MON 月度报表: what the branch's members did in the month, M-1 … M-8 (domain.md 2.4).

M-3 … M-7 rows of one number are one thing; the row of the latest accepted workbook counts (U07), so the dates of M-4 and
M-5 may lie in an earlier month.
"""

from dataclasses import replace

from zoneproc.forms import FORMS
from zoneproc.forms import vocabularies as v
from zoneproc.forms.columns import MEMBER_NAME, MEMBER_NO, NOTE, TEAM_CODE, judged
from zoneproc.forms.cover import COVER
from zoneproc.kinds import Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table, When

TALKED = When("talk_date", text="已谈")
NOT_EXCUSED = When("miss_reason", blank=True, text="已谈")
REPORTED = When("report_date", text="已汇报")
UNSETTLED = When("mood", ("有波动", "需重点关注"), text="有波动/需重点关注")
SETTLED = When("opinion_status", ("已办结", "暂不具备条件已解释", "不采纳已解释"), text="办结")
HANDED_OVER = When("handed_date", text="交办")
BY_A_MEMBER = When("source", ("党员发现",), text="党员纠正")
AN_ACCIDENT = When("event_kind", ("安全事故",), text="安全事故")
CHECKED = (When("quarter_check_date", text="考察"), When("half_check_date"))
TASK_DONE = When("task_result", ("按期完成", "逾期完成"), text="完成")

# fmt: off
TALKS = Table("talks", "M-1", "联系谈心记录", "One row per contact and talk; a contact without a talk keeps its row and a reason. S4.3e, U09–U11", (
    replace(MEMBER_NO, prefilled=True),
    replace(MEMBER_NAME, prefilled=True),
    Field("contact_employee_no", "联系人工号", Kind.CODE, required=True, refers_to="employees.employee_no", prefilled=True, private=True, help="第二次谈心请复制整行", example="E20877", aliases=("联系人员工编号", "联系人编号")),
    Field("contact_name", "联系人姓名", Kind.NAME, required=True, max_length=30, prefilled=True, private=True, example="李四", aliases=("联系人", "谈心对象")),
    Field("talk_date", "谈心日期", Kind.DATE, required_when=(NOT_EXCUSED,), inside_period=True, help="本月内的日期", example="2026-03-12", aliases=("谈话日期", "日期", "谈心时间")),
    Field("talk_method", "谈心方式", Kind.CHOICE, required_when=(TALKED,), vocabulary=v.D15, example="面谈", aliases=("谈话方式", "方式")),
    Field("place", "谈心地点", Kind.TEXT, max_length=200, width=14, private=True, example="首末站", aliases=("谈话地点", "地点")),
    Field("talk_topics", "谈心主题", Kind.CHOICES, required_when=(TALKED,), vocabulary=v.D17, width=18, private=True, help="可多选,用分号隔开", example="安全行车;家庭生活", aliases=("谈话主题", "主题")),
    Field("mood", "思想状态", Kind.CHOICE, required_when=(TALKED,), vocabulary=v.D16, private=True, example="平稳", aliases=("思想动态",)),
    Field("content", "谈心内容摘要", Kind.TEXT, required_when=(TALKED,), min_length=10, max_length=200, private=True, width=32, help="10–200 字,不写病情、证件号、手机号", example="谈夜班行车安全和休息安排", aliases=("谈话内容", "内容摘要", "谈心内容")),
    Field("has_opinion", "反映意见", Kind.FLAG, required_when=(TALKED,), help="有意见填“是”,并登记群众意见台账", example="否", aliases=("是否反映意见",)),
    Field("opinion_no", "意见编号", Kind.CODE, required_when=(When("has_opinion", ("是",), text="有意见"),), refers_to="opinions.opinion_no", help="群众意见台账中的编号", example="Y005-2026-003", aliases=("意见台账编号",)),
    Field("follow_up", "跟进情况", Kind.TEXT, required_when=(UNSETTLED, judged("follow_up", "或联系人为重点人")), max_length=200, private=True, help="思想有波动、需重点关注或联系人是重点人时填写", example="次日随车一趟,情绪已平稳", aliases=("跟进措施", "跟进")),
    Field("miss_reason", "未谈原因", Kind.CHOICE, required_when=(When("talk_date", blank=True, text="未谈"),), vocabulary=v.D37, help="本月没有谈的说明原因", example="班次冲突", aliases=("未谈心原因", "未完成原因")),
), hint="一名联系人每谈一次填一行,每人每月至少一次;没有谈的也保留该行并写未谈原因。", key=("member_no", "contact_employee_no"), unique=("member_no", "contact_employee_no", "talk_date"), spare_rows=60)

REPORTS = Table("monthly_reports", "M-2", "党员月汇报", "One row per member: the monthly report to the branch. S5.1.2d–f, U13, U14", (
    replace(MEMBER_NO, prefilled=True),
    replace(MEMBER_NAME, prefilled=True, aliases=("姓名",)),
    Field("report_date", "汇报日期", Kind.DATE, required_when=(When("miss_reason", blank=True, text="已汇报"),), help="月末后 3 天内仍算按时", example="2026-03-28", aliases=("汇报时间", "日期")),
    Field("report_method", "汇报方式", Kind.CHOICE, required_when=(REPORTED,), vocabulary=v.REPORT_METHODS, example="书面", aliases=("方式",)),
    Field("summary", "责任区工作情况", Kind.TEXT, required_when=(REPORTED,), max_length=300, example="责任区安全平稳,与联系人谈心3次", aliases=("工作情况", "汇报内容")),
    Field("proposals", "设想和建议", Kind.TEXT, required_when=(REPORTED,), max_length=200, help="没有请写“无”", example="无", aliases=("设想建议", "建议")),
    Field("opinions_state", "群众意见", Kind.CHOICE, required_when=(REPORTED,), vocabulary=v.HAS_OPINIONS, help="填“有”的请登记群众意见台账", example="无", aliases=("有无群众意见",)),
    Field("zone_safety", "安全服务情况", Kind.CHOICE, required_when=(REPORTED,), vocabulary=v.ZONE_SAFETY, example="正常", aliases=("安全服务",)),
    Field("zone_integrity", "廉政情况", Kind.CHOICE, required_when=(REPORTED,), vocabulary=v.ZONE_INTEGRITY, private=True, example="无违纪违法", aliases=("廉洁情况",)),
    Field("received_date", "支部签收日期", Kind.DATE, required_when=(REPORTED,), not_before="report_date", example="2026-03-28", aliases=("签收日期",)),
    Field("branch_comment", "支部意见", Kind.TEXT, max_length=200, private=True, example="继续关注夜班驾驶员休息", aliases=("支部评语",)),
    Field("miss_reason", "未汇报原因", Kind.CHOICE, required_when=(When("report_date", blank=True, text="未汇报"),), vocabulary=v.D37, example="党员离岗", aliases=("未完成原因",)),
), hint="党员每人一行,由支部按党员的月汇报填写;没有汇报的写未汇报原因。", key=("member_no",), unique=("member_no",), spare_rows=10)

OPINIONS = Table("opinions", "M-3", "群众意见台账", "One row per opinion of the masses, carried until closed. S3.1c, S5.1.2f, U07, U54", (
    Field("opinion_no", "意见编号", Kind.CODE, required=True, pattern=r"Y\d+-\d{4}-\d{3,4}", help="Y 加支部尾号、年份、3 位序号", example="Y005-2026-003", aliases=("编号", "台账编号")),
    Field("collected_date", "收集日期", Kind.DATE, required=True, example="2026-03-12", aliases=("收集时间", "日期")),
    replace(MEMBER_NO, label="收集党员编号", aliases=("党员编号", "收集人编号")),
    Field("reporter", "反映人", Kind.TEXT, max_length=30, private=True, help="可写“匿名”,不出支部", example="匿名", aliases=("反映职工",)),
    replace(TEAM_CODE, required=False),
    Field("opinion_kind", "意见类别", Kind.CHOICE, required=True, vocabulary=v.D18, example="营运排班", aliases=("类别",)),
    Field("content", "意见内容", Kind.TEXT, required=True, max_length=200, width=30, help="200 字以内,不写个人隐私", example="晚高峰发车间隔偏长", aliases=("内容", "意见建议")),
    Field("is_suggestion", "合理化建议", Kind.FLAG, required=True, help="属于合理化建议填“是”", example="否", aliases=("是否合理化建议",)),
    Field("handler", "承办部门", Kind.TEXT, required_when=(HANDED_OVER,), max_length=200, example="营运科", aliases=("承办单位", "责任部门")),
    Field("handed_date", "交办日期", Kind.DATE, required_when=(When("handler", text="交办"),), not_before="collected_date", example="2026-03-13", aliases=("交办时间",)),
    Field("due_date", "办理时限", Kind.DATE, required_when=(HANDED_OVER,), example="2026-03-31", aliases=("办结时限", "完成时限")),
    Field("opinion_status", "办理状态", Kind.CHOICE, required=True, vocabulary=v.D19, example="办理中", aliases=("状态",)),
    Field("reply_date", "答复日期", Kind.DATE, required_when=(SETTLED,), not_before="collected_date", example="2026-03-25", aliases=("办结日期", "反馈日期")),
    Field("result", "办理结果", Kind.TEXT, required_when=(SETTLED,), max_length=200, example="晚高峰加开两班", aliases=("结果",)),
    Field("reporter_rating", "反映人评价", Kind.CHOICE, vocabulary=v.D35, private=True, example="满意", aliases=("满意度",)),
    Field("adoption", "采纳级别", Kind.CHOICE, required_when=(When("is_suggestion", ("是",), text="建议"),), vocabulary=v.ADOPTIONS, help="合理化建议填写", example="未采纳", aliases=("采纳情况",)),
), hint="群众意见一条一行,未办结的逐月带出,办结后写答复日期和结果。", key=("opinion_no",), unique=("opinion_no",), nil_allowed=True, spare_rows=30)

VIOLATIONS = Table("violations", "M-4", "三违纠正记录", "One row per 三违 seen and corrected. S3.2e, U15–U18, U22", (
    Field("violation_no", "记录编号", Kind.CODE, required=True, help="W 加支部尾号、年份、3 位序号", example="W005-2026-004", aliases=("编号",)),
    Field("event_date", "日期", Kind.DATE, required=True, example="2026-03-09", aliases=("发生日期", "时间")),
    TEAM_CODE,
    Field("violation_type", "三违类型", Kind.CHOICE, required=True, vocabulary=v.D20, example="违章作业", aliases=("三违类别", "类型")),
    Field("violation_grade", "三违等级", Kind.CHOICE, required=True, vocabulary=v.D21, example="轻微", aliases=("等级",)),
    Field("person_kind", "当事人类别", Kind.CHOICE, required=True, vocabulary=v.PERSON_KINDS, example="责任区职工", aliases=("当事人",)),
    Field("person_employee_no", "当事人工号", Kind.CODE, required_when=(When("person_kind", ("党员本人",), text="党员本人"),), refers_to="employees.employee_no", private=True, help="党员本人违章时填写", example="E10234", aliases=("当事人员工编号",)),
    replace(MEMBER_NO, name="corrected_by", label="纠正党员编号", required=False, required_when=(BY_A_MEMBER,), help="由党员发现并纠正的填写", aliases=("纠正人编号", "党员编号")),
    Field("handling", "处置方式", Kind.CHOICE, required=True, vocabulary=v.D22, example="当场制止", aliases=("处置", "处理方式")),
    Field("source", "来源", Kind.CHOICE, required=True, vocabulary=v.VIOLATION_SOURCES, example="党员发现", aliases=("信息来源",)),
    Field("summary", "情况摘要", Kind.TEXT, required=True, max_length=100, private=True, help="100 字以内,不写姓名", example="行车中接听电话,已制止", aliases=("摘要", "情况")),
), hint="本月发现并纠正的三违,一起一行。", key=("violation_no",), unique=("violation_no",), nil_allowed=True, spare_rows=30)

EVENTS = Table("events", "M-5", "重大事项报告", "One row per major matter; repeated when liability is determined later. S3.2f, U07, U19, U25", (
    Field("event_no", "事项编号", Kind.CODE, required=True, help="S 加支部尾号、年份、3 位序号", example="S005-2026-002", aliases=("编号",)),
    Field("occurred_at", "发生时间", Kind.DATETIME, required=True, help="写明日期和时刻", example="2026-03-18 07:40", aliases=("事发时间",)),
    Field("reported_branch_at", "报支部时间", Kind.DATETIME, required=True, not_before="occurred_at", help="写明日期和时刻", example="2026-03-18 08:10", aliases=("报告支部时间",)),
    Field("reported_company_at", "报公司时间", Kind.DATETIME, required_when=(judged("reported_company_at", "应报公司"),), not_before="reported_branch_at", help="应报公司的写明日期和时刻", example="2026-03-18 08:40", aliases=("报告公司时间",)),
    replace(MEMBER_NO, label="报告党员编号", aliases=("党员编号", "报告人编号")),
    TEAM_CODE,
    Field("event_kind", "事项类别", Kind.CHOICE, required=True, vocabulary=v.D23, example="安全事故", aliases=("类别",)),
    Field("summary", "事项摘要", Kind.TEXT, required=True, max_length=200, private=True, help="200 字以内,不写伤者姓名", example="52路与非机动车剐蹭", aliases=("摘要",)),
    Field("liability", "事故责任", Kind.CHOICE, required_when=(judged("liability", "安全事故,已认定"),), vocabulary=v.D24, private=True, help="认定前留空", example="次要责任", aliases=("责任认定",)),
    Field("casualty", "伤亡情况", Kind.CHOICE, required_when=(AN_ACCIDENT,), vocabulary=v.CASUALTIES, private=True, help="安全事故填写", example="无", aliases=("伤亡",)),
    Field("progress", "处理进展", Kind.TEXT, required=True, max_length=200, private=True, example="交警处理中", aliases=("进展",)),
    Field("closed", "是否办结", Kind.FLAG, required=True, example="否", aliases=("办结",)),
), hint="重大事项一件一行,24 小时内报告;责任认定后在以后月份更新。", key=("event_no",), unique=("event_no",), nil_allowed=True, spare_rows=20)

TRAINEES = Table("trainees", "M-6", "入党积极分子培养", "One row per person in training. S3.5, S4.3d, U29", (
    Field("trainee_employee_no", "培养对象工号", Kind.CODE, required=True, refers_to="employees.employee_no", prefilled=True, example="E20901", aliases=("工号", "培养对象编号")),
    Field("trainee_name", "姓名", Kind.NAME, required=True, max_length=30, prefilled=True, example="周八", aliases=("培养对象姓名", "培养对象")),
    replace(TEAM_CODE, example="052-02"),
    Field("stage", "培养阶段", Kind.CHOICE, required=True, vocabulary=v.D25, example="入党积极分子", aliases=("阶段",)),
    Field("stage_date", "确定日期", Kind.DATE, required=True, help="确定为现阶段的日期", example="2025-09-01", aliases=("确定时间",)),
    replace(MEMBER_NO, name="mentor1_no", label="培养联系人1", help="正式党员的编号", aliases=("培养联系人一", "培养联系人1编号")),
    replace(MEMBER_NO, name="mentor2_no", label="培养联系人2", required=False, help="正式党员的编号,与联系人1不同", example="D00131", aliases=("培养联系人二", "培养联系人2编号")),
    Field("talk_date", "本月谈话日期", Kind.DATE, required_when=(judged("talk_date", "已谈"),), inside_period=True, help="本月没有谈的留空", example="2026-03-20", aliases=("谈话日期",)),
    Field("quarter_check_date", "本季考察日期", Kind.DATE, required_when=(judged("quarter_check_date", "季末月"),), help="3、6、9、12 月填写本季内的日期", example="2026-03-28", aliases=("季度考察日期",)),
    Field("half_check_date", "半年考察日期", Kind.DATE, required_when=(judged("half_check_date", "6月、12月"),), help="6 月、12 月填写支部考察日期", example="2026-06-25", aliases=("半年考察时间",)),
    Field("opinion", "考察意见", Kind.CHOICE, required_when=CHECKED, vocabulary=v.TRAINEE_OPINIONS, private=True, help="有考察的填写", example="继续培养", aliases=("意见",)),
    NOTE,
), hint="入党申请人、积极分子、发展对象一人一行,按月记谈话、按季记考察。", key=("trainee_employee_no",), unique=("trainee_employee_no",), nil_allowed=True, spare_rows=10)

TASKS = Table("tasks", "M-7", "交办任务进展", "One row per assigned task and member; a branch's task is numbered -01, -02. S3.6, U30, U72", (
    Field("task_no", "任务编号", Kind.CODE, required=True, help="交办给支部的任务,每名党员一行,编号后加 -01、-02", example="R2026-015-03", aliases=("编号", "任务号")),
    Field("task_name", "任务名称", Kind.TEXT, required=True, max_length=200, prefilled=True, example="清明加班线路秩序维护", aliases=("任务",)),
    Field("issuer", "交办单位", Kind.CHOICE, required=True, vocabulary=v.TASK_ISSUERS, prefilled=True, example="党委", aliases=("下达单位",)),
    replace(MEMBER_NO, label="承办党员编号", aliases=("党员编号", "承办人编号")),
    Field("weight", "权重", Kind.INTEGER, required=True, minimum=1, maximum=5, prefilled=True, help="1–5 的整数", example="2", aliases=("任务权重",)),
    Field("issued_date", "交办日期", Kind.DATE, required=True, prefilled=True, example="2026-03-20", aliases=("下达日期",)),
    Field("due_date", "完成时限", Kind.DATE, required=True, not_before="issued_date", prefilled=True, example="2026-04-06", aliases=("办结时限", "截止日期")),
    Field("done_date", "完成日期", Kind.DATE, required_when=(TASK_DONE,), not_before="issued_date", example="2026-04-05", aliases=("完成时间",)),
    Field("task_result", "完成情况", Kind.CHOICE, required=True, vocabulary=v.D26, help="与日期一致", example="进行中", aliases=("进展情况",)),
    Field("evidence", "佐证材料", Kind.TEXT, required_when=(TASK_DONE,), max_length=200, example="活动照片3张", aliases=("证明材料",)),
    NOTE,
), hint="党委和支部交办的任务,每名承办党员一行;交给支部的编号后加 -01、-02。", key=("task_no", "member_no"), unique=("task_no",), nil_allowed=True, spare_rows=40)

ATTENDANCE = Table("attendance", "M-8", "活动出勤", "One row per member and activity. S3.3a, U26", (
    Field("activity_no", "活动编号", Kind.CODE, required=True, help="H 加年月和 2 位序号", example="H2026-03-02", aliases=("编号", "活动号")),
    Field("activity_date", "活动日期", Kind.DATE, required=True, inside_period=True, example="2026-03-15", aliases=("日期", "活动时间")),
    Field("activity_kind", "活动类别", Kind.CHOICE, required=True, vocabulary=v.D27, example="志愿服务", aliases=("活动类型",)),
    Field("activity_name", "活动名称", Kind.TEXT, required=True, max_length=200, example="文明乘车劝导", aliases=("活动",)),
    replace(MEMBER_NO, prefilled=True),
    Field("attendance", "出勤", Kind.CHOICE, required=True, vocabulary=v.ATTENDANCES, example="出席", aliases=("出勤情况", "到会情况")),
    Field("makeup_date", "补课日期", Kind.DATE, help="缺席后补课的,填补课日期", example="2026-03-22", aliases=("补课时间",)),
    NOTE,
), hint="每次活动每名党员一行。", key=("activity_no", "member_no"), unique=("activity_no", "member_no"), nil_allowed=True, spare_rows=120)
# fmt: on

FORM = FORMS.add(
    "MON",
    Form(
        "MON",
        "月度报表",
        Cadence.MONTH,
        (COVER, TALKS, REPORTS, OPINIONS, VIOLATIONS, EVENTS, TRAINEES, TASKS, ATTENDANCE),
        "The monthly return of a branch: talks, reports, opinions, events, training, tasks, attendance.",
    ),
)
