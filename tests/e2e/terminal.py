"""A terminal in a lobby for tests: a real Chromium with a disk of its own, that can be killed and started again."""

import os
import shutil
import signal
from pathlib import Path

from chain import wait_for
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By

from tools.dev.demo.browser import CHROMIUM, DRIVER, QUIET

GIVE = """
const [count, done] = arguments;
(async () => {
    const terminal = window.hvaTerminal;
    window.kept = window.kept || 0;
    for (let number = 0; number < count; number++) {
        await terminal.begin("fi");
        terminal.flow.give([String(number % 11)]);
        if (await terminal.finish()) {
            window.kept++;
        }
    }
    await terminal.home();
})().then(() => done && done(window.kept));
"""
QUEUE = """
const [done] = arguments;
hvaTerminal.store.oldest(5000).then((rows) => done(rows.map((row) => row.id)));
"""
KEPT = """
const [done] = arguments;
(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const [name] = await caches.keys();
    const kept = name ? await (await caches.open(name)).keys() : [];
    const isPageKept = kept.some((request) => new URL(request.url).pathname === location.pathname);
    return active.state === "activated" && Boolean(navigator.serviceWorker.controller) && isPageKept;
})().then(done);
"""
COUNTS = "const [done] = arguments; hvaTerminal.store.counts().then(done);"
LOSE_REPLIES = """
const send = window.fetch;
let left = arguments[0];
window.duplicates = 0;
window.fetch = async (...request) => {
    const response = await send(...request);
    if (response.ok && left > 0) {
        left -= 1;
        throw new TypeError("the reply was lost");
    }
    const { receipts } = await response.clone().json();
    window.duplicates += receipts.filter((receipt) => receipt.state === "duplicate").length;
    return response;
};
"""


class Browser:
    """Chromium on `folder`, which holds what the browser keeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in (*QUIET, "--no-sandbox", f"--user-data-dir={self.folder}", "--window-size=1024,768"):
            options.add_argument(argument)
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        self.driver.set_script_timeout(60)

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.driver.capabilities["goog:processID"], signal.SIGKILL)
        self.driver.service.stop()
        # Says which process has the folder; after a power cut the machine has forgotten that process, too.
        for lock in self.folder.glob("Singleton*"):
            lock.unlink()

    def close(self) -> None:
        self.driver.quit()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ------------------------------------------------------------------ what a person does

    def open(self, url: str) -> None:
        self.driver.get(url)
        wait_for(lambda: self.shown("#screen .begin button"), "the start screen")

    def open_tab(self, url: str) -> None:
        self.driver.switch_to.new_window("tab")
        self.open(url)

    def shown(self, selector: str) -> bool:
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def tap(self, selector: str) -> None:
        """Tap as soon as it is there; a screen that is being drawn anew may take it away meanwhile."""
        wait_for(lambda: self._tapped(selector), f"{selector} to tap")

    def _tapped(self, selector: str) -> bool:
        try:
            self.driver.find_element(By.CSS_SELECTOR, selector).click()
        except (NoSuchElementException, StaleElementReferenceException):
            return False
        return True

    def give_by_taps(self, number: int) -> None:
        """Give one answer as a person does: the number, and on to the end."""
        self.tap("#screen button[lang=fi]")
        wait_for(lambda: self.shown(".scale"), "the first question")
        self.tap(f".scale .choice:nth-child({number + 1})")
        while step := self.step():
            self.tap(".forward")
            wait_for(lambda step=step: self.step() != step, f"a screen after {step}")
        self.tap("#screen .primary")
        wait_for(lambda: self.shown("#screen button[lang=fi]"), "the start screen")

    def step(self) -> str | None:
        return self.driver.execute_script("return document.querySelector('.step')?.textContent")

    # ------------------------------------------------------------------ what the page does

    def give(self, count: int) -> int:
        """Give answers through the function that the last button calls; return how many this page said are kept."""
        return self.driver.execute_async_script(GIVE, count)

    def wait_until_kept(self) -> None:
        """Wait until the service worker has the page and all its files: from then on the network may go."""
        wait_for(lambda: self.driver.execute_async_script(KEPT), "the page is kept for days without a network")

    def begin_to_give(self, count: int) -> None:
        """As `give`, without waiting."""
        self.driver.execute_script(GIVE, count)

    def kept(self) -> int:
        return self.driver.execute_script("return window.kept || 0")

    def queue(self) -> list[str]:
        return self.driver.execute_async_script(QUEUE)

    def counts(self) -> dict[str, int]:
        return self.driver.execute_async_script(COUNTS)

    def lose_replies(self, count: int) -> None:
        """Let the server's next replies get lost on their way to this tab."""
        self.driver.execute_script(LOSE_REPLIES, count)

    def duplicates(self) -> int:
        """Return how many receipts of this tab said that an answer was stored before."""
        return self.driver.execute_script("return window.duplicates")

    def network(self, is_on: bool) -> None:
        """Pull or plug the cable of every tab."""
        for tab in self.driver.window_handles:
            self.driver.switch_to.window(tab)
            self.driver.execute_cdp_cmd("Network.enable", {})
            conditions = {"offline": not is_on, "latency": 20, "downloadThroughput": -1, "uploadThroughput": -1}
            self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
