"""A personal link as an addon above makes it: one answer, its own promise, a day and no time."""

from datetime import datetime
from unittest.mock import patch

from odoo.tests import tagged

from ..tools.codes import new_code
from ..tools.entry import Entry
from .page_story import PageCase


@tagged("post_install", "-at_install")
class TestPersonalLink(PageCase):
    def setUp(self):
        super().setUp()
        self.code, self.entry = new_code(), self.link()
        ways = type(self.env["hva.collector"])
        for name, stand_in in (("_hva_resolve_code", self.resolve), ("_hva_consume", self.consume)):
            self.startPatcher(patch.object(ways, name, stand_in))

    def link(self, **changes):
        facts = {"lang_code": "fi", "age_band": "30_44", "contact_mode": "call", **changes}
        return Entry(self.survey.id, self.clinic.id, "sms", "link", 77, **facts)

    def resolve(self, code):
        return self.entry if code == self.code else None

    def consume(self, entry):
        was_there, self.entry = self.entry is not None, None
        return was_there

    @property
    def url(self):
        return f"/p/{self.code}"

    def answers(self):
        return self.env["survey.user_input"].search([("hva_unit_id", "=", self.clinic.id)])

    def test_its_promise_is_about_the_telephone_number(self):
        text = self.read_page().text_content()
        self.assertIn("Vastaustasi ei voi yhdistää puhelinnumeroon", text)
        self.assertNotIn("yksikön ja ajan", text)

    def test_the_answer_keeps_its_day_and_coarse_facts_and_no_time(self):
        self.assertSent(self.send(NPS="10", OPEN="Kiitos soitosta"))
        answer = self.answers()
        self.assertEqual((answer.hva_channel, answer.hva_age_band, answer.hva_contact_mode), ("sms", "30_44", "call"))
        self.assertFalse(answer.hva_given_at or answer.hva_collector_id)
        self.env.cr.execute("SELECT * FROM survey_user_input WHERE id = %s", [answer.id])
        times = {value.time() for value in self.env.cr.fetchone() if isinstance(value, datetime)}
        self.assertEqual(times, {datetime.min.time()})

    def test_the_same_form_twice_is_thanked_though_the_link_is_gone(self):
        nonce = self.nonce()
        self.assertSent(self.send(nonce, NPS="10"))
        self.assertSent(self.send(nonce, NPS="10"))
        self.assertEqual(len(self.answers()), 1)
        self.assertEqual(self.url_open(self.url).status_code, 404)

    def test_a_second_page_of_the_same_link_is_told_that_it_is_used(self):
        first, second = self.nonce(), self.nonce()
        self.assertSent(self.send(first, NPS="10"))
        self.entry = self.link(is_open=False, closed_reason="used")
        response = self.send(second, NPS="1")
        self.assertEqual(response.status_code, 410)
        self.assertIn("Olet jo vastannut", response.text)

    def test_a_link_used_at_the_last_moment_stores_nothing(self):
        with patch.object(type(self.env["hva.collector"]), "_hva_consume", lambda ways, entry: False):
            response = self.send(NPS="1")
        self.assertEqual(response.status_code, 410)
        self.assertFalse(self.answers())

    def test_a_form_with_an_error_does_not_use_the_link_up(self):
        self.assertShownAgain(self.send(NPS="99"))
        self.assertSent(self.send(NPS="9"))

    def test_a_language_that_few_share_is_not_kept(self):
        self.entry = self.link(lang_code="")
        self.assertEqual(self.read_page().get("lang"), "fi")
        self.assertSent(self.send(NPS="9"))
        self.assertFalse(self.answers().hva_lang_code)
