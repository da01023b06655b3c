"""BASE 基础台账: the living register of a branch, B-1 … B-7 (domain.md 2.3).

Rows are closed with an end date, never deleted; the latest version carries the whole dated history. All end dates are the
last day on which a row holds, only 返岗日期 is the first day back (U01).
"""

from dataclasses import replace

from zoneproc.forms import FORMS
from zoneproc.forms import vocabularies as v
from zoneproc.forms.columns import BRANCH_CODE, GROUP_CODE, MEMBER_NAME, MEMBER_NO, NOTE, TEAM_CODE, judged
from zoneproc.forms.cover import COVER
from zoneproc.kinds import Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table, When

AT_A_TEAM = tuple(post for post in v.D03.values if post not in ("机关管理人员", "其他"))
TRANSFERRED = When("party_status", ("已转出",), text="已转出")
A_MEETING = When("doc_kind", ("党员大会记录",), text="会议")
CLOSED = When("end_date", text="终止")

# fmt: off
PROFILE = Table("branch_profile", "B-1", "支部信息", "One row: what cannot be counted from other sheets. S1d, 2.3", (
    Field("term_start", "本届起始", Kind.DATE, required=True, help="本届支委会选举日期,任期一般三年", example="2024-05-10", aliases=("届期起始", "换届日期")),
    Field("committee_size", "支委人数", Kind.INTEGER, required=True, minimum=0, maximum=7, unit="人", help="正式党员不足 7 人可填 0", example="5", aliases=("支委会人数",)),
    Field("staff_count", "职工总数", Kind.INTEGER, required=True, minimum=1, unit="人", help="含党员", example="264", aliases=("职工人数", "在册职工数")),
), hint="填一行,写本届支委会和职工人数,其余情况由各表自动统计。", key=("term_start",), unique=("term_start",), spare_rows=1)

LINE_TEAMS = Table("line_teams", "B-0", "线路班组", "One row per line and team of the branch, from C-3, for the drop-downs; never read. 2.3", (
    Field("line_code", "线路编号", Kind.CODE, prefilled=True, example="052"),
    Field("line_name", "线路名称", Kind.TEXT, prefilled=True, max_length=200, example="52路"),
    replace(TEAM_CODE, prefilled=True, help=""),
    Field("team_name", "班组名称", Kind.TEXT, prefilled=True, max_length=200, example="52路一班"),
    Field("team_type", "班组类型", Kind.CHOICE, vocabulary=v.D06, prefilled=True, example="线路班组"),
    Field("status", "状态", Kind.CHOICE, vocabulary=v.D08, prefilled=True, example="运行"),
), hint="本支部的线路和班组,有误请在封面“更正说明”中写明。", key=("team_code",), reference=True, spare_rows=0)

GROUPS = Table("groups", "B-2", "党小组", "One row per Party group and term of its leader. S0d, 2.3", (
    replace(GROUP_CODE, required=True, refers_to=""),
    Field("group_name", "党小组名称", Kind.TEXT, required=True, max_length=200, example="第二党小组", aliases=("小组名称", "党小组")),
    replace(MEMBER_NO, name="leader_member_no", label="组长党员编号", help="须是正式党员", example="D00131", aliases=("组长编号", "党小组组长编号")),
    Field("start_date", "启用日期", Kind.DATE, required=True, example="2026-01-01", aliases=("成立日期", "起始日期")),
    Field("end_date", "撤销日期", Kind.DATE, not_before="start_date", help="仍在用的留空", example="2026-12-31", aliases=("停用日期", "终止日期")),
    NOTE,
), hint="一个党小组一行,换组长时原行填撤销日期,另起一行;不设党小组的不填。", may_be_empty=True, key=("group_code", "start_date"), unique=("group_code", "start_date"), spare_rows=20)

