"""One recording through a staff link: the public form with what staff add to it."""

import dataclasses

from odoo.http import request

from ..tools import form_nonce, sitting
from ..tools.codes import new_code
from ..tools.sitting import Sitting
from ..tools.staff_facts import FIELDS, MOST_DAYS, build_staff_view, read_facts, show_day
from ..tools.text_guard import is_told, look_through
from .form_page import FormPage
from .page_answer import now, secret
from .page_style import read_css
from .page_texts import OWN_LOCALES
from .staff_texts import staff_texts

STAFF_CSS = read_css("hva_feedback/static/src/feedback_page/staff.css")
KEPT = ("channel", "given_on", "giver_lang")  # the same for many in a row


class StaffForm(FormPage):
    """The form of a staff link in one language and one set version.

    `sitting` is what the posted field said (`tools.sitting`), with the PIN taken into account.
    """

    template = "hva_feedback.staff_entry_page"
    extra_css = STAFF_CSS
    has_rotation = False  # a printed form asks every question

    def __init__(self, code, link, survey_id, lang, state, printed=""):
        entry = link._hva_entry(survey_id)
        super().__init__(code, entry, lang, path=f"/p/staff/{code}")
        self.link, self.sitting, self.printed = link, state, printed
        self.languages = [offered for offered in self.languages if offered in OWN_LOCALES]
        self.texts = staff_texts(self.lang_code)
        self.today = request.env["hva.clock"]._today()
        # sudo: the setting is no secret, but parameters are readable by system administrators alone
        days = request.env["ir.config_parameter"].sudo().get_param("hva_feedback.staff_entry_days", MOST_DAYS)
        self.most_days = int(days) if str(days).isdigit() else MOST_DAYS

    def check(self, posted, token):
        """As the public form; the channel, the day and the language are what staff say, and no speed is suspicious."""
        submission, problems = super().check(posted, token)
        facts, more = read_facts(posted, self.today, self.most_days)
        entry = dataclasses.replace(submission.entry, channel=facts.channel, lang_code=facts.lang_code)
        recorded = dataclasses.replace(submission, entry=entry, given_on=facts.given_on, remark=facts.remark, mark=None)
        return recorded, [*more, *problems]

    def save(self, posted, token):
        """Store the feedback. Return (the line to show of it, None), or ("", the page with what is wrong)."""
        if token.nonce and request.env["survey.user_input"]._hva_is_stored(token.nonce):
            return self.texts["staff_saved_before"], None
        submission, problems = self.check(posted, token)
        if problems:
            return "", self.render(posted, problems)
        warned = look_through(self.form, submission.values)
        if not is_told(warned, posted):
            return "", self.render(posted, warned=warned)
        request.env["survey.user_input"]._hva_store([submission])
        self.link._hva_count_use()
        self.sitting = dataclasses.replace(self.sitting, count=self.sitting.count + 1)
        return self.texts["staff_saved"] % {**self._fixed_words(posted), "count": len(submission.values)}, None

    def fresh(self, posted=None, saved="", **more):
        """Draw an empty form. `posted`: what came before, of which channel, day and language stay."""
        first = {"channel": ["staff_oral"], "given_on": [self.today.isoformat()], "giver_lang": [self.link.lang_code]}
        self._ask(new_code())  # the form that was saved had its own number
        kept = {name: posted[name] for name in KEPT if posted and posted.get(name)}
        return self.render({**first, **kept}, saved=saved, is_next=bool(saved), **more)

    def page_values(self, posted, problems, warned=()):
        values = super().page_values(posted, [each for each in problems if each.field not in FIELDS], warned)
        needs_pin = not self.sitting.is_unlocked
        staff = build_staff_view(posted, problems, self.texts, self.today, self.most_days, needs_pin)
        view = values["view"]
        title = f"{self.texts['staff_title']} – {values['unit']}"
        return {
            **values,
            **carried(self.code, self.link, self.sitting, self.texts),
            "page_title": self.texts["error_title"] % {"title": title} if problems or warned else title,
            "view": dataclasses.replace(view, summary=(*staff.summary, *view.summary)),
            "staff": staff,
            "form_line": self.texts["staff_form"] % {"title": self.form.title, "version": self.form.version},
            "facts_line": self.texts["staff_facts_kept"] % self._fixed_words(posted),
            "is_open": any(each.field in KEPT for each in problems),
            "printed": self.printed,
            "form_code": "",
            "form_code_error": "",
            "saved": "",
            "is_next": False,
        }

    def _fixed_words(self, posted):
        facts, _problems = read_facts(posted, self.today, self.most_days)
        channel = self.texts["channel_paper" if facts.channel == "paper" else "channel_oral"]
        return {"channel": channel, "day": show_day(facts.given_on)}


def carried(code, link, state, texts=None):
    """Return what every page of a sitting carries on in its forms, and the words that say how many were saved."""
    field = sitting.issue(secret(), code, link.pin_hash or "", now(), state)
    count = texts["staff_count"] % {"count": state.count} if texts and state.count else ""
    return {"sitting": field, "csrf": "", "count_line": count, "can_record": True}


def read_sitting(link, code, token):
    """Return the sitting that a posted field stands for. A link without PIN is never locked."""
    found = sitting.read(secret(), code, link.pin_hash or "", now(), token)
    return found if link.pin_hash else Sitting(True, found.count)


def read_number(code, token):
    """Return what the form's number says; see `form_nonce`."""
    return form_nonce.read(secret(), code, token, now())
