"""One step of somebody who records feedback through a staff link: what was posted, and what comes next."""

import dataclasses

from odoo.http import request

from ..tools.answer_validation import Problem
from ..tools.field_view import Field
from ..tools.form_code import read_form_code
from ..tools.staff_facts import CHANNELS
from .code_desk import CodeDesk
from .page_answer import draw
from .page_texts import OWN_LOCALES
from .staff_form import STAFF_CSS, StaffForm, carried, read_number, read_sitting
from .staff_texts import staff_texts


class StaffTurn:
    """`posted` is field name -> texts, empty where the address was just opened; `opened_with` its parameters then."""

    def __init__(self, code, link, posted, opened_with=None):
        self.code, self.link, self.posted = code, link, posted
        self.opened_with = opened_with or {}
        self.state = read_sitting(link, code, self._first("sitting"))
        wished = self._first("lang") or self.opened_with.get("lang", "")
        self.lang = wished if wished in OWN_LOCALES else link.lang_code if link.lang_code in OWN_LOCALES else "fi"
        self.texts = staff_texts(self.lang)

    def answer(self):
        """Return the response to this step."""
        problem = self._unlock()
        if not self.state.is_unlocked:
            # A filled-in form is shown again, with everything in it, and asks for the PIN once more.
            return self._locked_form(problem) if self._first("nonce") else self._pin_page(problem)
        steps = {"next": self._save, "finish": self._save, "codes": self._codes}
        steps |= {"show_code": self._codes, "print_codes": self._codes, "pdf_codes": self._codes}
        # after a warning "send as it is" saves, and the next one is recorded
        return steps.get("next" if "as_it_is" in self.posted else self._first("do"), self._open)()

    def _first(self, name):
        return (self.posted.get(name) or [""])[0]

    # ------------------------------------------------------------------ the PIN

    def _unlock(self):
        """Try the posted PIN where one is needed. Return the problem to show, None where there is none."""
        if self.state.is_unlocked:
            return None
        if not self._first("pin"):
            return Problem("pin", "pin_again") if self._first("nonce") else None
        outcome, seconds = self.link._hva_try_pin(self._first("pin"))
        if outcome == "ok":
            self.state = dataclasses.replace(self.state, is_unlocked=True)
            return None
        minutes = {"minutes": max(1, -(-seconds // 60))}
        self.texts = {**self.texts, "pin_wait": self.texts["pin_wait"] % minutes}
        return Problem("pin", f"pin_{outcome}")

    def _pin_page(self, problem):
        error = self.texts[problem.code] if problem else ""
        field = Field(name="pin", kind="pin", title=self.texts["pin"], input_type="password", error=error)
        title = self.texts["pin_title"]
        values = {
            "page_title": self.texts["error_title"] % {"title": title} if error else title,
            "field": field,
            "printed": self._first("form_code") or self.opened_with.get("form", "")[:40],
        }
        return self._page("hva_feedback.staff_entry_pin", 422 if error else 200, values)

    def _locked_form(self, problem):
        form = self._form(read_number(self.code, self._first("nonce")).survey_id)
        if form is None:
            return self._pin_page(problem)
        _submission, problems = form.check(self.posted, read_number(self.code, self._first("nonce")))
        return form.render(self.posted, [problem, *problems])

    # ------------------------------------------------------------------ forms

    def _form(self, survey_id, printed=""):
        """Return the form of a set version, by default the one in use; None where none is published."""
        survey_id = survey_id or self.link._hva_version()
        if not survey_id:
            return None
        form = StaffForm(self.code, self.link, survey_id, self.lang, self.state, printed)
        form.texts = {**form.texts, "pin_wait": self.texts["pin_wait"]}
        return form

    def _open(self):
        """Show an empty form: the version in use, or the one that was printed."""
        typed = self._first("form_code") or self.opened_with.get("form", "")
        printed = read_form_code(typed)
        survey_id = self.link._hva_version(printed) if printed else None
        form = self._form(survey_id, typed if survey_id else "")
        if form is None:
            return closed_page("none", self.lang)
        channel = self.opened_with.get("channel")
        first = {"channel": ["paper" if survey_id else channel]} if survey_id or channel in CHANNELS else {}
        error = self.texts["form_code_unknown"] if typed and not survey_id else ""
        return form.fresh(first, form_code=typed[:40] if error else "", form_code_error=error)

    def _save(self):
        token = read_number(self.code, self._first("nonce"))
        form = self._form(token.survey_id, self._first("form_code")[:40])
        if form is None:
            return closed_page("none", self.lang)
        saved, again = form.save(self.posted, token)
        if again is not None:
            return again
        self.state = form.sitting
        if self._first("do") == "finish":
            values = {"page_title": self.texts["staff_done_title"], "saved": saved}
            return self._page("hva_feedback.staff_entry_done", 200, values)
        return form.fresh(self.posted, saved=saved)

    # ------------------------------------------------------------------ one-time codes

    def _codes(self):
        desk = CodeDesk(self.link, self.lang, f"/p/staff/{self.code}", carried(self.code, self.link, self.state))
        return desk.answer(self._first("do"), self._first("sheets"))

    def _page(self, template, status, values):
        place = request.env["hva.collector"]._hva_page_place(self.link.unit_id.id, OWN_LOCALES[self.lang])
        common = {"lang_code": self.lang, "texts": self.texts, "action": f"/p/staff/{self.code}", **place}
        common |= carried(self.code, self.link, self.state, self.texts)
        return draw(template, status, {**common, **values}, extra_css=STAFF_CSS)


def closed_page(validity, lang):
    """Say that a link opens nothing: unknown (404), or revoked, expired or without a published form (410)."""
    lang = lang if lang in OWN_LOCALES else "fi"
    texts = staff_texts(lang)
    key = {"revoked": "link_revoked", "expired": "link_expired"}.get(validity, "link_unknown")
    line = "link_unknown_text" if key == "link_unknown" else "link_closed_text"
    title = texts[f"{key}_title"]
    values = {"lang_code": lang, "page_title": title, "title": title, "lines": [texts[line]]}
    return draw("hva_feedback.feedback_page_message", 404 if validity is None else 410, values)
