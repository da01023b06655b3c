"""EVAL 年终考评: what the Party committee heard, read, asked and saw at the end of the year, E-1 … E-6 (domain.md 2.7)."""

from dataclasses import replace

from zoneproc.forms import FORMS
from zoneproc.forms import vocabularies as v
from zoneproc.forms.columns import BRANCH_CODE, TEAM_CODE, judged
from zoneproc.kinds import Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table, When

THE_BRANCH = replace(BRANCH_CODE, label="支部编码", aliases=("党支部编码", "支部代码"))
MARKED = When("recused", ("否",), text="未回避")


def _ballot(name: str, label: str, example: str) -> Field:
    """One of the four counts of the secretary's ballot (U68)."""
    return Field(
        name,
        label,
        Kind.INTEGER,
        required=True,
        minimum=0,
        unit="票",
        private=True,
        help="四项合计等于有效票",
        example=example,
    )


# fmt: off
HEARINGS = Table("hearings", "E-1", "听", "One row per branch and judge of the branch's report. S5.2.2b, U55", (
    THE_BRANCH,
    Field("judge_no", "评委编号", Kind.CODE, required=True, help="不写姓名", example="PW03", aliases=("评委",)),
    Field("score", "评分", Kind.DECIMAL, required_when=(MARKED,), minimum=0, maximum=100, unit="分", private=True, help="0–100;回避的留空", example="88", aliases=("得分", "分数")),
    Field("recused", "回避", Kind.FLAG, required=True, example="否", aliases=("是否回避",)),
), hint="每个支部每名评委一行。", key=("branch_code", "judge_no"), unique=("branch_code", "judge_no"), spare_rows=300)

FILE_CHECKS = Table("file_checks", "E-2", "看", "One row per branch and item of the checklist, the machine's fact beside it. S5.2.2c, 3.4.1, U55", (
    replace(THE_BRANCH, prefilled=True),
    Field("item_no", "检查项", Kind.CODE, required=True, prefilled=True, help="见考核办法的看检查项", example="K05", aliases=("检查项编号",)),
    Field("max_score", "满分", Kind.DECIMAL, required=True, minimum=0, maximum=100, unit="分", prefilled=True, example="20", aliases=("标准分",)),
    Field("score", "得分", Kind.DECIMAL, required=True, minimum=0, maximum=100, not_above="max_score", unit="分", private=True, example="18", aliases=("评分",)),
    Field("reason", "扣分原因", Kind.TEXT, required_when=(judged("reason", "扣分"),), max_length=200, private=True, help="得分低于满分的说明原因", example="2条无日期", aliases=("扣分说明",)),
    Field("machine_fact", "系统事实", Kind.TEXT, system=True, private=True, help="由系统填写,供检查参考", example="谈心完成率93%"),
), hint="每个支部每个检查项一行,系统提供的事实列在旁边。", key=("branch_code", "item_no"), unique=("branch_code", "item_no"), spare_rows=300)

FORUMS = Table("forums", "E-3", "谈", "One row per branch and member asked, anonymous. S5.2.2d, U55, U79", (
    THE_BRANCH,
    Field("participant_seq", "座谈序号", Kind.INTEGER, required=True, minimum=1, help="匿名序号", example="4", aliases=("序号",)),
    Field("awareness", "知晓度", Kind.DECIMAL, required=True, minimum=0, maximum=100, unit="分", private=True, help="0–100", example="85", aliases=("知晓度评分",)),
    Field("effect", "成效评价", Kind.DECIMAL, required=True, minimum=0, maximum=100, unit="分", private=True, help="0–100", example="87", aliases=("成效",)),
    Field("comment", "意见建议", Kind.TEXT, max_length=200, private=True, help="200 字以内", example="希望多组织交流", aliases=("意见",)),
), hint="每个支部每名受访党员一行,不记姓名。", key=("branch_code", "participant_seq"), unique=("branch_code", "participant_seq"), spare_rows=300)