MEMBERS = Table("members", "B-3", "党员名册", "One row per member and stay in the branch, exempt ones included. S1e, U02, U03", (
    replace(MEMBER_NO, refers_to="", help="D 加 5 位数字,全公司唯一,转移后不变"),
    Field("name", "姓名", Kind.NAME, required=True, max_length=30, example="张三", aliases=("党员姓名", "党员")),
    Field("employee_no", "工号", Kind.CODE, required=True, refers_to="employees.employee_no", help="按文本填写", example="E10234", aliases=("员工编号", "职工编号", "职工号")),
    replace(BRANCH_CODE, help="与封面一致"),
    replace(GROUP_CODE, required_when=(judged("group_code", "支部设小组"),)),
    Field("member_type", "人员类别", Kind.CHOICE, required=True, vocabulary=v.D01, example="正式党员", aliases=("党员类别", "党员类型")),
    Field("join_date", "入党日期", Kind.DATE, required=True, help="支部大会通过为预备党员的日期", example="2015-06-30", aliases=("入党时间",)),
    Field("full_date", "转正日期", Kind.DATE, required_when=(When("member_type", ("正式党员",), text="正式党员"),), not_before="join_date", example="2016-06-30", aliases=("转正时间",)),
    Field("party_post", "党内职务", Kind.CHOICE, required=True, vocabulary=v.D04, help="没有职务选“无”", example="无", aliases=("党内任职",)),
    Field("post_type", "岗位类别", Kind.CHOICE, required=True, vocabulary=v.D03, example="驾驶员", aliases=("岗位", "工作岗位")),
    Field("off_bus_manager", "是否车下党员管理人员", Kind.FLAG, required=True, example="否", aliases=("车下党员管理人员", "是否车下管理人员")),
    replace(TEAM_CODE, name="home_team_code", label="所在班组编码", required=False, required_when=(When("post_type", AT_A_TEAM, text="非机关"),), aliases=("班组编码", "所在班组")),
    Field("shift", "班次时段", Kind.CHOICE, vocabulary=v.D07, example="早班", aliases=("班次",)),
    Field("party_status", "党籍状态", Kind.CHOICE, required=True, vocabulary=v.D02B, private=True, example="正常", aliases=("党员状态",)),
    Field("branch_from", "转入本支部日期", Kind.DATE, required=True, example="2020-03-01", aliases=("转入日期", "转入时间", "关系转入时间")),
    Field("branch_to", "转出日期", Kind.DATE, required_when=(TRANSFERRED,), not_before="branch_from", help="在本支部的最后一天", example="2026-06-30", aliases=("转出时间",)),
    Field("transfer_to", "转出去向", Kind.TEXT, required_when=(TRANSFERRED,), max_length=200, help="转入支部的编码,或写“公司外”", example="公司外", aliases=("转往支部",)),
    Field("assess_mode", "考核方式", Kind.CHOICE, required=True, vocabulary=v.D36, example="参加考核", aliases=("是否参加考核",)),
    Field("exempt_basis", "免考依据", Kind.TEXT, required_when=(When("assess_mode", ("免考",), text="免考"),), max_length=200, private=True, help="写明会议和日期,不写病情", example="2026-01-10支部大会", aliases=("免考核依据",)),
    NOTE,
), hint="在册党员一人一行,免考和离退休的也要列;转出的填转出日期和去向,不删行。", key=("member_no", "branch_from"), unique=("member_no", "branch_from"), spare_rows=80)

ABSENCES = Table("absences", "B-4", "离岗登记", "One row per absence; a member with no open row is 在岗. 4/9, U01, U02", (
    MEMBER_NO,
    replace(MEMBER_NAME, aliases=("姓名",)),
    Field("work_status", "离岗类别", Kind.CHOICE, required=True, vocabulary=v.without(v.D02, "在岗"), private=True, example="长期病休", aliases=("离岗原因", "离岗类型")),
    Field("start_date", "起始日期", Kind.DATE, required=True, help="离岗第一天", example="2026-02-10", aliases=("离岗日期", "开始日期")),
    Field("end_date", "返岗日期", Kind.DATE, not_before="start_date", help="回来上班的第一天;未返岗留空", example="2026-05-06", aliases=("返岗时间",)),
    Field("basis", "依据", Kind.TEXT, required=True, max_length=200, private=True, help="文件或决定的名称,不写病情", example="病假审批表"),
), hint="党员离岗一次一行,返岗后补填返岗日期;没有人离岗的不填。", may_be_empty=True, key=("member_no", "start_date"), unique=("member_no", "start_date"))

ZONES = Table("zones", "B-5", "责任区划分", "One row per member, team and set of tasks. S4.1, S4.2, U46", (
    Field("zone_code", "责任区编号", Kind.CODE, required=True, pattern=r"Z\d{4,12}", help="Z 加支部尾号和 3 位序号", example="Z005012", aliases=("责任区编码", "责任区代码")),
    Field("zone_name", "责任区名称", Kind.TEXT, required=True, max_length=200, example="52路一班责任区", aliases=("责任区",)),
    MEMBER_NO,
    replace(MEMBER_NAME, aliases=("姓名", "责任党员", "责任人")),
    Field("assignment_role", "责任方式", Kind.CHOICE, required=True, vocabulary=v.D10, help="一个班组同时只有一名主责", example="主责", aliases=("主责协责",)),
    Field("zone_kind", "责任区类型", Kind.CHOICE, required=True, vocabulary=v.D09, example="本班组", aliases=("责任区类别",)),
    TEAM_CODE,
    Field("shift", "班次时段", Kind.CHOICE, vocabulary=v.D07, example="全天", aliases=("班次",)),
    Field("scope_text", "责任区范围", Kind.TEXT, required=True, min_length=6, max_length=200, help="至少 6 个字,写出各人自己的范围", example="52路一班全体驾驶员及首末站", aliases=("范围", "范围说明")),
    Field("task_codes", "责任区任务类别", Kind.CHOICES, required=True, vocabulary=v.D11, help="可多选,用分号隔开", example="宣传教育;营运生产", aliases=("任务类别",)),
    Field("task_text", "具体任务与目标", Kind.TEXT, required=True, max_length=200, example="全年无有责事故", aliases=("具体任务", "任务与目标")),
    Field("start_date", "起始日期", Kind.DATE, required=True, example="2026-01-01", aliases=("开始日期", "生效日期")),
    Field("end_date", "终止日期", Kind.DATE, not_before="start_date", help="负责的最后一天;仍负责的留空", example="2026-12-31", aliases=("结束日期", "截止日期")),
    Field("change_reason", "变更原因", Kind.CHOICE, required_when=(CLOSED,), vocabulary=v.D14, example="年度调整", aliases=("终止原因",)),
    Field("on_board", "已上图板", Kind.FLAG, required=True, help="公开图板上已写明填“是”", example="是", aliases=("是否上图板", "是否上板")),
), hint="一名党员负责一个班组填一行;不再负责的填终止日期和原因,不删行。", key=("zone_code", "member_no", "team_code", "start_date"), unique=("zone_code", "member_no", "team_code", "start_date"), spare_rows=80)

