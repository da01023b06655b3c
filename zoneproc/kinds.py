"""What a cell can hold: one kind per way of writing, each with its parser, its renderer and its Excel format.

A parser takes what the reader found in the cell and returns the value, `None` for an empty cell, or a `Bad`. It never
raises and never guesses: what office people write in many ways (domain.md 2.1, dates; dependencies.md 7) is read one
way or refused. `parse(kind, render(kind, value)) == value` for every value.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum


class Kind(Enum):
    """The kinds of cell; the value is what users call it."""

    TEXT = "文字"
    NAME = "姓名"
    CODE = "编码"
    INTEGER = "整数"
    DECIMAL = "数值"
    DATE = "日期"
    DATETIME = "日期时间"
    MONTH = "月份"
    CHOICE = "单选"
    CHOICES = "多选"
    FLAG = "是否"

    @property
    def dtype(self) -> str:
        """The pandas dtype of a merged column of this kind; CHOICES are joined with `;`."""
        return _DTYPES.get(self, "str")

    @property
    def excel_format(self) -> str:
        """The number format of a template column; text formats keep leading zeros."""
        return _FORMATS.get(self, "@")


_DTYPES = {
    Kind.INTEGER: "Int64",
    Kind.DECIMAL: "float64",
    Kind.DATE: "datetime64[s]",
    Kind.DATETIME: "datetime64[s]",
    Kind.FLAG: "boolean",
}
_FORMATS = {
    Kind.INTEGER: "0",
    Kind.DECIMAL: "General",
    Kind.DATE: "yyyy-mm-dd",
    Kind.DATETIME: "yyyy-mm-dd hh:mm",
}


class Reason(Enum):
    """Why a cell cannot be taken."""

    ERROR_CELL = "公式出错"
    NOT_A_NUMBER = "不是数"
    UNREADABLE_DATE = "日期无法识别"
    NOT_IN_LIST = "不在下拉选项内"
    MALFORMED = "写法不合要求"


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be taken as it is: why, in words, and what may have been meant.

    `kept` is the value that stays in spite of the fault (a text that is too long), None where the value is missing.
    """

    reason: Reason
    detail: str
    suggestion: str = ""
    kept: object = None


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """An Excel error such as #REF! found in a cell."""

    text: str


UNCACHED = "公式没有保存结果"
"""What stands in the place of a formula whose result the file does not hold."""
ERROR_WORDS = frozenset(["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", UNCACHED])
"""An error that has become text, in a pasted copy or in a return slip, is still an error."""
EMPTY_WORDS = frozenset({"/", "\\", "-", "--", "—", "——", "－", "无", "暂无", "空", "没有"})
DITTO_WORDS = frozenset({"同上", "〃", "″", "同前"})
_NO_CODES = EMPTY_WORDS | DITTO_WORDS
YES_WORDS = frozenset(["是", "有", "√", "✓", "✔", "☑", "对", "1", "Y", "YES", "T", "TRUE", "已"])
NO_WORDS = frozenset(["否", "无", "×", "✗", "✘", "☐", "错", "0", "N", "NO", "F", "FALSE", "未", "没有"])
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u202a-\u202e\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")
_SPACE_IN_NAME = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_DOT_IN_NAME = re.compile(r"\s*[·•・‧．.⋅∙]\s*")
_ODD_DOT = re.compile("[•・‧．.⋅∙]")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_CHOICE_BREAK = re.compile(r"[;；、,，\n]")
_CLOCK = r"(?:[ T]*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})?(?::(?P<second>\d{1,2})(?:\.0+)?)?分?)?"
_DATE_WAYS = tuple(
    re.compile(way + _CLOCK)
    for way in (
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?",
        r"(?P<year>\d{4})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
    )
)
_SHORT_YEAR = re.compile(r"(?P<year>\d{2})[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?")
_MONTH_WAYS = re.compile(r"(?P<year>\d{4})(?:[-./](?P<m1>\d{1,2})|年(?P<m2>\d{1,2})月?|(?P<m3>\d{2}))")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's day 0 on paper time; workbooks know no zones
_SERIALS = (29221, 73051)  # 1980-01-01 … 2100-01-01: what a date in these forms can be


def clean_text(raw: str) -> str:
    """The text without invisible characters, lone surrogates and outer blanks; everything else as typed."""
    if raw.isprintable() and raw[:1] != " " and raw[-1:] != " ":
        return raw  # most cells: what is invisible is not printable, nor is any blank but this one
    return _INVISIBLE.sub("", raw).strip().strip("\u3000").strip()


