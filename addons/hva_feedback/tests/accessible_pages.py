"""Every public page in every state, as one request each: what the tests of accessibility walk through.

A page that is added to the product is added to `PAGES`; the accessibility statement says what was walked through, so
it is corrected with it (`test_accessibility_statement`).
"""

from lxml import html

from odoo import Command

from .finder_story import FinderCase
from .kinds_story import TEXTS

LANGUAGES = ("fi", "sv", "en")
# Languages by file, with made-up words, where a page is walked through in them too: plain Finnish and North Sami.
MORE_LANGUAGES = {"form": ("fi-simple", "se"), "thanks": ("fi-simple", "se")}
# page -> its states. `filled` is the start page with everything filled in, in the browser.
PAGES = {
    "form": ("start", "filled", "errors", "warned", "elsewhere"),
    "kinds": ("start", "filled", "errors"),
    "embedded": ("start", "filled", "errors"),
    "children": ("start", "filled", "errors"),
    "finder": ("start", "list", "errors"),
    "chosen": ("start", "errors", "choose_again"),
    "pin": ("start", "errors"),
    "staff": ("start", "filled", "errors", "warned", "next"),
    "staff_done": ("start",),
    "code_desk": ("start",),
    "code_screen": ("start",),
    "code_slips": ("start",),
    "code": ("start", "errors"),
    "code_form": ("start", "errors"),
    "wall": ("start",),
    "thanks": ("start", "filled", "errors"),
    "told": ("start",),
    "thanks_offer": ("start",),
    "follow": ("start", "filled", "errors"),
    "follow_code": ("start",),
    "follow_status": ("start", "filled", "errors", "warned"),
    "statement": ("start", "errors"),
    "unknown": ("start",),
    "closed": ("start",),
    "broken": ("start",),
}
SECTION = "All kinds of questions."
KINDS = (
    {"title": "Part one", "is_page": True, "question_type": False, "description": f"<p>{SECTION}</p>"},
    {"title": "From 1 to 5", "question_type": "scale", "scale_min": 1, "scale_max": 5, "constr_mandatory": True},
    {
        "title": "One of these",
        "question_type": "simple_choice",
        "options": ["This", "Other"],
        "comments_allowed": True,
        "comments_message": "Which other?",
        "constr_mandatory": True,
    },
    {"title": "Several of these", "question_type": "multiple_choice", "options": ["A", "B", "C"], "hva_max_choices": 2},
    {
        "title": "How was it?",
        "question_type": "matrix",
        "rows": ["Doctor", "Nurse"],
        "options": ["Good", "Bad"],
        "constr_mandatory": True,
    },
    {
        "title": "Where was it?",
        "question_type": "matrix",
        "matrix_subtype": "multiple",
        "rows": ["Ward", "Hall"],
        "options": ["Clean", "Quiet"],
    },
    {"title": "Part two", "is_page": True, "question_type": False},
    {"title": "Your words", "question_type": "text_box"},
    {"title": "A short answer", "question_type": "char_box", "constr_mandatory": True},
    {
        "title": "Minutes you waited",
        "question_type": "numerical_box",
        "validation_required": True,
        "validation_min_float_value": 0,
        "validation_max_float_value": 120,
    },
    {"title": "Which day?", "question_type": "date"},
    {"title": "When exactly?", "question_type": "datetime"},
)
PIN = "4071"


