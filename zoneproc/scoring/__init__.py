"""From counts to points, totals, grades, ranks and awards. Frames in, frames out."""
