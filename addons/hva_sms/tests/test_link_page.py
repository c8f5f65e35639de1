from lxml import html

from odoo.tests import HttpCase, tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestLinkPage(SmsCase, HttpCase):
    """The person's side: from the message to the thank-you page."""

    def setUp(self):
        super().setUp()
        self.invite()
        self.dispatch()
        self.code = self.code_of(self.fake.sent[0])
        self.survey = self.env.ref("hva_feedback.hva_question_set_base").current_survey_id

    def open_form(self):
        reply = self.url_open(f"/p/{self.code}")
        self.assertEqual(reply.status_code, 200)
        return html.fromstring(reply.content)

    def post(self, page, nps="9"):
        nps_question = self.survey.question_ids.filtered(lambda each: each.hva_role == "nps")
        [nonce] = page.xpath("//input[@name='nonce']/@value")
        form = {"nonce": nonce, f"q{nps_question.id}": nps}
        return self.url_open(f"/p/{self.code}", data=form, allow_redirects=False)

    def answers(self):
        return self.env["survey.user_input"].search([("hva_channel", "=", "sms"), ("hva_unit_id", "=", self.clinic.id)])

    def links(self):
        return self.env["hva.feedback.link"].search_count([])

    def test_looking_writes_nothing(self):
        before = self.links()
        for _look in range(3):
            self.open_form()
        self.assertEqual((self.links(), len(self.answers())), (before, 0))

    def test_answer_is_stored_with_the_unit_and_the_link_is_gone(self):
        before = self.links()
        reply = self.post(self.open_form(), nps="0")
        self.assertEqual(reply.status_code, 303)
        [answer] = self.answers()
        self.assertEqual((answer.hva_nps, answer.hva_has_nps, str(answer.hva_given_on)), (0, True, "2026-11-03"))
        self.assertFalse(answer.hva_given_at or answer.hva_collector_id)
        self.assertEqual(self.links(), before - 1)

    def test_second_answer_is_not_taken(self):
        first, second = self.open_form(), self.open_form()
        self.post(first)
        reply = self.post(second)
        self.assertIn(reply.status_code, (404, 410))
        self.assertEqual(len(self.answers()), 1)
        self.assertIn(self.url_open(f"/p/{self.code}").status_code, (404, 410))

    def test_same_form_sent_twice_is_thanked_twice_and_stored_once(self):
        page = self.open_form()
        self.assertEqual({self.post(page).status_code, self.post(page).status_code}, {303})
        self.assertEqual(len(self.answers()), 1)

    def test_rejected_form_does_not_use_the_link_up(self):
        reply = self.post(self.open_form(), nps="11")
        self.assertEqual(reply.status_code, 422)
        self.assertEqual(self.post(self.open_form()).status_code, 303)

    def test_expired_link_says_so(self):
        self.travel(days=40)
        reply = self.url_open(f"/p/{self.code}")
        self.assertEqual(reply.status_code, 410)
