"""A terminal without a network for a while: 500 answers, a power cut, a flapping network, two tabs, lost replies.

Real Odoo, PostgreSQL and Chromium. Every answer that the page said it keeps is in the database once, and no other.
"""

import json
import os
import tempfile
from pathlib import Path

import pytest
from chain import wait_for
from terminal import Browser

from tools.dev import cluster, paths, template_db
from tools.dev.odoo_server import OdooServer

ANSWERS = 500
NAME = f"e2e_terminal_{os.getpid()}"
MAKE = """
import json
level = env["hva.unit.level"].search([], limit=1)
unit = env["hva.unit"].create({"name": "Lobby", "level_id": level.id})
collector = env["hva.collector"].create({"name": "Poster", "unit_id": unit.id})
device = env["hva.device"].create({"name": "Terminal", "collector_id": collector.id})
address = device.action_new_pairing()["context"]["default_url"]
env.cr.commit()
print("MADE", json.dumps({"path": address.partition("/p/")[2], "collector": collector.id}))
"""


class Lobby:
    """The server, the device it knows, and the browser that is the device."""

    def __init__(self, folder: Path) -> None:
        if installed := os.environ.get("HVA_INSTALLED_DB"):
            cluster.createdb(NAME, installed)
        else:
            template_db.clone(NAME)
        self.server = OdooServer(NAME, NAME)
        if not installed:
            self.server.install(list(paths.OUR_ADDONS))
        [made] = [line for line in self.server.shell(MAKE).splitlines() if line.startswith("MADE")]
        self.made = json.loads(made.partition(" ")[2])
        self.server.start()
        self.browser = Browser(folder)

    @property
    def pairing_url(self) -> str:
        return f"{self.server.url}/p/{self.made['path']}"

    @property
    def url(self) -> str:
        return self.pairing_url.partition("#")[0]

    def stored(self) -> list[str]:
        """Return the client id of every stored answer."""
        query = f"SELECT hva_nonce FROM survey_user_input WHERE hva_collector_id = {self.made['collector']}"
        return cluster.psql(NAME, query).split()

    def close(self) -> None:
        self.browser.close()
        self.server.stop()
        cluster.dropdb(NAME)


@pytest.fixture(scope="module")
def lobby():
    with tempfile.TemporaryDirectory(prefix="hva-terminal-") as folder:
        lobby = Lobby(Path(folder) / "browser")
        try:
            yield lobby
        finally:
            lobby.close()


def test_500_answers_survive_a_killed_browser_a_flapping_network_and_two_tabs(lobby):
    browser, server = lobby.browser, lobby.server
    browser.open(lobby.pairing_url)
    browser.wait_until_kept()

    server.stop()
    for number in (0, 7, 10):
        browser.give_by_taps(number)
    browser.give(197)
    browser.begin_to_give(5000)
    wait_for(lambda: browser.kept() >= 210, "answers are being given")
    acknowledged, certain = browser.kept(), set(browser.queue())
    browser.kill()

    browser.start()
    browser.open(lobby.url)  # nobody is there to serve it but the browser itself
    survived = browser.queue()
    assert certain <= set(survived) and len(survived) >= acknowledged + 3 and len(survived) == len(set(survived))

    browser.open_tab(lobby.url)
    first, second = browser.driver.window_handles
    browser.give(50)
    browser.driver.switch_to.window(first)
    browser.give(ANSWERS - 50 - len(survived))
    browser.give_by_taps(3)
    given = set(browser.queue())
    assert len(given) == ANSWERS + 1 and not lobby.stored()

    for tab in (first, second):
        browser.driver.switch_to.window(tab)
        browser.lose_replies(2)
    browser.network(is_on=False)
    server.start()
    for is_on in (True, False) * 4 + (True,):
        browser.network(is_on)
    wait_for(lambda: browser.counts()["unsent"] == 0, "everything is sent", seconds=60)

    duplicates = 0
    for tab in (first, second):
        browser.driver.switch_to.window(tab)
        duplicates += browser.duplicates()
    assert duplicates, "answers whose receipt was lost were sent again"
    stored = lobby.stored()
    assert len(stored) == ANSWERS + 1 and set(stored) == given
    assert browser.counts() == {"unsent": 0, "aside": 0}
    told = "SELECT unsent_count, aside_count, lost_count, state FROM hva_device"
    wait_for(lambda: cluster.psql(NAME, told).strip() == "0|0|0|ok", "the list of devices says so")
