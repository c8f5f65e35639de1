"""Test files in the order in which they are taken, and by how many processes."""

import pytest

from tools.dev import paths, shards

FEW = 20
FOLDER = "addons/hva_sms/tests"


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(shards.os, "sched_getaffinity", lambda _pid: {0, 1})
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    for number in range(FEW):
        (folder / f"test_{number}.py").write_text("class A:\n    def test_a(self):\n        pass\n")
    return folder


def test_a_folder_becomes_its_files_once_and_options_stay(checkout):
    files, others = shards.in_order([FOLDER, f"{FOLDER}/test_3.py", "-x", f"{FOLDER}/test_1.py::A::test_a"])
    assert sorted(files) == sorted(f"{FOLDER}/test_{number}.py" for number in range(FEW))
    assert others == ["-x", f"{FOLDER}/test_1.py::A::test_a"]


def test_what_takes_longest_is_taken_first(checkout):
    (checkout / "test_long.py").write_text("def test_a():\n    pass\n" * 3)
    (checkout / "test_z.py").write_text("class A(Browser):\n    def test_a(self):\n        pass\n")
    files, _others = shards.in_order([FOLDER])
    assert files[:2] == [f"{FOLDER}/test_z.py", f"{FOLDER}/test_long.py"]


def test_many_files_are_worth_a_process_for_each_core_and_more_where_tests_wait(checkout):
    files, _others = shards.in_order([FOLDER])
    assert shards.processes(files, FEW) == 2
    assert shards.processes(files, FEW, waiting=1) == 3
    assert shards.processes(files[1:], FEW) == 1


def test_one_core_has_one_process(checkout, monkeypatch):
    monkeypatch.setattr(shards.os, "sched_getaffinity", lambda _pid: {0})
    assert shards.processes(shards.in_order([FOLDER])[0], FEW, waiting=1) == 1


def test_files_that_share_a_running_system_are_taken_together(checkout):
    for name in ("desk", "phone"):
        (checkout / f"test_{name}.py").write_text("def test_a(office, pictures):\n    pass\n")
    (checkout / "test_story.py").write_text("def test_a(story):\n    pass\n" * 2)
    chosen = [f"{FOLDER}/test_{name}.py" for name in ("desk", "story", "phone")]
    files, _others = shards.in_order(chosen)
    assert [shards.bundle(file) for file in files] == ["office", "office", f"{FOLDER}/test_story.py"]
    assert shards.processes(files, 2, waiting=1) == 2, "nobody has nothing to do"


def test_every_file_that_is_known_to_take_long_is_there():
    assert [file for file in shards.LONG if not (paths.ROOT / file).is_file()] == []
