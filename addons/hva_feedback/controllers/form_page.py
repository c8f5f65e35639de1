"""One form in one language: draws the public page, or stores what was filled in."""

import dataclasses
import functools

from odoo.http import request

from ..tools import form_nonce
from ..tools.about_feedback import About, check_about
from ..tools.answer_validation import Problem, validate
from ..tools.codes import new_code
from ..tools.codes_tables import LANGUAGES
from ..tools.contact_check import check_contact
from ..tools.entry import Submission
from ..tools.page_view import build_view
from ..tools.rotation import left_out_of, shown_form
from ..tools.text_guard import is_told, look_through
from . import wording_script
from .kept_pages import ACTION, NONCE, draw_once
from .page_answer import closed_page, draw, now, secret, thank_you
from .page_language import choose
from .page_texts import LOCALES, page_texts
from .page_triage import notices, signposts

LANGUAGE_NAMES = dict(LANGUAGES)
PRIVACY = {"link": "privacy_link", "handover": "privacy_code"}  # codes of hva.page.text by Entry.source


class FormPage:
    """One form in one language: draws it, or stores what was filled in."""

    template = "hva_feedback.feedback_page"
    has_rotation = True  # False: each page asks every statement of the set, e.g. because a printed form did
    notices = ()  # what is told before sending about matters that are handled elsewhere (`tools.triage.Notice`)
    extra_css = ""  # what a page of another kind adds to the style sheet

    def __init__(self, code, entry, lang, path=None):
        """`path` is where the form posts to, `/p/<code>` where it is None."""
        self.code, self.entry = code, entry
        self.path = path or f"/p/{code}"
        page_form = request.env["hva.collector"]._hva_page_form
        self.languages = [offered for offered in page_form(entry.survey_id, "fi")[0] if offered in LOCALES]
        _languages, self.whole_form = page_form(entry.survey_id, choose(lang, entry, self.languages))
        self.lang_code = self.whole_form.lang_code
        self.texts = page_texts(self.lang_code)
        # who answers is known, and not asked, where the way in says it
        asks = entry.asks - {"group"} if entry.respondent_group else entry.asks
        topics = ()
        if "topics" in asks:
            topics = request.env["hva.topic"]._hva_offered(entry.service_id, LOCALES[self.lang_code])
        self.about = About(asks=asks, topics=topics)
        self._ask(new_code())

    def _ask(self, nonce):
        """Ask what the page with this number asks: a set may have more statements than one giver gets."""
        self.nonce = nonce
        self.form = shown_form(self.whole_form, nonce) if self.has_rotation else self.whole_form

    def store(self, posted, token):
        """Check, store and thank; or show the page again with what is wrong."""
        submission, problems = self.check(posted, token)
        self.notices = notices(self, submission.values)
        if problems:
            return self.render(posted, problems)
        warned = look_through(self.form, submission.values)
        if not is_told((*warned, *self.notices), posted):
            return self.render(posted, warned=warned)
        if not request.env["hva.collector"].sudo()._hva_consume(self.entry):  # sudo: the public has no rights
            return closed_page(dataclasses.replace(self.entry, is_open=False, closed_reason="used"), self.lang_code)
        request.env["survey.user_input"]._hva_store([submission])
        follow = request.env["hva.follow.up"]
        is_offered = follow._is_offered(submission.entry.channel, submission.entry.respondent_group)
        ticket = follow._offer(submission.nonce) if is_offered else ""
        return thank_you(self.lang_code, self.code if self.entry.frame_ancestors else None, ticket)

    def check(self, posted, token):
        """Return the feedback as filled in (`tools.entry.Submission`) and the problems that keep it from being stored.

        `posted` is field name -> texts, `token` what the form's number says (`form_nonce.FormNonce`).
        """
        if token.nonce:
            self._ask(token.nonce)  # a page that is shown again keeps its number, and so its questions
        result = validate(self.form, posted)
        wants_contact = self._contact_wish(result.values)
        contact, contact_problems = None, ()
        if any(question.role == "contact_wish" for question in self.form.questions):
            details = (posted.get(f"contact_{name}", [""])[0] for name in ("name", "phone", "email"))
            contact, contact_problems = check_contact(wants_contact, *details)
        about, about_problems = check_about(self.about, posted)
        problems = [*result.errors, *contact_problems, *about_problems]
        if not (about.kind or wants_contact or self._has_answers(result.values) or problems):
            problems.append(Problem("form", "empty"))
        if token.state != "ok":
            problems.insert(0, Problem("form", "busy_form" if token.state == "busy" else "stale_form"))
        # What language a personal link's page was read in is kept only where the link itself says it (it may not, when
        # few people share it); an open way in keeps the language of the page.
        entry = self.entry
        if entry.source == "collector":
            entry = dataclasses.replace(entry, lang_code=self.lang_code)
        if about.respondent_group:
            entry = dataclasses.replace(entry, respondent_group=about.respondent_group)
        submission = Submission(
            entry,
            result.values,
            token.nonce,
            about.kind,
            topic_ids=about.topic_ids,
            contact=contact,
            assisted_by=about.assisted_by,
            mark=_mark(posted, token),
            not_asked=left_out_of(self.whole_form, self.form),
            wordings=result.wordings,
        )
        return submission, problems

    def _contact_wish(self, values):
        """Return True or False as answered, None where the wish was left open."""
        for question in self.form.questions:
            if question.role == "contact_wish" and question.id in values:
                return any(option.id == values[question.id] and option.value == 1 for option in question.options)
        return None

    def _has_answers(self, values):
        return any(question.role != "contact_wish" and question.id in values for question in self.form.questions)

    def render(self, posted=None, problems=(), warned=(), **more):
        """Draw the page: fresh, or as it was filled in with its problems or warnings. `more` goes to the template."""
        if not (posted or problems or warned or more):
            return self._render_kept()
        return self._draw(posted or {}, problems, warned, **more)

    def _draw(self, posted, problems, warned, **more):
        return draw(
            self.template,
            422 if problems or warned or self.notices else 200,
            {**self.page_values(posted, problems, warned), **more},
            frame_ancestors=self.entry.frame_ancestors,
            script_hashes=self.script_hashes(),
            extra_css=self.extra_css,
        )

    def script_hashes(self):
        """Return what the page's policy must let in."""
        return wording_script.hashes(self.form)

    def _render_kept(self):
        """Draw the fresh page, once for all who come the same way: `page_values` must follow from what the key says."""
        # A code that one person has makes no page of its own.
        entry = self.entry if self.entry.collector_id else dataclasses.replace(self.entry, source_id=0)
        asked = tuple(question.id for question in self.form.questions)
        key = (type(self), self.template, entry, self.about, self.form.survey_id, asked, self.lang_code)
        return draw_once(
            (*key, tuple(self.place.items())),
            lambda: self._draw({}, (), (), action=ACTION, nonce=NONCE),
            secret_part="" if self.entry.collector_id else self.code,
            **{ACTION: self.path, NONCE: self._new_token()},
        )

    @functools.cached_property
    def place(self):
        """The names that the page says about its unit, and its county: {unit, county, company_id}."""
        return request.env["hva.collector"]._hva_page_place(self.entry.unit_id, LOCALES[self.lang_code])

    def _new_token(self):
        return form_nonce.issue(secret(), self.code, self.form.survey_id, now(), self.nonce)

    def page_values(self, posted, problems, warned=()):
        """Return what the template draws."""
        view = build_view(self.form, posted, problems, self.texts, self.about, warned, self.notices)
        place = self.place
        texts = request.env["hva.page.text"]._get_texts(place["company_id"], self.lang_code)
        title = f"{view.title} – {place['unit']}"
        if problems or warned or self.notices:
            title = self.texts["error_title" if problems else "warning_page_title"] % {"title": title}
        return {
            "lang_code": self.lang_code,
            "page_title": title,
            "texts": self.texts,
            "view": view,
            "county": place["county"],
            "company_id": place["company_id"],
            "unit": place["unit"],
            "unit_lang": place["unit_lang"],
            "county_lang": place["county_lang"],
            "notice": texts.get("notice"),
            "signposts": self.signposts(place["company_id"]),
            "privacy": texts.get(PRIVACY.get(self.entry.source, "privacy_open")),
            "languages": [(code, LANGUAGE_NAMES[code]) for code in self.languages],
            "action": self.path,
            "nonce": self._new_token(),
            "wording_script": wording_script.element(self.form),
        }

    def signposts(self, company_id):
        """Return what the page lists as not belonging in a feedback."""
        return signposts(company_id, self.lang_code)


def _mark(posted, token):
    """Return why an answer should be looked at with care (a code of `codes_tables.MARKS`), or None."""
    if any(posted.get("website", ())):
        return "trap_filled"
    return "too_fast" if token.is_too_fast else token.mark
