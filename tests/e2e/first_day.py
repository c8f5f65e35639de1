"""What a new administrator clicks on the first day, found by what the screens are made of, not by their language.

Pictures go to a folder, for the guide in docs/guide.
"""

import re

from PyPDF2 import PdfReader

LOGIN = "aino.aloittaja"
CLINIC, SERVICE, SET_NAME = "Porin hammashoitola", "Suun terveydenhuolto", "Hammashoito"
READY = ("Terveyspalvelut", "Health services")
STATEMENTS = (
    ("Kipuani lievitettiin.", "Min smärta lindrades.", "My pain was eased."),
    ("Tiesin, mitä hoito maksaa.", "Jag visste vad vården kostar.", "I knew what the treatment costs."),
)
PHONE = (360, 740)
MENU = "[data-menu-xmlid='{}']"


class FirstDay:
    """The administrator's window and what was done in it. Each step leaves what the next one begins from."""

    def __init__(self, browser, url, pictures, downloads):
        self.browser, self.url, self.pictures, self.downloads = browser, url, pictures, downloads
        browser.take_downloads_into(downloads)

    def picture(self, name):
        self.browser.settle().picture(self.pictures / f"{name}.png")

    # ------------------------------------------------------------------ finding one's way

    def sign_in(self):
        """Sign in and open Feedback among the apps; return the words of the menus."""
        self.browser.log_in(self.url, LOGIN, LOGIN)
        self.browser.click(".o_navbar_apps_menu button")
        self.browser.click(MENU.format("hva_feedback.hva_menu_root"))
        self.browser.wait_for(MENU.format("hva_feedback.hva_menu_asking"))
        self.picture("start")
        return self.browser.text_of(".o_main_navbar", holding="\n")

    def menu(self, section, entry, picture=None):
        """Open a menu and one of its entries, as (addon.)name of their ids."""
        self.browser.click(MENU.format(f"hva_feedback.{section}"))
        self.browser.wait_for(MENU.format(f"hva_feedback.{entry}"))
        if picture:
            self.picture(picture)
        self.browser.click(MENU.format(f"hva_feedback.{entry}"))

    def open_row(self, *names):
        self.browser.wait_until(lambda: self.browser.wait_for_any(".o_data_row .o_data_cell", names).click() or True)
        self.browser.wait_for(".o_form_view")

    def write(self, field, text, within=""):
        """Write into a field until it says so: the screen may draw it anew meanwhile."""
        box = f"{within} [name={field}] input, {within} [name={field}] textarea"

        def is_written():
            element = self.browser.wait_for(box)
            element.clear()
            element.send_keys(text)
            return element.get_property("value") == text

        self.browser.wait_until(is_written)

    def _fill(self, words, within):
        """Write into several fields until all of them say so: leaving one may draw the others anew."""

        def is_filled():
            lacking = [name for name, text in words.items() if self._said(name, within) != text]
            for name in lacking:
                self.write(name, words[name], within)
                self.browser.driver.switch_to.active_element.send_keys("\t")
            self.browser.settle()
            return not lacking

        self.browser.wait_until(is_filled)

    def _said(self, field, within):
        return self.browser.value_of(f"{within} [name={field}] input")

    def pick(self, field, text):
        """Type the beginning into a field that offers records or choices, and take the one that is offered."""
        self.browser.click(f"[name={field}] input")
        self.write(field, text)
        self.browser.click(".o-autocomplete--dropdown-item, .o_select_menu_item", text)

    # ------------------------------------------------------------------ the set

    def make_set(self):
        """Make a set after the ready one for health; return the questions that its form lists."""
        self.menu("hva_menu_asking", "hva_question_set_menu", "menu-asking")
        self.open_row(*READY)
        self.browser.click("button[name=action_make_copy]")
        self.browser.wait_until(
            lambda: "(" in self.browser.value_of(".oe_title [name=name] input, .oe_title [name=name] textarea")
        )
        self.write("name", SET_NAME)
        self.pick("service_ids", SERVICE)
        for number, texts in enumerate(STATEMENTS, start=1):
            self._add_statement(texts, is_last=number == len(STATEMENTS))
        self.browser.wait_for("[name=draft_question_ids]", holding=STATEMENTS[1][0])
        self.picture("set")
        return self.browser.text_of("[name=draft_question_ids]", holding=STATEMENTS[1][0])

    def _add_statement(self, texts, is_last):
        if texts is STATEMENTS[0]:
            self._click_numbered(".o_statusbar_buttons button")
        self.browser.wait_for(".modal [name=text_fi] input")
        self.browser.wait_until(lambda: self.browser.value_of(".modal [name=text_fi] input") == "")
        self._fill(dict(zip(("text_fi", "text_sv", "text_en"), texts, strict=True)), ".modal")
        if is_last:
            self.picture("statement")
        self.browser.click(f".modal button[name={'action_add' if is_last else 'action_add_another'}]")
        if is_last:
            self.browser.wait_until(lambda: not self.browser.driver.find_elements("css selector", ".modal"))

    def _click_numbered(self, css):
        """Click the first of these buttons that opens a dialog by its number, as soon as it is there."""

        def is_clicked():
            buttons = self.browser.driver.find_elements("css selector", css)
            found = next((each for each in buttons if (each.get_attribute("name") or "").isdecimal()), None)
            if found:
                found.click()
            return bool(found)

        self.browser.wait_until(is_clicked)

    def preview(self):
        """Press "Preview"; return ({width of the frame: its text}, the languages offered)."""
        self.browser.click("button[name=action_preview]")
        with self.browser.new_tab():
            frames = self.browser.wait_until(self._frames)
            self.picture("preview")
            texts = {}
            for frame in frames:
                width = frame.size["width"]
                with self.browser.inside(frame):
                    texts[width] = self.browser.text_of("form")
            links = [link.text for link in self.browser.driver.find_elements("css selector", "a")]
        return texts, links

    def _frames(self):
        """Return the frames of the preview once both have their size."""
        frames = self.browser.driver.find_elements("css selector", "iframe")
        return frames if len([frame for frame in frames if frame.size["width"]]) == 2 else None

    def publish(self):
        """Publish the set; return the number of the version in use."""
        self.browser.click("button[name=action_publish_dialog]")
        self.browser.wait_for(".modal [name=languages] li")
        self.picture("publish")
        self.browser.click(".modal button[name=action_publish]")
        self.browser.wait_until(lambda: not self.browser.driver.find_elements("css selector", ".modal"))
        return self.browser.text_of("[name=current_version]", holding="1")

    # ------------------------------------------------------------------ the way in

    def make_way_in(self):
        """Make a QR code for the clinic; return (address, set that it asks)."""
        self.menu("hva_menu_asking", "hva_collector_menu")
        self.browser.click(".o_list_button_add, .o-kanban-button-new")
        self.write("name", f"{CLINIC}, aula")
        self.pick("unit_id", CLINIC)
        self.pick("channel", "QR")
        self.browser.click(".o_form_button_save")
        address = self.browser.text_of("[name=url]", holding="/p/")
        asked = self.browser.text_of("[name=asked_set_id]", holding=SET_NAME)
        self.picture("way-in")
        return re.search(r"https?://\S+/p/[\w-]+", address).group(), asked

    def print_poster(self):
        """Press "Print and share" and download the poster; return its text."""
        self._click_numbered(".o_statusbar_buttons button")
        self.browser.wait_for(".modal [name=plan] td", holding=CLINIC)
        self.browser.click(".modal button[name=action_make]")
        self.browser.wait_for(".modal [name=file]")
        self.picture("print")
        self.browser.click(".modal .o_download_file_button, .modal [name=file] a, .modal [name=file] .fa-download")
        poster = self.browser.wait_until(lambda: next(iter(self.downloads.glob("*.pdf")), None))
        self.browser.click(".modal .modal-header .btn-close")
        return " ".join(page.extract_text() for page in PdfReader(poster).pages)

    # ------------------------------------------------------------------ the answer

    def read_answer(self):
        """Open the newest feedback; return what its form says as {field: text}."""
        self.menu("hva_menu_feedback", "hva_answer_menu")
        self.browser.click(".o_data_row .o_data_cell", CLINIC)
        self.browser.wait_for("[name=hva_numbers] table")
        self.picture("answer")
        names = ("hva_unit_id", "hva_set_id", "hva_set_version", "hva_channel", "hva_numbers")
        return {name: self.browser.text_of(f".o_form_view [name={name}]") for name in names}


def answer_on_a_phone(browser, address, pictures, points, statement):
    """Answer by the address of a poster; return (unit, thanks, whether the page had to be moved sideways)."""
    browser.open(address)
    unit = browser.text_of(".unit strong")
    browser.picture(pictures / "phone.png")
    browser.choose("suosittelisit", str(points))
    for own in STATEMENTS:
        browser.choose(own[0], statement)
    is_too_wide = browser.driver.execute_script("return document.documentElement.scrollWidth > innerWidth")
    browser.press("Lähetä palaute")
    thanks = browser.text_of("h1", holding="Kiitos")
    browser.picture(pictures / "phone-thanks.png")
    return unit, thanks, is_too_wide
