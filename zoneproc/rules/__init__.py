"""The rules workbook 考核办法 as typed rules by date: what the office may decide, and since when (domain.md 2.7a, 3)."""

from zoneproc.rules.book import RuleBook, default_rule_book, rule_book_from
from zoneproc.rules.defaults import default_rule_rows
from zoneproc.rules.ruleset import (
    FileCheckItem,
    Grade,
    Indicator,
    MissingRuleError,
    Quota,
    Ruleset,
    Waiver,
)
from zoneproc.rules.words import said

__all__ = [
    "FileCheckItem",
    "Grade",
    "Indicator",
    "MissingRuleError",
    "Quota",
    "RuleBook",
    "Ruleset",
    "Waiver",
    "default_rule_book",
    "default_rule_rows",
    "rule_book_from",
    "said",
]
