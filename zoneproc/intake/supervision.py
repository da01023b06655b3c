"""Files from outside, read by processes that a hostile file may kill: it costs that file one finding, and nothing else."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from zoneproc.crew import hands, in_turn, on_other_machines
from zoneproc.excel.package import LIMITS, Limits, Unreadable
from zoneproc.excel.workers import Allowance, Loss, supervised
from zoneproc.inbox import Delivery
from zoneproc.intake.packet import Packet, packed, read_packed
from zoneproc.intake.submission import unreadable
from zoneproc.schema import Form

__all__ = ["read_all"]

_MOST_WORKERS = 8
_HANDFUL = 64
"""Files sent to another machine together; over there they are read under the same supervision."""
_RESAVE = "请在 Excel 或 WPS 中打开,删去表格以外的多余内容,另存为 .xlsx 后再报送。"


def read_all(
    deliveries: Iterable[Delivery], forms: Mapping[str, Form], workers: int = 0, limits: Limits = LIMITS
) -> Iterator[tuple[Delivery, Packet]]:
    """Every delivery with what was read of it, in the given order, whatever the number of workers (0: one a processor).

    Never raises for what a file holds: one that cannot be read within the limits is a submission with a finding S03.
    What was read stays packed until it is judged.
    """
    if on_other_machines():
        yield from _read_elsewhere(deliveries, forms, limits)
        return
    under_way: deque[Delivery] = deque()

    def taken_up() -> Iterator[tuple[str, bytes | Unreadable]]:
        for delivery in deliveries:
            under_way.append(delivery)
            yield delivery.name, delivery.fault or delivery.data

    crew = workers or hands() or min(os.cpu_count() or 1, _MOST_WORKERS)
    allowance = Allowance(limits.seconds, limits.memory)
    for outcome in supervised(partial(read_packed, forms, limits), taken_up(), crew, allowance):
        delivery = under_way.popleft()
        if isinstance(outcome, Loss):
            yield delivery, packed(unreadable(delivery.name, delivery.data, _why(outcome, limits)))
        else:
            yield delivery, outcome


def _read_elsewhere(
    deliveries: Iterable[Delivery], forms: Mapping[str, Form], limits: Limits
) -> Iterator[tuple[Delivery, Packet]]:
    under_way: deque[Delivery] = deque()

    def handfuls() -> Iterator[list[Delivery]]:
        coming = iter(deliveries)
        while handful := list(islice(coming, _HANDFUL)):
            under_way.extend(handful)
            yield handful

    for read in in_turn(_read_handful, (forms, limits), handfuls()):
        yield from ((under_way.popleft(), packet) for packet in read)


def _read_handful(shared: tuple[Mapping[str, Form], Limits], handful: Sequence[Delivery]) -> list[Packet]:
    """The work on another machine: its own worker, which a file may kill."""
    forms, limits = shared
    return [packet for _, packet in read_all(handful, forms, 1, limits)]


def _why(loss: Loss, limits: Limits) -> Unreadable:
    reasons = {
        Loss.CRASHED: "读取这个文件时程序中断,文件可能已损坏",
        Loss.HUNG: f"读取超过 {limits.seconds:g} 秒没有完成",
        Loss.SWELLED: f"读取时所需内存超过 {limits.memory >> 20} MB",
    }
    return Unreadable(reasons[loss], _RESAVE)
