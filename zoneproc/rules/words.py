"""Parameters that are words: the office writes and reads Chinese, the program asks for its own; either may be written."""

from collections.abc import Mapping

__all__ = ["PARAMETER_WORDS", "canonical", "said"]

PARAMETER_WORDS: Mapping[str, Mapping[str, str]] = {
    "talk_basis": {"contact": "每名联系人", "member": "每名党员"},
    "assess_cadence": {"quarterly": "每季度"},
    "veto_effect": {"cap": "封顶", "zero": "记零分"},
}
"""Key → the program's word → the office's word."""


def canonical(key: str, written: str) -> str:
    """The program's word for what was written: 每名党员 → member; other values as they are."""
    return next((word for word, shown in PARAMETER_WORDS.get(key, {}).items() if shown == written), written)


def said(key: str, value: str) -> str:
    """A value as the office writes it: member → 每名党员."""
    return PARAMETER_WORDS.get(key, {}).get(value, value)
