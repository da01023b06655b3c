"""A small company of which one branch has sent its first month: little work for tests that run the procedure often."""

import os
import shutil
from datetime import datetime
from pathlib import Path

import openpyxl

from zoneproc.archive import Archive, Filing
from zoneproc.demo.branches import Company
from zoneproc.demo.mailing import Window, write_company, write_returns
from zoneproc.period import Period
from zoneproc.workspace import Workspace

JANUARY = Period.parse("2026-01")
AFTER_JANUARY = datetime(2026, 2, 13, 9)
"""The morning after the freeze of the first month."""


def first_month(root: Path, senders: int = 1) -> Workspace:
    """The workspace of a fictional company of three branches with everything `senders` of them sent for January."""
    company = Company(2026, 3)
    workspace = Workspace.create(root, "某公交公司", company.year)
    write_company(workspace, company)
    write_returns(workspace.inbox, company, JANUARY, Window(until=AFTER_JANUARY))
    for other in sorted((workspace.inbox / "2026-01").iterdir())[senders:]:
        shutil.rmtree(other)
    return workspace


def copy_of(workspace: Workspace, root: Path) -> Workspace:
    """The whole workspace, to be changed."""
    shutil.copytree(workspace.root, root)
    return Workspace.open(root)


def corrected(workspace: Workspace, at: datetime, version: int = 9) -> tuple[Filing, Path]:
    """A January return taken before, and a later version of it in the inbox: one talk has a word more."""
    archive = Archive(workspace.archive)
    filing = next(f for f in archive.filings() if f.form == "MON" and f.verdict != "退回")
    path = workspace.inbox / "补报.xlsx"
    path.write_bytes(archive.data(filing))
    book = openpyxl.load_workbook(path)
    cover = book["封面"]
    row = next(row for row in range(1, cover.max_row + 1) if cover.cell(row, 4).value == "submission_no")
    cover.cell(row, 2).value = version
    talks = book["联系谈心记录"]
    follow_up = next(cell for cell in talks[4] if cell.value == "follow_up")
    talks.cell(5, follow_up.column).value = "补记:已回访"
    book.save(path)
    os.utime(path, (at.timestamp(),) * 2)
    return filing, path
