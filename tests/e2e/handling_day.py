"""A day of people who handle feedback, by clicking, found by what the screens are made of.

Pictures go to a folder, for the guides of handlers and managers.
"""

HANDLER, MANAGER = "kasittelija.pori", "osastonhoitaja.pori"
ROW, CARD = ".o_data_row", ".o_kanban_record:not(.o_kanban_ghost)"
UNIT = "Porin terveysasema"
CRITICISM = "Soitin kolme kertaa, eikä kukaan soittanut takaisin. Lopulta tulin paikalle kysymään aikaa."
THANKS = ("Hoitaja kuunteli ja selitti kaiken rauhassa. Kiitos!", "Ystävällinen palvelu ilmoittautumisessa.")
SUGGESTION = "Aulaan voisi laittaa lisää tuoleja, niin ei tarvitse seistä."
EMAIL = "antaja@esimerkki.example"

# The feedback comes as from the unit's poster and is routed at once; the job would do it within a minute.
MAKE = f"""
from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.addons.hva_feedback.tools.entry import ContactDetails, Entry, Submission
unit = env["hva.unit"].search([("name", "=", {UNIT!r})])
question_set = env.ref("hva_feedback.hva_question_set_base")
survey = question_set.current_survey_id
collector = env["hva.collector"].create({{
    "name": "Juliste aulassa", "unit_id": unit.id, "channel": "qr", "set_id": question_set.id}})
asked = {{question.hva_role: question.id for question in survey.question_ids}}
entry = Entry(survey_id=survey.id, unit_id=unit.id, channel="qr", source="collector", source_id=collector.id,
              lang_code="fi")

def give(kind, text, score, contact=None):
    values = {{asked["nps"]: score, asked["open"]: text}}
    return env["survey.user_input"]._hva_store([Submission(entry=entry, values=values, kind=kind, contact=contact)])

handler = env["res.users"].search([("login", "=", {HANDLER!r})])
handler.action_id = False  # as most people have it: Odoo opens, Feedback is one of its apps
manager = env["res.users"].create({{
    "name": "Outi Esimerkki", "login": {MANAGER!r}, "password": {MANAGER!r}, "lang": "fi_FI", "tz": "Europe/Helsinki"}})
clinics = env["hva.unit.access"].search([("user_id", "=", handler.id)]).unit_id
env["hva.unit.access"].create({{"user_id": manager.id, "unit_id": clinics.id, "role": "manager"}})
given = give("criticism", {CRITICISM!r}, 2, ContactDetails(name="Testi Antaja", email={EMAIL!r}))
for text in {THANKS!r}:
    given |= give("thanks", text, 10)
given |= give("suggestion", {SUGGESTION!r}, 8)
# what was given in the year before, for the results: it needs nobody any more; a score that moves as such scores do
for back in range(1, 14):
    day = fields.Date.today().replace(day=10) - relativedelta(months=back)
    scores = [*[10] * (12 - back // 2 + back % 3), 9, 9, 8, 8, 8, 7, 7, *[3] * (2 + back % 2)]
    said = [{{asked["nps"]: score}} for score in scores]
    said[0][asked["open"]] = {THANKS[0]!r}
    env["survey.user_input"]._hva_store(
        [Submission(entry=entry, values=values, given_on=day) for values in said], is_import=True)
given._hva_route()  # before anybody else sees them: the job of the running server would be after the same rows
env.cr.commit()
"""

SPEAK = """
const [lang, done] = arguments;
const { user } = odoo.loader.modules.get("@web/core/user");
const { rpc } = odoo.loader.modules.get("@web/core/network/rpc");
rpc("/web/dataset/call_kw/res.users/write", {
    model: "res.users", method: "write", args: [[user.userId], { lang }], kwargs: {},
}).then(done, done);
"""


class Desk:
    """One person's window. `clicks` counts what the person presses to get on, as choosing, opening and confirming."""

    def __init__(self, browser, url, pictures):
        self.browser, self.url, self.pictures, self.clicks = browser, url, pictures, 0

    def picture(self, name):
        self.browser.settle().picture(self.pictures / f"{name}.png")

    def click(self, css, *words):
        self.clicks += 1
        self.browser.click(css, *words)

    def sign_in(self, login):
        """Sign in and open Feedback, which begins where this person's work is."""
        self.clicks = 1
        self.browser.log_in(self.url, login, login)
        self.click(".o_navbar_apps_menu button")
        self.click("[data-menu-xmlid='hva_feedback.hva_menu_root']")

    def menu(self, section, entry, addon="hva_feedback"):
        self.click(f"[data-menu-xmlid='hva_feedback.{section}']")
        self.click(f"[data-menu-xmlid='{addon}.{entry}']")

    def is_gone(self, css):
        return not [each for each in self.browser.driver.find_elements("css selector", css) if each.is_displayed()]

    def wait_gone(self, css):
        self.browser.wait_until(lambda: self.is_gone(css))

    def first_row(self, words):
        """Open the row or card that holds these words."""
        self.click(f"{ROW} .o_data_cell, {CARD}", words)
        self.browser.wait_for(".o_form_view")

    def write(self, field, text, then="", within=".o_form_view"):
        """Write into a field until it says so, for the screen may draw it anew meanwhile; `then` press a key."""

        def is_written():
            box = self.browser.wait_for(f"{within} [name={field}] textarea, {within} [name={field}] input")
            box.clear()
            box.send_keys(text)
            is_there = box.get_property("value") == text
            if is_there and then:
                box.send_keys(then)
            return is_there

        self.browser.wait_until(is_written)


