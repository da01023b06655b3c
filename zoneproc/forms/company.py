"""COMPANY 公司台账: the masters kept by the office, C-1 … C-9 (domain.md 2.7)."""

from dataclasses import replace

from zoneproc.forms import FORMS
from zoneproc.forms import vocabularies as v
from zoneproc.forms.columns import BRANCH_CODE, MEMBER_NO, NOTE, ORG_PATTERN, TEAM_CODE, judged
from zoneproc.forms.cover import PERIOD_PATTERN
from zoneproc.kinds import Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table, When

ON_A_LINE = When("team_type", ("线路班组",), text="线路班组")
CLOSED = When("team_status", ("撤销", "合并"), text="撤销/合并")
GRADED = When("fact_kind", ("三违", "事故", "违纪违法"), text="三违、事故、违纪违法")
DOCUMENTED = When("fact_kind", ("事故", "违纪违法"), text="事故、违纪")
SETTLED = When("closed_date", text="销号")
A_PROBLEM = When("finding", text="有问题")
OVERRIDE = r"\s*(\d[\d\-./年月日]{6,11}\s*[=＝]\s*[休班]\s*([;；、,，]\s*|$))+"

# fmt: off
ORGANISATIONS = Table("organisations", "C-1", "组织代码", "One row per Party organisation; every branch here owes returns. S0a, 4/30", (
    Field("org_code", "组织编码", Kind.CODE, required=True, pattern=ORG_PATTERN, help="每级 3 位数字,按文本填写", example="001005", aliases=("组织代码", "编码")),
    Field("parent_code", "上级编码", Kind.CODE, required_when=(judged("parent_code", "非顶级"),), pattern=ORG_PATTERN, refers_to="organisations.org_code", help="组织编码的前段", example="001", aliases=("上级组织编码",)),
    Field("org_name", "组织名称", Kind.TEXT, required=True, max_length=200, help="与印章一致的全称", example="中共××公交公司三分公司七队支部委员会", aliases=("全称", "名称")),
    Field("short_name", "简称", Kind.TEXT, required=True, max_length=30, help="用于文件名", example="三分公司七队支部", aliases=("组织简称",)),
    Field("org_type", "组织类别", Kind.CHOICE, required=True, vocabulary=v.ORGANISATION_TYPES, example="党支部", aliases=("组织类型",)),
    Field("is_joint", "联合支部", Kind.FLAG, required=True, example="否", aliases=("是否联合支部",)),
    Field("start_date", "启用日期", Kind.DATE, required=True, example="2012-12-01", aliases=("成立日期",)),
    Field("end_date", "撤销日期", Kind.DATE, not_before="start_date", help="最后一天;仍在用的留空", example="2026-12-31", aliases=("停用日期",)),
    Field("successor_code", "承接组织", Kind.CODE, required_when=(When("end_date", text="撤销"),), pattern=ORG_PATTERN, refers_to="organisations.org_code", help="撤销后由谁承接", example="001006", aliases=("承接组织编码",)),
), hint="党组织一个一行;列在这里的每个党支部都要报表。", key=("org_code",), unique=("org_code",), spare_rows=100)

SUBCOMPANIES = Table("subcompanies", "C-2", "分公司与支部对应", "One row per unit and branch, dated; a branch belongs to one unit at a time. A8, U60", (
    Field("subcompany_code", "分公司编码", Kind.CODE, required=True, example="FGS03", aliases=("分公司代码",)),
    Field("subcompany_name", "分公司名称", Kind.TEXT, required=True, max_length=200, example="三分公司", aliases=("分公司", "单位名称")),
    Field("unit_type", "单位类型", Kind.CHOICE, required=True, vocabulary=v.D05, example="营运分公司", aliases=("单位类别",)),
    replace(BRANCH_CODE, label="对应支部编码", help="一个分公司有几个支部就写几行", aliases=("支部编码", "党支部编码")),
    Field("start_date", "生效日期", Kind.DATE, required=True, example="2024-01-01", aliases=("起始日期",)),
    Field("end_date", "失效日期", Kind.DATE, not_before="start_date", help="最后一天;仍有效的留空", example="2026-12-31", aliases=("终止日期",)),
), hint="单位与支部的对应关系,一个对应一行,有起止日期。", key=("subcompany_code", "branch_code", "start_date"), unique=("subcompany_code", "branch_code", "start_date"), spare_rows=100)

