import os
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PHONE, SmsCase

PATH = "/hva_sms/opt-out"


@tagged("post_install", "-at_install")
class TestOptOutPage(SmsCase, HttpCase):
    """Anybody may say no, and nobody learns who has."""

    def opt_out(self, number, lang="fi"):
        return self.url_open(PATH, data={"number": number, "lang": lang})

    def test_page_is_lean_and_safe(self):
        reply = self.url_open(PATH)
        self.assertEqual(reply.status_code, 200)
        self.assertFalse(reply.cookies)
        self.assertIn("default-src 'none'", reply.headers["Content-Security-Policy"])
        self.assertEqual(reply.headers["Cache-Control"], "no-store")
        page = html.fromstring(reply.content)
        self.assertEqual(page.get("lang"), "fi")
        self.assertFalse(page.xpath("//script | //link[@href != 'data:,'] | //img"))
        [field] = page.xpath("//input[@name='number']")
        self.assertTrue(page.xpath(f"//label[@for='{field.get('id')}']"))

    def test_page_speaks_the_languages_of_the_county(self):
        pages = {
            lang: html.fromstring(self.url_open(f"{PATH}?lang={lang}").content) for lang in ("fi-simple", "en", "xx")
        }
        self.assertEqual([page.get("lang") for page in pages.values()], ["fi-simple", "en", "fi"])
        self.assertEqual(pages["fi-simple"].findtext(".//h1"), "Ei enää kyselyjä tekstiviestillä")
        self.assertEqual(pages["en"].findtext(".//h1"), "No more surveys by text message")

    def test_the_short_address_of_a_message_opens_it_and_leads_to_who_doubts(self):
        page = html.fromstring(self.url_open("/p/ei?lang=en").content)
        self.assertEqual(page.xpath("//form/@action"), [PATH])
        self.assertEqual(self.url_open(page.xpath("//a[@class='way']/@href")[0]).status_code, 200)

    def test_number_is_kept_as_a_hash_and_never_asked_again(self):
        self.opt_out("040 123 4567")
        self.assertEqual(self.env["hva.opt.out"].search([]).hmac, self.env["hva.person.key"]._hmac("phone", PHONE))
        self.assertEqual(self.reasons([self.row("e1")]), {"e1": "opted_out"})

    def test_answer_is_the_same_for_known_and_new_numbers(self):
        first, second = self.opt_out("0401234567"), self.opt_out("0401234567")
        self.assertEqual((first.status_code, first.content), (second.status_code, second.content))
        self.assertEqual(self.env["hva.opt.out"].search_count([]), 1)

    def test_unreadable_number_is_explained_and_kept_in_the_form(self):
        reply = self.opt_out("<b>puhelin</b>")
        self.assertEqual(reply.status_code, 422)
        page = html.fromstring(reply.content)
        [field] = page.xpath("//input[@name='number']")
        self.assertEqual(field.get("value"), "<b>puhelin</b>")
        self.assertTrue(page.xpath(f"//*[@id='{field.get('aria-describedby')}']"))
        self.assertFalse(self.env["hva.opt.out"].search([]))

    @mute_logger("odoo.addons.hva_sms.controllers.opt_out")
    def test_without_a_person_key_the_page_says_so(self):
        with patch.dict(os.environ, {"HVA_PERSON_KEY": ""}):
            self.assertEqual(self.opt_out("0401234567").status_code, 503)