class HandlerDay(Desk):
    """Reads, replies, closes."""

    def open_case(self):
        """Open the case of the criticism from the first page; return (the giver's words, the address as shown)."""
        self.browser.wait_for(f"{ROW}, {CARD}", CRITICISM[:20])
        self.picture("handler-start")
        self.first_row(CRITICISM[:20])
        self.browser.wait_for("[name=hva_text]", CRITICISM)
        self.picture("handler-case")
        return self.browser.text_of("[name=hva_text]"), self.browser.text_of(".o_form_view")

    def take(self):
        self.click(".o_statusbar_buttons button[name=action_hva_take]")
        self.wait_gone(".o_statusbar_buttons button[name=action_hva_take]")

    def reply(self, text):
        """Write a reply and send it as the answer; return what the dialog says will leave."""
        self.click("button[name=action_hva_reply]")
        self.write("body", text, then="\t", within=".modal")
        preview = self.browser.text_of(".modal [name=preview]", holding=text)
        self.picture("handler-reply")
        self.click(".modal button[name=action_send_answered]")
        self.wait_gone(".modal")
        return preview

    def close(self, outcome="corrected"):
        self.click(".o_statusbar_buttons button[name=action_hva_close]")
        self.browser.wait_for(".modal [name=outcome] input")
        self.click(f".modal [name=outcome] input[data-value={outcome}]")
        self.picture("handler-close")
        self.click(".modal button[name=action_confirm]")
        self.wait_gone(".modal")

    def read_thanks(self):
        """Read the pile of thanks and mark each as read on its card; return what was there and what is left."""
        self.menu("hva_menu_feedback", "hva_answer_menu_thanks")
        self.browser.wait_for(CARD, THANKS[0][:20])
        self.picture("handler-thanks")
        shown = self.browser.text_of(".o_content", holding=THANKS[1][:20])
        for left in reversed(range(len(THANKS))):
            self.click(f"{CARD} button[name=action_hva_mark_read]")
            self._wait_for_cards(left)
        return shown, self.browser.text_of(".o_view_nocontent")

    def _wait_for_cards(self, number):
        self.browser.wait_until(lambda: len(self.browser.driver.find_elements("css selector", CARD)) == number)


class ManagerDay(Desk):
    """Reads the week, decides what to change."""

    def read_week(self):
        self.menu("hva_menu_feedback", "hva_answer_menu_week")
        self.browser.wait_for(".o_group_header, .o_data_row, .o_kanban_group")
        self.picture("manager-week")
        return self.browser.text_of(".o_content", holding=SUGGESTION)

    def decide(self, words, responsible, days):
        """Make an improvement of the suggestion and decide it; return the state that its form then shows.

        `words` is {field: text}; it is due in so many `days`.
        """
        self.menu("hva_menu_feedback", "hva_answer_menu")
        self.first_row(SUGGESTION[:20])
        self.click("button[name=action_hva_make_improvement]")
        self.browser.wait_for(".o_form_view [name=heard]")
        for field, text in words.items():
            self.write(field, text)
        self.write("responsible_id", responsible)
        self.click(".o-autocomplete--dropdown-item", responsible)
        self.write("due_on", f"+{days}d", then="\t")
        self.wait_gone("[name=due_on] input")  # it is read, and stands there as a day
        self.click(".o_form_button_save")
        self.browser.wait_for("button[name=action_decide]")
        self.click("button[name=action_decide]")
        self.browser.wait_for("button[name=action_done]")
        self.picture("manager-improvement")
        return self.browser.wait_for(".o_statusbar_status .o_arrow_button_current").get_attribute("data-value")

    def read_results(self):
        """Look at the results of the last month; return (unit, score, what it means) as shown."""
        self.menu("hva_menu_results", "hva_dashboard_menu", addon="hva_reports")
        self.browser.wait_for(".hva_dashboard canvas")
        self.picture("manager-results-fi")
        parts = ("h1", ".hva_dashboard_number", ".hva_dashboard_meaning")
        shown = [self.browser.text_of(f".hva_dashboard {part}") for part in parts]
        self.read_in("sv_SE")
        self.browser.wait_for(".hva_dashboard canvas")
        self.picture("manager-results-sv")
        return shown

    def read_in(self, lang):
        """Change the language of the manager's own screens."""
        self.browser.driver.execute_async_script(SPEAK, lang)
        self.browser.driver.refresh()
