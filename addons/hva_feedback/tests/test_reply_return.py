"""A mail that answers a reply comes back to its case, and no other mail is touched."""

import logging
from email.message import EmailMessage
from unittest.mock import patch

from odoo.tests import tagged

from .case_story import CANARY, CaseStory

ADDRESS = "antaja@example.fi"
BASE = "palaute@testila.example"
WORDS = "Mangusti kiittää avusta."


@tagged("post_install", "-at_install")
class TestReplyReturn(CaseStory):
    def setUp(self):
        super().setUp()
        self.county.write({"name": "Testilän hyvinvointialue", "email": "county@testila.example"})
        self.env["ir.config_parameter"].set_param("hva_feedback.reply_address", BASE)
        self.case = self.make_case(kind="criticism", text=f"Hei {CANARY}", email=ADDRESS).with_user(self.handler)
        self.message = self.case._hva_reply("mail", "fi", "Vastaus", "Kerrotko lisää?")
        self.mail = self.env["mail.mail"].search([("email_to", "=", ADDRESS)])

    def answer(self, text=WORDS, to=None, message_id="<1@example.fi>", **headers):
        """Let a mail come through Odoo's mailgate, as raw bytes."""
        mail = EmailMessage()
        mail["From"] = f"Antaja <{ADDRESS}>"
        mail["To"] = to or self.mail.reply_to
        mail["Subject"] = "Re: Vastaus"
        mail["Message-Id"] = message_id
        for name, value in headers.items():
            del mail[name.replace("_", "-")]
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return self.env["mail.thread"].message_process(None, mail.as_bytes())

    def received(self):
        self.env.invalidate_all()
        return self.case.hva_message_ids.filtered(lambda message: message.direction == "in")

    def counted(self):
        return self.env["hva.reply.mail"].search([], order="id").mapped("reason")

    def test_each_reply_has_an_address_of_its_own_and_the_token_is_kept_as_a_hash(self):
        other = self.case._hva_reply("mail", "fi", "Vastaus", "Toinen")
        mails = self.env["mail.mail"].search([("email_to", "=", ADDRESS)])
        addresses = set(mails.mapped("reply_to"))
        self.assertEqual(len(addresses), 2)
        for address in addresses:
            self.assertRegex(address, r"^palaute\+[0-9a-z]{16}@testila\.example$")
        self.assertIn("Return-Path", self.mail.headers)
        self.assertIn("Kirjoita tämän rivin yläpuolelle", self.mail.body_html)
        self.env.flush_all()
        self.cr.execute("SELECT row_to_json(t)::text FROM hva_case_message t")
        token = self.mail.reply_to.partition("+")[2][:16]
        self.assertNotIn(token, "".join(row for (row,) in self.cr.fetchall()))
        self.assertTrue(other.sudo().reply_token_hash)

    def test_an_answer_comes_back_to_its_case_and_somebody_is_asked_to_read_it(self):
        self.case.action_hva_wait()
        self.answer(f"{WORDS}\n\n> You can answer this e-mail. Write above this line.\n> Kerrotko lisää?")
        message = self.received()
        self.assertEqual((message.body, message.channel, message.state), (WORDS, "mail", "received"))
        self.assertFalse(message.note)
        self.assertEqual(self.case.hva_state, "in_handling")
        self.assertIn("Read the message from the giver", self.case.sudo().activity_ids.mapped("summary"))
        self.assertEqual(message.with_user(self.handler).body, WORDS)
        self.assertFalse(self.env["hva.case.message"].with_user(self.dental_handler).search([]))
        self.assertEqual(self.counted(), ["stored"])

    def test_its_words_go_into_no_other_mail_message_or_log(self):
        said = []
        listener = logging.Handler()
        listener.emit = lambda record: said.append(record.getMessage())
        for name in ("odoo", ""):
            logging.getLogger(name).addHandler(listener)
            self.addCleanup(logging.getLogger(name).removeHandler, listener)
        self.answer()
        self.env.flush_all()
        self.cr.precommit.run()
        for text in (*said, *self.env["mail.mail"].search([]).mapped("body_html")):
            self.assertNotIn("Mangusti", str(text))
            self.assertNotIn(f"from {ADDRESS}", str(text))
        self.assertFalse(self.env["mail.message"].search([("body", "ilike", "Mangusti")]))
        self.assertFalse(self.env["helpdesk.ticket"].search([("name", "ilike", "Vastaus")]), "no new ticket")

    def test_a_closed_case_opens_again(self):
        self.case._hva_move("closed", outcome="explained")
        self.answer()
        self.assertEqual(self.case.hva_state, "reopened")

    def test_what_no_person_wrote_is_counted_and_not_kept(self):
        self.answer(Auto_Submitted="auto-replied")
        self.answer(From=BASE)
        self.assertFalse(self.received())
        self.assertEqual(self.counted(), ["auto", "loop"])
        self.assertEqual(self.case.hva_state, "in_handling")

    def test_a_reply_that_comes_back_is_told_to_who_wrote_it(self):
        self.message.sudo()._move("sent")
        self.answer(Return_Path="<>")
        self.assertEqual((self.message.state, self.message.note), ("failed", "The mail came back: check the address"))
        self.assertIn("A reply did not arrive: look at it", self.case.sudo().activity_ids.mapped("summary"))
        self.assertEqual(self.counted(), ["bounce"])

    def test_the_same_mail_twice_is_one_message(self):
        self.answer()
        self.answer()
        self.answer(message_id="<2@example.fi>")
        self.assertEqual(len(self.received()), 2)
        self.assertEqual(self.counted(), ["stored", "repeated", "stored"])

    def test_a_wrong_token_makes_nothing_and_is_not_lost_silently(self):
        tickets = self.env["helpdesk.ticket"].search_count([])
        before = self.env["mail.mail"].search([])
        self.answer(to=f"palaute+{'0' * 16}@testila.example")
        self.assertFalse(self.received())
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), tickets)
        self.assertEqual(self.counted(), ["unknown"])
        notice = self.env["mail.mail"].search([]) - before
        self.assertEqual(notice.email_to, ADDRESS)
        self.assertNotIn("Mangusti", notice.body_html)
        self.assertIn("auto-replied", notice.headers)

    def test_an_erased_reply_leads_nowhere(self):
        address = self.mail.reply_to
        self.message._erase()
        self.answer(to=address)
        self.assertEqual(self.counted(), ["unknown"])

    def test_identity_codes_are_masked_and_what_was_left_out_is_said(self):
        mail = EmailMessage()
        mail["From"] = "other@example.fi"
        mail["To"] = self.mail.reply_to
        mail["Subject"] = "131052-308T"
        mail["Message-Id"] = "<9@example.fi>"
        mail.set_content("Tunnukseni on 131052-308T, numeroni 040 123 4567.")
        mail.add_attachment(b"x", maintype="image", subtype="png", filename="kuva.png")
        self.env["mail.thread"].message_process(None, mail.as_string())
        message = self.received()
        self.assertEqual(message.body, "Tunnukseni on [henkilötunnus], numeroni 040 123 4567.")
        self.assertEqual(message.subject, "[henkilötunnus]")
        self.assertIn("another address", message.note)
        self.assertIn("Attachments were not kept: 1", message.note)
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "kuva.png")]))

    def test_all_other_mail_passes_untouched(self):
        passed = []
        thread = type(self.env["mail.thread"])
        with patch.object(thread, "message_route", lambda self, *args, **kwargs: passed.append(args[1]["to"]) or []):
            self.answer(to="info@guest.example")
            self.answer(to=BASE, message_id="<3@example.fi>")
            self.assertEqual(passed, ["info@guest.example", BASE], "the bare address is whoever's alias it is")
            self.env["ir.config_parameter"].set_param("hva_feedback.reply_address", "")
            self.answer(message_id="<4@example.fi>")
        self.assertEqual(len(passed), 3)
        self.assertFalse(self.counted())

    def test_a_mail_to_us_and_to_a_guests_alias_reaches_both(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Printers", "alias_name": "printers"})
        address = f"printers@{team.alias_id.alias_domain or 'testila.example'}"
        self.env["mail.alias.domain"].search([], limit=1) or self.env["mail.alias.domain"].create(
            {"name": "testila.example"}
        )
        team.alias_id.alias_incoming_local = True
        self.answer(to=f"{self.mail.reply_to}, {address}")
        self.assertEqual(self.received().body, WORDS)
        self.assertTrue(self.env["helpdesk.ticket"].search([("team_id", "=", team.id)]))
