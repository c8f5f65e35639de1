"""The code with which a giver follows a feedback: taken after sending, typed later, and what it shows and takes."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged

from ..tools.codes import hash_code
from ..tools.follow_code import read_follow_code
from ..tools.throttle import MISSED_NETWORK
from .case_story import CaseWorld
from .page_story import PageCase

PATH = "/p/follow"


@tagged("post_install", "-at_install")
class TestFollowUp(CaseWorld, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.collector = cls.env["hva.collector"].create({"name": "Door", "unit_id": cls.clinic.id, "channel": "qr"})
        cls.env.flush_all()

    def tearDown(self):
        self.env["hva.throttle"].search([]).unlink()
        super().tearDown()

    def send_and_thank(self, **fields):
        """Send a feedback; return the thank-you page that the browser is led to."""
        response = self.send(lang="en", **(fields or {"NPS": "2", "OPEN": "Odotin kauan"}))
        self.assertEqual(response.status_code, 303)
        return self.read_page(response.headers["Location"])

    def ticket(self, page):
        return page.xpath("//form[@action='/p/follow/new']//input[@name='ticket']/@value")

    def take(self, page=None, ticket=None):
        ticket = ticket or self.ticket(page if page is not None else self.send_and_thank())[0]
        return self.url_open(f"{PATH}/new", data={"ticket": ticket, "lang": "en"}, allow_redirects=False)

    def take_code(self, **fields):
        """Send a feedback, take its code and return (code as shown, feedback)."""
        tree = self.parse(self.take(self.send_and_thank(**fields)))
        self.env.invalidate_all()
        return tree.find_class("code")[0].text_content(), self.answers()[-1]

    def look(self, code, lang="en", path=PATH, **more):
        return self.url_open(path, data={"code": code, "lang": lang, **more}, allow_redirects=False)

    def steps(self, response):
        self.assertEqual(response.status_code, 200)
        texts = [" ".join(item.text_content().split()) for item in self.parse(response).find_class("steps")[0]]
        return dict(text.split(": ", 1) for text in texts)

    # ------------------------------------------------------------------ taking

    def test_a_code_is_made_when_it_is_asked_for_and_shown_once(self):
        page = self.send_and_thank()
        self.env.invalidate_all()
        self.assertFalse(self.env["hva.follow.up"].search([]), "sending makes none")
        response = self.take(page)
        self.assertEqual((response.status_code, response.headers["Cache-Control"]), (200, "no-store"))
        self.assertIn("frame-ancestors 'none'", response.headers["Content-Security-Policy"])
        self.assertNotIn("Set-Cookie", response.headers)
        [shown] = self.parse(response).find_class("code")
        self.env.invalidate_all()
        row = self.env["hva.follow.up"].search([])
        self.assertEqual(row.answer_id, self.answers())
        self.assertEqual(row.code_hash, hash_code(read_follow_code(shown.text_content())))
        again = self.take(page)
        self.assertEqual(again.status_code, 410)
        self.assertNotIn('class="code"', again.text)
        self.assertEqual(self.env["hva.follow.up"].search_count([]), 1)

    def test_the_row_holds_a_hash_and_the_feedback_and_nothing_else(self):
        """The whole row, named: who adds a column has to look here and argue for it."""
        self.cr.execute("SELECT * FROM hva_follow_up LIMIT 0")
        self.assertEqual({column.name for column in self.cr.description}, {"id", "code_hash", "answer_id"})

    def test_the_address_of_the_thank_you_page_says_nothing_of_the_feedback(self):
        response = self.send(NPS="2")
        self.env.invalidate_all()
        self.assertNotIn(self.answers().hva_nonce, response.headers["Location"])

    def test_a_ticket_is_good_for_half_an_hour(self):
        ticket = self.ticket(self.send_and_thank())[0]
        later = self.env["hva.clock"]._now() + timedelta(minutes=31)
        with freeze_time(later):
            self.assertEqual(self.take(ticket=ticket).status_code, 410)
        for forged in ("", "x", ticket[:-1] + ("0" if ticket[-1] != "0" else "1")):
            self.assertEqual(self.take(ticket=forged or "0").status_code, 410)

    def test_a_form_sent_twice_is_offered_its_one_code_twice(self):
        nonce = self.nonce()
        tickets = [self.ticket(self.read_page(self.send(nonce, NPS="9").headers["Location"]))[0] for _time in range(2)]
        self.assertEqual([self.take(ticket=ticket).status_code for ticket in tickets], [200, 410])

    def test_where_no_code_is_offered(self):
        self.assertFalse(self.ticket(self.read_page("/p/kiitos")))
        self.assertFalse(self.ticket(self.read_page("/p/kiitos?take=<script>")))
        for values in (
            {"channel": "kiosk"},
            {"channel": "embed", "embed_hosts": "https://www.example.fi"},
        ):
            with self.subTest(values), self.cr.savepoint():
                self.collector.write({"respondent_group": False, **values})
                self.env.flush_all()
                self.assertNotIn("take=", self.send(NPS="9").headers["Location"])
        follow = self.env["hva.follow.up"]
        self.assertTrue(follow._is_offered("qr", "relative"))
        self.assertFalse(follow._is_offered("qr", "child"))
        self.env["ir.config_parameter"].set_param("hva_feedback.follow_up_codes", "0")
        self.collector.write({"channel": "qr", "respondent_group": False})
        self.env.flush_all()
        self.assertNotIn("take=", self.send(NPS="9").headers["Location"])

    # ------------------------------------------------------------------ looking

    @freeze_time("2026-11-09 10:00:00")
    def test_the_page_follows_the_feedback_to_its_end(self):
        code, answer = self.take_code()
        self.assertEqual(
            self.steps(self.look(code.lower().replace("-", " "))),
            {
                "Received": "Yes, 9.11.2026",
                "Read in the unit": "Not yet",
                "Taken into handling": "Not yet",
                "Discussed with the staff": "Not yet",
                "Handled": "Not yet",
                "Led to a change": "Not yet",
            },
        )
        self.route()
        case = self.case_of(answer).with_user(self.handler)
        self.assertTrue(case, "low score with text")
        case.action_hva_take()
        self.env.flush_all()
        self.assertEqual(self.steps(self.look(code))["Taken into handling"], "Yes, 9.11.2026")
        case._hva_move("closed", outcome="corrected")
        self.env.flush_all()
        self.assertEqual(
            self.steps(self.look(code))["Handled"], "Yes, 9.11.2026 The matter was put right.", "in kind words"
        )
        case._hva_move("reopened", reason="because")
        self.env.flush_all()
        self.assertEqual(self.steps(self.look(code))["Handled"], "Not yet")

    def test_an_answer_by_code_is_read_with_the_code_and_no_other(self):
        code, answer = self.take_code()
        other, _other = self.take_code()
        self.route()
        case = self.case_of(answer).with_user(self.handler)
        self.assertEqual(case._hva_reply_channels(), ["code"], "no contact was left")
        case._hva_reply("code", "sv", "", "Vi har <b>rättat</b> det.\n\nTack!", is_answered=True)
        self.env.flush_all()
        page = self.parse(self.look(code))
        [said] = [div for div in page.find_class("said") if div.get("class") == "panel said"]
        self.assertIn("Vi har <b>rättat</b> det.", said.text_content())
        self.assertEqual(said[1].get("lang"), "sv")
        self.assertNotIn("rättat", self.look(other).text)
        self.assertFalse(self.env["mail.mail"].search([("body_html", "ilike", "rättat")]))

    def test_reasons_notes_and_names_of_staff_are_not_shown(self):
        code, answer = self.take_code()
        self.route()
        case = self.case_of(answer).with_user(self.handler)
        case.action_hva_take()
        case.message_post(body="Internal salamanteri")
        case._hva_move("closed", outcome="no_action", reason="Reason salamanteri")
        self.env.flush_all()
        page = self.look(code).text
        self.assertNotIn("salamanteri", page)
        self.assertNotIn(self.handler.name, page)
        self.assertNotIn("Odotin kauan", page, "nor the feedback itself: the code may have been found")

    def test_a_wrong_code_says_so_without_why(self):
        pages = set()
        for typed in ("0000-0000-0000-0000", "short", "", "<script>", "\0"):
            response = self.look(typed)
            self.assertEqual(response.status_code, 404)
            tree = self.parse(response)
            self.assertTrue(tree.findtext(".//title").startswith("Error: "))
            field = tree.get_element_by_id("code")
            self.assertEqual(field.get("value") or "", typed.replace("\0", ""))
            pages.add(tree.get_element_by_id("code-error").text_content())
        self.assertEqual(len(pages), 1)

    def test_who_tries_many_waits_and_a_code_that_works_opens_all_the_same(self):
        code, _answer = self.take_code()
        for _miss in range(MISSED_NETWORK):
            self.assertEqual(self.look("0000-0000-0000-0000").status_code, 404)
        refused = self.look("0000-0000-0000-0000")
        self.assertEqual((refused.status_code, refused.headers["Retry-After"]), (429, "60"))
        self.assertEqual(self.look(code).status_code, 200)

    def test_the_code_goes_with_the_feedback(self):
        code, answer = self.take_code()
        answer.unlink()
        self.env.flush_all()
        self.assertEqual(self.look(code).status_code, 404)

    def test_a_persons_request_finds_the_feedback_by_its_code(self):
        code, answer = self.take_code()
        found = self.env["survey.user_input"]._hva_find_by
        self.assertEqual(found("code", code), answer)
        self.assertFalse(found("code", "0000-0000-0000-0000"))

    def test_the_page_asks_in_the_languages_of_the_forms(self):
        for lang in ("fi", "sv", "en"):
            tree = self.read_page(f"{PATH}?lang={lang}")
            self.assertEqual(tree.get("lang"), lang)
            self.assertIn(lang, tree.xpath("//nav//a/@hreflang"))

    # ------------------------------------------------------------------ one message

    def add(self, code, text, **more):
        return self.look(code, path=f"{PATH}/message", message=text, **more)

    def messages(self, answer):
        self.env.invalidate_all()
        return self.env["hva.case.message"].search([("answer_id", "=", answer.id), ("direction", "=", "in")])

    def test_a_message_opens_the_case_again_and_somebody_is_asked_to_read_it(self):
        code, answer = self.take_code()
        self.route()
        case = self.case_of(answer).with_user(self.handler)
        case.action_hva_take()
        case._hva_move("closed", outcome="explained")
        self.env.flush_all()
        response = self.add(code, "Se ei auttanut.")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Your message has arrived", response.text)
        message = self.messages(answer)
        self.assertEqual((message.body, message.state, message.is_new), ("Se ei auttanut.", "received", True))
        self.assertEqual(case.hva_state, "reopened")
        self.assertIn("Read the message from the giver", case.sudo().activity_ids.mapped("summary"))
        self.assertIn(case, case.search([("hva_has_new_message", "=", True)]))
        for record in (*case.sudo().message_ids, *self.env["mail.mail"].search([])):
            self.assertNotIn("Se ei auttanut", str(record.body))
        message.with_user(self.handler).action_mark_read()
        self.assertFalse(case.hva_has_new_message)

    def test_danger_told_in_a_later_message_is_flagged_and_hurries_the_case(self):
        code, answer = self.take_code()
        self.route()
        case = self.case_of(answer)
        self.assertFalse(answer.hva_triage)
        promised = case.hva_deadline_at
        response = self.add(code, "En jaksa elää enää.")
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual((answer.hva_triage, answer.hva_triage_check), ("danger", "to_check"))
        self.assertEqual(case.hva_routing_reason, "triage_danger")
        self.assertLess(case.hva_deadline_at, promised)
        self.assertIn("Look at this feedback at once", case.sudo().activity_ids.mapped("summary"))

    def test_ordinary_words_in_a_later_message_leave_the_promise_as_it_is(self):
        code, answer = self.take_code()
        self.route()
        promised = self.case_of(answer).hva_deadline_at
        self.add(code, "Kiitos, odotan.")
        self.env.invalidate_all()
        self.assertFalse(answer.hva_triage)
        self.assertEqual(self.case_of(answer).hva_deadline_at, promised)

    def test_one_message_is_all(self):
        code, answer = self.take_code()
        self.route()
        self.add(code, "First")
        response = self.add(code, "Second")
        self.assertEqual(self.messages(answer).mapped("body"), ["First"])
        self.assertNotIn("Second", response.text)
        self.assertFalse(self.parse(response).xpath("//textarea"))

    def test_of_two_messages_at_the_same_moment_one_is_tried_again(self):
        _code, answer = self.take_code()
        self.route()
        messages = self.env["hva.case.message"]
        messages._receive_by_code(answer, "fi", "First")
        # a statement that fails would be in the log, with the words
        with self.assertNoLogs("odoo.sql_db"), self.assertRaises(ConcurrencyError), self.cr.savepoint():
            messages._receive_by_code(answer, "fi", "Second")

    def test_a_feedback_without_a_case_gets_one_by_its_message(self):
        code, answer = self.take_code(NPS="9")
        self.route()
        self.assertFalse(self.case_of(answer))
        self.add(code, "Vielä yksi asia")
        self.env.invalidate_all()
        case = self.case_of(answer)
        self.assertEqual((case.hva_state, answer.hva_routing), ("new", "case"))
        self.assertEqual(case.sudo().activity_ids.mapped("summary"), ["Read the message from the giver"])

    def test_identity_codes_are_warned_of_and_then_masked(self):
        code, answer = self.take_code()
        self.route()
        text = "Tunnukseni on 131052-308T"
        response = self.add(code, text)
        self.assertEqual(response.status_code, 422)
        tree = self.parse(response)
        self.assertEqual(tree.get_element_by_id("message").text.strip(), text)
        warned = tree.xpath("//input[@name='warned']/@value")[0]
        self.assertFalse(self.messages(answer))
        self.assertEqual(self.add(code, text, warned=warned, as_it_is="1").status_code, 200)
        self.assertEqual(self.messages(answer).body, "Tunnukseni on [henkilötunnus]")

    def test_garbage_ends_in_a_page_of_ours(self):
        code, answer = self.take_code()
        self.route()
        for text in ("", "x" * 2001):
            response = self.add(code, text)
            self.assertEqual(response.status_code, 422, text[:5])
            self.assertTrue(self.parse(response).findtext(".//title").startswith("Error: "))
        self.assertEqual(self.url_open(f"{PATH}/message", data="x" * 20000).status_code, 413)
        self.assertEqual(self.url_open(PATH, data="{}", headers={"Content-Type": "application/json"}).status_code, 415)
        self.assertFalse(self.messages(answer))

    def test_a_message_tells_no_time_where_its_feedback_tells_none(self):
        answer = self.give(nps=2, text="Words", source="link", channel="sms")
        self.route()
        self.env["hva.case.message"].sudo()._receive_by_code(answer, "fi", "Message")
        message = self.messages(answer)
        self.assertFalse(message.at)
        self.assertTrue(message.day)
