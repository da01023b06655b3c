"""The rules workbook 考核办法: the office's own sheets, one row per dated rule (domain.md 2.7a).

Every row carries the day from which it holds and its basis; a later row of the same rule replaces the earlier one, so a
change in mid-year leaves earlier quarters alone.
"""

from zoneproc.forms import FORMS
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Kind, Table, Vocabulary

SUBJECTS = Vocabulary("RULE_SUBJECT", "对象", ("党员", "党小组", "支部", "书记"))
CADENCES = Vocabulary("RULE_CADENCE", "周期", ("季度", "年度"))
BLOCKS = Vocabulary("RULE_BLOCK", "任务或板块", ("T1", "T2", "T3", "T4", "T5", "T6", "A", "B", "G"))
ROUNDINGS = Vocabulary("RULE_ROUNDING", "取整方式", ("向下取整", "四舍五入", "向上取整"))
VETO_EFFECTS = Vocabulary("RULE_VETO_EFFECT", "否决效果", ("封顶并取消评先", "取消评先", "停用"))
_TERMS_HELP = "写成 名称=数,用分号隔开,例:轻微=1;一般=3;严重=清零。"

EFFECTIVE_FROM = Field(
    "effective_from",
    "生效日期",
    Kind.DATE,
    required=True,
    width=12,
    example="2026-07-01",
    help="自这一天起按本行执行。",
)
BASIS = Field("basis", "依据", Kind.TEXT, required=True, max_length=200, width=36, example="党〔2026〕12号")


def _subject(vocabulary: Vocabulary = SUBJECTS) -> Field:
    return Field("subject", "对象", Kind.CHOICE, required=True, vocabulary=vocabulary, example="党员")


def _rules(name: str, label: str, doc: str, fields: tuple[Field, ...], key: tuple[str, ...]) -> Table:
    """A dated sheet: one row per rule and day from which it holds; `key` names the rule."""
    return Table(name, label, label, doc, (*fields, EFFECTIVE_FROM, BASIS), key=(*key, "effective_from"))


