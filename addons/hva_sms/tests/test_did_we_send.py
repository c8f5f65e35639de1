import os
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.tools import sent_check

from .common import SmsCase

PATH = "/p/viesti"
HOST = "https://palaute.example.fi"
VERDICTS = {
    "ours": "Yes, we sent this message",
    "not_found": "We do not find this message",
    "not_ours": "This message is not from us",
    "slow": "Please wait a minute",
    "form": "Did we send you this message?",
}


@tagged("post_install", "-at_install")
class TestDidWeSend(SmsCase, HttpCase):
    """Whoever has a message learns whether it is ours, and nobody learns anything else."""

    def setUp(self):
        super().setUp()
        self.env["hva.throttle"].search([]).unlink()

    def send(self, count=1):
        """Let messages leave on Tuesday; return the codes in their links."""
        self.invite(count)
        self.dispatch()
        return [self.code_of(msg) for msg in self.fake.sent]

    def ask(self, link, day=None, lang="en", **more):
        """Ask about a message of `day`, of today when none is given."""
        return self.url_open(PATH, data={"link": link, "day": day or f"{self.now:%Y-%m-%d}", "lang": lang, **more})

    def verdict(self, link, day=None):
        return self.read(self.ask(link, day))

    def read(self, reply):
        heading = html.fromstring(reply.content).findtext(".//h1")
        return next((name for name, title in VERDICTS.items() if title == heading), heading)

    def test_the_beginning_of_the_code_and_the_day_confirm_a_message(self):
        [code] = self.send()
        self.assertEqual(self.verdict(code[:6]), "ours")
        self.assertEqual(self.verdict(f"{HOST}/p/{code}?lang=sv", "3.11.2026"), "ours")
        self.assertEqual(self.verdict(code[:6], "2026-11-02"), "not_found")
        self.assertEqual(self.verdict(code[:5] + ("a" if code[5] != "a" else "b")), "not_found")
        self.assertEqual(self.verdict(f"https://palaute.example.fi.evil.com/p/{code}"), "not_ours")

    def test_a_code_alone_is_no_proof_of_the_link(self):
        """Somebody may have copied the beginning into a false message."""
        [code] = self.send()
        self.assertIn(f"exactly like this: {HOST}/p/", self.ask(code[:6]).text)
        self.assertIn("The link leads to us.", self.ask(f"{HOST}/p/{code}").text)

    def test_it_tells_alike_of_used_links_other_units_and_other_people(self):
        used, unused = self.send(2)
        self.env["hva.feedback.link"]._use(self.env["hva.feedback.link"]._resolve(used).source_id)
        pages = [self.ask(code[:6]).text for code in (used, unused)]
        self.assertEqual(*pages)
        for secret in (self.clinic.name, used[6:], "55550000", "dental"):
            self.assertNotIn(secret, pages[0])

    def test_a_message_of_unknown_fate_is_confirmed_and_one_that_waits_is_not(self):
        self.invite(2)
        first, second = self.env["hva.invitation"].search([("state", "=", "due")], order="due_at, id")
        self.fake.replies = [TimeoutError()]
        code = sent_check.codes_in(first.text)[0]
        waiting = sent_check.codes_in(second.text)[0]
        self.assertEqual(self.verdict(waiting[:6]), "not_found")
        with (
            mute_logger("odoo.addons.hva_sms.models.hva_invitation_dispatch"),
            mute_logger("odoo.addons.hva_sms.models.hva_sms_gateway"),
        ):
            self.dispatch()
        self.assertEqual(first.state, "unknown")
        self.assertEqual(self.verdict(code[:6]), "ours")

    def test_what_cannot_be_read_is_explained_with_all_that_was_typed(self):
        reply = self.ask("<b>hei</b>", "eilen")
        page = html.fromstring(reply.content)
        self.assertEqual((reply.status_code, self.read(reply)), (422, "form"))
        self.assertEqual(page.xpath("//input[@name='link']/@value"), ["<b>hei</b>"])
        for field in page.xpath("//input[@aria-invalid='true']"):
            self.assertTrue(
                all(page.get_element_by_id(name) is not None for name in field.get("aria-describedby").split())
            )
        self.assertEqual(len(page.xpath("//input[@aria-invalid='true']")), 2)
        self.assertEqual(self.ask(f"{HOST}/").status_code, 422)

    def test_too_many_questions_are_told_alike_to_wait(self):
        [code] = self.send()
        with patch.object(sent_check, "ASKED_NETWORK", 2):
            self.assertEqual([self.verdict("aaaaaa"), self.verdict("aaaaab")], ["not_found"] * 2)
            known, unknown = self.ask(code[:6]), self.ask("aaaaac")
            self.assertEqual((known.status_code, known.content), (unknown.status_code, unknown.content))
            self.assertEqual((known.status_code, known.headers["Retry-After"]), (429, "60"))
            self.assertEqual(self.env["hva.throttle"].search_count([]), 4, "what is refused is not counted")
            self.assertEqual(self.verdict("https://evil.com/p/abcdef"), "not_ours")
            self.travel(minutes=2)
            self.assertEqual(self.verdict(code[:6], "2026-11-03"), "ours")

    def test_looking_writes_nothing_and_keeps_nothing(self):
        def written():
            self.env.cr.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
            return dict(self.env.cr.fetchall())

        before = written()
        reply = self.url_open(f"{PATH}?lang=sv")
        self.assertEqual((reply.status_code, written()), (200, before))
        self.assertFalse(reply.cookies)
        self.assertEqual(reply.headers["Cache-Control"], "no-store")
        self.assertIn("default-src 'none'", reply.headers["Content-Security-Policy"])
        self.assertFalse(html.fromstring(reply.content).xpath("//script | //link[@href != 'data:,'] | //img"))
        self.ask("aaaaaa")
        changed = {name for name, count in written().items() if count != before.get(name, 0)}
        self.assertLessEqual(changed, {"hva_throttle", "hva_throttle_key"})

    def test_it_speaks_plain_finnish_too(self):
        pages = {
            lang: html.fromstring(self.url_open(f"{PATH}?lang={lang}").content) for lang in ("fi-simple", "sv", "xx")
        }
        self.assertEqual({page.get("lang") for page in pages.values()}, {"fi-simple", "sv", "fi"})
        self.assertEqual(pages["fi-simple"].findtext(".//h1"), "Onko viesti meiltä?")
        self.assertIn("Poista viesti.", self.ask("aaaaaa", lang="fi-simple").text)

    def test_what_to_do_is_the_countys_text(self):
        text = self.env.ref("hva_sms.hva_page_text_sms_fake_en")
        text.text = "Call 0100 100."
        self.assertIn("Call 0100 100.", self.ask("aaaaaa").text)
        [code] = self.send()
        self.assertNotIn("Call 0100 100.", self.ask(code[:6]).text, "nobody is frightened without need")

    def test_the_sender_is_named_when_it_may_be_used(self):
        self.assertNotIn("come from", self.url_open(f"{PATH}?lang=en").text)
        self.gateway.write({"kind": "kannel", "url": "http://127.0.0.1:1/", "sender_authorised_on": "2026-10-01"})
        self.assertIn("come from: County", self.url_open(f"{PATH}?lang=en").text)

    @mute_logger("odoo.addons.hva_sms.controllers.did_we_send")
    def test_without_a_person_key_the_page_says_so(self):
        with patch.dict(os.environ, {"HVA_PERSON_KEY": ""}):
            self.assertEqual(self.ask("aaaaaa").status_code, 503)

    def test_other_requests_are_refused(self):
        self.assertEqual(self.url_open(PATH, data="x", headers={"Content-Type": "text/plain"}).status_code, 415)
        self.assertEqual(self.url_open(PATH, data={"link": "a" * 9000}).status_code, 413)

    def test_a_mark_tells_nothing_and_goes_with_the_links(self):
        [code] = self.send()
        mark = self.env["hva.sent.mark"].search([])
        self.assertEqual(len(mark), 1)
        self.env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'hva_sent_mark'")
        self.assertEqual({name for (name,) in self.env.cr.fetchall()}, {"id", "mark", "expires_on"})
        self.assertNotIn(code[:6], mark.mark)
        self.assertEqual(str(mark.expires_on), "2026-11-29", "a Sunday, as that of the links")
        self.travel("2026-11-29 12:00")
        self.env["hva.invitation"]._cron_erase()
        self.assertTrue(mark.exists())
        self.travel("2026-11-30 12:00")
        self.env["hva.invitation"]._cron_erase()
        self.assertFalse(mark.exists())

    def test_marking_takes_one_statement_for_a_claim(self):
        marks = self.env["hva.sent.mark"]
        marks._note(["warm-up"], self.env["hva.clock"]._today())
        for count in (1, 20):
            with self.assertQueryCount(1):
                marks._note([f"{number:06}" for number in range(count)], self.env["hva.clock"]._today())
