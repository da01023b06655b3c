"""The cover 封面 shared by the four returns: one value per row (domain.md 2.2)."""

from dataclasses import replace

from zoneproc.forms import vocabularies as v
from zoneproc.forms.columns import BRANCH_CODE
from zoneproc.kinds import Kind
from zoneproc.schema import Field, Table, When

PERIOD_PATTERN = r"20\d{2}(-(0[1-9]|1[0-2])|[Qq][1-4])?"
"""2026-03, 2026Q1 or 2026."""
CORRECTED = When("submission_no", tuple(str(number) for number in range(2, 100)), text="版本>1")

# fmt: off
COVER = Table("cover", "封面", "封面", "Identity of a branch's return, signed for by the secretary. S5.1.2d, 2.2", (
    Field("template_id", "模板代号", Kind.TEXT, required=True, pattern="BASE|MON|QTR|ANN", prefilled=True, help="由党委办公室填好,请勿改动", example="MON"),
    Field("template_version", "模板版本", Kind.TEXT, required=True, max_length=20, prefilled=True, help="由党委办公室填好,请勿改动", example="2026.1"),
    replace(BRANCH_CODE, prefilled=True),
    Field("branch_name", "党支部名称", Kind.TEXT, required=True, max_length=200, prefilled=True, help="与印章一致的全称", example="中共××公交公司三分公司七队支部委员会", aliases=("支部名称", "支部全称")),
    Field("subcompany_name", "所属分公司", Kind.TEXT, required=True, max_length=200, refers_to="subcompanies.subcompany_name", prefilled=True, help="与公司台账一致", example="三分公司", aliases=("分公司", "分公司名称")),
    Field("period", "报告期", Kind.TEXT, required=True, pattern=PERIOD_PATTERN, prefilled=True, help="月报如 2026-03,季报如 2026Q1,年报和基础台账如 2026", example="2026-03", aliases=("报送期", "所属期")),
    Field("submission_no", "报送版本", Kind.INTEGER, required=True, minimum=1, maximum=99, help="第一次报送填 1,每更正一次加 1", example="1", aliases=("版本", "版本号")),
    Field("correction_note", "更正说明", Kind.TEXT, required_when=(CORRECTED,), max_length=200, help="版本大于 1 时说明改了什么;线路班组有误也请写在这里", example="补报李四谈心2条", aliases=("修改说明",)),
    Field("preparer", "填表人", Kind.NAME, required=True, max_length=30, example="王五", aliases=("填报人", "制表人")),
    Field("office_phone", "办公电话", Kind.TEXT, max_length=30, help="只填办公电话,不填手机号", example="8××-1234", aliases=("联系电话",)),
    Field("secretary_name", "党支部书记", Kind.NAME, required=True, max_length=30, help="与党员名册中的书记一致", example="赵六", aliases=("支部书记", "书记姓名", "书记")),
    Field("secretary_confirmed", "书记已审核", Kind.FLAG, required=True, help="书记审核后填“是”,否则不能受理", example="是", aliases=("书记审核",)),
    Field("fill_date", "填报日期", Kind.DATE, required=True, help="不早于报告期首日", example="2026-04-03", aliases=("填表日期", "报送日期")),
    Field("nil_sheets", "零报告表", Kind.CHOICES, vocabulary=v.NIL_SHEETS, help="本期确实没有内容的表,写全表名,用分号隔开", example="三违纠正记录;重大事项报告", aliases=("零报告", "本月无")),
), vertical=True, hint="写明是谁报的、报的哪一期,由书记审核确认。")
# fmt: on
