"""What every printed workbook says about itself: company, period, rules, how final it is, and whom it may reach."""

import re
from collections.abc import Sequence

from zoneproc.excel.cover import period_words
from zoneproc.excel.pages import Pages
from zoneproc.excel.sheets import Figure, Sheet, Workbook
from zoneproc.results import Run

__all__ = ["PRIVACY", "file_name", "finality", "note_of", "workbook"]

PRIVACY = "内部资料:含姓名、联系人或得分,只供党委办公室和有关支部使用,请勿外传、张贴或上网。"
LEADERS = "领导小组"
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def finality(run: Run) -> str:
    """正式, or 暂定 and how many returns are awaited."""
    return f"暂定(尚缺 {len(run.open_returns)} 份报表)" if run.provisional else "正式"


def note_of(run: Run) -> str:
    """The notes line under every title."""
    parts = (
        run.company,
        f"报告期:{period_words(str(run.period))}",
        f"考核办法:{run.rules.day:%Y-%m-%d} 有效的规定",
        f"结果性质:{finality(run)}",
        f"生成依据日:{run.judged_on:%Y-%m-%d}",
    )
    return "    ".join(part for part in parts if part)


def file_name(number: str, title: str, period: object, mark: str = "") -> str:
    """`R-7_党员季度得分表_2026Q1_内部.xlsx`; what a file name cannot hold becomes `_`."""
    return _UNSAFE.sub("_", "_".join(part for part in (number, title, str(period), mark) if part)) + ".xlsx"


Sheets = Sequence[Sheet | Pages]
Figures = Sequence[tuple[str, object] | Figure]


def workbook(run: Run, name: tuple[str, str], sheets: Sheets, figures: Figures = (), branch: str = "") -> Workbook:
    """A workbook for the office and the branch concerned; `name` is its number and title. domain.md 6: 内部 in the name.

    With `branch`, its name as files bear it, the workbook is that branch's own and lies in a folder of its kind.
    """
    number, title = name
    file = file_name(number, f"{title}_{branch}" if branch else title, run.period, "内部")
    return Workbook(
        file_name=f"{title}/{file}" if branch else file,
        title=f"{title}{f' — {branch}' if branch else ''}({period_words(str(run.period))})",
        note=note_of(run),
        sheets=sheets,
        figures=(("结果性质", finality(run)), *_led_by(run), *figures),
        caution=run.provisional,
        mark="内部资料",
    )


def _led_by(run: Run) -> Sequence[tuple[str, object]]:
    """The members of the leading group, if the office names them in its rules workbook (S2a)."""
    named = run.rules.wording_rows.get(LEADERS, "").strip()
    return [(LEADERS, named)] if named else []
