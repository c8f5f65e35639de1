"""Test files are shared out whole, none twice and none forgotten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.dev import paths, shards


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(shards.os, "sched_getaffinity", lambda _pid: {0, 1})
    folder = tmp_path / "addons/hva_sms/tests"
    folder.mkdir(parents=True)
    for number in range(shards.ENOUGH_FILES):
        (folder / f"test_{number}.py").write_text("class A:\n    def test_a(self):\n        pass\n")
    return folder


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 50)), st.integers(1, 5))
def test_each_file_is_in_one_share_and_none_is_heavier_than_its_last_file_explains(weights, count):
    shares = shards.share_out(weights, count)
    assert len(shares) == count
    assert sorted(name for share in shares for name in share) == sorted(weights)
    loads = [sum(weights[name] for name in share) for share in shares]
    assert max(loads) - min(loads) <= max(weights.values(), default=0)


def test_a_folder_is_divided_and_options_go_to_everybody(checkout):
    first, second = shards.divide(["addons/hva_sms/tests", "-x"])
    assert (first[-1], second[-1]) == ("-x", "-x")
    assert len(set(first[:-1]) | set(second[:-1])) == shards.ENOUGH_FILES
    assert abs(len(first) - len(second)) <= 1


def test_a_few_files_and_single_tests_stay_together(checkout):
    chosen = ["addons/hva_sms/tests/test_1.py::A::test_a", "addons/hva_sms/tests/test_2.py"]
    assert shards.divide(chosen) == [chosen]


def test_one_core_has_one_process(checkout, monkeypatch):
    monkeypatch.setattr(shards.os, "sched_getaffinity", lambda _pid: {0})
    assert shards.divide(["addons/hva_sms/tests"]) == [["addons/hva_sms/tests"]]


def test_a_browser_weighs_more(checkout):
    (checkout / "test_b.py").write_text("class A(Browser):\n    def test_a(self):\n        pass\n")
    assert shards.weight("addons/hva_sms/tests/test_b.py") > shards.weight("addons/hva_sms/tests/test_1.py")


def test_files_that_share_a_running_system_stay_together(checkout):
    for name in ("desk", "phone"):
        (checkout / f"test_{name}.py").write_text("def test_a(office, pictures):\n    pass\n")
    (checkout / "test_story.py").write_text("def test_a(story):\n    pass\n" * 3)
    chosen = [f"addons/hva_sms/tests/test_{name}.py" for name in ("desk", "phone", "story")]
    assert sorted(shards.divide(chosen, enough_files=2), key=len) == [chosen[2:], chosen[:2]]
