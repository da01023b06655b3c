"""What a state looks like: bad ones red, open ones amber, good ones green; the word itself always stands in the cell."""

import re

from zoneproc.excel.styles import CHECK, ERROR, GOOD, Style

__all__ = ["state_style"]

_BAD = "未覆盖 不合格 缺 缺报 退回 阻断 后进 超期 一票否决".split()
_OPEN = (
    "整改中 已延期 待验收 未报 迟 迟报 暂定 错误 并列待定 充实覆盖 部分受理 受理有疑问 不定等次 基本合格 办理中".split()
)
_GOOD = "按时 已销号 齐全 零报告 优秀 入围 先进 正式 直接覆盖 受理 已说明".split()
_LOOKS = {
    **dict.fromkeys(_BAD, ERROR),
    **dict.fromkeys(_OPEN, CHECK),
    **dict.fromkeys(_GOOD, GOOD),
}
_USUAL = Style()
_BRACKET = re.compile("[(\uff08]")


def state_style(text: str) -> Style:
    """The colours of a state by its word, what stands in brackets aside; none for other texts.

    >>> state_style("暂定(尚缺 3 份)") == state_style("暂定"), state_style("张三") == Style()
    (True, True)
    """
    return _LOOKS.get(_BRACKET.split(text, maxsplit=1)[0].strip(), _USUAL)
