"""The office changes six things in its rules workbook, in Excel, without touching code (issue 4, "How it is shown")."""

import openpyxl
import pytest
from building import ledger_of
from company_year import PEOPLE, company
from year_rows import HERE

from zoneproc.duties.activities import campaigns
from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.intake import read_submission
from zoneproc.ledger import Source
from zoneproc.merge import merge
from zoneproc.office import load_office
from zoneproc.period import Period
from zoneproc.rules import default_rule_book, default_rule_rows
from zoneproc.scoring.year import score_year
from zoneproc.workspace import Workspace

NEW_YEAR, JULY = "2026-01-01", "2026-07-01"
BASIS = {"basis": "党〔2026〕12号"}
NEW_WORD = "技能比武"


def append(book, sheet, **cells):
    """A row below the last one, by the machine names of row 4."""
    page = book[sheet]
    names = {page.cell(4, column).value: column for column in range(1, page.max_column + 1)}
    row = next(at for at in range(5, page.max_row + 2) if not page.cell(at, 1).value)
    for name, value in (cells | BASIS).items():
        page.cell(row, names[name], value)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    workspace = Workspace.create(tmp_path_factory.mktemp("office") / "公司", "样例公司", 2026)
    write_template(workspace.rules_file, FORMS["RULES"], Issue(), default_rule_rows())
    book = openpyxl.load_workbook(workspace.rules_file)
    indicator = {"subject": "党员", "cadence": "季度", "block": "T1", "shape": "比例"}
    of_branch = {"subject": "支部", "cadence": "年度", "block": "A", "shape": "比例"}
    # 1 a weight: talks of the branch weigh double
    append(
        book,
        "指标",
        code="A3",
        label="谈心完成",
        full_points=20,
        measure="谈心完成",
        effective_from=NEW_YEAR,
        **of_branch,
    )
    # 2 a cut-off: the year's best grade needs 99
    append(book, "等次", subject="党员", cadence="年度", label="优秀", at_least=99, effective_from=NEW_YEAR)
    # 3 a quota: half of the formal members may be 优秀共产党员
    append(book, "名额", award="优秀共产党员", share=0.5, rounding="向下取整", effective_from=NEW_YEAR)
    # 4 a word of a vocabulary
    append(book, "字典", vocabulary="D27", value=NEW_WORD, effective_from=NEW_YEAR)
    # 5 a new indicator on an existing measure
    append(
        book,
        "指标",
        code="A9",
        label="谈心参与面",
        full_points=5,
        measure="谈心参与面",
        effective_from=NEW_YEAR,
        **of_branch,
    )
    # 6 a dated change in mid-year: the monthly report weighs double from July
    append(book, "指标", code="I12", label="月汇报", full_points=12, measure="月汇报", effective_from=JULY, **indicator)
    book.save(workspace.rules_file)
    return load_office(workspace)


@pytest.fixture(scope="module")
def before():
    return score_year(ledger_of(**company()), default_rule_book(), 2026)


@pytest.fixture(scope="module")
def after(office):
    return score_year(ledger_of(**company()), office.rule_book, 2026)


def test_the_edited_workbook_is_read_with_notes_at_most(office):
    assert {(found.code.number, found.place.sheet) for found in office.rule_book.findings} == {("K09", "指标")}


def full_points(scores, code):
    return scores.points[scores.points["indicator"].eq(code)]["full"].unique().tolist()


def test_a_weight(before, after):
    assert (full_points(before, "A3"), full_points(after, "A3")) == ([10.0], [20.0])
    assert after.branches.set_index("branch_code").loc[HERE, "A3"] == pytest.approx(20 * 7 / 8)


def test_a_cut_off(before, after):
    assert set(before.members["grade"]) == {"优秀"}
    changed = after.members.set_index("member_no")
    assert changed["grade"].to_dict() == {
        number: "优秀" if changed.loc[number, "total"] >= 99 else "良好" for number in PEOPLE
    }
    assert "良好" in set(changed["grade"])


def test_a_quota(before, after):
    places = [scores.awards.query("award == '优秀共产党员'")["quota"].unique().tolist() for scores in (before, after)]
    assert places == [[0], [2]]


def test_a_vocabulary_word(office, tmp_path):
    row = {
        "activity_no": "H2026-03-01",
        "activity_date": "2026-03-05",
        "activity_kind": NEW_WORD,
        "member_no": "D00001",
    }
    rows = [row | {"activity_name": "班组比武", "attendance": "出席"}]
    path = write_template(
        tmp_path / "月报.xlsx", FORMS["MON"], Issue(branch_code=HERE, period="2026-03"), {"attendance": rows}
    )
    submission = read_submission(path.name, path.read_bytes(), {"MON": FORMS["MON"]})
    source = Source("a", path.name, "MON", HERE, "2026-03")
    known = merge([(source, submission)], office.reference)
    assert campaigns(known, Period(2026))[["activity_kind", "activities"]].to_numpy().tolist() == [[NEW_WORD, 1]]
    assert "S05" in {found.code.number for found in merge([(source, submission)]).findings}


def test_a_new_indicator_on_an_existing_measure(before, after):
    assert (full_points(before, "A9"), full_points(after, "A9")) == ([], [5.0])
    assert after.branches.set_index("branch_code").loc[HERE, "A9"] == 5.0


def test_a_change_in_mid_year_leaves_earlier_quarters_alone(before, after):
    old, new = (
        [quarter.members.set_index("member_no")["base"] for quarter in year.quarters] for year in (before, after)
    )
    for first_half in (0, 1):
        assert new[first_half].equals(old[first_half])
    for second_half in (2, 3):
        assert new[second_half][PEOPLE[1]] < old[second_half][PEOPLE[1]]
    assert [full_points(quarter, "I12") for quarter in after.quarters] == [[6.0], [6.0], [12.0], [12.0]]
