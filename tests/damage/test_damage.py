"""Damage proof (promise 36): whatever is done to a good workbook, it is read as the truth, told at its place, or refused.

`silent_wrong` is what is left over: a typed cell that is not the truth's, with no finding at it or its row.
"""

from collections import Counter, defaultdict
from random import Random

import pytest
from damage.good import BRANCH, good
from damage.judge import Outcome, judged, read_trial
from damage.mutations import CELLS, MUTATIONS, SHAPES
from damage.patients import Patient

from zoneproc.intake import columns

ROUNDS = 2
MANY_ROUNDS = 12
FORMS = ("MON", "BASE")
SPOIL = {Outcome.FLAGGED, Outcome.REFUSED}
"""What may become of a workbook that says something else than the truth."""


def trial(label, form, seed, *others):
    """One mutation of one good workbook, after others of its cells, read. The seed makes a failure repeatable."""
    patient = Patient(good(form), Random(f"{label} {form} {seed}"))
    for change in (*others, label):
        MUTATIONS[change](patient)
    return read_trial(patient, patient.bytes(), "+".join((*others, label, form, str(seed))))


def outcomes(trials):
    """How often each outcome was met, by mutation and in all, and what was silently wrong."""
    counts, silent = defaultdict(Counter), []
    for one, verdict in zip(trials, judged(trials), strict=True):
        counts[one.source.partition("+")[0]][verdict.outcome] += 1
        if verdict.outcome is Outcome.SILENT:
            silent.append((one.source, verdict.untold))
    return counts, silent


def everything(rounds):
    return [trial(label, form, seed) for label in MUTATIONS for form in FORMS for seed in rounds]


@pytest.fixture(scope="module")
def damaged():
    """Every mutation of both workbooks, with a few seeds."""
    return outcomes(everything(range(ROUNDS)))


def test_a_good_workbook_is_read_as_the_truth():
    for form in FORMS:
        patient = Patient(good(form, whole=True), Random(0))
        verdicts = judged([read_trial(patient, data) for data in (patient.good.data,)])
        assert [(verdict.outcome, verdict.codes) for verdict in verdicts] == [(Outcome.EQUAL, frozenset())]


def test_there_are_many_kinds_of_damage(damaged):
    counts, _ = damaged
    assert len(counts) == len(MUTATIONS) == len(CELLS) + len(SHAPES) >= 40
    assert sum(map(Counter.total, counts.values())) >= 300


def test_nothing_is_read_wrongly_in_silence(damaged):
    assert damaged[1] == []


HARMLESS = (
    "顶上插入标题行", "数据间插空行", "打乱数据行顺序", "表头在数据中重复", "末尾空白格式行", "合计行和落款", "排序带走了栏名行",
    "插入自设栏", "插入空白栏", "移动整栏", "整栏对调", "整栏倒序", "删除栏名行", "删除表头行", "隐藏行和列", "改表名(近似)",
    "改表名(无关)", "隐藏工作表", "改变工作表顺序", "添加自己的工作表", "取消保护并加筛选", "清除模板标记", "两支部文件互换", "封面插入行和标题",
    "日期写成文字", "日期写成全角", "日期写成序列号", "日期写成八位数字", "数字写成文字", "编码写成全角", "是否写成勾叉", "多选换分隔符",
    "姓名带空格", "姓名间隔号换写法", "夹带零宽字符", "空格填成横线", "公式带结果", "复制工作表并清空其一",
)  # fmt: skip


def test_what_changes_nothing_is_read_as_if_nothing_had_happened(damaged):
    """Refusing everything would be no misreading either; these must come through (promises 6 and 8)."""
    counts, _ = damaged
    assert {label: dict(counts[label]) for label in HARMLESS if set(counts[label]) != {Outcome.EQUAL}} == {}


SPOILING = (
    "表头和栏名行都删除",
    "对调两个表头",
    "对调两个栏名",
    "表头整行错位",
    "数据整体右移一格",
    "复制工作表",
    "封面报告期与标记矛盾",
    "封面支部编码与标记矛盾",
)


def test_what_cannot_be_known_is_refused(damaged):
    """If a shift cannot be excluded the return is refused (4/40), and so is one that contradicts its stamp."""
    counts, _ = damaged
    assert {label for label in SPOILING if not set(counts[label]) <= SPOIL} == set()


@pytest.mark.parametrize("guard", ["_shifts"])
def test_the_proof_can_fail(monkeypatch, guard):
    """With one guard switched off (headings against machine names) columns are taken for others, and it is seen."""
    monkeypatch.setattr(columns._Matching, guard, lambda self, found: iter(()))
    _, silent = outcomes([trial("对调两个栏名", "MON", seed) for seed in range(6)])
    assert silent


def test_a_stranger_among_the_locked_rows_is_found_out():
    """A return of one branch under the name of another, its stamp gone: none of the other's people are in it."""
    one = trial("清除标记并改支部编码", "MON", 1)
    assert one.patient.good.branch == BRANCH != one.submission.identity.branch_code
    assert judged([one])[0].outcome is Outcome.REFUSED


@pytest.mark.office
def test_nothing_is_read_wrongly_in_silence_over_many_seeds():
    """The long run: more seeds, and every change of shape after changes of cells."""
    counts, silent = outcomes(everything(range(ROUNDS, MANY_ROUNDS)))
    assert silent == []
    assert sum(map(Counter.total, counts.values())) > 1500
    dice = Random("两处损坏")
    pairs = [trial(shape, form, 0, *dice.sample(CELLS, 2)) for shape in SHAPES for form in FORMS]
    assert outcomes(pairs)[1] == []
