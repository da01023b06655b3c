"""The book of record: entries are only added, and it can be read as it stood at any line."""

from datetime import datetime

import pytest

from zoneproc.register import Event, Extension, Register, RegisterError, Seal

NOON = datetime(2026, 4, 13, 12)
CLAIM = ("001001", "MON", "2026-03")


@pytest.fixture
def book(tmp_path):
    register = Register(tmp_path)
    register.prepare()
    return register


def extension(until, reason="停电"):
    return Extension(*CLAIM, until, reason, "张三", NOON)


def test_every_act_leaves_a_line_with_who_when_and_what(book):
    book.log(Event(NOON, "张三", "月度汇总", "2026-03"))
    book.seal(Seal("2026-03", 1, NOON, "张三"))
    book.extend(extension(datetime(2026, 4, 20)))
    book.issue(CLAIM, {"talks": [{"member_no": "D1"}]}, Event(NOON, "李四", "发模板", "001001"))
    assert [(event.at, event.who, event.what) for event in book.events()] == [
        (NOON, "张三", "月度汇总"), (NOON, "张三", "封存"), (NOON, "张三", "延期"), (NOON, "李四", "发模板")
    ]  # fmt: skip


def test_the_last_act_decides_whether_a_period_is_sealed(book):
    book.seal(Seal("2026-03", 1, NOON, "张三"))
    assert set(book.seals()) == {"2026-03"}
    book.seal(Seal("2026-03", 1, NOON, "李四", "更正", open=True))
    assert not book.seals()
    last = book.seal(Seal("2026-03", 2, NOON, "李四"))
    assert book.seals() == {"2026-03": last}
    assert [act.edition for act in book.acts()] == [1, 1, 2]


def test_a_seal_about_to_be_set_holds_already_but_is_not_entered(book):
    pending = Seal("2026-03", 1, NOON, "张三")
    assert Register(book.folder, pending=pending).seals() == {"2026-03": pending}
    assert not book.acts()


def test_the_last_extension_holds_and_the_past_can_be_read_again(book):
    book.extend(extension(datetime(2026, 4, 20)))
    seal = book.seal(Seal("2026-03", 1, NOON, "张三"))
    book.extend(extension(datetime(2026, 4, 25)))
    assert book.extensions()[CLAIM].until == datetime(2026, 4, 25)
    assert Register(book.folder, seal.number).extensions()[CLAIM].until == datetime(2026, 4, 20)


def test_a_damaged_register_is_one_sentence(tmp_path):
    (tmp_path / "register.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(RegisterError):
        Register(tmp_path).prepare()


def test_a_failed_entry_leaves_nothing(book):
    def enter_and_fail():
        with book.opened() as connection:
            Register.enter(connection, Event(NOON, "张三", "封存", ""))
            raise KeyError

    with pytest.raises(KeyError):
        enter_and_fail()
    assert not book.events()
