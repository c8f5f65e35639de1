"""A published set of a county's own questions, and the page that asks it."""

from odoo import Command

from .page_story import PageCase

TEXTS = {"en_US": "{}", "fi_FI": "{} fi", "sv_SE": "{} sv"}


class KindsCase(PageCase):
    """`ask` publishes a set of these questions, puts it on the collector and returns the version."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fi_FI")

    def make_draft(self, *questions):
        """Return a set whose draft asks these questions: dicts of values; `options` and `rows` are lists of words."""
        question_set = self.env["hva.question.set"].create({"name": "Own"})
        draft = question_set.draft_survey_id
        items = {item.code: item for item in self.env["hva.question.item"].search([])}
        draft.hva_item_id = items["TITLE-BASE"]
        for number, given in enumerate(questions, start=1):
            vals = {"sequence": 10 * number, "survey_id": draft.id, **given}
            if code := vals.pop("item", None):
                vals |= {"title": code, "hva_item_id": items[code].id}
            words = {"suggested_answer_ids": vals.pop("options", []), "matrix_row_ids": vals.pop("rows", [])}
            for name, labels in words.items():
                if labels:
                    vals[name] = [
                        Command.create({"value": label, "sequence": place, "hva_value": place})
                        for place, label in enumerate(labels, start=1)
                    ]
            self.env["survey.question"].create(vals)
        return question_set

    def publish(self, question_set):
        version = question_set._publish()
        self.collector.set_id = question_set
        self.form = version._hva_form("en")
        self.env.flush_all()
        return version

    def ask(self, *questions):
        return self.publish(self.make_draft(*questions))

    def post(self, nonce=None, **fields):
        """POST the English page."""
        return self.url_open(
            self.url,
            data={"nonce": nonce or self.nonce(), "lang": "en", "website": "", **fields},
            allow_redirects=False,
        )

    def assertStored(self, response):
        self.assertEqual(response.status_code, 303, response.text[:3000])
        return self.answers()[-1]

    def assertRefused(self, response, *texts):
        """Assert that the page came back with these sentences; return its tree."""
        from lxml import html

        self.assertEqual(response.status_code, 422)
        tree = html.fromstring(response.content)
        summary = tree.get_element_by_id("summary").text_content()
        for text in texts:
            self.assertIn(text, summary)
        return tree