VISITS = Table("visits", "E-4", "访", "One row per branch and employee visited, anonymous. S5.2.2e, U55, U79", (
    THE_BRANCH,
    Field("respondent_seq", "走访序号", Kind.INTEGER, required=True, minimum=1, help="匿名序号", example="12", aliases=("序号",)),
    TEAM_CODE,
    Field("knows_member", "知道责任党员", Kind.FLAG, required=True, example="是", aliases=("是否知道责任党员",)),
    Field("satisfaction", "满意度", Kind.CHOICE, required=True, vocabulary=v.D35, private=True, example="满意", aliases=("满意程度",)),
    Field("opinion_kind", "意见类别", Kind.CHOICE, vocabulary=v.D18, example="营运排班", aliases=("类别",)),
    Field("comment", "意见内容", Kind.TEXT, max_length=200, private=True, help="200 字以内", example="末班车后候车室早关", aliases=("意见",)),
), hint="每个支部每名受访职工一行,不记姓名。", key=("branch_code", "respondent_seq"), unique=("branch_code", "respondent_seq"), spare_rows=500)

SECRETARY_BALLOTS = Table("secretary_ballots", "E-5", "书记述职测评", "One row per secretary: ballots on the report. S5.2.3a, U61, U68", (
    THE_BRANCH,
    Field("secretary_name", "书记姓名", Kind.NAME, required=True, max_length=30, example="赵六", aliases=("姓名", "书记")),
    Field("issued", "发出", Kind.INTEGER, required=True, minimum=0, unit="票", private=True, example="30", aliases=("发出票数",)),
    Field("returned", "收回", Kind.INTEGER, required=True, minimum=0, not_above="issued", unit="票", private=True, example="30", aliases=("收回票数",)),
    Field("valid", "有效", Kind.INTEGER, required=True, minimum=0, not_above="returned", unit="票", private=True, example="30", aliases=("有效票", "有效票数")),
    _ballot("n_good", "好票", "20"),
    _ballot("n_fair", "较好票", "8"),
    _ballot("n_avg", "一般票", "2"),
    _ballot("n_poor", "差票", "0"),
), hint="每名书记一行,填述职测评票数。", sums={"valid": ("n_good", "n_fair", "n_avg", "n_poor")}, key=("branch_code",), unique=("branch_code", "secretary_name"), spare_rows=60)

BRANCH_ADJUSTMENTS = Table("branch_adjustments", "E-6", "支部加扣分", "One row per bonus or deduction of a branch. 3.4, U56", (
    THE_BRANCH,
    Field("event_date", "发生日期", Kind.DATE, required=True, inside_period=True, help="本年度内的日期", example="2026-07-01", aliases=("日期",)),
    Field("adj_kind", "类别", Kind.CHOICE, required=True, vocabulary=v.D32, example="表彰奖励", aliases=("加扣分类别",)),
    Field("level", "级别", Kind.CHOICE, required=True, vocabulary=v.D33, example="公司", aliases=("表彰级别",)),
    Field("reason", "事由", Kind.TEXT, required=True, max_length=100, private=True, help="100 字以内", example="经验在全公司推广", aliases=("原因",)),
    Field("doc_no", "文号", Kind.TEXT, required=True, max_length=200, example="党〔2026〕12号", aliases=("文件号",)),
), hint="支部的加分或扣分,一件一行。", key=("branch_code", "event_date"), unique=("branch_code", "event_date", "adj_kind", "level", "reason"), spare_rows=60)
# fmt: on

FORM = FORMS.add(
    "EVAL",
    Form(
        "EVAL",
        "年终考评",
        Cadence.MASTER,
        (HEARINGS, FILE_CHECKS, FORUMS, VISITS, SECRETARY_BALLOTS, BRANCH_ADJUSTMENTS),
        "The committee's year-end evaluation of branches and secretaries, kept by the office. S5.2.2",
    ),
)
