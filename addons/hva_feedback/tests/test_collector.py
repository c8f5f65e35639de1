"""Ways in: their code, their days, their pictures."""

import base64
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools.codes import is_code
from .page_story import PageWorld


@tagged("post_install", "-at_install")
class TestCollector(PageWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_page_world()

    def resolve(self):
        return self.env["hva.collector"]._hva_resolve_code(self.collector.code)

    def test_each_way_in_has_a_code_of_its_own(self):
        copy = self.collector.copy()
        self.assertTrue(is_code(self.collector.code) and is_code(copy.code))
        self.assertNotEqual(copy.code, self.collector.code)
        self.assertTrue(self.collector.url.endswith(f"/p/{self.collector.code}"))

    @mute_logger("odoo.sql_db")
    def test_two_cannot_share_a_code(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.collector.copy().code = self.collector.code
            self.env.flush_all()

    def test_a_code_leads_to_its_unit_and_the_version_in_use(self):
        entry = self.resolve()
        self.assertEqual((entry.unit_id, entry.channel, entry.contact_mode), (self.clinic.id, "qr", "visit"))
        self.assertEqual((entry.survey_id, entry.source, entry.lang_code), (self.survey.id, "collector", "fi"))
        self.assertTrue(entry.is_open)
        new = self.set._publish()
        self.assertEqual(self.resolve().survey_id, new.id)

    def test_a_code_that_is_none_is_not_looked_up(self):
        collectors = self.env["hva.collector"]
        self.env.flush_all()
        with self.assertQueryCount(0):
            self.assertIsNone(collectors._hva_resolve_code("x' OR 1=1 --"))
        self.assertIsNone(collectors._hva_resolve_code("a" * 22))

    def test_days_and_archiving_close_it_with_their_reason(self):
        today = self.env["hva.clock"]._today()
        day = timedelta(days=1)
        for change, reason in (
            ({"opens_on": today, "closes_on": today}, None),
            ({"opens_on": today + day, "closes_on": False}, "not_yet_open"),
            ({"opens_on": False, "closes_on": today - day}, "closed"),
            ({"closes_on": False, "active": False}, "archived"),
        ):
            self.collector.write(change)
            self.assertEqual(self.resolve().closed_reason, reason)
            self.assertEqual(self.collector.is_open, reason is None)

    def test_it_is_closed_and_opened_by_a_button(self):
        self.collector.action_close()
        self.assertFalse(self.collector.is_open)
        self.collector.action_reopen()
        self.assertTrue(self.collector.is_open)

    def test_a_collector_takes_any_number_of_answers(self):
        entry = self.resolve()
        self.assertTrue(self.env["hva.collector"]._hva_consume(entry))
        self.assertTrue(self.env["hva.collector"]._hva_consume(entry))

    def test_the_qr_code_comes_as_drawing_and_as_picture(self):
        self.assertIn("<svg", self.collector.qr_svg)
        self.assertNotIn("<script", self.collector.qr_svg)
        self.assertTrue(base64.b64decode(self.collector.qr_png).startswith(b"\x89PNG"))

    def test_a_text_message_is_no_way_in_to_hang_on_a_wall(self):
        channels = dict(self.collector._fields["channel"].selection)
        self.assertNotIn("sms", channels)

    def test_the_texts_of_a_county_go_before_the_shared_ones(self):
        texts = self.env["hva.page.text"]
        company = self.env.company
        shared = texts._get_texts(company.id, "fi")["notice"]
        own = texts.create({"code": "notice", "lang_code": "fi", "company_id": company.id, "text": "Oma"})
        self.assertEqual(texts._get_texts(company.id, "fi")["notice"], "Oma")
        own.unlink()
        self.assertEqual(texts._get_texts(company.id, "fi")["notice"], shared)