def fold(raw: str) -> str:
    """The text as keys and choices are compared: NFKC, no invisible characters, no blanks."""
    if raw.isascii() and raw.isalnum():
        return raw
    return "".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", raw)).split())


def name_key(raw: str) -> str:
    """A person's name as names are compared: NFKC, no blanks between characters, one kind of middle dot (4/39)."""
    return _DOT_IN_NAME.sub("·", fold(raw))


def is_empty(raw: object) -> bool:
    """True for an empty cell, blanks or invisible characters only."""
    if not isinstance(raw, str):
        return raw is None
    return not raw[:1].isalnum() and not clean_text(raw)  # most cells are decided by their first character


def _number_text(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def as_text(raw: object) -> str:
    """What a person sees in the cell, for messages and for text columns holding numbers or dates."""
    if type(raw) is str:
        return clean_text(raw)
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, int | float):
        return _number_text(raw)
    if isinstance(raw, datetime):
        return raw.strftime("%Y-%m-%d" if raw.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(raw, date):
        return raw.isoformat()
    return raw.text if isinstance(raw, ErrorCell) else clean_text(str(raw))


def _text(raw: object) -> object:
    return as_text(raw)


def _name(raw: object) -> object:
    if type(raw) is str and raw.isalnum():  # most names: no blanks or dots, nothing invisible
        return raw
    text = _SPACE_IN_NAME.sub("", as_text(raw))
    return _DOT_IN_NAME.sub("·", text)


def _code(raw: object) -> object:
    if type(raw) is str and raw.isascii() and raw.isalnum():
        return raw
    if isinstance(raw, float) and not raw.is_integer():
        return Bad(Reason.MALFORMED, f"编码“{as_text(raw)}”是小数,请按文本填写")
    return fold(as_text(raw))


def _number(raw: object) -> float | Bad:
    if isinstance(raw, bool | date | time | timedelta):
        return Bad(Reason.NOT_A_NUMBER, f"“{as_text(raw)}”不是数")
    if isinstance(raw, int | float):
        return float(raw)
    text = fold(str(raw))
    if not _NUMBER.fullmatch(text):
        digits = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\D{1,3}", text)
        return Bad(Reason.NOT_A_NUMBER, f"“{as_text(raw)}”不是数", digits[1] if digits else "")
    return float(text.replace(",", ""))


def _decimal(raw: object) -> object:
    number = _number(raw)
    if isinstance(number, float) and not abs(number) < 1e15:
        return Bad(Reason.NOT_A_NUMBER, f"“{as_text(raw)}”超出可用范围")
    return number


def _integer(raw: object) -> object:
    number = _decimal(raw)
    if isinstance(number, float):
        return int(number) if number.is_integer() else Bad(Reason.NOT_A_NUMBER, f"“{as_text(raw)}”不是整数")
    return number


def _moment(match: re.Match[str]) -> datetime | Bad:
    parts = [int(match[part] or 0) for part in ("year", "month", "day", "hour", "minute", "second")]
    try:
        return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return Bad(Reason.UNREADABLE_DATE, f"“{match[0]}”不是真实的日期")


def _written_moment(text: str) -> datetime | Bad:
    match = next((found for way in _DATE_WAYS if (found := way.fullmatch(text))), None)
    if match is not None:
        return _moment(match)
    short = _SHORT_YEAR.fullmatch(text)
    if short:
        meant = f"20{short['year']}-{int(short['month']):02d}-{int(short['day']):02d}"
        return Bad(Reason.UNREADABLE_DATE, f"“{text}”年份不足四位", meant)
    return Bad(Reason.UNREADABLE_DATE, f"“{text}”无法识别为日期,请写成 2026-03-05 的样子")


def _serial_moment(raw: float) -> datetime | Bad:
    if _SERIALS[0] <= raw < _SERIALS[1]:
        return _EPOCH + timedelta(seconds=round(raw * 86400))
    if float(raw).is_integer() and 19800101 <= raw < 21000101:
        return _written_moment(_number_text(raw))
    return Bad(Reason.UNREADABLE_DATE, f"数字“{as_text(raw)}”无法识别为日期")


def _any_moment(raw: object) -> datetime | Bad:
    if isinstance(raw, datetime):
        return raw.replace(tzinfo=None)
    if isinstance(raw, date):
        return datetime(raw.year, raw.month, raw.day)  # noqa: DTZ001
    if isinstance(raw, bool | time | timedelta):
        return Bad(Reason.UNREADABLE_DATE, f"“{as_text(raw)}”不是日期")
    if isinstance(raw, int | float):
        return _serial_moment(raw)
    return _written_moment(re.sub(r"(?<=[日号])\s+", "", unicodedata.normalize("NFKC", clean_text(str(raw)))))


def _date(raw: object) -> object:
    moment = _any_moment(raw)
    return moment if isinstance(moment, Bad) else moment.date()


def _datetime(raw: object) -> object:
    moment = _any_moment(raw)
    written = isinstance(raw, str) and isinstance(moment, datetime) and moment.time() == time()
    if written and not re.search(r"[:时点]", unicodedata.normalize("NFKC", str(raw))):
        return Bad(Reason.UNREADABLE_DATE, f"“{as_text(raw)}”没有写明时间,请写成 2026-03-18 07:40 的样子")
    return moment if isinstance(moment, Bad) else moment.replace(microsecond=0)


def _month(raw: object) -> object:
    if isinstance(raw, date):
        return f"{raw.year}-{raw.month:02d}"
    match = _MONTH_WAYS.fullmatch(fold(str(raw))) if isinstance(raw, str) else None
    month = int(match["m1"] or match["m2"] or match["m3"]) if match else 0
    if match is None or not 1 <= month <= 12:
        return Bad(Reason.UNREADABLE_DATE, f"“{as_text(raw)}”无法识别为月份,请写成 2026-03 的样子")
    return f"{match['year']}-{month:02d}"


def _flag(raw: object) -> object:
    text = fold(as_text(raw)).upper()
    if text in YES_WORDS:
        return True
    return False if text in NO_WORDS else Bad(Reason.NOT_IN_LIST, f"“{as_text(raw)}”不是“是”或“否”")


def _choice(raw: object) -> object:
    return fold(as_text(raw))


def _choices(raw: object) -> object:
    parts = (fold(part) for part in _CHOICE_BREAK.split(as_text(raw)))
    return tuple(dict.fromkeys(part for part in parts if part))


_PARSERS: Mapping[Kind, Callable[[object], object]] = {
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.CODE: _code,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.MONTH: _month,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.FLAG: _flag,
}


_WORDS = (Kind.TEXT, Kind.NAME, Kind.CHOICE, Kind.FLAG)
"""Kinds that are words: 无 is one of them."""


def parse(kind: Kind, raw: object) -> object:
    """The value of a cell of this kind: None if empty, a `Bad` if it cannot be taken. Never raises."""
    if type(raw) is str and raw.isalnum() and (raw.isascii() or (kind in _WORDS and raw not in ERROR_WORDS)):
        return _PARSERS[kind](raw)  # most codes and names: no error, not empty, no word for it
    if isinstance(raw, ErrorCell) or (isinstance(raw, str) and raw.strip() in ERROR_WORDS):
        raw = raw if isinstance(raw, ErrorCell) else ErrorCell(raw.strip())
        return Bad(Reason.ERROR_CELL, f"单元格公式出错 {raw.text}")
    if is_empty(raw):
        return None
    if kind not in _WORDS and isinstance(raw, str):
        if clean_text(raw) in EMPTY_WORDS:
            return None
        if clean_text(raw) in DITTO_WORDS:
            return Bad(Reason.MALFORMED, f"“{clean_text(raw)}”无法识别,请写出完整内容")
    return _PARSERS[kind](raw)


def all_stay(kind: Kind, texts: Collection[str]) -> bool:
    """Whether `parse` plainly takes each of these texts, none of them "", as it stands: one look at all of them together.

    False says nothing: some of them may need a closer look.
    """
    listed = "|".join(texts)
    if not listed.isprintable() or not ERROR_WORDS.isdisjoint(texts):  # no blank is printable but the common one
        return False
    if kind is Kind.CODE:
        return " " not in listed and unicodedata.is_normalized("NFKC", listed) and _NO_CODES.isdisjoint(texts)
    if kind is Kind.NAME:
        return " " not in listed and not _ODD_DOT.search(listed)
    return kind is Kind.TEXT and "| " not in f"|{listed}" and " |" not in f"{listed}|"


def render(kind: Kind, value: object) -> object:
    """What is written into a cell for a value of this kind: text, number, date or None."""
    if value is None:
        return None
    if kind is Kind.FLAG and not isinstance(value, str):
        return "是" if value else "否"
    if kind is Kind.CHOICES and isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    return value
