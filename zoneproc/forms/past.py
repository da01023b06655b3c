"""PAST 往年结果: what earlier years came to, so that this year's results can be held against them (promise 24).

Written by `zoneproc rollover`; an office that begins with the program may type last year's places in by hand.
"""

from zoneproc.forms import FORMS
from zoneproc.kinds import Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table, Vocabulary

PAST_SUBJECTS = Vocabulary("PAST_SUBJECT", "对象类别", ("党员", "党小组", "支部", "分公司", "书记"))

# fmt: off
PAST_RESULTS = Table("past_results", "H-1", "往年结果", "One row per subject and past period with its printed total and place. Promise 24", (
    Field("period", "期间", Kind.CODE, required=True, pattern=r"\d{4}(Q[1-4])?", help="年度或季度", example="2026"),
    Field("subject_kind", "对象类别", Kind.CHOICE, required=True, vocabulary=PAST_SUBJECTS, example="支部"),
    Field("subject_no", "对象编号", Kind.CODE, required=True, help="党员编号、支部编码等", example="001005"),
    Field("subject_name", "名称", Kind.TEXT, max_length=200, width=24, example="三分公司七队支部"),
    Field("branch_code", "所在支部编码", Kind.CODE, help="名次在哪个支部内排;公司内排名的留空", example="001005"),
    Field("total", "得分", Kind.DECIMAL, minimum=0, maximum=1000, unit="分", private=True, example="92.26"),
    Field("rank", "名次", Kind.INTEGER, minimum=1, private=True, help="未排名的留空", example="3"),
    Field("grade", "等次", Kind.TEXT, max_length=20, private=True, example="优秀"),
), hint="每个对象每期一行,由系统在换年时写入;没有上年资料的可不填。", key=("period", "subject_kind", "subject_no"), unique=("period", "subject_kind", "subject_no", "branch_code"), optional=True, spare_rows=100)
# fmt: on

FORM = FORMS.add(
    "PAST",
    Form("PAST", "往年结果", Cadence.MASTER, (PAST_RESULTS,), "Results of earlier years, for comparison."),
)