TEAMS = Table("teams", "C-3", "线路班组主表", "One row per team and status, dated: a change of status closes the row and opens another. S4.1c, U46, U71", (
    Field("line_code", "线路编号", Kind.CODE, required_when=(ON_A_LINE,), help="按文本填写", example="052", aliases=("线路编码", "线路代码")),
    Field("line_name", "线路名称", Kind.TEXT, required_when=(ON_A_LINE,), max_length=200, example="52路", aliases=("线路",)),
    replace(TEAM_CODE, refers_to="", help="线路编号加两位序号,或部门代号"),
    Field("team_name", "班组名称", Kind.TEXT, required=True, max_length=200, example="52路一班", aliases=("班组",)),
    Field("team_type", "班组类型", Kind.CHOICE, required=True, vocabulary=v.D06, example="线路班组", aliases=("班组类别",)),
    Field("shift", "班次时段", Kind.CHOICE, vocabulary=v.D07, example="全天", aliases=("班次",)),
    Field("headcount", "职工人数", Kind.INTEGER, required=True, minimum=0, unit="人", example="12", aliases=("人数", "在册人数")),
    Field("team_leader", "班组长", Kind.NAME, max_length=30, example="孙七", aliases=("班长", "组长")),
    Field("start_date", "启用日期", Kind.DATE, required=True, help="状态改变时另起一行", example="2019-05-01", aliases=("起始日期",)),
    Field("end_date", "停用日期", Kind.DATE, required_when=(CLOSED,), not_before="start_date", help="最后一天;仍在用的留空", example="2026-12-31", aliases=("终止日期",)),
    Field("team_status", "状态", Kind.CHOICE, required=True, vocabulary=v.D08, example="运行", aliases=("班组状态",)),
    Field("merged_into", "合并至班组", Kind.CODE, required_when=(When("team_status", ("合并",), text="合并"),), refers_to="teams.team_code", example="052-02", aliases=("并入班组",)),
    Field("cover_required", "需党员覆盖", Kind.FLAG, required=True, help="填“否”的请在备注中说明", example="是", aliases=("是否需党员覆盖",)),
    replace(NOTE, required_when=(When("cover_required", ("否",), text="不需党员覆盖"),)),
    Field("subcompany_code", "分公司编码", Kind.CODE, required=True, refers_to="subcompanies.subcompany_code", example="FGS03", aliases=("分公司代码",)),
    replace(BRANCH_CODE, aliases=("支部编码", "所属支部")),
    Field("alias_codes", "曾用编号", Kind.CHOICES, help="以前的编号或名称,用分号隔开", example="52A", aliases=("曾用名", "曾用编码")),
), hint="线路和班组一个一行;状态变化时原行填终止日期,另起一行。", key=("team_code", "start_date"), unique=("team_code", "start_date"), spare_rows=200)

EMPLOYEES = Table("employees", "C-4", "职工名册", "One row per employee; without this sheet the checks that need it are skipped. 2.7, U49", (
    Field("employee_no", "工号", Kind.CODE, required=True, help="唯一,不重复使用", example="E20877", aliases=("员工编号", "职工编号")),
    Field("name", "姓名", Kind.NAME, required=True, max_length=30, example="李四", aliases=("职工姓名",)),
    TEAM_CODE,
    Field("post_type", "岗位类别", Kind.CHOICE, required=True, vocabulary=v.D03, example="驾驶员", aliases=("岗位",)),
    Field("on_roll", "在册", Kind.FLAG, required=True, example="是", aliases=("是否在册",)),
    Field("start_date", "起", Kind.DATE, required=True, help="进入公司的第一天", example="2018-07-01", aliases=("入职日期",)),
    Field("end_date", "止", Kind.DATE, required_when=(When("on_roll", ("否",), text="不在册"),), not_before="start_date", help="在册的最后一天", example="2026-12-31", aliases=("离职日期",)),
), hint="职工一人一行;不设本表时,与职工名册有关的核对不做。", key=("employee_no",), unique=("employee_no",), optional=True, spare_rows=300)