class AccessiblePages(FinderCase):
    """`request_for(page, state, lang)` is (path, fields to post or None)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for locale in ("fi_FI", "sv_SE"):
            cls.env["res.lang"]._activate_lang(locale)
        door = {"name": "Door", "unit_id": cls.clinic.id, "channel": "qr", "contact_mode": "visit"}
        embed = {"channel": "embed", "embed_hosts": "https://www.example.fi"}
        cls.door, cls.embed, cls.shut, cls.kinds_door = cls.env["hva.collector"].create(
            [door, {**door, **embed}, {**door, "closes_on": "2020-01-01"}, {**door, "set_id": cls.make_kinds().id}]
        )
        sample = cls.env.ref("hva_feedback.hva_question_set_children_sample").id
        cls.children_door = cls.door.copy({"respondent_group": "child", "set_id": sample})
        cls.link = cls.env["hva.staff.link"].create({"name": "Desk", "unit_id": cls.clinic.id, "new_pin": PIN})
        cls.staff_code = cls.link.action_make()["context"]["default_url"].rpartition("/")[2]
        wall = cls.env["hva.wall"].create({"name": "Lobby", "unit_id": cls.clinic.id})
        cls.wall_code = wall.action_make()["context"]["default_url"].rpartition("/")[2]
        cls.hand_code = cls.link._hva_make_codes(30, 1)[0][0]
        cls.settle()

    @classmethod
    def make_kinds(cls):
        """Publish a set with a question of every type, in three languages."""
        case = cls.env["hva.question.set"].create({"name": "All kinds"})
        draft = case.draft_survey_id
        draft.hva_item_id = cls.env["hva.question.item"].search([("code", "=", "TITLE-BASE")])
        for number, given in enumerate(KINDS, start=1):
            words = {"suggested_answer_ids": given.get("options", ()), "matrix_row_ids": given.get("rows", ())}
            rows = {
                name: [Command.create({"value": label, "sequence": place}) for place, label in enumerate(labels)]
                for name, labels in words.items()
            }
            vals = {name: value for name, value in given.items() if name not in ("options", "rows")}
            draft.write({"question_and_page_ids": [Command.create({**vals, **rows, "sequence": number})]})
        for question in draft.question_and_page_ids:
            for records, name in (
                (question, "title"),
                (question, "description"),
                (question, "comments_message"),
                (question.suggested_answer_ids | question.matrix_row_ids, "value"),
            ):
                for record in records.filtered(name):
                    said = {locale: text.format(record[name]) for locale, text in TEXTS.items()}
                    if name == "description":  # of formatted text each sentence is translated
                        said = {locale: {SECTION: text.format(SECTION)} for locale, text in TEXTS.items()}
                    record.update_field_translations(name, said)
        case._publish()
        return case

    # ------------------------------------------------------------------ requests

    def request_for(self, page, state="start", lang="fi"):
        """Return (path, fields) of a page in a state; fields are [(name, value)], None for a GET."""
        make = getattr(self, f"_{page}", None)
        if make:
            return make("start" if state == "filled" else state, lang)
        paths = {
            "unknown": f"/p/{'0' * 22}",
            "closed": f"/p/{self.shut.code}",
            "wall": f"/p/wall/{self.wall_code}",
            "broken": "/p/does/not/exist",
        }
        return f"{paths[page]}?lang={lang}", None

    def _thanks(self, state, lang):
        opened = f"/p/kiitos?lang={lang}", None
        return opened if state == "start" else self.sent(*opened)

    def _told(self, _state, lang):
        return f"/p/kiitos?told=1&lang={lang}", None

    def _thanks_offer(self, _state, lang):
        return self.ask_on_thanks(lang), None

    def ask_on_thanks(self, lang):
        """Send a feedback; return the address of the thank-you page that offers a code."""
        opened = f"/p/{self.door.code}?lang={lang}"
        score = self.parse_page(opened).xpath("//input[@type='radio']")[0]  # of whichever version is asked by now
        path, fields = self.sent(opened, None, **{score.get("name"): score.get("value")})
        return self.url_open(path, data=dict(fields), allow_redirects=False).headers["Location"]

    def _follow(self, state, lang):
        opened = f"/p/follow?lang={lang}", None
        return opened if state == "start" else self.sent(*opened, has="code", code="ABCD")

    def _follow_code(self, _state, lang):
        return self.sent(self.ask_on_thanks(lang), None, has="ticket")

    def _follow_status(self, state, lang):
        shown = self.parse_page(*self._follow_code("start", lang))
        code = shown.find_class("code")[0].text_content()
        opened = "/p/follow", [("code", code), ("lang", lang)]
        if state == "start":
            return opened
        return self.sent(*opened, has="message", message="Soita 040 123 4567" if state == "warned" else "")

    def parse_page(self, path, fields=None):
        """Return the tree of what a request shows."""
        return html.fromstring(self.ask(path, fields).content)

    def _statement(self, state, lang):
        opened = f"/p/saavutettavuus?lang={lang}", None
        return opened if state == "start" else self.sent(*opened, contact_email="nowhere")

    def _form(self, state, lang):
        opened = f"/p/{self.door.code}?lang={lang}", None
        if state == "start":
            return opened
        free = self.field("OPEN")
        given = {
            "errors": {"contact_phone": "12", free: "Säilyy"},
            "warned": {free: "Soita 040 123 4567"},
            "elsewhere": {free: "En jaksa elää, ja laskussa on virhe. Soita 040 123 4567"},
        }
        return self.sent(*opened, **given[state])

    def _children(self, state, lang):
        opened = f"/p/{self.children_door.code}?lang={lang}", None
        return opened if state == "start" else self.sent(*opened)

    def _kinds(self, state, lang):
        opened = f"/p/{self.kinds_door.code}?lang={lang}", None
        return opened if state == "start" else self.sent(*opened)

    def _embedded(self, state, lang):
        opened = f"/p/{self.embed.code}?lang={lang}", None
        return opened if state == "start" else self.sent(*opened)

    def _finder(self, state, lang):
        query = {"start": "", "list": "&q=ward", "errors": "&unit=999999999"}[state]
        return f"{self.url}?lang={lang}{query}", None

    def _chosen(self, state, lang):
        opened = f"{self.url}?lang={lang}&unit={self.ward.id}", None
        if state == "start":
            return opened
        return self.sent(*opened, **({"unit": "0", "find": "ward"} if state == "choose_again" else {}))

    def _pin(self, state, lang):
        opened = f"/p/staff/{self.staff_code}?lang={lang}", None
        return opened if state == "start" else self.sent(*opened, has="pin", do="pin", pin="0")

    def _staff(self, state, lang):
        form = self.sent(*self._pin("start", lang), has="pin", do="pin", pin=PIN)
        if state == "start":
            return form
        free, score = self.field("OPEN"), self.field("NPS")
        given = {"errors": {"do": "next"}, "warned": {"do": "next", free: "Soita 040 123 4567"}, "next": {score: "9"}}
        return self.sent(*form, **{"do": "next", **given[state]})

    def _staff_done(self, _state, lang):
        return self.sent(*self._staff("start", lang), do="finish", **{self.field("NPS"): "9"})

    def _code_desk(self, _state, lang):
        return self.sent(*self._staff("start", lang), do="codes")

    def _code_screen(self, _state, lang):
        return self.sent(*self._code_desk("start", lang), has="sitting", do="show_code")

    def _code_slips(self, _state, lang):
        return self.sent(*self._code_desk("start", lang), has="sheets", do="print_codes")

    def _code(self, state, lang):
        opened = f"/p/koodi?lang={lang}", None
        return opened if state == "start" else self.sent(*opened, has="code", code="ABCD")

    def _code_form(self, state, lang):
        opened = f"/p/koodi/{self.hand_code}?lang={lang}", None
        return opened if state == "start" else self.sent(*opened)

    def sent(self, path, fields=None, /, has="nonce", **given):
        """Return the request that sends the form with the field `has` of the page that another request shows."""
        tree = html.fromstring(self.ask(path, fields).content)
        form = next(form for form in tree.forms if has in form.fields)
        kept = [(name, value) for name, value in form.form_values() if name not in given]
        return form.action or path, [*kept, *given.items()]

    def ask(self, path, fields=None):
        """Make a request; return its response."""
        data = None
        if fields is not None:
            data = {}
            for name, value in fields:
                data.setdefault(name, []).append(value)
        return self.url_open(path, data=data)
