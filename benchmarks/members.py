"""A quarter of many members as merged tables, without any file: what the scoring of members is measured upon."""

import numpy as np
import pandas as pd

from zoneproc.forms import table_of
from zoneproc.ledger import Ledger, provenance_columns
from zoneproc.period import Period

QUARTER = Period.parse("2026Q1")
_MONTHS = tuple(str(month) for month in QUARTER.months)
_LINKS, _BRANCH = 3, 24
"""Contacts of a member, and members of a branch."""


def quarter_ledger(members: int, seed: int = 2026) -> Ledger:
    """Members, three contacts each, three months of talks and reports, tasks, activities, ratings and own 三违."""
    luck = np.random.default_rng(seed)
    number = pd.Series([f"D{at:06d}" for at in range(members)])
    branch = pd.Series([f"001{at // _BRANCH // 900 + 1:03d}{at // _BRANCH % 900 + 1:03d}" for at in range(members)])
    owner = np.repeat(np.arange(members), _LINKS)
    contact = pd.Series([f"E{at:07d}" for at in range(len(owner))])
    months = np.tile(np.arange(3), len(owner))
    pairs = np.repeat(np.arange(len(owner)), 3)
    talked = luck.random(len(pairs)) < 0.9
    reported, spell = luck.random(members * 3) < 0.95, np.tile(np.arange(3), members)
    of_member = np.repeat(np.arange(members), 3)
    absent, tasked, faulty = (np.flatnonzero(luck.random(members) < share) for share in (0.1, 0.4, 0.03))
    codes = branch.unique()
    frames = {
        "organisations": _frame("organisations", codes, "", org_code=codes, org_type="党支部", start_date=_day("2020-01-01")),
        "members": _frame(
            "members", branch, "2026", member_no=number, name=number, employee_no="E" + number, branch_code=branch,
            member_type="正式党员", full_date=_day("2015-07-01"), party_status="正常", branch_from=_day("2020-03-01"),
            assess_mode="参加考核",
        ),
        "contacts": _frame(
            "contacts", branch[owner], "2026", member_no=number[owner], contact_employee_no=contact,
            contact_name=contact, key_person=luck.random(len(owner)) < 0.2, start_date=_day("2025-01-01"),
        ),
        "talks": _frame(
            "talks", branch[owner[pairs]][talked], np.array(_MONTHS)[months][talked], member_no=number[owner[pairs]][talked],
            contact_employee_no=contact[pairs][talked], talk_date=_days(months, 12)[talked], talk_method="面谈",
            talk_topics="安全行车", content="谈行车安全和家庭近况,情绪平稳",
            follow_up=_some(luck, len(pairs))[talked],
        ),
        "monthly_reports": _frame(
            "monthly_reports", branch[of_member][reported], np.array(_MONTHS)[spell][reported],
            member_no=number[of_member][reported],
            report_date=(_days(spell, 28) + luck.integers(0, 9, len(spell)).astype("timedelta64[D]"))[reported],
            proposals=_some(luck, len(spell))[reported], zone_integrity=_some(luck, len(spell))[reported],
        ),
        "attendance": _frame(
            "attendance", branch[absent], "2026-03", member_no=number[absent], activity_no="H1",
            activity_date=_day("2026-03-15"), attendance="缺席",
        ),
        "tasks": _frame(
            "tasks", branch[tasked], "2026-03", member_no=number[tasked], task_no="R" + number[tasked], weight=1,
            due_date=_day("2026-03-10"), task_result="进行中",
            done_date=_days(np.full(len(tasked), 2), 5) + luck.integers(0, 9, len(tasked)).astype("timedelta64[D]"),
        ),
        "assessments": _frame(
            "assessments", branch, str(QUARTER), member_no=number,
            branch_rating=luck.choice(["好", "较好", "一般"], members, p=[0.4, 0.4, 0.2]),
        ),
        "facts": _frame(
            "facts", branch[faulty], "", employee_no="E" + number[faulty], fact_kind="三违", fact_date=_day("2026-02-10"),
            level=luck.choice(["轻微", "一般", "严重"], len(faulty)), self_found=False, visibility="支部",
        ),
    }  # fmt: skip
    return Ledger(frames)


def _day(text: str) -> np.datetime64:
    return np.datetime64(text, "s")


def _days(months: np.ndarray, day: int) -> np.ndarray:
    return np.array([f"{month}-{day:02d}" for month in _MONTHS], dtype="datetime64[s]")[months]


def _some(luck: np.random.Generator, count: int) -> np.ndarray:
    """A text in seven cells of ten."""
    return np.where(luck.random(count) < 0.7, "已填", None)


def _frame(table: str, branch: object, period: object, /, **columns: object) -> pd.DataFrame:
    """A merged table; columns not named are empty."""
    branches = np.asarray(branch, dtype=object)
    count = len(branches)
    filled = {
        field.name: _column(columns.get(field.name), field.kind.dtype, count)
        for field in table_of(table)[1].read_fields
    }
    periods = np.broadcast_to(np.asarray(period, dtype=object), count)
    return pd.DataFrame(
        filled | provenance_columns(["made"] * count, list(range(5, count + 5)), list(branches), list(periods))
    )


def _column(values: object, dtype: str, count: int) -> pd.Series:
    return pd.Series(
        np.broadcast_to(np.asarray(values, dtype=None if dtype.startswith("datetime") else object), count)
    ).astype(dtype)
