"""Processes that take files from one pile run each file once, whole, by one of them."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from tools.dev import paths, taking

HERE = "tests/unit/dev"
FILES = [paths.ROOT / HERE / name for name in ("test_shards.py", "test_taking.py", "test_stamps.py", "test_paths.py")]
ITEMS = [SimpleNamespace(path=path, name=number) for path in FILES for number in range(3)]


@given(turns=st.lists(st.integers(0, 2)))
def test_each_file_is_run_once_and_whole_whoever_is_free_first(tmp_path_factory, turns):
    pile = tmp_path_factory.mktemp("pile")
    processes = [taking.taken(ITEMS, pile) for _each in range(3)]
    ran = [[] for _each in processes]
    for number in [*turns, 0, 1, 2]:
        if item := next(processes[number], None):
            ran[number].append(item)
    for number, process in enumerate(processes):
        ran[number].extend(process)
    assert sorted((item.path, item.name) for each in ran for item in each) == sorted(
        (item.path, item.name) for item in ITEMS
    )
    for each in ran:
        assert [item.name for item in each] == [0, 1, 2] * (len(each) // 3), "no file is divided"
