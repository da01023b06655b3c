"""The shelf: what was read is found again as it was; anything else is read anew."""

import json
import pickle

import pandas as pd
from test_merge import month_file, shared_months

from zoneproc.edition import folder_in
from zoneproc.merge import NOTHING_KNOWN, Reference, share_of
from zoneproc.shelf import Shelf, shelf_in


class Planted:
    """Something that would be called if anybody unpickled it."""

    def __reduce__(self):
        return (print, ("called",))


def kept(folder, *branches):
    rows = {"talks": [{"member_no": "D00001", "contact_employee_no": "E1"}, {"contact_name": "甲"}]}
    share = share_of([month_file(folder, branch, rows) for branch in branches])
    Shelf(folder / "shelf").put([f"key {source}" for source in share.sources], share)
    return share


def test_a_share_comes_back_as_it_was_put(tmp_path):
    share = kept(tmp_path, "001001", "001002")
    keys = [f"key {source}" for source in share.sources]
    found = Shelf(tmp_path / "shelf").find([*keys, "another"])
    assert list(found) == keys
    again = found[keys[0]]
    assert found[keys[1]] is again
    assert again.sources == share.sources
    assert again.findings == share.findings
    for mine, other in ((share.frames, again.frames), (share.held, again.held)):
        assert list(mine) == list(other)
        for name in mine:
            pd.testing.assert_frame_equal(mine[name], other[name])
    pd.testing.assert_frame_equal(share.tallies, again.tallies)
    pd.testing.assert_frame_equal(share.aside, again.aside)


def test_a_damaged_share_is_thrown_out_and_missed(tmp_path):
    share = kept(tmp_path, "001001")
    (file,) = (tmp_path / "shelf").iterdir()
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    file.write_bytes(data)
    keys = [f"key {source}" for source in share.sources]
    assert not Shelf(tmp_path / "shelf").find(keys)
    assert not list((tmp_path / "shelf").iterdir())


def test_nothing_in_a_share_is_ever_called(tmp_path, capsys):
    """A share that vouches for itself but holds more than plain values is thrown out unread."""
    import hashlib

    share = kept(tmp_path, "001001")
    keys = [f"key {source}" for source in share.sources]
    (file,) = (tmp_path / "shelf").iterdir()
    data = pickle.dumps({"sources": Planted()})
    head = json.dumps({"keys": keys, "sha256": hashlib.sha256(data).hexdigest()}).encode()
    file.write_bytes(head + b"\n" + data)
    assert not Shelf(tmp_path / "shelf").find(keys)
    assert capsys.readouterr().out == ""


def test_rubbish_in_the_folder_is_passed_over(tmp_path):
    (tmp_path / "a.share").write_bytes(b"\x00\xff rubbish")
    (tmp_path / "b.share").write_bytes(b"[1]\n")
    assert not Shelf(tmp_path).find(["a"])


def test_other_words_or_codes_have_shelves_of_their_own_and_only_the_last_few_stay(tmp_path):
    shares, ids = shared_months(tmp_path)
    cache = tmp_path / "cache"
    shelf_in(cache, NOTHING_KNOWN).put(ids[:1], shares[0])
    assert shelf_in(cache, NOTHING_KNOWN).find(ids) == {ids[0]: shares[0]}
    for number in range(6):
        other = shelf_in(cache, Reference(words={"D18": (f"充电设施{number}",)}))
        assert not other.find(ids)
        other.put(ids[:1], shares[0])
    assert len(list(cache.glob("*/read-*/*.share"))) == 4


def test_what_another_program_left_is_cleared_away(tmp_path):
    """The cache follows from this very program; of another nothing is believed."""
    (tmp_path / "cache" / "0123456789abcdef").mkdir(parents=True)
    folder = folder_in(tmp_path / "cache")
    assert sorted(path.name for path in folder.parent.iterdir()) == ["说明.txt"]


def test_what_other_processes_put_is_found(tmp_path):
    shares, ids = shared_months(tmp_path)
    mine, other = Shelf(tmp_path / "shelf"), Shelf(tmp_path / "shelf")
    assert not mine.find(ids)
    other.put(ids[:1], shares[0])
    assert list(mine.find(ids)) == ids[:1]


def test_without_a_folder_nothing_is_written(tmp_path):
    shares, ids = shared_months(tmp_path)
    shelf = Shelf(None)
    shelf.put(ids[:1], shares[0])
    assert list(shelf.find(ids)) == ids[:1]


def test_what_is_being_written_is_not_looked_at(tmp_path):
    """A draft of another process has another name until it is whole."""
    share = kept(tmp_path, "001001")
    (file,) = (tmp_path / "shelf").iterdir()
    file.rename(file.with_name(f"~123-{file.name}"))
    assert not Shelf(tmp_path / "shelf").find([f"key {source}" for source in share.sources])
    assert len(list((tmp_path / "shelf").iterdir())) == 1
