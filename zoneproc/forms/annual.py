"""ANN 年度报表: reviews, nominations and next year's plan, Y-1 … Y-6 (domain.md 2.6)."""

from dataclasses import replace

from zoneproc.forms import FORMS
from zoneproc.forms import vocabularies as v
from zoneproc.forms.columns import GROUP_CODE, MEMBER_NAME, MEMBER_NO
from zoneproc.forms.cover import COVER
from zoneproc.forms.register import CONTACTS, ZONES
from zoneproc.kinds import Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table, When

BY_MASSES = When("mv_valid", text="有群众测评")


def _votes(prefix: str, voters: str, examples: str, conditions: tuple[When, ...] = ()) -> tuple[Field, ...]:
    """The four counts of one ballot, headed 党员票优秀 … or 群众票优秀 … (U68)."""
    names, marks = ("excellent", "pass", "basic", "fail"), v.D38.values
    return tuple(
        Field(
            f"{prefix}_{name}",
            f"{voters}{mark}",
            Kind.INTEGER,
            required=not conditions,
            required_when=conditions,
            minimum=0,
            private=True,
            unit="票",
            help="四项合计等于有效票",
            example=example,
        )
        for name, mark, example in zip(names, marks, examples.split(","), strict=True)
    )


# fmt: off
REVIEWS = Table("reviews", "Y-1", "民主评议汇总", "One row per member: ballots and the branch's grade; the last row counts. S5.1.3b, U41, U68, U76", (
    replace(MEMBER_NO, prefilled=True),
    replace(MEMBER_NAME, label="姓名", prefilled=True, aliases=("党员姓名", "党员")),
    Field("member_type", "人员类别", Kind.CHOICE, required=True, vocabulary=v.D01, prefilled=True, example="正式党员", aliases=("党员类别",)),
    Field("attended", "参加评议", Kind.FLAG, required=True, example="是", aliases=("是否参加评议",)),
    Field("pv_issued", "党员测评票发出", Kind.INTEGER, required=True, minimum=0, unit="票", private=True, example="24", aliases=("党员票发出", "发出")),
    Field("pv_returned", "收回", Kind.INTEGER, required=True, minimum=0, not_above="pv_issued", unit="票", private=True, example="23", aliases=("党员票收回",)),
    Field("pv_valid", "有效", Kind.INTEGER, required=True, minimum=0, not_above="pv_returned", unit="票", private=True, example="22", aliases=("党员票有效", "有效票")),
    *_votes("pv", "党员票", "10,11,1,0"),
    Field("mv_valid", "群众测评有效票", Kind.INTEGER, minimum=0, unit="票", private=True, example="20", aliases=("群众票有效",)),
    *_votes("mv", "群众票", "8,10,2,0", (BY_MASSES,)),
    Field("review_grade", "支部评定等次", Kind.CHOICE, required_when=(When("member_type", ("正式党员",), text="正式党员"),), vocabulary=v.D38, private=True, help="预备党员留空", example="合格", aliases=("评议等次", "评定等次")),
    Field("review_date", "评定会议日期", Kind.DATE, required=True, example="2026-12-15", aliases=("评议日期",)),
    Field("feedback_date", "反馈本人日期", Kind.DATE, required=True, help="结果须告知本人", example="2026-12-18", aliases=("反馈日期",)),
), hint="党员每人一行,填两类测评票数和支部评定等次;预备党员不评等次。", sums={"pv_valid": ("pv_excellent", "pv_pass", "pv_basic", "pv_fail"), "mv_valid": ("mv_excellent", "mv_pass", "mv_basic", "mv_fail")}, key=("member_no",), unique=("member_no",), last_counts=True, spare_rows=10)

GROUP_RATINGS = Table("group_ratings", "Y-2", "党小组评价", "One row per Party group: the branch's rating. 3.3, U43", (
    replace(GROUP_CODE, required=True, prefilled=True),
    Field("group_name", "党小组名称", Kind.TEXT, required=True, max_length=200, prefilled=True, example="第二党小组", aliases=("党小组",)),
    Field("branch_rating", "支部评价", Kind.CHOICE, required=True, vocabulary=v.D30, private=True, example="较好", aliases=("支部评定",)),
    Field("rating_reason", "评价说明", Kind.TEXT, required_when=(When("branch_rating", ("差",), text="差"),), max_length=100, private=True, help="评“差”的说明理由,100 字以内", example="全年小组会偏少", aliases=("评价理由",)),
), hint="每个党小组一行,由支部评定;不设党小组的不填。", may_be_empty=True, key=("group_code",), unique=("group_code",), spare_rows=5)