CALENDAR = Table("calendar", "C-5", "日历与截止", "One row per form and period: when due, when frozen, shifted holidays. 4/33–36, U08, U51, U73", (
    Field("period", "报告期", Kind.TEXT, required=True, pattern=PERIOD_PATTERN, help="如 2026-03、2026Q1、2026", example="2026-03"),
    Field("template_id", "模板代号", Kind.TEXT, required=True, pattern="BASE|MON|QTR|ANN", help="MON、QTR 或 ANN", example="MON"),
    Field("due_at", "应报时间", Kind.DATETIME, required=True, help="写明日期和时刻", example="2026-04-05 18:00", aliases=("报送截止", "截止时间")),
    Field("correction_days", "退改时限(工作日)", Kind.INTEGER, required=True, minimum=0, maximum=30, unit="工作日", example="3", aliases=("退改时限",)),
    Field("freeze_at", "冻结时间", Kind.DATETIME, required=True, not_before="due_at", help="晚于应报时间,写明日期和时刻", example="2026-04-12 18:00", aliases=("封存时间",)),
    Field("workday_override", "调休安排", Kind.TEXT, max_length=500, pattern=OVERRIDE, help="日期=休 或 日期=班,用分号隔开,写在任一行均可", example="2026-04-06=休", aliases=("调休",)),
), hint="每种报表每期一行,写明报送时限和封账时间。", key=("period", "template_id"), unique=("period", "template_id"), spare_rows=30)

ORDERS = Table("orders", "C-6", "交办任务下达", "One row per task issued by the office. S3.6, U30, U72", (
    Field("task_no", "任务编号", Kind.CODE, required=True, example="R2026-015", aliases=("编号",)),
    Field("task_name", "任务名称", Kind.TEXT, required=True, max_length=200, example="清明加班线路秩序维护", aliases=("任务",)),
    Field("target_kind", "交办对象类别", Kind.CHOICE, required=True, vocabulary=v.ORDER_TARGETS, example="支部", aliases=("对象类别",)),
    Field("target_no", "交办对象编号", Kind.CODE, required=True, help="支部编码或党员编号", example="001005", aliases=("对象编号",)),
    Field("weight", "权重", Kind.INTEGER, required=True, minimum=1, maximum=5, help="1–5 的整数", example="2"),
    Field("issued_date", "交办日期", Kind.DATE, required=True, example="2026-03-20", aliases=("下达日期",)),
    Field("due_date", "完成时限", Kind.DATE, required=True, not_before="issued_date", example="2026-04-06", aliases=("截止日期",)),
    Field("task_status", "状态", Kind.CHOICE, required=True, vocabulary=v.ORDER_STATES, example="有效", aliases=("任务状态",)),
), hint="公司交办的任务,一项一行。", key=("task_no",), unique=("task_no",))

