"""名次: a place is worth a fixed number of points."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import NOT_APPLICABLE, SHAPES, Shape, bounded, summed

OTHERS = "其余"


def points(
    numerators: pd.DataFrame, _: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """The argument named as the place (the numerator), 其余 for all other places; NaN without a place.

    Arguments: 1=10;2=8;3=6;其余=2.
    """
    places = numerators.astype("float64").sum(axis=1)
    worth = pd.Series(arguments.get(OTHERS, 0.0), index=numerators.index, dtype="float64")
    for name, each in arguments.items():
        if name != OTHERS:
            worth = worth.mask(places == float(name), each)
    return bounded(worth.where(places > 0), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    place = summed([ref[0] for ref in refs.values()])
    worth = argument_refs.get(OTHERS, "0")
    for name, ref in argument_refs.items():
        worth = worth if name == OTHERS else f"IF(({place})={name},{ref},{worth})"
    return f'=IF(({place})>0,MAX(0,MIN({full_ref},{worth})),"{NOT_APPLICABLE}")'


def fault(arguments: Mapping[str, float]) -> str:
    """Places have to be whole numbers, or 其余."""
    strange = [name for name in arguments if name != OTHERS and not name.isdigit()]
    return f"“{strange[0]}”应写成名次,例:1=10;2=8;其余=2" if strange else ""


SHAPES.add("名次", Shape("名次", "第几名给几分,例:1=10;2=8;其余=2;没有名次的为不适用。", points, formula, fault))