CONTACTS = Table("contacts", "B-6", "重点联系人", "One row per member and key contact. S4.3a–d, U09", (
    Field("link_no", "联系编号", Kind.CODE, pattern=r"L\d{4}-\d{3,6}", help="可不填,由系统编号", example="L2026-0001", aliases=("联系序号",)),
    MEMBER_NO,
    MEMBER_NAME,
    Field("contact_employee_no", "联系人工号", Kind.CODE, required=True, refers_to="employees.employee_no", private=True, help="不能是党员", example="E20877", aliases=("联系人员工编号", "联系人编号")),
    Field("contact_name", "联系人姓名", Kind.NAME, required=True, max_length=30, private=True, example="李四", aliases=("联系人", "重点联系人")),
    replace(TEAM_CODE, name="contact_team_code", label="联系人班组编码", private=True, aliases=("联系人班组", "联系人所在班组")),
    Field("contact_kind", "联系人类别", Kind.CHOICE, required=True, vocabulary=v.D12, private=True, example="一般群众", aliases=("联系人类型",)),
    Field("key_person", "重点人", Kind.FLAG, required=True, private=True, help="需要重点关注、每月跟进的填“是”", example="否", aliases=("是否重点人",)),
    Field("start_date", "起始日期", Kind.DATE, required=True, example="2026-01-01", aliases=("开始日期", "确定日期")),
    Field("end_date", "终止日期", Kind.DATE, not_before="start_date", help="联系的最后一天;仍在联系的留空", example="2026-12-31", aliases=("结束日期", "解除日期")),
    Field("end_reason", "解除原因", Kind.CHOICE, required_when=(CLOSED,), vocabulary=v.D14, example="年度调整", aliases=("终止原因",)),
    replace(NOTE, private=True),
), hint="一名党员联系一名群众填一行,每人二至三名;解除的填终止日期和原因。", key=("member_no", "contact_employee_no", "start_date"), unique=("member_no", "contact_employee_no", "start_date"), spare_rows=100)

DOCUMENTS = Table("documents", "B-7", "实施与发动资料", "One row per document that shows the system is set up. S5.1.1c–d, S0b", (
    Field("doc_kind", "资料类别", Kind.CHOICE, required=True, vocabulary=v.DOCUMENT_KINDS, example="实施意见", aliases=("类别",)),
    Field("doc_name", "名称", Kind.TEXT, required=True, max_length=60, example="七队支部党员责任区实施意见", aliases=("资料名称",)),
    Field("doc_date", "日期", Kind.DATE, required=True, example="2026-01-15", aliases=("资料日期",)),
    Field("doc_no", "文号", Kind.TEXT, max_length=200, example="七队支〔2026〕1号"),
    Field("expected", "应到人数", Kind.INTEGER, required_when=(A_MEETING,), minimum=1, unit="人", example="24", aliases=("应到",)),
    Field("attended", "实到人数", Kind.INTEGER, required_when=(A_MEETING,), minimum=0, not_above="expected", unit="人", example="22", aliases=("实到",)),
    Field("location", "存放位置", Kind.TEXT, required=True, max_length=200, help="档案盒号或文件名", example="档案盒1", aliases=("存放处",)),
    NOTE,
), hint="实施意见、党员大会记录、宣传发动、责任书、图板方案等,一份一行。", key=("doc_kind", "doc_name"), unique=("doc_kind", "doc_name", "doc_date"), spare_rows=20)
# fmt: on

FORM = FORMS.add(
    "BASE",
    Form(
        "BASE",
        "基础台账",
        Cadence.LIVING,
        (COVER, PROFILE, LINE_TEAMS, GROUPS, MEMBERS, ABSENCES, ZONES, CONTACTS, DOCUMENTS),
        "The branch's dated register; its 报告期 is the year and it has no deadline (U74).",
    ),
)
