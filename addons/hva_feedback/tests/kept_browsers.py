"""Browsers that run on from test to test, for starting one takes seconds; each test gets a profile of its own.

A profile is what Chromium calls a browser context: no cookie, cache, storage or service worker is seen by another one,
and all of it is forgotten when the test gives the window back.
"""

import atexit
import contextlib
import json
import re
import shutil
import subprocess
import urllib.request
from collections import defaultdict

try:
    import websocket
    from selenium import webdriver
    from selenium.webdriver.chrome.remote_connection import ChromeRemoteConnection
except ImportError:  # the browser tools are test requirements; CI has them and counts skipped tests
    webdriver = None

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
# Odoo ends every child of its process after each class of tests, so the driver is a child of a shell that is gone. It
# stays in the group of processes that is ended with the run. Odoo also limits the address space of its process; a
# browser started from it reserves more than that at once.
START = 'ulimit -S -v "$(ulimit -H -v)"; "$0" --port=0 &'
# What a window prepares for somebody who types an address: two more pages, which cost more than most of ours.
NOT_PREPARED = "WebUIOmniboxPopup,WebUIOmniboxAimPopup"
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    f"--disable-features={NOT_PREPARED}",
)
PATIENCE = 60  # seconds for the browser to answer; a busy machine needs some
_free = defaultdict(list)


def lend(test, *arguments, javascript=True):
    """Return a window of an empty profile, to the end of `test`, in a browser started with these arguments."""
    kind = (arguments, javascript)
    kept = _free[kind].pop() if _free[kind] else _Kept(*kind)
    test.addCleanup(_take_back, kind, kept)
    return kept.open()


def _take_back(kind, kept):
    try:
        kept.close()
    except Exception:
        kept.end()  # whatever it is that it has: the next test gets a new one
        raise
    _free[kind].append(kept)


class _Kept:
    """One running browser, which shows an empty window while nobody has it."""

    def __init__(self, arguments, javascript):
        self._start_driver()
        atexit.register(self.end)
        connection = ChromeRemoteConnection(self._url)
        self.driver = webdriver.Remote(connection, options=_options(arguments, javascript))
        self._home = self.driver.current_window_handle
        address = self.driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
        about = json.load(urllib.request.urlopen(f"http://{address}/json/version", timeout=PATIENCE))
        self._socket = websocket.create_connection(about["webSocketDebuggerUrl"], PATIENCE, suppress_origin=True)
        self._count = 0

    def open(self):
        self._profile = self._tell("Target.createBrowserContext")["browserContextId"]
        window = self._tell("Target.createTarget", url="about:blank", browserContextId=self._profile)
        self.driver.switch_to.window(window["targetId"])
        return self.driver

    def close(self):
        self._tell("Target.disposeBrowserContext", browserContextId=self._profile)
        self.driver.switch_to.window(self._home)

    def end(self):
        atexit.unregister(self.end)
        with contextlib.suppress(OSError):  # it may have died
            urllib.request.urlopen(f"{self._url}/shutdown", timeout=PATIENCE).close()
        self._said.close()

    def _start_driver(self):
        shell = subprocess.Popen(["sh", "-c", START, DRIVER], stdout=subprocess.PIPE, text=True)
        self._said = shell.stdout
        port = next(found[1] for line in self._said if (found := re.search(r"successfully on port (\d+)", line)))
        self._url = f"http://127.0.0.1:{port}"
        shell.wait()

    def _tell(self, method, **params):
        """Say something to the browser itself, which the driver only does for a page, and return its answer."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv())).get("id") != self._count:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]


def _options(arguments, javascript):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (*ARGUMENTS, *arguments):
        options.add_argument(argument)
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return options
