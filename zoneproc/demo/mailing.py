"""Writes the fictional company to disk: the office's own workbooks, and what the branches send."""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from zoneproc.demo.branches import Company
from zoneproc.demo.deadlines import deadlines
from zoneproc.demo.masters import company_rows, evaluation_rows
from zoneproc.demo.mistakes import Delivery, deliveries_of
from zoneproc.demo.names import Row
from zoneproc.demo.plan import Plan
from zoneproc.demo.tampering import gbk_zip
from zoneproc.excel.copies import write_copy
from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.period import Period
from zoneproc.rules import default_rule_rows
from zoneproc.schema import Form
from zoneproc.workspace import Workspace

_SPARE_ROWS = 2


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: later than `after`, not later than `until`."""

    after: datetime = datetime.min  # noqa: DTZ901  # paper time, like all times in workbooks
    until: datetime = datetime.max  # noqa: DTZ901

    def __contains__(self, moment: datetime) -> bool:
        return self.after < moment <= self.until


def write_company(workspace: Workspace, company: Company) -> Sequence[Path]:
    """公司台账, 年终考评 and 考核办法 of the company, in their places in the workspace."""
    files: Sequence[tuple[Path, str, Mapping[str, Sequence[Mapping[str, object]]]]] = (
        (workspace.masters / "公司台账.xlsx", "COMPANY", company_rows(company)),
        (workspace.masters / f"年终考评_{company.year}.xlsx", "EVAL", evaluation_rows(company)),
        (workspace.rules_file, "RULES", default_rule_rows()),
    )
    return [write_template(path, _slim(FORMS[form]), Issue(), rows) for path, form, rows in files]


def write_returns(
    inbox: Path,
    company: Company,
    period: Period,
    window: Window | None = None,
    executor: Executor | None = None,
) -> Sequence[Path]:
    """The files the branches send for a period within a window of time, in the inbox; their times are when they were sent."""
    send = partial(_send, inbox / str(period), period, window or Window())
    results = executor.map(send, company.plans, chunksize=8) if executor else map(send, company.plans)
    return [path for paths in results for path in paths]


def _send(folder: Path, period: Period, window: Window, plan: Plan) -> Sequence[Path]:
    due = [delivery for delivery in deliveries_of(plan, period) if delivery.sent_at in window]
    single = [_post(folder / plan.short_name, delivery) for delivery in due if not delivery.archive]
    return [*single, *_post_archives(folder, [delivery for delivery in due if delivery.archive])]


def _post(folder: Path, delivery: Delivery) -> Path:
    path = folder / delivery.name
    folder.mkdir(parents=True, exist_ok=True)
    if delivery.raw:
        path.write_bytes(delivery.raw)
    else:
        write_copy(path, _slim(delivery.form), _issue(delivery), _rows(delivery))
        for edit in delivery.edits:
            path.write_bytes(edit(path.read_bytes()))
    return _timed(path, delivery.sent_at)


def _post_archives(folder: Path, deliveries: Sequence[Delivery]) -> Iterable[Path]:
    for name in dict.fromkeys(delivery.archive for delivery in deliveries):
        together = [delivery for delivery in deliveries if delivery.archive == name]
        with tempfile.TemporaryDirectory() as scratch:
            written = [_post(Path(scratch), delivery) for delivery in together]
            packed = gbk_zip([(path.name, path.read_bytes()) for path in written])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(packed)
        yield _timed(folder / name, max(delivery.sent_at for delivery in together))


def _timed(path: Path, moment: datetime) -> Path:
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    return path


def _rows(delivery: Delivery) -> Mapping[str, Sequence[Row]]:
    """The rows for the sheets the workbook still has."""
    return {name: rows for name, rows in delivery.sent.rows.items() if name in delivery.form}


def _issue(delivery: Delivery) -> Issue:
    sent, plan = delivery.sent, delivery.sent.plan
    due = deadlines(sent.round)[0]
    return Issue(
        plan.code, plan.full_name, plan.subcompany_name, str(sent.period), sent.version,
        str(sent.cover["secretary_name"]), str(sent.cover["preparer"]), f"{due:%Y-%m-%d %H:%M}",
    )  # fmt: skip


def _slim(form: Form) -> Form:
    """The form with few empty rows: nobody will fill these in."""
    return replace(form, tables=tuple(replace(table, spare_rows=_SPARE_ROWS) for table in form.tables))
