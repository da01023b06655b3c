"""A quarter's scores by hand in polars: no cells, no findings, no rules workbook; the shipped scheme written into the code."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import polars as pl

from zoneproc.ledger import Ledger

_MONTHS = ("2026-01", "2026-02", "2026-03")
_DAYS = pl.DataFrame({"month": _MONTHS, "rule_day": [date(2026, month, 15) for month in (1, 2, 3)]})
_ENDS = pl.DataFrame({"month": _MONTHS, "last": [date(2026, 2, 3), date(2026, 3, 3), date(2026, 4, 3)]})
_RATING = {"好": 5.0, "较好": 4.0, "一般": 3.0, "差": 0.0}
_VIOLATION = {"轻微": 1.0, "一般": 3.0, "严重": 12.0}
_PAIR = ["member_no", "contact_employee_no", "month"]

Frames = Mapping[str, pl.DataFrame]


def taken_over(ledger: Ledger) -> Frames:
    """The merged tables as polars frames, `_period` called month; columns that hold nothing stay behind."""
    return {name: _taken_over(frame.dropna(axis="columns", how="all")) for name, frame in ledger.frames.items()}


def _taken_over(frame: pd.DataFrame) -> pl.DataFrame:
    columns = {
        str(name): values.astype("object").where(values.notna(), None).tolist() for name, values in frame.items()
    }
    return pl.DataFrame(columns, infer_schema_length=None).rename({"_period": "month"})


def scored(frames: Frames) -> pl.DataFrame:
    """Base score and place in the branch of every member: member_no, base, rank."""
    members = frames["members"].select("member_no", "branch_code", "employee_no")
    due = _contact_months(frames)
    reports = _report_months(frames, members)
    items = [
        _ratio(due, "done", 15.0).rename({"points": "i11"}),
        _ratio(reports, "worth", 6.0).rename({"points": "i12"}),
        _ratio(reports, "spoke", 4.0).rename({"points": "i13"}),
        _ratio(due.filter("key_person"), "followed", 4.0).rename({"points": "i23"}),
        _deducted(reports.filter(pl.col("silent")), pl.lit(1.0), 10.0).rename({"points": "i41"}),
        _deducted(frames["attendance"].filter(pl.col("attendance") == "缺席"), pl.lit(2.0), 5.0).rename(
            {"points": "i31"}
        ),
        _deducted(_own(frames, members), pl.col("level").replace_strict(_VIOLATION), 12.0).rename({"points": "i21"}),
        frames["assessments"].select("member_no", i32=pl.col("branch_rating").replace_strict(_RATING)),
        _ratio(_tasks(frames), "worth", 15.0, "weight").rename({"points": "i61"}),
    ]
    for item in items:
        members = members.join(item, on="member_no", how="left")
    full = {
        "i11": 15.0,
        "i12": 6.0,
        "i13": 4.0,
        "i21": 12.0,
        "i23": 4.0,
        "i31": 5.0,
        "i32": 5.0,
        "i41": 10.0,
        "i61": 15.0,
    }
    always = {"i21", "i31", "i41"}
    earned = sum((pl.col(name).fill_null(full[name] if name in always else 0.0) for name in full), pl.lit(14.0))
    maximum = sum(
        (
            pl.lit(points) if name in always else pl.when(pl.col(name).is_not_null()).then(points).otherwise(0.0)
            for name, points in full.items()
        ),
        pl.lit(14.0),
    )
    t2 = (pl.col("i21").fill_null(12.0) + pl.col("i23").fill_null(0.0) + 14.0) / (
        26.0 + pl.when(pl.col("i23").is_not_null()).then(4.0).otherwise(0.0)
    )
    base = (((100 * earned / maximum) * 100).round(7) + 0.5).floor() / 100
    places = members.with_columns(base=base, t2=t2.round(9), talks=pl.col("i11").round(9))
    order = pl.struct(-pl.col("base"), -pl.col("t2"), -pl.col("talks"))
    return places.select("member_no", "base", rank=order.rank("min").over("branch_code"))


def _contact_months(frames: Frames) -> pl.DataFrame:
    links = frames["contacts"].select("member_no", "contact_employee_no", "key_person", "start_date")
    due = links.join(_DAYS, how="cross").filter(pl.col("start_date") <= pl.col("rule_day"))
    talks = frames["talks"].filter(
        (pl.col("talk_date").dt.strftime("%Y-%m") == pl.col("month"))
        & pl.col("talk_method").is_not_null() & pl.col("talk_topics").is_not_null()
        & (pl.col("content").str.strip_chars().str.len_chars() >= 10)
    )  # fmt: skip
    told = talks.group_by(_PAIR).agg(follow=pl.col("follow_up").is_not_null().any())
    return due.join(told, on=_PAIR, how="left").with_columns(
        done=pl.col("follow").is_not_null().cast(pl.Float64),
        followed=pl.col("follow").fill_null(value=False).cast(pl.Float64),
    )


def _report_months(frames: Frames, members: pl.DataFrame) -> pl.DataFrame:
    rows = frames["monthly_reports"].sort("report_date").group_by(["member_no", "month"], maintain_order=True).first()
    owed = members.select("member_no").join(_ENDS, how="cross").join(rows, on=["member_no", "month"], how="left")
    made = pl.col("report_date").is_not_null()
    return owed.with_columns(
        worth=pl.when(made & (pl.col("report_date") <= pl.col("last"))).then(1.0).when(made).then(0.5).otherwise(0.0),
        spoke=(made & pl.col("proposals").is_not_null()).cast(pl.Float64),
        silent=~made | pl.col("zone_integrity").is_null(),
    )


def _tasks(frames: Frames) -> pl.DataFrame:
    latest = frames["tasks"].group_by("task_no", maintain_order=True).last()
    in_time = pl.col("done_date") <= pl.col("due_date")
    worth = pl.when(in_time).then(1.0).when(pl.col("done_date").is_not_null()).then(0.6).otherwise(0.0)
    return latest.with_columns(worth=worth * pl.col("weight"), weight=pl.col("weight").cast(pl.Float64))


def _own(frames: Frames, members: pl.DataFrame) -> pl.DataFrame:
    return frames["facts"].filter(pl.col("fact_kind") == "三违").join(members, on="employee_no")


def _ratio(rows: pl.DataFrame, part: str, full: float, whole: str = "") -> pl.DataFrame:
    sums = rows.group_by("member_no").agg(part=pl.col(part).sum(), whole=pl.col(whole).sum() if whole else pl.len())
    return sums.select("member_no", points=full * pl.col("part") / pl.col("whole"))


def _deducted(rows: pl.DataFrame, points: pl.Expr, full: float) -> pl.DataFrame:
    lost = rows.with_columns(lost=points).group_by("member_no").agg(pl.col("lost").sum())
    return lost.select("member_no", points=(full - pl.col("lost")).clip(lower_bound=0.0))
