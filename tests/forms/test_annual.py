"""ANN, the yearly return."""

from collections.abc import Callable

from zoneproc.forms.annual import NEXT_CONTACTS, NEXT_ZONES, NOMINATIONS, REVIEWS
from zoneproc.forms.register import CONTACTS, ZONES
from zoneproc.kinds import Bad

Missing = Callable[[str, dict[str, object]], set[str]]


def test_next_year_has_the_columns_of_the_register() -> None:
    """S5.1.3c: Y-4 and Y-5 are exactly B-5 and B-6."""
    assert NEXT_ZONES.fields == ZONES.fields
    assert NEXT_CONTACTS.fields == CONTACTS.fields
    assert (NEXT_ZONES.label, NEXT_CONTACTS.label) == ("下年度责任区划分", "下年度联系人")


def test_the_vote_columns_are_headed_apart() -> None:
    """U68."""
    labels = [field.label for field in REVIEWS.fields]
    assert labels[7:11] == ["党员票优秀", "党员票合格", "党员票基本合格", "党员票不合格"]
    assert labels[12:16] == ["群众票优秀", "群众票合格", "群众票基本合格", "群众票不合格"]


def test_what_a_review_owes(missing: Missing) -> None:
    """F09: only formal members get a grade; the masses' ballots come together."""
    assert missing("reviews", {"member_type": "正式党员"}) == {"review_grade"}
    assert missing("reviews", {"member_type": "预备党员"}) == set()
    assert missing("reviews", {"mv_valid": 20}) == {"mv_excellent", "mv_pass", "mv_basic", "mv_fail"}


def test_of_several_reviews_the_last_counts() -> None:
    """U41."""
    assert REVIEWS.last_counts


def test_deeds_are_told_at_some_length() -> None:
    assert isinstance(NOMINATIONS["deeds"].parse("工作认真"), Bad)
