"""测评: answers worth 0–100 each, and a penalty where too many could not answer."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import NOT_APPLICABLE, SHAPES, Shape, bounded, cell, part, summed

UNSURE, LIMIT, PENALTY = "不了解", "不了解上限", "不了解扣分"


def points(
    numerators: pd.DataFrame, _: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """Full × mean value of the answers ÷ 100, less 不了解扣分 points where 不了解 is above its limit; floor 0 (U55).

    NaN where no answer has a value: nothing was asked, or nobody could tell (4/46).
    """
    values = {name: each for name, each in arguments.items() if name not in (UNSURE, LIMIT, PENALTY)}
    nothing = pd.Series(0.0, index=numerators.index)
    answers = sum((part(numerators, name) for name in values), nothing)
    worth = sum((part(numerators, name) * each for name, each in values.items()), nothing)
    unsure = part(numerators, UNSURE)
    asked = answers + unsure
    too_many = unsure / asked.where(asked > 0) > arguments.get(LIMIT, 1.0)
    mean = worth / answers.where(answers > 0)
    return bounded(full * mean / 100 - too_many * arguments.get(PENALTY, 0.0), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    values = {name: ref for name, ref in argument_refs.items() if name not in (UNSURE, LIMIT, PENALTY)}
    answers = summed([cell(refs, name) for name in values])
    worth = summed([f"{cell(refs, name)}*{ref}" for name, ref in values.items()])
    unsure = cell(refs, UNSURE)
    limit, penalty = argument_refs.get(LIMIT, "1"), argument_refs.get(PENALTY, "0")
    loss = f"IF({unsure}/({answers}+{unsure})>{limit},{penalty},0)"
    mean = f"({worth})/({answers})"
    return f'=IF(({answers})>0,MAX(0,MIN({full_ref},{full_ref}*{mean}/100-{loss})),"{NOT_APPLICABLE}")'


SHAPES.add("测评", Shape("测评", "各种回答折成百分值取平均;“不了解”不计入,超过上限另扣分。", points, formula))
