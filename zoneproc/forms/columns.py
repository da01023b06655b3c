"""Columns that several sheets share: same name, same meaning, written once."""

from zoneproc.kinds import Kind
from zoneproc.schema import Field, When

__all__ = ["BRANCH_CODE", "GROUP_CODE", "MEMBER_NAME", "MEMBER_NO", "NOTE", "ORG_PATTERN", "TEAM_CODE", "judged"]

ORG_PATTERN = r"(\d{3})+"
"""Organisation codes: three digits per level, no padding (domain.md 2.7)."""


def judged(field: str, text: str) -> When:
    """A condition that only a person can judge, for the cell of `field` itself: stated on the form, never enforced.

    It asks for the cell where the cell is filled, so it holds nobody up.
    """
    return When(field, text=text)


# fmt: off
MEMBER_NO = Field("member_no", "党员编号", Kind.CODE, required=True, pattern=r"D\d{5}", refers_to="members.member_no", help="D 加 5 位数字,按文本填写", example="D00123", aliases=("党员编码", "党员代码", "党员号"))
MEMBER_NAME = Field("member_name", "党员姓名", Kind.NAME, required=True, max_length=30, help="须与党员编号相符", example="张三", aliases=("责任党员", "党员"))
TEAM_CODE = Field("team_code", "班组编码", Kind.CODE, required=True, refers_to="teams.team_code", help="见线路班组表,按文本填写", example="052-01", aliases=("班组编号", "班组代码", "班组号"))
BRANCH_CODE = Field("branch_code", "党支部编码", Kind.CODE, required=True, pattern=ORG_PATTERN, refers_to="organisations.org_code", help="每级 3 位数字,按文本填写", example="001005", aliases=("支部编码", "支部代码", "党支部代码"))
GROUP_CODE = Field("group_code", "党小组编码", Kind.CODE, pattern=ORG_PATTERN, refers_to="groups.group_code", help="支部编码加 3 位数字,按文本填写", example="001005002", aliases=("党小组编号", "小组编码", "党小组代码"))
NOTE = Field("note", "备注", Kind.TEXT, max_length=200, example="另有说明", aliases=("备注说明",))
# fmt: on
