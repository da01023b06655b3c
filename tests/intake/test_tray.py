"""Where what was read waits."""

from zoneproc.intake.packet import Packet
from zoneproc.intake.tray import tray


def test_what_was_laid_down_is_found_by_the_hash_of_its_file():
    with tray() as aside:
        aside.put("a", Packet(None, b"one", b"cells"))
        aside.put("b", Packet(None, b"another"))
        assert [aside.submission(name) for name in ("b", "a", "c")] == [b"another", b"one", b""]
        assert [aside.cells(name) for name in ("b", "a", "c")] == [b"", b"cells", b""]
    assert aside.file.closed
