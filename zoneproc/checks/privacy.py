"""The P family: what returns must not hold."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.sheets import tables
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.kinds import Kind

P01 = declare(
    Code(
        "P01",
        Severity.ERROR,
        "疑似身份证号或手机号",
        "“{label}”中有 {digits} 位数字“{masked}”,疑似身份证号或手机号。",
        "请删去;本系统用党员编号和工号,不收集身份证号和手机号。",
        "domain.md 2.1 第11条, 6",
    )
)

_PRIVATE_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{17}[\dXx]|[1-9]\d{10})(?![0-9A-Za-z])", re.ASCII)
_MANY_DIGITS = re.compile(r"[0-9]{11}")
_WRITTEN = (Kind.TEXT, Kind.NAME, Kind.CODE)


@check("return")
def no_private_number_is_written(view: View) -> list[Finding]:
    """P01: 18 digits, or 11 that are no area code and number, standing alone in a text cell. The finding shows the first three digits only."""
    found: list[Finding] = []
    for table in tables(view, returns=True):
        rows = view.rows(table.name)
        for item in table.read_fields if len(rows) else ():
            if item.kind in _WRITTEN:
                numbers = _private_numbers(rows[item.name].to_list())
                if not numbers:
                    continue
                suspects = rows[rows[item.name].isin(numbers)]
                shown = _masked(suspects, item.name, suspects[item.name].map(numbers).astype("str"))
                found += view.findings(
                    P01, table.name, shown, item.name, label=item.label, digits="digits", masked=item.name
                )
    return found


def _private_numbers(cells: Sequence[object]) -> Mapping[str, str]:
    """The texts that hold such a number, and the number; one look at all of them together mostly says that there is none."""
    texts = {text for text in cells if isinstance(text, str)}
    if not _MANY_DIGITS.search(unicodedata.normalize("NFKC", "\n".join(texts))):
        return {}
    return {text: number for text in texts if (number := private_number(text))}


def private_number(text: str) -> str:
    """The identity or telephone number standing in a text; empty if there is none."""
    match = _PRIVATE_NUMBER.search(unicodedata.normalize("NFKC", text))
    return match[1] if match else ""


def _masked(rows: pd.DataFrame, column: str, number: pd.Series) -> pd.DataFrame:
    digits = number.str.len()
    return rows.assign(digits=digits, **{column: number.str[:3] + "****"})
