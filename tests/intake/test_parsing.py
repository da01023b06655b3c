"""Cells as offices write them become typed columns; what cannot be taken is told, never guessed."""

from datetime import date, datetime

import pandas as pd
import pytest
from workbooks import EVENTS, TALK, TALKS

from zoneproc.findings import Place
from zoneproc.intake.codes import S05, S06, S07, S08, S11, S14
from zoneproc.intake.parsing import parse_table, restore_codes
from zoneproc.intake.telling import findings_of
from zoneproc.kinds import ErrorCell

NAMES = [field.name for field in TALKS.read_fields]


def frame(*rows, table=TALKS, source="a"):
    names = [field.name for field in table.read_fields]
    cells = {name: pd.Series([row[at] for row in rows], dtype=object) for at, name in enumerate(names)}
    numbers = range(5, 5 + len(rows))
    return pd.DataFrame(cells | {"_source": pd.Series([source] * len(rows), dtype="str"), "_row": list(numbers)})


def talk(**cells):
    return [cells.get(name, TALK[at]) for at, name in enumerate(NAMES)]


def place(table, source, row, name):
    return Place(source, table, f"{name}{row}")


def told(*rows, table=TALKS, **options):
    found = findings_of(parse_table(frame(*rows, table=table), table, **options), table, place)
    return [(finding.code, finding.place.cell) for finding in found]


@pytest.mark.parametrize(
    "cell",
    ["2026.3.5", "2026/3/5", "2026年3月5日", "２０２６－０３－０５", 20260305.0, 46086.0, date(2026, 3, 5), "20260305"],
)
def test_dates_as_people_write_them(cell):
    """domain.md 2.1 no. 5."""
    assert parse_table(frame(talk(talk_date=cell)), TALKS).frame["talk_date"].iloc[0] == pd.Timestamp(2026, 3, 5)


def test_every_column_has_the_dtype_of_its_kind():
    talks = parse_table(frame(talk(), talk(member_no="Ｄ００１２４", people="３", mood=None)), TALKS).frame
    assert {name: str(talks[name].dtype) for name in NAMES} == {f.name: f.kind.dtype for f in TALKS.read_fields}
    assert list(talks["people"]) == [2, 3]
    assert list(talks["member_no"]) == ["D00123", "D00124"]
    assert pd.isna(talks["mood"].iloc[1])
    events = parse_table(frame(["A1", datetime(2026, 3, 18, 7, 40), "√", "安全、廉政"], table=EVENTS), EVENTS).frame
    assert events.iloc[0][["event_no", "kinds"]].tolist() == ["A1", "安全;廉政"]
    assert events["reported"].iloc[0]
    assert str(events["reported"].dtype) == "boolean"


def test_no_rows_are_still_typed():
    talks = parse_table(frame(), TALKS).frame
    assert str(talks["talk_date"].dtype) == "datetime64[s]"
    assert talks.empty


def test_one_and_true_are_told_apart():
    parsed = parse_table(frame(talk(people=1.0), talk(member_no="D00124", people=True)), TALKS)
    assert parsed.frame["people"].iloc[0] == 1
    assert pd.isna(parsed.frame["people"].iloc[1])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"talk_date": "3.5"}, S06),
        ({"talk_date": "26.3.5"}, S06),
        ({"mood": "平稳些"}, S05),
        ({"people": "两个"}, S08),
        ({"people": 99}, S11),
        ({"people": ErrorCell("#REF!")}, S08),
        ({"content": "字" * 21}, S11),
        ({"team_code": "同上"}, S11),
    ],
)
def test_a_bad_cell_is_missing_the_row_stays(cells, code):
    (name,) = cells
    assert told(talk(), talk(member_no="D00124", **cells)) == [(code, f"{name}6")]
    parsed = parse_table(frame(talk(**cells)), TALKS)
    assert len(parsed.frame) == 1
    kept = parsed.frame[name].iloc[0]
    assert kept == "字" * 21 if name == "content" else pd.isna(kept)


def test_rows_without_a_key_are_held_back_and_told_once():
    """A key written unlike its pattern (X1) is told, but still names its thing: the row is merged."""
    rows = [talk(), talk(member_no=None), talk(member_no="X1"), talk(member_no=ErrorCell("#N/A"))]
    parsed = parse_table(frame(*rows), TALKS)
    assert (list(parsed.frame["_row"]), list(parsed.held["_row"])) == ([5, 7], [6, 8])
    assert sorted(told(*rows), key=lambda pair: pair[1]) == [
        (S14, "member_no6"), (S11, "member_no7"), (S08, "member_no8"),
    ]  # fmt: skip


def test_of_rows_naming_one_thing_the_first_counts():
    rows = [talk(), talk(mood="有波动"), talk(talk_date=None), talk(talk_date=None)]
    parsed = parse_table(frame(*rows), TALKS)
    assert list(parsed.frame["_row"]) == [5, 7]
    assert list(parsed.duplicates["_row"]) == [6, 8]
    assert told(*rows) == [(S07, "member_no6"), (S07, "member_no8")]


def test_rows_that_name_a_thing_in_part_are_doubled_only_if_alike_in_every_cell():
    rows = [talk(talk_date=None), talk(talk_date=None, mood="有波动"), talk(talk_date=None)]
    parsed = parse_table(frame(*rows), TALKS)
    assert list(parsed.frame["_row"]) == [5, 6]
    assert list(parsed.duplicates["_other"]) == [5]


def test_the_last_counts_where_the_table_says_so():
    rows = [["A1", None, "是", None], ["A1", None, "否", None], ["A2", None, "是", None]]
    parsed = parse_table(frame(*rows, table=EVENTS), EVENTS)
    assert list(parsed.frame["_row"]) == [6, 7]
    assert told(*rows, table=EVENTS) == [(S07, "event_no5")]


def test_the_same_thing_in_two_files_is_no_duplicate():
    both = pd.concat([frame(talk()), frame(talk(), source="b")], ignore_index=True)
    assert len(parse_table(both, TALKS).frame) == 2


def test_rows_sent_are_all_accounted_for():
    rows = [talk(), talk(), talk(member_no=""), talk(member_no="D00124")]
    parsed = parse_table(frame(*rows), TALKS)
    assert len(parsed.frame) + len(parsed.held) + len(parsed.duplicates) == len(rows)


def test_the_office_may_add_values_to_a_list():
    assert told(talk(mood="很好")) == [(S05, "mood5")]
    assert told(talk(mood="很好"), extra={"D16": ["很好"]}) == []


def test_codes_typed_as_numbers_get_their_zeros_back():
    known = {"teams.team_code": {"052", "0052x", "0007", "007"}}
    cells = [52.0, "52", 7.0, "052", True, "", None, 52.5]
    assert restore_codes(cells, known["teams.team_code"]) == ["052", "052", 7.0, "052", True, "", None, 52.5]
    assert parse_table(frame(talk(team_code=52.0)), TALKS, known=known).frame["team_code"].iloc[0] == "052"
    assert parse_table(frame(talk(team_code=52.0)), TALKS).frame["team_code"].iloc[0] == "52"


def test_private_numbers_never_reach_a_finding():
    """robustness.md 6: masked wherever a value is shown."""
    parsed = parse_table(frame(talk(member_no="370102199001011234"), talk(member_no="13800001234")), TALKS)
    for finding in findings_of(parsed, TALKS, place):
        assert "19900101" not in finding.message + finding.value
        assert "138000" not in finding.message + finding.value
