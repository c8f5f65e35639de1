"""Which door a test goes through follows from where it lies."""

import pytest

from tools.dev import paths, testing


@pytest.fixture(autouse=True)
def checkout(tmp_path, monkeypatch):
    for name in ("tests/unit", "tests/house", "tests/e2e", "addons/hva_sms/tests", "addons/hva_feedback/tests"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "test_x.py").touch()
    monkeypatch.setattr(paths, "ROOT", tmp_path)


def planned(*chosen):
    return [(door.name, targets) for door, targets in testing.plan(list(chosen))]


def test_without_arguments_all_that_exists_is_run():
    assert planned() == [
        ("unit", ["tests/unit", "tests/house"]),
        ("addons", ["addons/hva_feedback/tests", "addons/hva_sms/tests"]),
        ("e2e", ["tests/e2e"]),
    ]


def test_a_file_goes_through_its_own_door_only():
    assert planned("addons/hva_sms/tests/test_x.py") == [("addons", ["addons/hva_sms/tests/test_x.py"])]
    assert planned("tests/house/test_x.py") == [("unit", ["tests/house/test_x.py"])]


def test_an_addon_means_its_tests():
    assert planned("addons/hva_sms") == [("addons", ["addons/hva_sms/tests"])]


def test_tests_means_every_door_below():
    assert [name for name, _targets in planned("tests")] == ["unit", "e2e"]


def test_what_is_no_path_is_pytests():
    chosen, options = testing.split(["tests/unit/", "-k", "late report", "tests/e2e/test_x.py::TestA::test_b", "-x"])
    assert chosen == ["tests/unit", "tests/e2e/test_x.py::TestA::test_b"]
    assert options == ["-k", "late report", "-x"]


def test_a_folder_without_tests_is_not_run():
    (paths.ROOT / "tests/e2e/test_x.py").unlink()
    assert "e2e" not in [name for name, _targets in planned()]
