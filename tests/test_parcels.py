"""What is great goes to the crew once; whoever still holds it is given the same thing again."""

import gc

import pandas as pd
import pytest
from building import ledger_of

from zoneproc.ledger import noted
from zoneproc.parcels import Depot, opened


@pytest.fixture
def depot(tmp_path, monkeypatch):
    monkeypatch.setattr("zoneproc.parcels._GREAT", 4)
    return Depot(tmp_path)


def test_a_small_thing_is_the_parcel(depot, tmp_path):
    thing = {"name": "云江", "frame": pd.DataFrame({"a": [1]})}
    got = opened(str(depot.lay(thing)))
    assert got["name"] == "云江"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_great_frame_is_laid_once_and_is_the_same_in_every_parcel(depot, tmp_path):
    frame = pd.DataFrame({"a": range(8), "b": list("abcdefgh")})
    first = opened(str(depot.lay(("first", frame))))
    size = len(list(tmp_path.iterdir()))
    second = opened(str(depot.lay(("second", frame))))
    assert len(list(tmp_path.iterdir())) == size + 1
    assert second[1] is first[1]
    pd.testing.assert_frame_equal(first[1], frame)


def test_what_was_let_go_is_opened_anew(depot):
    frame = pd.DataFrame({"a": range(8)})
    parcel = str(depot.lay([frame]))
    opened(parcel)
    gc.collect()
    pd.testing.assert_frame_equal(opened(parcel)[0], frame)


def test_the_file_of_a_great_thing_goes_with_it(depot, tmp_path):
    frame = pd.DataFrame({"a": range(8)})
    depot.lay([frame])
    del frame
    gc.collect()
    assert len(list(tmp_path.iterdir())) == 1  # the parcel itself


def test_two_things_that_are_equal_are_still_two(depot):
    one, other = pd.DataFrame({"a": range(8)}), pd.DataFrame({"a": range(8)})
    got = opened(str(depot.lay([one, other, one])))
    assert got[0] is got[2]
    assert got[0] is not got[1]


@noted
def _asked(ledger):
    return [len(ledger["members"])]


def test_a_ledger_remembers_from_one_parcel_to_the_next(depot):
    ledger = ledger_of(members=[{"member_no": "00100100001"}])
    first = opened(str(depot.lay(("checks", ledger))))
    answer = _asked(first[1])
    second = opened(str(depot.lay(("reports", ledger))))
    assert _asked(second[1]) is answer