NOMINATIONS = Table("nominations", "Y-3", "推荐名单", "One row per nominee and award. S5.1.5b, S5.2.1b, U63–U66", (
    Field("award", "奖项", Kind.CHOICE, required=True, vocabulary=v.D39, example="优秀共产党员", aliases=("推荐奖项",)),
    Field("subject_no", "对象编号", Kind.CODE, required=True, help="党员编号、党小组编码或支部编码", example="D00123", aliases=("对象编码",)),
    Field("subject_name", "名称", Kind.TEXT, required=True, max_length=200, help="党员姓名、党小组或支部名称", example="张三", aliases=("对象名称", "姓名")),
    Field("rank_in_branch", "支部内排序", Kind.INTEGER, required=True, minimum=1, help="从 1 起连续排序", example="1", aliases=("排序", "支部排序")),
    Field("meeting_date", "支部大会日期", Kind.DATE, required=True, help="与季度考核的会议登记一致", example="2026-12-16", aliases=("大会日期",)),
    Field("voting_expected", "有表决权应到", Kind.INTEGER, required=True, minimum=1, unit="人", example="22", aliases=("有表决权应到人数",)),
    Field("voting_attended", "有表决权实到", Kind.INTEGER, required=True, minimum=0, not_above="voting_expected", unit="人", help="应超过应到的一半", example="20", aliases=("有表决权实到人数",)),
    Field("ayes", "同意票", Kind.INTEGER, required=True, minimum=0, not_above="voting_attended", unit="票", private=True, help="应超过有表决权应到的一半", example="18", aliases=("赞成票",)),
    Field("deeds", "事迹摘要", Kind.TEXT, required=True, min_length=50, max_length=300, help="50–300 字", example="担任52路一班责任区主责一年,每月与三名联系人谈心,班组全年无有责事故;提出晚高峰排班建议被公司采纳,带动班组服务评价明显提升。", aliases=("主要事迹",)),
    Field("notice_from", "公示起", Kind.DATE, required=True, example="2026-12-17", aliases=("公示开始日期",)),
    Field("notice_to", "公示止", Kind.DATE, required=True, not_before="notice_from", help="公示不少于 5 个工作日", example="2026-12-23", aliases=("公示结束日期",)),
    Field("notice_result", "公示结果", Kind.CHOICE, required=True, vocabulary=v.NOTICE_RESULTS, example="无异议", aliases=("公示情况",)),
), hint="支部大会通过的推荐对象,一人(组)一行;不推荐的不填。", may_be_empty=True, key=("award", "subject_no"), unique=("award", "subject_no"), spare_rows=20)

NEXT_ZONES = replace(ZONES, name="next_zones", code="Y-4", label="下年度责任区划分", doc="The zones of the year to come, columns of B-5. S5.1.3c", hint="下一年度的责任区划分,已带出年末在用的各行,请按明年安排修改。")
NEXT_CONTACTS = replace(CONTACTS, name="next_contacts", code="Y-5", label="下年度联系人", doc="The contacts of the year to come, columns of B-6. S5.1.3c", hint="下一年度的重点联系人,已带出年末在用的各行,请按明年安排修改。")

SUMMARIES = Table("summaries", "Y-6", "总结与典型", "One row per summary, experience paper or example. S5.1.5a, S5.2.3b", (
    Field("kind", "类型", Kind.CHOICE, required=True, vocabulary=v.SUMMARY_KINDS, example="年度总结", aliases=("类别",)),
    Field("title", "标题", Kind.TEXT, required=True, max_length=60, example="七队支部2026年责任区工作总结", aliases=("题目",)),
    Field("doc_date", "日期", Kind.DATE, required=True, example="2026-12-28", aliases=("成文日期",)),
    Field("summary", "摘要", Kind.TEXT, required=True, max_length=300, example="全年责任区覆盖全部班组,谈心率九成以上", aliases=("内容摘要",)),
    Field("attachment", "附件名", Kind.TEXT, max_length=200, example="总结.docx", aliases=("附件",)),
), hint="年度总结、经验材料、典型事迹,一份一行。", key=("kind", "title"), unique=("kind", "title"), spare_rows=10)
# fmt: on

FORM = FORMS.add(
    "ANN",
    Form(
        "ANN",
        "年度报表",
        Cadence.YEAR,
        (COVER, REVIEWS, GROUP_RATINGS, NOMINATIONS, NEXT_ZONES, NEXT_CONTACTS, SUMMARIES),
        "The yearly return of a branch; Y-4 and Y-5 become next year's register.",
    ),
)
