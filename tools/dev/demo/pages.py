"""What people do on each page of the story, in the words they read there."""

import re
from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver.remote.webelement import WebElement

from .browser import Browser

NPS = "Kuinka todennäköisesti suosittelisit"
FOLLOW_UP = "Mikä vaikutti kokemukseesi eniten?"
STATEMENTS = ("Sain apua, kun sitä tarvitsin.", "Tiedän miten hoitoni/palveluni jatkuu.")
CONTACT = "Haluan, että minuun otetaan yhteyttä"
KIND = "Millaista palautetta annat?"
SEND = "Lähetä palaute"
THANK_YOU = "Kiitos palautteestasi"
BY_CHANNEL, CHANNEL = "Palautekanava", "Tekstiviesti"

PHONE_GIVEN = "040 123 4567"
PHONE_HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
"""What a page of our own needs at its beginning to be drawn as a phone draws it."""


@dataclass(frozen=True)
class Answer:
    """What a person answers: points 0-10, words, the two statements, and the kind of feedback."""

    points: int
    words: str
    statement: str
    kind: str | None = None


ANSWERS = (
    Answer(10, "Hoitaja kuunteli ja selitti rauhassa.", "Täysin samaa mieltä", "Kiitos"),
    Answer(8, "", "Osittain samaa mieltä"),
    Answer(9, "Pääsin ajallaan.", "Täysin samaa mieltä"),
    Answer(3, "Odotin kaksi tuntia, eikä kukaan kertonut miksi.", "Osittain eri mieltä", "Moite"),
    Answer(0, "En saanut apua, vaikka pyysin.", "Täysin eri mieltä", "Moite"),
)


@dataclass(frozen=True)
class Given:
    """A feedback as its giver remembers it."""

    unit: str
    answer: Answer
    wants_contact: bool
    thanks: str


@dataclass(frozen=True)
class Handled:
    """What the handler saw of a case, and how it ended."""

    text_seen: str
    state: str


def link_in(text: str) -> str:
    """Return the link of a text message."""
    found = re.search(r"https?://\S+", text)
    if not found:
        raise LookupError("a message without a link")
    return found.group()


def answer(browser: Browser, link: str, what: Answer, wants_contact: bool, picture: Path | None = None) -> Given:
    """Open a link, answer as `what` says, send; return what the giver remembers."""
    browser.open(link)
    unit = browser.wait_for(".unit strong").text
    browser.choose(NPS, str(what.points))
    if what.words:
        browser.write(FOLLOW_UP, what.words)
    for statement in STATEMENTS:
        browser.choose(statement, what.statement)
    if what.kind:
        browser.choose(KIND, what.kind)
    if wants_contact:
        browser.choose(CONTACT, "Kyllä")
        browser.write("Puhelinnumero", PHONE_GIVEN)
    if picture:
        browser.scroll_to_top().picture(picture)
    browser.press(SEND)
    thanks = browser.wait_for("h1", holding=THANK_YOU).text
    return Given(unit, what, wants_contact, thanks)


def refuse_messages(browser: Browser, url: str, phone: str) -> None:
    """Type the number on the opt-out page."""
    browser.open(f"{url}/hva_sms/opt-out?lang=fi")
    browser.write("Puhelinnumero", phone)
    browser.press("Lopeta viestit")
    browser.wait_for("[role=status]", holding="Valmis")


def handle_case(browser: Browser, url: str, login: str, given: Given, picture: Path) -> Handled:
    """Sign in, open the case that asks for contact, take it, mark it answered and close it as explained."""
    browser.log_in(url, login, login)
    browser.open_until(f"{url}/odoo/action-hva_feedback.hva_ticket_action", ".o_data_row", holding=given.unit)
    browser.wait_for(".o_data_row .o_data_cell", holding=given.unit).click()
    text = browser.wait_for("[name=hva_text]").text
    browser.click("button[name=action_hva_take]")
    browser.wait_for("button[name=action_hva_answered]")
    browser.picture(picture)
    browser.click("button[name=action_hva_answered]")
    browser.click("button[name=action_hva_close].btn-primary")
    browser.click(".modal [name=outcome] input[data-value=explained]")
    browser.click(".modal button[name=action_confirm]")
    closed = browser.wait_for(".o_statusbar_status .o_arrow_button_current[data-value=closed]")
    return Handled(text, str(closed.get_attribute("data-value")))


def send_monthly_report(browser: Browser, url: str) -> None:
    """Press "Send now" on the monthly schedule; the period offered is the last closed one."""
    browser.log_in(url, "paakayttaja", "paakayttaja")
    browser.open(f"{url}/odoo/action-hva_reports.hva_report_schedule_action")
    browser.wait_for(".o_data_row .o_data_cell").click()
    browser.click("button[name=action_send_now]")
    browser.click(".modal-footer .btn-primary")
    browser.wait_for(".o_notification")


def look_at_analysis(browser: Browser, url: str, login: str, picture: Path) -> dict[str, list[str]]:
    """Open the analysis as a manager and put channels on the rows, months on the columns.

    Return the cells of each row by its name, first of them the whole table's; two to a month: NPS and its n.
    """
    browser.log_in(url, login, login)
    browser.open(f"{url}/odoo/action-hva_reports.hva_feedback_analysis_action")
    browser.click(".o_switch_view.o_pivot")
    browser.wait_for(".o_pivot table")
    browser.click(".o_searchview_dropdown_toggler")
    browser.press(BY_CHANNEL, ".o_group_by_menu .o_menu_item")
    browser.wait_for(".o_pivot tbody th", holding=CHANNEL)
    browser.click(".o_searchview_dropdown_toggler")
    browser.picture(picture)
    rows = browser.driver.find_elements("css selector", ".o_pivot tbody tr")
    return {row.find_element("tag name", "th").text: _cells(row) for row in rows}


def _cells(row: WebElement) -> list[str]:
    return [cell.text for cell in row.find_elements("tag name", "td")]


def picture_of(browser: Browser, page: Path, picture: Path) -> None:
    """Take a picture of a saved page."""
    browser.open(page.resolve().as_uri())
    browser.picture(picture)
