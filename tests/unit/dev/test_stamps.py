"""A step is done once, until what went into it changes."""

import pytest

from tools.dev import paths, stamps


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")


def test_a_step_is_done_for_the_same_inputs_only(tmp_path):
    pins = tmp_path / "requirements.txt"
    pins.write_text("odoo")
    stamps.mark_done("python", stamps.fingerprint("3.11", pins))
    assert stamps.is_done("python", stamps.fingerprint("3.11", pins))
    pins.write_text("odoo==19")
    assert not stamps.is_done("python", stamps.fingerprint("3.11", pins))


def test_a_step_never_done_is_not_done():
    assert not stamps.is_done("odoo", "")


def test_inputs_do_not_run_into_each_other():
    assert stamps.fingerprint("ab", "c") != stamps.fingerprint("a", "bc")


def test_the_hash_of_a_file_is_the_one_sha256sum_prints(tmp_path):
    (tmp_path / "x.deb").write_bytes(b"abc")
    assert stamps.fingerprint_of_file(tmp_path / "x.deb").startswith("ba7816bf8f01cfea")
