"""What was read of one file, packed by the process that read it and unpacked by whoever judges it; in between it lies and travels.

Apart from the module that starts those processes, because they need nothing of it: they import less, and start sooner.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace

from zoneproc.excel.package import Limits, Unreadable
from zoneproc.intake.identify import Identity
from zoneproc.intake.submission import Submission, read_submission
from zoneproc.schema import Form

__all__ = ["Packet", "packed", "read_packed", "unpacked"]


@dataclass(frozen=True, slots=True)
class Packet:
    """A submission on its way. `identity` tells whose it is; its form has no tables: a form is large, and known everywhere."""

    identity: Identity | None
    data: bytes


def read_packed(forms: Mapping[str, Form], limits: Limits, file: tuple[str, bytes | Unreadable]) -> Packet:
    """The file of this name, read for the first of `forms` it is."""
    return packed(read_submission(*file, forms, limits))


def packed(submission: Submission) -> Packet:
    """The submission, fit to travel."""
    identity = submission.identity
    if identity is not None:
        identity = replace(identity, form=replace(identity.form, tables=()))
    return Packet(identity, pickle.dumps(replace(submission, identity=identity), pickle.HIGHEST_PROTOCOL))


def unpacked(data: bytes, forms: Mapping[str, Form]) -> Submission:
    """The submission that was packed; its form is one of these."""
    submission: Submission = pickle.loads(data)  # noqa: S301  # packed by this very program a moment ago
    if submission.identity is None:
        return submission
    form = next(form for form in forms.values() if form.id == submission.identity.form.id)
    return replace(submission, identity=replace(submission.identity, form=form))
