"""From files to a ledger: addresses, owners, held rows, restored codes."""

from datetime import date, datetime

import pandas as pd

from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.intake import read_submission
from zoneproc.ledger import Source
from zoneproc.merge import Reference, assembled, merge, share_of

MARCH = {"period": "2026-03", "secretary_confirmed": True, "fill_date": date(2026, 4, 1)}


def month_file(folder, branch, rows, name="月报.xlsx"):
    issue = Issue(branch, "某支部", "某分公司", "2026-03", 1, "赵六", "王五")
    path = write_template(
        folder / f"{branch}{name}", FORMS["MON"], issue, rows | {"cover": [issue.cover(FORMS["MON"]) | MARCH]}
    )
    submission = read_submission(path.name, path.read_bytes(), FORMS)
    source = Source(submission.sha256[:12], path.name, "MON", branch, "2026-03", 1, datetime(2026, 4, 3))
    return source, submission


def test_rows_remember_file_row_branch_and_period(tmp_path):
    rows = {"talks": [{"member_no": "D00001", "contact_employee_no": "E1", "contact_name": "甲", "member_name": "乙"}]}
    ledger = merge([month_file(tmp_path, "001001", rows), month_file(tmp_path, "001002", rows)])
    talks = ledger["talks"]
    assert talks[["_row", "_branch", "_period"]].to_numpy().tolist() == [
        [5, "001001", "2026-03"],
        [5, "001002", "2026-03"],
    ]
    place = ledger.place("talks", talks["_source"].iloc[1], 5, "contact_employee_no")
    assert (place.file, place.sheet, place.cell) == ("001002月报.xlsx", "联系谈心记录", "C5")


def test_the_cover_is_one_row_with_cells_of_its_own(tmp_path):
    ledger = merge([month_file(tmp_path, "001001", {})])
    cover = ledger["cover"].iloc[0]
    place = ledger.place("cover", cover["_source"], int(cover["_row"]), "branch_code")
    assert place.sheet == "封面"
    assert place.cell.startswith("B")


def test_rows_without_a_key_are_held_back_and_told(tmp_path):
    rows = {
        "talks": [{"member_no": "D00001", "contact_name": "甲"}, {"member_no": "D00001", "contact_employee_no": "E1"}]
    }
    ledger = merge([month_file(tmp_path, "001001", rows)])
    assert len(ledger["talks"]) == 1
    assert ledger.held[["table", "_row", "kind"]].to_numpy().tolist() == [["talks", 5, "held"]]
    told = [finding for finding in ledger.findings if finding.code.number == "S14"]
    assert [(finding.place.cell, finding.branch) for finding in told] == [("C5", "001001")]


def test_repeated_rows_count_once(tmp_path):
    row = {"member_no": "D00001", "contact_employee_no": "E1", "talk_date": date(2026, 3, 3)}
    ledger = merge([month_file(tmp_path, "001001", {"talks": [row, row]})])
    assert len(ledger["talks"]) == 1
    assert ledger.held["kind"].tolist() == ["duplicate"]


def test_codes_that_lost_their_zeros_are_made_whole_where_known(tmp_path):
    rows = {"opinions": [{"opinion_no": "Y1", "member_no": "D00001", "team_code": "3"}]}
    file = month_file(tmp_path, "001001", rows)
    assert merge([file])["opinions"]["team_code"].tolist() == ["3"]
    known = Reference(codes={"teams.team_code": frozenset({"003", "014"})})
    assert merge([file], known)["opinions"]["team_code"].tolist() == ["003"]


def test_words_the_office_added_are_taken(tmp_path):
    rows = {"opinions": [{"opinion_no": "Y1", "member_no": "D00001", "opinion_kind": "充电设施"}]}
    file = month_file(tmp_path, "001001", rows)
    assert merge([file])["opinions"]["opinion_kind"].isna().all()
    added = Reference(words={"D18": ("充电设施",)})
    assert merge([file], added)["opinions"]["opinion_kind"].tolist() == ["充电设施"]


def test_nothing_gives_an_empty_ledger_with_typed_tables():
    ledger = merge([])
    assert ledger["talks"].empty
    assert str(ledger["talks"]["talk_date"].dtype).startswith("datetime64")


def shared_months(folder):
    """The files of three branches as three shares, and their ids in order."""
    row = {"contact_employee_no": "E1", "contact_name": "甲", "member_name": "乙"}
    files = [
        month_file(folder, branch, {"talks": [row | {"member_no": "D00001"}, row]})
        for branch in ("001001", "001002", "001003")
    ]
    return [share_of([file]) for file in files], [source.id for source, _ in files]


def test_shares_come_to_the_same_ledger_however_they_were_cut_and_ordered(tmp_path):
    """One share of all files, or one of each in any order: the same rows, findings and sums, files as asked for."""
    shares, ids = shared_months(tmp_path)
    expected = assembled(shares, ids)
    for cut in (shares[::-1], [shares[2], shares[0], shares[1]]):
        other = assembled(cut, ids)
        for name, frame in expected.frames.items():
            pd.testing.assert_frame_equal(other[name], frame)
        assert other.findings == expected.findings
        pd.testing.assert_frame_equal(other.held, expected.held)
    backwards = assembled(shares, ids[::-1])
    assert backwards["talks"]["_branch"].tolist() == ["001003", "001002", "001001"]
    assert list(backwards.sources) == ids[::-1]


def test_what_was_joined_before_is_joined_once_and_new_files_are_put_behind(tmp_path):
    shares, ids = shared_months(tmp_path)
    first, again = assembled(shares[:2], ids[:2]), assembled(shares[:2], ids[:2])
    assert again["talks"] is first["talks"]
    assert assembled(shares, ids)["talks"]["_branch"].tolist() == ["001001", "001002", "001003"]


def test_a_share_gives_only_the_files_wanted(tmp_path):
    """What a superseded version said is in no table, no finding and no sum."""
    files = [
        month_file(tmp_path, branch, {"talks": [{"member_no": "D00001", "contact_name": "甲"}]})
        for branch in ("001001", "001002")
    ]
    share, wanted = share_of(files), files[1][0].id
    ledger = assembled([share], [wanted])
    assert list(ledger.sources) == [wanted]
    assert set(ledger["cover"]["_source"]) == set(ledger.held["_source"]) == set(ledger.tallies["_source"]) == {wanted}
    assert {finding.branch for finding in ledger.findings} == {"001002"}
    assert share.only(share.sources) is share


def test_a_file_that_two_shares_hold_is_merged_once(tmp_path):
    """A run broken off between keeping a share and entering its files: the next keeps them again, with others."""
    files = [
        month_file(tmp_path, branch, {"talks": [{"member_no": "D1", "contact_name": "甲"}]}) for branch in ("7", "8")
    ]
    both, again = share_of(files), share_of(files[:1])
    order = [source.id for source, _ in files]
    expected = assembled([both], order)
    for overlapping in ([again, both], [both, again]):
        ledger = assembled(overlapping, order)
        assert len(ledger["cover"]) == len(expected["cover"]) == 2
        assert len(ledger.held) == len(expected.held)
        assert ledger.findings == expected.findings
        pd.testing.assert_frame_equal(ledger.tallies, expected.tallies)
