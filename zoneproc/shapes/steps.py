"""阶梯: the share done reaches a step, and the step has its points."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import NOT_APPLICABLE, SHAPES, Shape, bounded, quotient, summed


def points(
    numerators: pd.DataFrame, denominators: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """Points of the highest step not above Σ numerators ÷ Σ denominators, 0 below all; NaN where nothing was due.

    Arguments: lowest share of the step = points, e.g. 0.95=5;0.8=3.
    """
    share = quotient(numerators, denominators)
    reached = share * 0.0
    for name in sorted(arguments, key=float):
        reached = reached.mask(share >= float(name), arguments[name])
    return bounded(reached, full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    done, due = (summed([ref[side] for ref in refs.values()]) for side in (0, 1))
    reached = "0"
    for name in sorted(argument_refs, key=float):
        reached = f"IF(({done})/({due})>={name},{argument_refs[name]},{reached})"
    return f'=IF(({due})>0,MAX(0,MIN({full_ref},{reached})),"{NOT_APPLICABLE}")'


def fault(arguments: Mapping[str, float]) -> str:
    """Steps have to be numbers between 0 and 1."""
    strange = [name for name in arguments if not name.replace(".", "", 1).isdigit()]
    return f"“{strange[0]}”应写成完成比例,例:0.95=5" if strange else ""


SHAPES.add("阶梯", Shape("阶梯", "完成比例达到哪一档给哪一档的分,例:0.95=5;0.8=3。", points, formula, fault))
