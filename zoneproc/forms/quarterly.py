"""QTR 季度考核: the branch's part of the quarterly assessment, Q-1 … Q-7 (domain.md 2.5)."""

from dataclasses import replace

from zoneproc.forms import FORMS
from zoneproc.forms import vocabularies as v
from zoneproc.forms.columns import GROUP_CODE, MEMBER_NAME, MEMBER_NO, NOTE
from zoneproc.forms.cover import COVER
from zoneproc.kinds import Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table, When

ITEMS = (
    ("i11", "联系谈心"), ("i12", "月汇报"), ("i13", "意见建议"), ("i21", "本人安全服务"), ("i22", "责任区安全服务"),
    ("i23", "重点人跟进"), ("i24", "重大事项报告"), ("i31", "活动参加"), ("i41", "责任区廉政"), ("i51", "培养考察"),
    ("i52", "培养谈话"), ("i61", "交办任务"),
)  # fmt: skip
"""The twelve items computed by the office: all but I32, which is the branch's own rating (U67)."""
DONE = When("rect_status", ("已完成待验收", "已销号"), text="完成")
STRUCK_OFF = When("rect_status", ("已销号",), text="销号")
POOR = When("branch_rating", ("差",), text="差")

# fmt: off
ASSESSMENTS = Table("assessments", "Q-1", "党员季度考核表", "One row per member: computed items beside the branch's rating. S5.2.1a, U27, U67", (
    replace(MEMBER_NO, prefilled=True),
    replace(MEMBER_NAME, label="姓名", prefilled=True, aliases=("党员姓名", "党员")),
    *(Field(name, f"{name.upper()} {label}", Kind.TEXT, system=True, private=True, unit="分", help="由系统计算,不适用的写“不适用”", example="13.33") for name, label in ITEMS),
    Field("branch_rating", "支部评价", Kind.CHOICE, required=True, vocabulary=v.D30, private=True, example="较好", aliases=("支部评定",)),
    Field("rating_reason", "评价说明", Kind.TEXT, required_when=(POOR,), max_length=100, private=True, help="评“差”的说明理由,100 字以内", example="两次活动无故缺席", aliases=("评价理由",)),
    Field("suggested_grade", "支部建议等次", Kind.CHOICE, vocabulary=v.without(v.D29, "良好(限额)"), private=True, help="仅供参考,不改变计算结果", example="良好", aliases=("建议等次",)),
    Field("member_signed", "本人确认", Kind.FLAG, required=True, help="本人已看过结果填“是”", example="是", aliases=("本人签字",)),
    Field("objection", "异议说明", Kind.TEXT, max_length=200, private=True, help="本人有异议的写明", example="3月15日已请假", aliases=("异议",)),
), hint="党员每人一行,各项得分已由系统算好,请填支部评价并由本人确认。", key=("member_no",), unique=("member_no",), spare_rows=10)

ADJUSTMENTS = Table("adjustments", "Q-2", "加分扣分", "One row per bonus or deduction asked for. S5.2.1d, U32–U36", (
    Field("adj_no", "编号", Kind.CODE, required=True, help="J 加支部尾号、年份、3 位序号", example="J005-2026-006", aliases=("加扣分编号",)),
    MEMBER_NO,
    Field("event_date", "发生日期", Kind.DATE, required=True, inside_period=True, help="本季度内的日期", example="2026-02-11", aliases=("日期",)),
    Field("adj_kind", "类别", Kind.CHOICE, required=True, vocabulary=v.D32, example="建议采纳", aliases=("加扣分类别",)),
    Field("level", "级别", Kind.CHOICE, required=True, vocabulary=v.D33, example="公司", aliases=("表彰级别",)),
    Field("reason", "事由", Kind.TEXT, required=True, max_length=100, private=True, help="100 字以内;同一事由只按最高一项计", example="优化52路晚高峰排班建议", aliases=("原因",)),
    Field("evidence", "证明材料", Kind.TEXT, required=True, max_length=200, help="文件名或文号", example="营运〔2026〕8号", aliases=("佐证材料",)),
    Field("branch_opinion", "支部意见", Kind.TEXT, required=True, max_length=200, help="同意或不同意", example="同意"),
    Field("points", "分值", Kind.DECIMAL, system=True, private=True, unit="分", help="由考核办法决定,不必填写", example="2", aliases=("分数",)),
), hint="申请加分或扣分的事项,一件一行,附证明材料;分值由考核办法决定。", key=("adj_no", "member_no"), unique=("adj_no",), nil_allowed=True, spare_rows=30)