FACTS = Table("facts", "C-7", "安全服务廉洁事实", "One row per fact from the safety, operations and discipline departments. S3.2, S3.4, U15, U16, U70", (
    Field("fact_no", "事实编号", Kind.CODE, required=True, example="X2026-0311", aliases=("编号",)),
    Field("fact_date", "日期", Kind.DATE, required=True, example="2026-03-09", aliases=("发生日期",)),
    Field("employee_no", "工号", Kind.CODE, required_when=(judged("employee_no", "可定人"),), refers_to="employees.employee_no", private=True, help="能确定当事人的填写", example="E20877", aliases=("员工编号", "当事人工号")),
    TEAM_CODE,
    Field("fact_kind", "类别", Kind.CHOICE, required=True, vocabulary=v.FACT_KINDS, example="三违", aliases=("事实类别",)),
    Field("level", "等级或责任", Kind.CHOICE, required_when=(GRADED,), vocabulary=v.FACT_LEVELS, private=True, help="投诉、表扬留空", example="轻微", aliases=("等级", "责任")),
    Field("self_found", "自查自纠", Kind.FLAG, required=True, example="否", aliases=("是否自查自纠",)),
    Field("doc_no", "文号", Kind.TEXT, required_when=(DOCUMENTED,), max_length=200, private=True, help="事故、违纪违法填写", example="安〔2026〕5号", aliases=("认定文号",)),
    Field("source_dept", "来源部门", Kind.TEXT, required=True, max_length=200, example="安全保卫科", aliases=("来源",)),
    Field("visibility", "可见范围", Kind.CHOICE, required=True, vocabulary=v.VISIBILITIES, help="尚未公开的案件填“党办”", example="支部", aliases=("公开范围",)),
), hint="安全、营运、纪检等部门提供的事实,一件一行。", key=("fact_no",), unique=("fact_no",), spare_rows=100)

INSPECTIONS = Table("inspections", "C-8", "督导检查", "One row per visit of the office to a branch. S2c, S5.1.1b", (
    Field("inspect_no", "检查编号", Kind.CODE, required=True, example="K2026-021", aliases=("编号",)),
    Field("inspect_date", "日期", Kind.DATE, required=True, example="2026-03-11", aliases=("检查日期",)),
    replace(BRANCH_CODE, label="支部编码", aliases=("党支部编码", "支部代码")),
    Field("inspector", "检查人", Kind.TEXT, required=True, max_length=200, example="党办 吴九", aliases=("检查人员",)),
    Field("method", "方式", Kind.CHOICE, required=True, vocabulary=v.INSPECTION_METHODS, example="检查", aliases=("检查方式",)),
    Field("finding", "发现问题", Kind.TEXT, max_length=200, example="图板未更新", aliases=("存在问题", "问题")),
    Field("demand", "整改要求", Kind.TEXT, required_when=(A_PROBLEM,), max_length=200, example="一周内更新", aliases=("要求",)),
    Field("due_date", "整改时限", Kind.DATE, required_when=(A_PROBLEM,), not_before="inspect_date", example="2026-03-18", aliases=("整改期限",)),
    Field("result", "整改结果", Kind.TEXT, required_when=(SETTLED,), max_length=200, example="已更新", aliases=("结果",)),
    Field("closed_date", "销号日期", Kind.DATE, required_when=(When("result", text="销号"),), not_before="inspect_date", example="2026-03-17", aliases=("销号时间",)),
), hint="党委办公室到支部督导检查,一次一行。", key=("inspect_no",), unique=("inspect_no",))

SECRETARIES = Table("secretaries", "C-9", "书记任职", "One row per secretary and term of office. S5.2.3a, U61, U62", (
    replace(BRANCH_CODE, label="支部编码", aliases=("党支部编码", "支部代码")),
    replace(MEMBER_NO, label="书记党员编号", example="D00101", aliases=("党员编号", "书记编号")),
    Field("secretary_name", "书记姓名", Kind.NAME, required=True, max_length=30, example="赵六", aliases=("姓名", "书记")),
    Field("start_date", "任职起", Kind.DATE, required=True, example="2024-05-10", aliases=("任职日期", "起")),
    Field("end_date", "任职止", Kind.DATE, not_before="start_date", help="最后一天;在任的留空", example="2026-12-31", aliases=("免职日期", "止")),
), hint="支部书记每任一行。", key=("branch_code", "member_no", "start_date"), unique=("branch_code", "member_no", "start_date"))
# fmt: on

FORM = FORMS.add(
    "COMPANY",
    Form(
        "COMPANY",
        "公司台账",
        Cadence.MASTER,
        (ORGANISATIONS, SUBCOMPANIES, TEAMS, EMPLOYEES, CALENDAR, ORDERS, FACTS, INSPECTIONS, SECRETARIES),
        "The masters of the office: organisations, teams, staff, calendar, orders, facts, inspections.",
    ),
)