PARAMETERS = _rules(
    "parameters",
    "参数",
    "每行一个参数。数值可写成 0.5、30%、1/3 或“不限”,多个数用分号隔开。",
    (
        Field("key", "参数", Kind.CODE, required=True, width=28, example="contact_floor"),
        Field("label", "含义", Kind.TEXT, width=40, example="每名党员最少联系人数"),
        Field("value", "值", Kind.TEXT, required=True, width=14, example="2"),
    ),
    ("key",),
)
INDICATORS = _rules(
    "indicators",
    "指标",
    "每行一个考核指标;满分改为 0 即停用。",
    (
        Field("code", "指标代码", Kind.CODE, required=True, example="I11"),
        Field("label", "指标名称", Kind.TEXT, required=True, width=20, example="联系谈心完成"),
        _subject(),
        Field("cadence", "周期", Kind.CHOICE, required=True, vocabulary=CADENCES, example="季度"),
        Field("block", "任务或板块", Kind.CHOICE, required=True, vocabulary=BLOCKS, example="T1"),
        Field("full_points", "满分", Kind.DECIMAL, required=True, minimum=0, maximum=1000, unit="分", example="15"),
        Field("measure", "计算内容", Kind.TEXT, required=True, width=16, example="联系谈心"),
        Field("shape", "计分方式", Kind.TEXT, required=True, width=12, example="比例"),
        Field("arguments", "计分参数", Kind.TEXT, width=40, example="轻微=1;一般=3", help=_TERMS_HELP),
    ),
    ("code",),
)
GRADES = _rules(
    "grades",
    "等次",
    "每行一个等次,由高到低;名额比例留空表示不限。",
    (
        _subject(),
        Field("cadence", "周期", Kind.CHOICE, required=True, vocabulary=CADENCES, example="季度"),
        Field("label", "等次", Kind.TEXT, required=True, example="优秀"),
        Field("at_least", "最低得分", Kind.DECIMAL, required=True, minimum=0, maximum=1000, unit="分", example="90"),
        Field("cap_share", "名额比例", Kind.DECIMAL, minimum=0, maximum=1, example="0.3"),
    ),
    ("subject", "cadence", "label"),
)
ADJUSTMENT_POINTS = _rules(
    "adjustment_points",
    "加扣分标准",
    "每行一类加分(正数)或扣分(负数);级别留空表示不分级别。",
    (
        _subject(),
        Field("kind", "类别", Kind.TEXT, required=True, width=14, example="表彰奖励"),
        Field("level", "级别", Kind.TEXT, width=14, example="公司"),
        Field("points", "分值", Kind.DECIMAL, required=True, minimum=-100, maximum=100, unit="分", example="2"),
        Field("kind_cap", "每季上限", Kind.DECIMAL, minimum=0, maximum=100, unit="分", example="2"),
    ),
    ("subject", "kind"),
)
VETO_KINDS = _rules(
    "veto_kinds",
    "一票否决",
    "每行一种情形。封顶分数见“参数”表。",
    (
        _subject(),
        Field("kind", "情形", Kind.TEXT, required=True, width=32, example="酒后驾驶"),
        Field(
            "effect", "效果", Kind.CHOICE, required=True, vocabulary=VETO_EFFECTS, width=16, example="封顶并取消评先"
        ),
    ),
    ("subject", "kind"),
)
QUOTAS = _rules(
    "quotas",
    "名额",
    "每行一个奖项;其他条件写“名额=1”表示固定名额。",
    (
        Field("award", "奖项", Kind.TEXT, required=True, width=18, example="优秀共产党员"),
        Field("share", "名额比例", Kind.DECIMAL, minimum=0, maximum=1, example="0.1"),
        Field("rounding", "取整方式", Kind.CHOICE, required=True, vocabulary=ROUNDINGS, example="向下取整"),
        Field("arguments", "其他条件", Kind.TEXT, width=30, example="名额=1", help=_TERMS_HELP),
    ),
    ("award",),
)
COMPONENTS = _rules(
    "components",
    "年度合成",
    "每行一个组成部分;同一对象的权重之和为 1。",
    (
        _subject(),
        Field("component", "组成部分", Kind.TEXT, required=True, example="季度"),
        Field("weight", "权重", Kind.DECIMAL, required=True, minimum=0, maximum=1, example="0.8"),
    ),
    ("subject", "component"),
)
FILE_CHECK_ITEMS = _rules(
    "file_check_items",
    "看检查项",
    "年终“看”的检查项,每行一项;满分改为 0 即停用。",
    (
        Field("item_no", "检查项", Kind.CODE, required=True, example="K05"),
        Field("label", "检查内容", Kind.TEXT, required=True, width=36, example="谈心记录抽查(10条)"),
        Field("max_points", "满分", Kind.DECIMAL, required=True, minimum=0, maximum=1000, unit="分", example="20"),
    ),
    ("item_no",),
)
DICTIONARY = Table(
    "dictionary",
    "字典",
    "字典",
    "公司自行增加的下拉选项,每行一个。",
    (
        Field("vocabulary", "字典编号", Kind.CODE, required=True, example="D27"),
        Field("value", "选项", Kind.TEXT, required=True, width=20, example="技能比武"),
        EFFECTIVE_FROM,
        BASIS,
    ),
    key=("vocabulary", "value", "effective_from"),
    optional=True,
)
WORDING = _rules(
    "wording",
    "用语",
    "印在结果上的名称和文字,每行一条。",
    (
        Field("key", "用途", Kind.TEXT, required=True, width=20, example="优秀分公司"),
        Field("text", "文字", Kind.TEXT, width=60, example="开展党员责任区活动优秀分公司"),
    ),
    ("key",),
)
WAIVERS = Table(
    "waivers",
    "豁免",
    "豁免",
    "经批准不计的检查结果,每行一条。",
    (
        Field("check", "检查代码", Kind.CODE, required=True, example="Q02"),
        Field("subject", "对象编号", Kind.CODE, required=True, example="D00123"),
        Field("reason", "事由", Kind.TEXT, required=True, max_length=100, width=36, example="新线路筹备,暂多联系"),
        Field("approver", "批准人", Kind.NAME, required=True, example="吴九"),
        Field("valid_until", "有效期至", Kind.DATE, required=True, example="2026-06-30"),
    ),
    key=("check", "subject"),
    optional=True,
)

RULES = FORMS.add(
    "RULES",
    Form(
        "RULES",
        "考核办法",
        Cadence.MASTER,
        (
            PARAMETERS,
            INDICATORS,
            GRADES,
            ADJUSTMENT_POINTS,
            VETO_KINDS,
            QUOTAS,
            COMPONENTS,
            FILE_CHECK_ITEMS,
            DICTIONARY,
            WORDING,
            WAIVERS,
        ),
        "党员责任区考核办法:参数、指标、等次、加扣分、否决、名额和用语。由党委办公室维护。",
    ),
)
