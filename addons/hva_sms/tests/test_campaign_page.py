from lxml import html

from odoo.tests import HttpCase, tagged

from .common_pool import PoolCase


@tagged("post_install", "-at_install")
class TestCampaignPage(PoolCase, HttpCase):
    """The resident's side of a targeted survey: from the mail, or the open link, to the thank-you page."""

    def setUp(self):
        super().setUp()
        self.join("page.pool@example.fi", lang="sv")
        self.campaign = self.env["hva.campaign"].create(
            {
                "name": "Page",
                "unit_id": self.clinic.id,
                "set_id": self.env.ref("hva_feedback.hva_question_set_base").id,
                "opens_on": "2026-11-02",
                "closes_on": "2026-11-20",
                "has_mail": True,
                "has_open_link": True,
            }
        )
        self.campaign.action_start()
        self.send_mails()
        self.open = f"/p/{self.campaign.open_url.rpartition('/')[2]}"
        self.personal = f"/p/{self.mail_of('page.pool@example.fi').partition('/p/')[2][:22]}"
        nps = self.campaign.survey_id.question_ids.filtered(lambda each: each.hva_role == "nps")
        self.field = f"q{nps.id}"

    def send(self, path, score):
        page = html.fromstring(self.url_open(path).content)
        [nonce] = page.xpath("//input[@name='nonce']/@value")
        return self.url_open(path, data={"nonce": nonce, self.field: score}, allow_redirects=False)

    def test_the_form_asks_the_questions_and_nothing_about_feedback(self):
        for path in (self.open, self.personal):
            page = html.fromstring(self.url_open(path).content)
            self.assertTrue(page.xpath(f"//input[@name='{self.field}']"))
            self.assertFalse(page.xpath("//input[@name='kind' or @name='topics' or @name='group']"))

    def test_a_personal_link_answers_once_and_the_open_link_often(self):
        self.assertEqual(self.send(self.personal, "0").status_code, 303)
        self.assertEqual(self.url_open(self.personal).status_code, 404)
        self.assertEqual({self.send(self.open, "9").status_code, self.send(self.open, "8").status_code}, {303})
        self.assertEqual((self.campaign.answered_count, self.campaign.open_count), (1, 2))
        answers = self.env["survey.user_input"].search(
            [("hva_collector_id", "in", self.campaign.collector_ids.ids), ("hva_channel", "=", "targeted")]
        )
        self.assertEqual(sorted(answers.mapped("hva_nps")), [0, 8, 9])
        self.assertEqual(set(answers.mapped("hva_respondent_group")), {"resident"})

    def test_a_closed_survey_says_so(self):
        self.campaign.action_close()
        self.assertEqual(self.url_open(self.open).status_code, 410)
        self.assertEqual(self.url_open(self.personal).status_code, 404)