VETOES = Table("vetoes", "Q-3", "一票否决", "One row per veto; it has effect once the office confirms it. 3.1, U37, U57", (
    Field("subject_kind", "对象类别", Kind.CHOICE, required=True, vocabulary=v.SUBJECT_KINDS, example="党员", aliases=("对象类型",)),
    Field("subject_no", "对象编号", Kind.CODE, required=True, private=True, help="党员编号、党小组编码或支部编码", example="D00140", aliases=("对象编码",)),
    Field("event_date", "发生日期", Kind.DATE, required=True, example="2026-02-20", aliases=("日期",)),
    Field("veto_kind", "情形", Kind.CHOICE, required=True, vocabulary=v.D34, private=True, example="酒后驾驶", aliases=("否决情形",)),
    Field("basis_doc", "认定文件", Kind.TEXT, required=True, max_length=200, private=True, help="认定文件的文号", example="安〔2026〕3号", aliases=("文号",)),
    Field("authority", "认定单位", Kind.TEXT, required=True, max_length=200, example="安全保卫科", aliases=("认定部门",)),
    Field("confirmed", "党办确认", Kind.FLAG, help="由党委办公室填写,填“是”才有效", example="是", aliases=("党委办公室确认",)),
), hint="有一票否决情形的,一件一行,写明认定文件;经党委办公室确认后生效。", key=("subject_kind", "subject_no"), unique=("subject_no", "event_date", "veto_kind"), nil_allowed=True, spare_rows=10)

RECTIFICATIONS = Table("rectifications", "Q-4", "责任区任务限期改正(整改)台账", "One row per matter to be put right, carried until struck off. S5.1.4c, A10, U07, U54", (
    Field("rect_no", "编号", Kind.CODE, required=True, help="G 加支部尾号、年份、3 位序号", example="G005-2026-001", aliases=("台账编号",)),
    MEMBER_NO,
    Field("source", "问题来源", Kind.CHOICE, required=True, vocabulary=v.PROBLEM_SOURCES, example="季度考核", aliases=("来源",)),
    Field("problem", "问题内容", Kind.TEXT, required=True, max_length=200, width=30, private=True, example="一季度3次未谈心", aliases=("存在问题", "问题")),
    Field("demand", "整改要求", Kind.TEXT, required=True, max_length=200, private=True, example="4月底前补齐并每月落实", aliases=("改正要求",)),
    Field("measure", "整改措施", Kind.TEXT, required=True, max_length=200, private=True, example="与班长约定每月谈心日", aliases=("改正措施",)),
    Field("supervisor", "责任督办人", Kind.TEXT, required=True, max_length=30, example="组织委员", aliases=("督办人",)),
    Field("issued_date", "下达日期", Kind.DATE, required=True, example="2026-04-12", aliases=("下达时间",)),
    Field("due_date", "整改时限", Kind.DATE, required=True, not_before="issued_date", help="一般为下达后 30 天", example="2026-05-12", aliases=("改正期限", "整改期限")),
    Field("extended_to", "延期至", Kind.DATE, not_before="due_date", help="只能延期一次", example="2026-06-10", aliases=("延期日期",)),
    Field("done_date", "完成日期", Kind.DATE, required_when=(DONE,), example="2026-05-08", aliases=("完成时间",)),
    Field("result", "整改结果", Kind.TEXT, required_when=(DONE,), max_length=200, private=True, example="已补谈3次", aliases=("改正结果",)),
    Field("accepted_by", "验收人", Kind.NAME, required_when=(STRUCK_OFF,), max_length=30, help="不能是本人", example="赵六", aliases=("验收人姓名",)),
    Field("closed_date", "销号日期", Kind.DATE, required_when=(STRUCK_OFF,), not_before="done_date", example="2026-05-10", aliases=("销号时间",)),
    Field("rect_status", "状态", Kind.CHOICE, required=True, vocabulary=v.D31, example="整改中", aliases=("整改状态",)),
), hint="需要限期改正的问题一件一行,未销号的逐季带出。", key=("rect_no", "member_no"), unique=("rect_no",), nil_allowed=True, spare_rows=20)

