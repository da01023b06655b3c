"""Work for a crew: other processes must be able to import it by name."""

import os
import signal

from zoneproc.workspace import ZoneprocError


def added(shared: int, thing: int) -> int:
    return shared + thing


def where(_: object, __: int) -> int:
    return os.getpid()


def refused(_: object, thing: int) -> int:
    raise ZoneprocError(f"第 {thing} 件做不了。")


def killed_elsewhere(home: int, thing: int) -> int:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return thing * 10
