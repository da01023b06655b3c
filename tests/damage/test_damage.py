"""Damage proof (promise 36): whatever is done to a good workbook, it is read as the truth, told at its place, or refused."""

from collections import Counter, defaultdict
from random import Random

import pytest
from damage import retypings  # noqa: F401  # lists its mutations
from damage.good import good
from damage.judge import Outcome, judged, read_trial
from damage.mutations import MUTATIONS
from damage.patients import Patient

ROUNDS = 4


def trial(label, seed, form=""):
    """One mutation of one good workbook, read. The seed is what makes a failure repeatable."""
    patient = Patient(good(form or ("MON", "BASE")[seed % 2]), Random(f"{label} {seed}"))  # noqa: S311
    MUTATIONS[label](patient)
    return read_trial(patient, patient.bytes(), f"{label} {seed}")


def outcomes(labels, rounds):
    """Label → how often each outcome, over so many seeds; and what was silently wrong."""
    trials = [(label, seed, trial(label, seed)) for label in labels for seed in rounds]
    verdicts = judged([one for _, _, one in trials])
    counts, silent = defaultdict(Counter), []
    for (label, seed, _), verdict in zip(trials, verdicts, strict=True):
        counts[label][verdict.outcome] += 1
        if verdict.outcome is Outcome.SILENT:
            silent.append((label, seed, verdict.untold))
    return counts, silent
