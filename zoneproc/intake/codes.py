"""What can be wrong with a file, a sheet, a column or a single cell: the part of the S family that reading finds."""

import re

from zoneproc.findings import Code, Finding, Place, Severity, declare
from zoneproc.kinds import Reason

S01 = declare(
    Code(
        "S01",
        Severity.BLOCK,
        "认不出是哪个支部、哪一期的哪种表",
        "{detail}。",
        "请使用党委办公室发的模板,核对封面的模板代号、党支部编码、报告期和报送版本后重新报送。",
        "domain.md 2.2",
    )
)
S02 = declare(
    Code(
        "S02",
        Severity.BLOCK,
        "表或栏对不上模板",
        "“{what}”{detail}。",
        "请把内容填到原模板的对应栏中,不要改动表头、删列或复制整张表,然后重新报送。",
        "domain.md 4/40",
    )
)
S03 = declare(
    Code(
        "S03",
        Severity.BLOCK,
        "文件打不开",
        "{reason}。{advice}",
        "请按提示处理后重新报送;可读取的格式有 xlsx、xlsm、xls、xlsb、ods、et,以及它们的 zip 压缩包。",
        "domain.md 2.10",
    )
)
S05 = declare(
    Code(
        "S05",
        Severity.ERROR,
        "不在下拉选项内",
        "“{label}”填的是“{seen}”,{detail}。",
        "请从下拉选项中选择。",
        "domain.md 2.8",
    )
)
S06 = declare(
    Code(
        "S06",
        Severity.ERROR,
        "日期无法识别或不在报告期",
        "“{label}”填的是“{seen}”,{detail}。",
        "请按 2026-03-05 的样子填写完整的年月日;不属于本期的请移到相应的报表。",
        "domain.md 2.1 第5条",
    )
)
S07 = declare(
    Code(
        "S07",
        Severity.ERROR,
        "同一表内重复",
        "本行与第 {other} 行的“{label}”相同({seen}),只计第 {other} 行。",
        "请删去重复的一行;确是两件事的,请改正其中的编号或日期。",
        "domain.md 2.10",
    )
)
S08 = declare(
    Code(
        "S08",
        Severity.ERROR,
        "公式出错或不是数",
        "“{label}”填的是“{seen}”,{detail}。",
        "请直接填写结果,数字栏只填数字;公式请在 Excel 或 WPS 中重新计算并保存。",
        "domain.md 2.10",
    )
)
S11 = declare(
    Code(
        "S11",
        Severity.ERROR,
        "写法不合要求",
        "“{label}”填的是“{seen}”,{detail}。",
        "请按表头下方的填写说明改正。",
        "domain.md 2(规则栏)",
    )
)
S12 = declare(
    Code(
        "S12",
        Severity.NOTE,
        "多出或缺少的栏和表",
        "“{what}”{detail}。",
        "不影响汇总;如果其中有需要上报的内容,请填到模板的对应栏中。",
        "domain.md 4/40",
    )
)
S14 = declare(
    Code(
        "S14",
        Severity.ERROR,
        "本行暂不能并入",
        "本行没有填“{label}”,无法知道是谁的记录,暂未计入汇总。",
        "请补填后重新报送;不需要的行请整行清空。",
        "domain.md 2.1 第3条",
    )
)
S16 = declare(
    Code(
        "S16",
        Severity.ERROR,
        "合并了单元格",
        "{cells} 合并了单元格,只有左上角一格的内容能读到,本格按未填处理。",
        "请取消合并,每行每栏各自填写。",
        "domain.md 2.1 第6条",
    )
)
S17 = declare(
    Code(
        "S17",
        Severity.NOTE,
        "有隐藏的行",
        "第 {rows} 行是隐藏的,已一并读取。",
        "不需要上报的行请整行清空,不要隐藏。",
        "domain.md 4/40",
    )
)
S20 = declare(
    Code(
        "S20",
        Severity.NOTE,
        "锁定单元格被改动",
        "“{label}”{detail}。",
        "灰色单元格由党委办公室填好,请勿改动;确有错误的,请在封面“更正说明”中写明。",
        "domain.md 2.1 第2条",
    )
)
S21 = declare(
    Code(
        "S21",
        Severity.NOTE,
        "用的是旧模板",
        "本表册用的是以前的模板,内容已按栏名读取。{detail}",
        "本次可以不重填;下次请用新发的模板。",
        "domain.md 2.1 第1条",
    )
)
S22 = declare(
    Code(
        "S22",
        Severity.NOTE,
        "只写了姓名",
        "本行只写了姓名“{name}”,没有编号。{detail}",
        "请补填党员编号;同名或近似的姓名由填报人辨认,系统不会自行合并。",
        "domain.md 4/38–39",
    )
)
S23 = declare(
    Code(
        "S23",
        Severity.BLOCK,
        "内容与表头像是错开了",
        "“{label}”一栏多数内容读不出来,却像是“{other}”的内容,为免读错没有受理。",
        "请核对表头与下面的内容是否在同一栏,把移动过的单元格恢复原位后重新报送。",
        "domain.md 4/40",
    )
)

CODE_OF = {
    Reason.ERROR_CELL: S08,
    Reason.NOT_A_NUMBER: S08,
    Reason.UNREADABLE_DATE: S06,
    Reason.NOT_IN_LIST: S05,
    Reason.MALFORMED: S11,
}
"""The code that tells of a cell that could not be taken."""

_SHOWN = 60
_IDENTITY_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_TELEPHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


def masked(text: str) -> str:
    """The text with identity and telephone numbers made unrecognisable, cut to a length fit for a message."""
    shown = masked_message(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def told(code: Code, place: Place, **slots: str) -> Finding:
    """A finding of this code at this place, the slots of its message filled."""
    return Finding(code, place, masked_message(code.message.format(**slots)))


def masked_message(text: str) -> str:
    """A whole message with private numbers made unrecognisable."""
    return _TELEPHONE.sub(r"\1****\2", _IDENTITY_NUMBER.sub(r"\1********\2", text))
