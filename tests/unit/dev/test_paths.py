"""Services that gave up root must be able to walk to their files."""

import os

import pytest

from tools.dev import cluster, odoo_source, paths


@pytest.fixture
def closed(tmp_path):
    place = tmp_path / "closed" / "clone"
    place.mkdir(parents=True)
    place.parent.chmod(0o700)
    yield place
    place.parent.chmod(0o755)


def test_one_closed_folder_on_the_way_closes_the_place(closed):
    assert not paths.is_open_to_others(closed)
    assert not paths.is_open_to_others(closed / "not" / "made" / "yet")
    assert paths.is_open_to_others(paths.Path("/usr/lib"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs services as another user")
def test_root_in_a_closed_home_keeps_services_elsewhere(closed, monkeypatch):
    monkeypatch.setattr(paths, "HVA_HOME", closed)
    assert str(paths.service_home()).startswith("/var/lib/hva-feedback-")


def test_the_socket_path_stays_short(tmp_path, monkeypatch):
    deep = tmp_path / ("long" * 30)
    monkeypatch.setattr(paths, "HVA_HOME", deep)
    assert len(str(cluster.folder())) < 85


def test_the_series_is_read_from_odoo_itself(tmp_path):
    assert odoo_source.series_of(tmp_path) == ""
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("# old\nversion_info = (19, 0, 0, FINAL, 0, '')\n")
    assert odoo_source.series_of(tmp_path) == "19.0"
