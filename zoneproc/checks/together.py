"""What the cells of several columns say together: plain tuples are found faster than anything a frame can match.

Missing cells are equal to nothing; where they may occur, whoever asks has left them out.
"""

from collections.abc import Container, Iterator, Sequence

import numpy as np
import pandas as pd


def said(rows: pd.DataFrame, *columns: str) -> Iterator[tuple[object, ...]]:
    """What each row says in these columns, in order."""
    return zip(*(rows[column].to_list() for column in columns), strict=True)


def among(rows: pd.DataFrame, columns: Sequence[str], known: Container[tuple[object, ...]]) -> np.ndarray:
    """Which rows say in these columns what is known."""
    return np.fromiter((each in known for each in said(rows, *columns)), dtype=bool, count=len(rows))
