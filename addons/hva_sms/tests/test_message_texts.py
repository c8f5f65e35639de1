from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import SmsCase

PLAIN = "Hello! Tell us how it went: {link}"


@tagged("post_install", "-at_install")
class TestMessageTexts(SmsCase):
    """An administrator writes the text of a message and sees what it takes, costs and gives away, while typing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "hva_feedback.hva_feedback_group_admin"
        cls.admin = new_test_user(cls.env, "text_admin", groups=groups, lang="en_US")
        cls.gateway.segment_price = 0.05
        cls.text = cls.rule.text_ids.filtered(lambda text: text.lang_code == "fi").with_user(cls.admin)

    def edit(self, body):
        form = Form(self.text)
        form.body = body
        return form

    def refusal(self, body):
        """Return what the editor says while it is typed; saving it is refused with the same words."""
        form = self.edit(body)
        said = form.problems
        self.assertTrue(said, body)
        with self.assertRaises(ValidationError) as refused:
            form.save()
        self.assertIn(said, str(refused.exception))
        return said

    def test_size_and_longest_form_follow_the_typing(self):
        form = self.edit(PLAIN)
        self.assertIn("https://palaute.example.fi/p/", form.worst_case)
        self.assertEqual((form.encoding, form.unit_count, form.part_count), ("gsm7", len(form.worst_case), 1))
        self.assertEqual(form.unit_count + form.left_count, 160)
        form.body = PLAIN.replace("!", " –")
        self.assertEqual((form.encoding, form.part_count), ("ucs2", 2))
        form.lang_code = "se"
        self.assertIn("?lang=se", form.worst_case)
        self.assertIn("text-decoration-underline", form.preview)
        self.assertIn("County", form.preview)

    def test_characters_that_cost_are_shown_where_they_stand(self):
        form = self.edit("Kerro – nyt: {link}")
        self.assertIn("EN DASH", form.costly)
        self.assertIn("row 1, character 7", form.costly)
        form.body = "Hinta 5 €: {link}"
        self.assertIn("counts as two characters", form.costly)
        self.assertFalse(form.has_plain)
        form.body = "<b>Kerro</b> €: {link}"
        self.assertIn("&lt;b&gt;", form.costly)
        self.assertIn("&lt;b&gt;", form.preview)

    def test_plain_characters_come_only_when_somebody_accepts_the_difference(self):
        form = self.edit("Hei! Kerro meille nyt – ”heti”:\u00a0{link}")
        self.assertTrue(form.has_plain)
        self.assertIn("<del", form.plain_difference)
        self.assertEqual((form.part_count, form.plain_part_count), (2, 1))
        form.save()
        self.assertIn("–", self.text._render("x" * 22), "sent as it stands")
        form.use_plain = True
        self.assertEqual(form.body, 'Hei! Kerro meille nyt - "heti": {link}')
        self.assertFalse(form.has_plain or form.use_plain)
        form.save()
        self.assertEqual(self.text.body, 'Hei! Kerro meille nyt - "heti": {link}')

    def test_letters_of_a_language_are_not_made_plain(self):
        self.assertFalse(self.edit("Čállit midjiide: {link}").has_plain)

    def test_a_text_names_no_unit_and_no_service(self):
        self.clinic.with_context(lang="en_US").name = "Hammashoitola"
        self.assertIn("Hammashoitola", self.refusal("Miten hammashoitolassa sujui? {link}"))
        self.assertIn("Dental care", self.refusal("How was dental care? {link}"))
        self.clinic.active = False
        self.refusal("Miten hammashoitolassa sujui? {link}")
        self.assertFalse(self.edit("The county asks you: {link}").problems)

    def test_what_else_is_refused(self):
        self.assertIn("missing", self.refusal("Hello"))
        self.assertIn("more than once", self.refusal("{link} {link} Hello"))
        self.assertIn("{name}", self.refusal("Hello {name}: {link}"))
        self.assertIn("3 > 2", self.refusal("x" * 300 + "{link}"))
        self.assertIn("bit.ly/x", self.refusal("Hello: {link} bit.ly/x"))
        self.assertIn("evil.example.com", self.refusal("Hello: {link} https://evil.example.com/"))
        self.params.set_param("hva_sms.max_segments", "3")
        self.assertFalse(self.edit("x" * 300 + "{link}").problems)

    def test_own_pages_may_stand_in_it(self):
        form = self.edit("Hello: {link} Ours? {check} No more: {stop}")
        self.assertFalse(form.problems)
        form.save()
        sent = self.text._render("x" * 22)
        self.assertTrue(
            sent.endswith("Ours? https://palaute.example.fi/p/viesti No more: https://palaute.example.fi/p/ei")
        )
        self.assertFalse(self.edit("Hello: {link} www.example.fi").problems)

    def test_a_month_costs_what_last_month_sent_or_what_is_estimated(self):
        form = self.edit(PLAIN)
        form.estimate_count = 1000
        self.assertEqual((form.is_estimate, form.month_price), (True, 50.0))
        form.save()
        self.invite(3)
        self.dispatch()
        self.assertEqual(self.text.month_count, 1000, "this month is not whole yet")
        self.travel("2026-12-05 08:00")
        self.text.invalidate_recordset()
        self.assertEqual((self.text.is_estimate, self.text.month_count, self.text.month_price), (False, 3, 0.15))

    def test_a_list_of_texts_asks_no_more_for_many(self):
        names = ["part_count", "month_price", "problems", "preview"]
        texts = self.env["hva.sms.text"].with_user(self.admin)
        ids = self.rule.text_ids.ids

        def count(some_ids):
            some = texts.browse(some_ids)
            some.read(names)  # what is kept for the next time
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(names)
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(ids[:1]), count(ids))

    def test_a_rule_says_which_languages_have_no_text(self):
        self.assertFalse(self.rule.missing_languages)
        with Form(self.rule.with_user(self.admin)) as form:
            with form.text_ids.new() as text:
                text.lang_code = "ru"
                text.body = "Расскажите: {link}"
                self.assertEqual(text.encoding, "ucs2")
        self.assertEqual(len(self.rule.text_ids), 4)
        swedish = self.rule.text_ids.filtered(lambda text: text.lang_code == "sv")
        self.rule.text_ids = [Command.delete(swedish.id)]
        self.assertIn("Swedish", self.rule.with_user(self.admin).missing_languages)
