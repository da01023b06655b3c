"""Invented people: surnames and characters put together by chance; nobody real is meant."""

from collections.abc import Sequence
from dataclasses import fields
from random import Random
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, object]
"""One row of a sheet: parsed values by field name, None for an empty cell."""

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
_FIRST = "建国志文海明德永春晓玉秀立新光振卫红兴宝长金学雅思子雨佳俊嘉泽"
_LAST = "华军平伟强涛超勇杰磊斌波辉刚健林峰宁静敏丽燕娟芳玲洁梅琳倩婷雪颖晨宇航博轩然鹏飞"
_MINORITY = ("阿依古丽·买合木提", "买买提江·阿不都", "巴特尔·乌力吉", "古丽娜尔·艾山", "扎西·多吉次仁")
_RARE = ("王翀", "李堃", "张喆", "赵赟", "刘垚", "陈燚", "孙頔", "周昉", "吴龑", "郑㛃")


def chance(*parts: object) -> Random:
    """A source of chance of its own for each thing, so that no thing's fate depends on how many others there are."""
    return Random("/".join(map(str, parts)))  # noqa: S311  # a story, not a secret


def person_name(luck: Random) -> str:
    """A Chinese name of two or three characters; one in sixty is a name with a middle dot or a rare character."""
    if luck.random() < 1 / 60:
        return luck.choice(_MINORITY + _RARE)
    given = luck.choice(_LAST) if luck.random() < 0.25 else luck.choice(_FIRST) + luck.choice(_LAST)
    return luck.choice(_SURNAMES) + given


def as_row(thing: Any, *without: str) -> Row:
    """The fields of a dataclass as a row of the sheet whose columns they are named after."""
    return {part: getattr(thing, part) for part in _columns(type(thing)) if part not in without}


_COLUMNS: dict[type, Sequence[str]] = {}


def _columns(kind: type) -> Sequence[str]:
    if kind not in _COLUMNS:
        _COLUMNS[kind] = tuple(part.name for part in fields(kind))
    return _COLUMNS[kind]
