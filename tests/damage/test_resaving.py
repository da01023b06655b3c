"""Filled workbooks, whole and damaged, saved again by LibreOffice in each format it writes: still equal to the truth, told, or refused."""

import subprocess
from random import Random

import pytest
from damage.good import good
from damage.judge import Outcome, judged, read_trial
from damage.mutations import MUTATIONS
from damage.patients import Patient

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("resaving")]

BESIDE_CELLS = {"公式带结果", "旧模板标记", "两支部文件互换", "公式未计算"}
"""Kinds that work on the finished package, and one that LibreOffice undoes: it computes the formulas."""
KINDS = [label for label in MUTATIONS if label not in BESIDE_CELLS]
WHOLE = ("完好 MON", "完好 BASE")
"""Filled templates that nobody damaged, with everything a branch gets: hidden sheets, formulas, drop-downs."""


@pytest.fixture(scope="module")
def resaved(tmp_path_factory):
    """A damaged workbook of each kind, saved again; format → trials."""
    folder = tmp_path_factory.mktemp("resaved")
    patients = {}
    for number, label in enumerate(KINDS):
        patient = Patient(good(("MON", "BASE")[number % 2], whole=number % 8 == 0), Random(f"{label} office"))
        MUTATIONS[label](patient)
        (folder / f"{number}.xlsx").write_bytes(patient.bytes())
        patients[number] = label, patient
    for number, label in enumerate(WHOLE, start=len(KINDS)):
        patient = Patient(good(label.split()[1], whole=True), Random(label))
        (folder / f"{number}.xlsx").write_bytes(patient.bytes())
        patients[number] = label, patient
    trials = {}
    for ending in ("xlsx", "xls", "ods"):
        target = folder / ending
        command = [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            ending,
        ]
        files = [str(folder / f"{number}.xlsx") for number in patients]
        subprocess.run([*command, "--outdir", str(target), *files], check=True, capture_output=True, timeout=600)
        trials[ending] = [
            (label, patient, (target / f"{number}.{ending}").read_bytes())
            for number, (label, patient) in patients.items()
        ]
    return trials


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saves_again_is_never_misread(resaved, ending):
    trials = [read_trial(patient, data, label) for label, patient, data in resaved[ending]]
    verdicts = judged(trials)
    silent = [
        (trial.source, verdict.untold)
        for trial, verdict in zip(trials, verdicts, strict=True)
        if verdict.outcome is Outcome.SILENT
    ]
    assert silent == []
    found = {trial.source: verdict for trial, verdict in zip(trials, verdicts, strict=True)}
    assert {found[label].outcome for label in WHOLE} == {Outcome.EQUAL}  # saved again, read without loss
    assert sum(verdict.outcome is Outcome.EQUAL for verdict in verdicts) >= len(KINDS) // 2
