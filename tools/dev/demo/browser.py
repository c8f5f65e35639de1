"""A headless Chromium that does what a person does: reads labels, chooses, writes, presses buttons, takes pictures."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
QUIET = (  # a test browser that asks nobody outside this machine anything
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    # what a window prepares for somebody who types an address: two more pages, which cost more than most of ours
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
)
PHONE, DESK = (390, 844), (1280, 900)
Found = TypeVar("Found")
PATIENCE = 30  # seconds to wait for something that must come


class Browser:
    """One window. Elements are found by the words a person reads; what is not there in time raises TimeoutException."""

    def __init__(self, driver: webdriver.Chrome):
        self.driver = driver

    def open(self, url: str) -> "Browser":
        self.driver.get(url)
        return self

    @property
    def title(self) -> str:
        return str(self.driver.title)

    @property
    def text(self) -> str:
        return str(self.driver.find_element(By.TAG_NAME, "body").text)

    def wait_for(self, css: str, holding: str = "", patience: float = PATIENCE) -> WebElement:
        """Return the first shown element that matches `css` and holds the text."""

        def shown(driver: webdriver.Chrome) -> WebElement | None:
            for element in driver.find_elements(By.CSS_SELECTOR, css):
                if element.is_displayed() and holding in element.text:
                    return element
            return None

        return self._wait(shown, f"no {css} with {holding!r}", patience)

    def wait_for_any(self, css: str, words: tuple[str, ...]) -> WebElement:
        """Return the first shown element that matches `css` and says just one of these."""

        def shown(driver: webdriver.Chrome) -> WebElement | None:
            found = driver.find_elements(By.CSS_SELECTOR, css)
            return next((each for each in found if each.is_displayed() and each.text.strip() in words), None)

        return self._wait(shown, f"no {css} with any of {words}")  # type: ignore[no-any-return]

    def wait_until(self, is_true: Callable[[], Found]) -> Found:
        """Wait until a question about the page, or about what it brought, has a true answer; return the answer."""
        return self._wait(lambda driver: is_true(), "what must come did not come")  # type: ignore[no-any-return]

    def text_of(self, css: str, holding: str = "") -> str:
        """Return the words of the first shown element that matches `css` and holds the text; it may be redrawn."""

        def words(driver: webdriver.Chrome) -> str | None:
            shown = (each.text for each in driver.find_elements(By.CSS_SELECTOR, css) if each.is_displayed())
            return next((text for text in shown if text and holding in text), None)

        return str(self._wait(words, f"no {css} with {holding!r}"))

    def value_of(self, css: str) -> str:
        """Return what is written in a field."""
        return str(self.wait_for(css).get_property("value"))

    def settle(self) -> "Browser":
        """Wait until Odoo's web client shows nothing as loading, and no notice lies over the page."""
        self.wait_until(lambda: not self.driver.find_elements(By.CSS_SELECTOR, ".o_loading_indicator, .o_blockUI"))
        return self

    @contextmanager
    def new_tab(self) -> Iterator["Browser"]:
        """Work in the tab that was just opened; close it and come back."""
        here = self.driver.current_window_handle
        self.wait_until(lambda: len(self.driver.window_handles) > 1)
        self.driver.switch_to.window(next(each for each in self.driver.window_handles if each != here))
        try:
            yield self
        finally:
            self.driver.close()
            self.driver.switch_to.window(here)

    @contextmanager
    def inside(self, frame: WebElement) -> Iterator["Browser"]:
        """Work inside a frame of the page."""
        self.driver.switch_to.frame(frame)
        try:
            yield self
        finally:
            self.driver.switch_to.default_content()

    def take_downloads_into(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        allowed = {"behavior": "allow", "downloadPath": str(folder)}
        self.driver.execute_cdp_cmd("Page.setDownloadBehavior", allowed)

    def choose(self, question: str, option: str) -> None:
        """Mark the radio button `option` in the group whose legend holds `question`."""
        group = self.wait_for("fieldset", holding=question)
        for label in group.find_elements(By.TAG_NAME, "label"):
            if label.text.strip().split("\n")[0] == option:  # a second line is heard, not seen
                label.click()
                return
        raise LookupError(f"{question!r} offers no {option!r}")

    def write(self, label: str, text: str) -> None:
        """Write into the field that `label` names."""
        names = self.driver.find_elements(By.TAG_NAME, "label")
        target = next(name for name in names if name.text.strip().startswith(label)).get_attribute("for")
        field = self.driver.find_element(By.ID, str(target))
        field.clear()
        field.send_keys(text)

    def press(self, words: str, css: str = "button") -> None:
        """Press the button that says `words`."""
        self.wait_for(css, holding=words).click()

    def click(self, css: str, *holding: str) -> None:
        """Click the first element that matches `css` (and says one of these words, if any), once it can be clicked."""
        self._wait(lambda driver: self._try_to_click(css, holding), f"nothing to click at {css} {holding}")

    def open_until(self, url: str, css: str, holding: str = "", patience: float = 120) -> WebElement:
        """Open a page again and again until an element holds the text: for what a job brings within a minute."""
        deadline = time.monotonic() + patience
        while True:
            self.open(url)
            try:
                return self.wait_for(css, holding, patience=8)
            except TimeoutException:
                if time.monotonic() > deadline:
                    raise

    def log_in(self, url: str, login: str, password: str) -> None:
        """Sign in on Odoo's login page and wait for the web client."""
        self.driver.delete_all_cookies()
        self.open(f"{url}/web/login")
        self.wait_for("input[name=login]").send_keys(login)
        self.driver.find_element(By.NAME, "password").send_keys(password)
        self.driver.find_element(By.CSS_SELECTOR, "form.oe_login_form button[type=submit]").click()
        self.wait_for(".o_main_navbar")

    def resize(self, size: tuple[int, int]) -> "Browser":
        """Show the page in a view of this size; a phone's is narrower than any window can be made."""
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        return self

    def scroll_to_top(self) -> "Browser":
        self.driver.execute_script("window.scrollTo(0, 0)")
        return self

    def picture(self, path: Path, whole_page: bool = False) -> Path:
        """Save what the window shows (or the whole page) as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if whole_page:
            size = self.driver.execute_script("return [innerWidth, document.documentElement.scrollHeight]")
            self.resize((size[0], min(size[1], 6000)))
        self.driver.save_screenshot(str(path))
        return path

    def _wait(self, until: Callable[[webdriver.Chrome], Any], otherwise: str, patience: float = PATIENCE) -> Any:
        waiting = WebDriverWait(self.driver, patience, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(until, f"{otherwise} at {self.driver.current_url}")

    def _try_to_click(self, css: str, holding: tuple[str, ...] = ()) -> bool:
        for element in self.driver.find_elements(By.CSS_SELECTOR, css):
            if holding and not any(words in element.text for words in holding):
                continue
            try:
                element.click()
                return True
            except (ElementNotInteractableException, ElementClickInterceptedException):
                continue
        return False


@contextmanager
def chromium(size: tuple[int, int] = PHONE, javascript: bool = True, language: str = "fi") -> Iterator[Browser]:
    """Open a window of its own profile and close it at the end."""
    options = Options()
    options.binary_location = CHROMIUM
    for flag in (*QUIET, f"--window-size={size[0]},{size[1]}", f"--lang={language}", f"--accept-lang={language}"):
        options.add_argument(flag)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium refuses to run as root with its sandbox
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield Browser(driver).resize(size)
    finally:
        driver.quit()
