"""Finishing a period's results: put in place whole, sealed, or held against what was sealed before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from zoneproc.desk import Desk
from zoneproc.findings import Finding, in_order
from zoneproc.office import belated_for
from zoneproc.period import Cadence, Period
from zoneproc.register import Event, Seal, at_this_desk, text_of
from zoneproc.reports import write_reports
from zoneproc.results import MonthResult, QuarterResult, YearResult
from zoneproc.sealing import (
    MANIFEST,
    changed_results,
    differing_rebuild,
    digests_of,
    kept_office,
    manifest_in,
    manifest_of,
    remove_stale,
    verify_seal,
)
from zoneproc.unchanged import NONE, Earlier, earlier, remember, standing
from zoneproc.workspace import staged, write_whole

__all__ = ["Done", "Work", "as_sealed", "checked", "delivered", "sealed"]

Result = MonthResult | QuarterResult | YearResult
_STEP = {Cadence.MONTH: "月度汇总", Cadence.QUARTER: "季度考核", Cadence.YEAR: "年度考核"}


Work = Callable[[Desk, Period], Result]
"""The computation of a period's results; it writes nothing."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a step left behind: the files it wrote, what it found, and one sentence for the operator."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    note: str = ""


def delivered(desk: Desk, period: Period, work: Work) -> Done:
    """The period's results in its folder, worked out unless they still stand.

    Of a sealed period nothing is written, only what today's results would change.
    """
    seal = desk.archive.book.seals().get(str(period))
    if seal is not None:
        return _compared(desk, seal, work)
    still = standing(desk, period)
    if still is not None:
        _log(desk, period, "没有变化")
        note = f"{period} 自 {still.since:%Y-%m-%d %H:%M} 以来没有新的报表和改动,结果仍然有效,没有重写。"
        return Done(still.files, still.findings, note)
    result = work(desk, period)
    files = _put_out(desk, result, before=earlier(desk, period))
    _log(desk, period, f"{len(files)} 个文件")
    remember(desk, period, files, result.run.findings)
    return Done(tuple(files), result.run.findings)


def _log(desk: Desk, period: Period, said: str) -> None:
    desk.archive.book.log(Event(desk.moment, at_this_desk(), _STEP[period.cadence], f"{period}:{said}"))


def sealed(desk: Desk, pending: Seal, work: Work) -> Done:
    """The results computed as they will stand, put in place, and sealed: manifest, kept rules and masters, register."""
    desk = replace(desk, archive=replace(desk.archive, pending=pending))
    result = work(desk, Period.parse(pending.period))
    for name, data in (desk.files.rules, *desk.files.masters):
        desk.archive.keep_office(name, data)
    before = [act.digest for act in desk.archive.book.acts() if not act.open]
    chain = {
        "edition": pending.edition,
        "sealed_at": text_of(pending.at),
        "sealed_by": pending.who,
        "reason": pending.reason,
        "previous": before[-1] if before else "",
    }
    files = _put_out(desk, result, chain)
    manifest = manifest_in(desk.workspace.output(pending.period))
    digest = sha256(manifest.encode()).hexdigest()
    desk.archive.book.seal(replace(pending, manifest=manifest, digest=digest))
    note = f"{pending.period} 已封存(第 {pending.edition} 次),封存号 {digest[:16]}。以后收到的文件只存档,不计入。"
    return Done(tuple(files), result.run.findings, note)


def _put_out(
    desk: Desk, result: Result, chain: Mapping[str, object] | None = None, before: Earlier = NONE
) -> Mapping[Path, str]:
    """The reports of a result in the folder of its period, with the manifest last; slips no longer needed go."""
    desk.echo("写出结果……")
    folder = desk.workspace.output(result.run.period)
    lying = manifest_in(folder)
    with staged(folder) as stage:
        written = write_reports(result, stage, before)
        outputs = digests_of(stage)
        head = {"period": str(result.run.period), "judged_at": text_of(result.run.moment), "seal": chain}
        text = manifest_of(desk.archive, result.run.ledger, desk.files, head, outputs)
    write_whole(folder / MANIFEST, lambda draft: _write(draft, text))
    remove_stale(folder, lying, outputs)
    return {folder / path.relative_to(stage): shown for path, shown in written.items()}


def _write(draft: Path, text: str) -> None:
    draft.write_bytes(text.encode())


def _compared(desk: Desk, seal: Seal, work: Work) -> Done:
    """What today's files, rules and masters would change in the sealed results, judged as of the moment of the seal."""
    period = Period.parse(seal.period)
    result = work(replace(desk, moment=seal.at), period)
    desk.echo("与封存结果比较……")
    with desk.workspace.scratch() as folder:
        write_reports(result, folder)
        changed = changed_results(desk.workspace.output(period), folder)
    found = in_order([*changed, *belated_for(desk.archive, desk.office, seal)])
    answer = f"今天重算会不同:{len(changed)} 张表" if changed else "今天重算与封存结果一致"
    note = f"{period} 已于 {seal.at:%Y-%m-%d %H:%M} 封存(第 {seal.edition} 次),没有改动任何结果。{answer}。"
    return Done((), tuple(found), note)


def as_sealed(desk: Desk, seal: Seal) -> Desk:
    """The desk as it was when a period was sealed: its masters, rules, files and moment."""
    return replace(desk, files=kept_office(desk.archive, seal), archive=desk.archive.as_of(seal), moment=seal.at)


def checked(desk: Desk, seal: Seal, work: Work | None = None) -> Done:
    """Whether everything sealed is still what it was and, with `work`, can be rebuilt byte for byte from what is kept."""
    found = list(verify_seal(desk.workspace, desk.archive, seal))
    if work is not None and not found:
        desk.echo(f"由存档重建 {seal.period}……")
        then = as_sealed(desk, seal)
        with desk.workspace.scratch() as folder:
            write_reports(work(then, Period.parse(seal.period)), folder)
            found += differing_rebuild(seal, digests_of(folder))
    state = f"有 {len(found)} 处不一致" if found else "完好" + (",可逐字节重建" if work else "")
    return Done(
        (), tuple(found), f"{seal.period} 第 {seal.edition} 次封存({seal.at:%Y-%m-%d %H:%M},{seal.who}):{state}。"
    )
