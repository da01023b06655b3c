"""Lists of known numbers: their rows beside those of the drop-downs and below them."""

import re

from zoneproc.excel.cell_text import Strings
from zoneproc.excel.listing import LONG, Columns, laid_out, listing_of, long_listing_of
from zoneproc.excel.zipped import Stretch

OWN, COMPANY = Columns("members.member_no", "K", "L", 7), Columns("teams.team_code", "M", "N", 7)
TEAMS = {f"{number:03}-01": f"{number}路" for number in range(3 * LONG)}


def laid(names, given):
    strings = Strings({}, 500, 0)
    long = long_listing_of(TEAMS, COMPANY, 100)
    added, below = laid_out([listing_of(names, OWN, strings), long], given)
    text = "".join(piece.plain.decode() if isinstance(piece, Stretch) else piece for piece in below)
    return added, text, below


def test_every_row_is_there_once_and_in_order():
    for own, given in ((3, 2), (70, 10), (0, 0), (400, 5)):
        added, text, _ = laid({f"D{number}": "甲" for number in range(own)}, given)
        rows = [int(row) for row in re.findall(r'<row r="(\d+)"', text)]
        assert len(added) == given
        assert rows == list(range(5 + given, 5 + max(own, len(TEAMS), given)))
        cells = "".join(added) + text
        assert [cells.count(f'<c r="{letter}') for letter in "KLMN"] == [own, own, len(TEAMS), len(TEAMS)]
        assert all(cells.index(f'"K{row}"') < cells.index(f'"M{row}"') for row in range(5, 5 + min(own, len(TEAMS))))


def test_the_rows_of_the_company_alone_are_kept_for_the_next_copy():
    (*_, one), (*_, other) = (laid({f"D{number}": "甲" for number in range(own)}, 2)[2] for own in (5, 40))
    assert isinstance(one, Stretch)
    assert one is other
    assert long_listing_of(TEAMS, COMPANY, 100) is long_listing_of(TEAMS, COMPANY, 100)
    assert long_listing_of(dict(TEAMS), COMPANY, 100) is not long_listing_of(TEAMS, COMPANY, 100)