MEETINGS = Table("meetings", "Q-5", "组织生活与会议", "One row per meeting. S5.1.3a, S5.1.4a, S5.1.1d, U45", (
    Field("meeting_date", "日期", Kind.DATE, required=True, inside_period=True, help="本季度内的日期", example="2026-03-25", aliases=("会议日期", "会议时间")),
    Field("meeting_kind", "会议类型", Kind.CHOICE, required=True, vocabulary=v.MEETING_KINDS, example="党小组会", aliases=("会议类别",)),
    replace(GROUP_CODE, required_when=(When("meeting_kind", ("党小组会",), text="党小组会"),), help="党小组会填写"),
    Field("expected", "应到", Kind.INTEGER, required=True, minimum=1, unit="人", example="8", aliases=("应到人数",)),
    Field("attended", "实到", Kind.INTEGER, required=True, minimum=0, not_above="expected", unit="人", example="7", aliases=("实到人数",)),
    Field("voting_expected", "有表决权应到", Kind.INTEGER, required_when=(When("voting_attended", text="表决"),), minimum=0, unit="人", help="有表决的会议填写", example="7", aliases=("有表决权应到人数",)),
    Field("voting_attended", "有表决权实到", Kind.INTEGER, required_when=(When("voting_expected", text="表决"),), minimum=0, not_above="voting_expected", unit="人", help="应超过应到的一半", example="6", aliases=("有表决权实到人数",)),
    Field("zone_topic", "责任区议题", Kind.FLAG, required=True, help="议程中有责任区工作填“是”", example="是", aliases=("有责任区议题",)),
    Field("heard_count", "听取汇报人数", Kind.INTEGER, required_when=(When("zone_topic", ("是",), text="有议题"),), minimum=0, not_above="attended", unit="人", example="5", aliases=("汇报人数",)),
    Field("content", "主要内容", Kind.TEXT, required=True, max_length=200, example="听取责任区工作汇报", aliases=("内容", "会议内容")),
), hint="三会一课、组织生活会、主题党日等,一次一行。", key=("meeting_date", "meeting_kind"), unique=("meeting_date", "meeting_kind", "group_code"), spare_rows=40)

BOARDS = Table("boards", "Q-6", "公开图板", "One row per board and refresh. S5.1.2a, domain.md 6", (
    Field("board_date", "更新日期", Kind.DATE, required=True, example="2026-01-20", aliases=("图板日期",)),
    Field("location", "位置", Kind.TEXT, required=True, max_length=200, example="七队调度室外墙", aliases=("图板位置",)),
    Field("members_shown", "上板党员数", Kind.INTEGER, required=True, minimum=0, unit="人", help="应等于有责任区的党员数", example="24", aliases=("党员数",)),
    Field("zones_shown", "上板责任区数", Kind.INTEGER, required=True, minimum=0, unit="个", help="应等于在用责任区数", example="34", aliases=("责任区数",)),
    Field("contacts_hidden", "已隐去联系人名单", Kind.FLAG, required=True, help="必须为“是”", example="是", aliases=("隐去联系人",)),
    Field("photo_consent", "照片公开本人同意", Kind.FLAG, required_when=(When("photo_file", text="有照片"),), help="有照片的必须为“是”", example="是", aliases=("照片本人同意",)),
    Field("photo_file", "照片文件名", Kind.TEXT, max_length=200, example="图板0120.jpg", aliases=("照片",)),
    NOTE,
), hint="公开图板每更新一次填一行。", key=("board_date",), unique=("board_date", "location"), spare_rows=10)

EXPERIENCES = Table("experiences", "Q-7", "经验与问题", "One row per experience or open problem. S5.1.2c, S5.2.1c", (
    Field("kind", "类型", Kind.CHOICE, required=True, vocabulary=v.EXPERIENCE_KINDS, example="问题", aliases=("类别",)),
    Field("title", "标题", Kind.TEXT, required=True, max_length=40, example="夜班谈心难安排", aliases=("题目",)),
    Field("content", "内容", Kind.TEXT, required=True, max_length=300, example="夜班与管理人员作息错开,面谈时间难定", aliases=("主要内容",)),
    Field("need_company", "需公司协调", Kind.FLAG, required=True, example="是", aliases=("是否需公司协调",)),
    Field("resolved", "解决情况", Kind.CHOICE, required_when=(When("kind", ("问题",), text="问题"),), vocabulary=v.RESOLUTIONS, example="解决中", aliases=("是否解决",)),
    NOTE,
), hint="工作经验或需要解决的问题,一条一行。", key=("kind", "title"), unique=("kind", "title"), nil_allowed=True, spare_rows=20)
# fmt: on

FORM = FORMS.add(
    "QTR",
    Form(
        "QTR",
        "季度考核",
        Cadence.QUARTER,
        (COVER, ASSESSMENTS, ADJUSTMENTS, VETOES, RECTIFICATIONS, MEETINGS, BOARDS, EXPERIENCES),
        "The quarterly return of a branch: ratings, bonus and deductions, vetoes, rectification, meetings, boards.",
    ),
)
