"""A workspace is found, made and held by one run; files appear whole or not at all."""

import errno

import pytest

from zoneproc.workspace import (
    DiskFullError,
    NotAWorkspaceError,
    TargetOpenError,
    Workspace,
    WorkspaceBusyError,
    ZoneprocError,
    files_in,
    staged,
    write_whole,
)


def test_a_new_workspace_opens_with_its_settings(tmp_path):
    Workspace.create(tmp_path / "工作区", "某公交公司", 2026)
    workspace = Workspace.open(tmp_path / "工作区")
    assert (workspace.company, workspace.year) == ("某公交公司", 2026)
    assert all(
        folder.is_dir() for folder in (workspace.inbox, workspace.masters, workspace.templates, workspace.archive)
    )
    assert workspace.rules_file.parent.is_dir()
    assert workspace.output("2026-03").parent.is_dir()


def test_a_folder_without_settings_is_an_operator_mistake(tmp_path):
    with pytest.raises(NotAWorkspaceError):
        Workspace.open(tmp_path)


@pytest.mark.parametrize("text", ["company = ", "year = 2026", "company = '甲'\nyear = '今年'"])
def test_damaged_settings_are_an_operator_mistake(tmp_path, text):
    (tmp_path / "zoneproc.toml").write_text(text, encoding="utf-8")
    with pytest.raises(NotAWorkspaceError):
        Workspace.open(tmp_path)


def test_settings_saved_by_notepad_with_a_byte_order_mark_are_read(tmp_path):
    (tmp_path / "zoneproc.toml").write_text('company = "甲"\nyear = 2026\n', encoding="utf-8-sig")
    assert Workspace.open(tmp_path).company == "甲"


def test_an_existing_workspace_is_never_made_again(tmp_path):
    Workspace.create(tmp_path, "甲", 2026)
    with pytest.raises(ZoneprocError):
        Workspace.create(tmp_path, "乙", 2027)
    assert Workspace.open(tmp_path).company == "甲"


def test_company_names_with_quotes_survive(tmp_path):
    assert Workspace.create(tmp_path, '甲"乙\\丙', 2026) == Workspace.open(tmp_path)


def test_two_runs_exclude_each_other(tmp_path):
    workspace = Workspace.create(tmp_path, "甲", 2026)
    with workspace.locked(), pytest.raises(WorkspaceBusyError), workspace.locked():
        pass
    with workspace.locked():
        pass


def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path):
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")

    def fail(draft):
        draft.write_bytes(b"half")
        message = "disk full"
        raise OSError(message)

    with pytest.raises(OSError, match="disk full"):
        write_whole(target, fail)
    assert [file.name for file in tmp_path.iterdir()] == ["表.xlsx"]
    assert target.read_bytes() == b"old"


def test_a_target_that_cannot_be_replaced_is_an_operator_mistake(tmp_path, monkeypatch):
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr("zoneproc.workspace.time.sleep", lambda seconds: None)

    def refuse(self, target):
        raise PermissionError(5, "open in Excel")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(TargetOpenError):
        write_whole(target, lambda draft: draft.write_bytes(b"new") and None)
    assert target.read_bytes() == b"old"


def write_two(stage):
    (stage / "甲.xlsx").write_bytes(b"new")
    (stage / "退回").mkdir()
    (stage / "退回" / "乙.xlsx").write_bytes(b"new")


def test_staged_results_take_their_places_together(tmp_path):
    folder = tmp_path / "2026-03"
    with staged(folder) as stage:
        write_two(stage)
        assert not folder.exists()
    assert [path.relative_to(folder).as_posix() for path in files_in(folder)] == ["甲.xlsx", "退回/乙.xlsx"]
    assert [path.name for path in tmp_path.iterdir()] == ["2026-03"]


def test_one_open_workbook_leaves_all_results_as_they_were(tmp_path, monkeypatch):
    """Robustness 5: a target open in Excel is found out before the first of many is replaced."""
    folder = tmp_path / "2026-03"
    (folder / "退回").mkdir(parents=True)
    for name in ("甲.xlsx", "退回/乙.xlsx"):
        (folder / name).write_bytes(b"old")
    real = type(folder).open

    def held(self, mode="r", *arguments, **words):
        if self == folder / "退回" / "乙.xlsx" and "+" in mode:
            raise PermissionError(13, "open in Excel")
        return real(self, mode, *arguments, **words)

    monkeypatch.setattr("pathlib.Path.open", held)
    with pytest.raises(TargetOpenError, match=r"乙\.xlsx"), staged(folder) as stage:
        write_two(stage)
    assert {path.read_bytes() for path in files_in(folder)} == {b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["2026-03"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EFBIG, DiskFullError),
        (errno.EROFS, TargetOpenError),
        (errno.EACCES, TargetOpenError),
    ],
)
def test_failures_of_the_disk_name_the_file_and_keep_the_old_one(tmp_path, number, kind):
    """Robustness 7.6."""
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")

    def fail(draft):
        draft.write_bytes(b"half")
        raise OSError(number, "no")

    with pytest.raises(kind, match=r"表\.xlsx"):
        write_whole(target, fail)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("表.xlsx", b"old")]


def test_a_failed_run_leaves_the_results_and_no_stage(tmp_path):
    folder = tmp_path / "2026-03"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(b"old")

    def fail():
        with staged(folder) as stage:
            write_two(stage)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [path.read_bytes() for path in files_in(folder)] == [b"old"]
    assert [path.name for path in tmp_path.iterdir()] == ["2026-03"]


def test_what_a_killed_run_left_is_cleared_by_the_next_and_nothing_else(tmp_path):
    workspace = Workspace.create(tmp_path, "甲", 2026)
    stage, month = tmp_path / "output" / ".2026-03.partial", workspace.archive / "2026-03"
    stage.mkdir()
    month.mkdir()
    (stage / "R-3.xlsx").write_bytes(b"half")
    (month / "~123-表.xlsx").write_bytes(b"half")
    owner = tmp_path / "output" / "~$R-3_2026-03.xlsx"
    owner.write_bytes(b"Excel's own")
    with workspace.locked():
        assert not stage.exists()
    assert list(month.iterdir()) == []
    assert owner.exists()


def test_a_single_file_is_flushed_at_once_and_a_stage_as_a_whole_before_anything_is_replaced(tmp_path, monkeypatch):
    """Nothing takes the place of an old result before all of the new ones are on the disk."""
    order = []
    monkeypatch.setattr("zoneproc.workspace._flush", lambda path: order.append(("flush", path.name.rpartition("-")[2])))
    folder = tmp_path / "2026-03"
    write_whole(folder / "a", lambda draft: draft.write_text("old") and None)
    assert order == [("flush", "a")]
    with staged(folder) as stage:
        for name in "ab":
            write_whole(stage / name, lambda draft: draft.write_text("new") and None)
        assert order == [("flush", "a")]
        monkeypatch.setattr(
            "zoneproc.workspace._rename",
            lambda draft, target: order.append(("put", target.name)) or draft.replace(target),
        )
    assert order[1:] == [("flush", "a"), ("flush", "b"), ("put", "a"), ("put", "b")]
    assert (folder / "a").read_text() == "new"
