"""From counts to points, totals, grades, ranks and awards. Frames in, frames out."""

from zoneproc.scoring.quarter import QuarterScores, score_quarter
from zoneproc.scoring.year import YearScores, score_year

__all__ = ["QuarterScores", "YearScores", "score_quarter", "score_year"]
