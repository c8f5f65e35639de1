import re
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.hva_feedback.tests.whole_database import tables_with
from odoo.addons.hva_feedback.tools.entry import Submission

from .common_pool import PoolCase

TODAY = "2026-11-02"  # a Monday, 14:00 in Helsinki


@tagged("post_install", "-at_install")
class TestCampaign(PoolCase):
    """A targeted survey from draft to close: who is drawn, what goes, what is counted, and whom it leaves in peace."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set = cls.env.ref("hva_feedback.hva_question_set_base")
        cls.quality = cls.make_user("quality", "campaign_quality", lang="en_US", email="q@example.fi")
        cls.env["hva.unit.access"].create({"user_id": cls.quality.id, "unit_id": cls.clinic.id, "role": "quality"})

    def plan(self, **values):
        given = {
            "name": "Opening hours",
            "unit_id": self.clinic.id,
            "set_id": self.set.id,
            "opens_on": TODAY,
            "closes_on": "2026-11-20",
            "has_mail": True,
            **values,
        }
        return self.env["hva.campaign"].with_user(self.quality).create(given)

    def people(self, count, first=0, **more):
        return [self.join(f"person{number}.pool@example.fi", **more) for number in range(first, first + count)]

    def code_in(self, words):
        return re.search(r"/p/([0-9A-Za-z]{22})", words)[1]

    def answer(self, code):
        """Answer as the page does, with the link or the address of a code."""
        entry = self.env["hva.collector"]._hva_resolve_code(code)
        self.assertTrue(self.env["hva.collector"]._hva_consume(entry) if entry.source == "link" else True)
        return self.env["survey.user_input"]._hva_store([Submission(entry=entry, values={})])

    # ------------------------------------------------------------------ who

    def test_those_who_fit_are_asked_by_topic_language_and_place(self):
        fitting = self.join("fits@example.fi", [self.dental], self.pori, "sv")
        self.join("all.topics@example.fi", [], self.pori, "sv")
        self.join("topic@example.fi", [self.older], self.pori, "sv")
        self.join("place@example.fi", [self.dental], self.rauma, "sv")
        self.join("language@example.fi", [self.dental], self.pori, "fi")
        self.join("+358400007001", [self.dental], self.pori, "sv")
        campaign = self.plan(topic_ids=self.dental.ids, municipality_ids=self.pori.ids, lang_code="sv")
        self.assertEqual(campaign.fitting_count, 2)
        campaign.action_start()
        self.send_mails()
        self.assertEqual({mail["To"] for mail in self.mailed}, {"fits@example.fi", "all.topics@example.fi"})
        self.assertIn("Svara här", self.mail_of("fits@example.fi"))
        self.assertTrue(all(' lang="sv"' in mail.get_body(("html",)).get_content() for mail in self.mailed))
        self.assertTrue(fitting.exists())

    def test_a_sample_is_drawn_and_counted(self):
        self.people(30)
        campaign = self.plan(sample_size=12)
        campaign.action_start()
        self.send_mails()
        self.assertEqual((campaign.matched_count, campaign.sample_count, campaign.sent_count), (30, 12, 12))
        self.assertEqual(len(self.mailed), 12)

    def test_a_version_stays_the_same_to_the_end(self):
        campaign = self.plan(has_mail=False, has_open_link=True)
        asked = campaign.survey_id
        campaign.action_start()
        code = campaign.open_url.rpartition("/")[2]
        self.set._publish()
        self.assertNotEqual(self.set.current_survey_id, asked)
        self.assertEqual(self.env["hva.collector"]._hva_resolve_code(code).survey_id, asked.id)

    # ------------------------------------------------------------------ rest, both ways

    def test_who_was_asked_after_a_visit_is_left_in_peace(self):
        self.join("+358405550001")
        self.take_in([self.row("v1", phone="+358405550001")])
        campaign = self.plan(has_mail=False, has_sms=True)
        self.assertEqual((campaign.fitting_count, campaign.fitting_resting_count), (0, 1))
        campaign.action_start()
        self.assertEqual((campaign.resting_count, campaign.sample_count), (1, 0))

    def test_who_was_asked_by_a_survey_is_not_asked_after_a_visit(self):
        self.join("+358405550002")
        campaign = self.plan(has_mail=False, has_sms=True)
        campaign.action_start()
        self.dispatch()
        self.assertEqual(self.fake.numbers, ["+358405550002"])
        self.assertEqual(self.reasons([self.row("v2", phone="+358405550002")]), {"v2": "quarantine"})
        self.travel("2026-12-01 12:00")  # the message would go on the last day of the rest
        end = "2026-12-01T10:00:00+02:00"
        self.assertEqual(
            self.reasons([self.row("v3", phone="+358405550002", visit_end=end)], "later"), {"v3": "quarantine"}
        )
        self.travel("2026-12-02 12:00")
        end = "2026-12-02T10:00:00+02:00"
        self.assertEqual(
            self.reasons([self.row("v4", phone="+358405550002", visit_end=end)], "last"), {"v4": "invited"}
        )

    def test_two_surveys_share_the_rest_time_of_mails(self):
        self.people(2)
        self.plan().action_start()
        self.people(1, first=2)
        second = self.plan(name="Another")
        second.action_start()
        self.assertEqual((second.resting_count, second.sample_count), (2, 1))

    def test_rest_that_never_began_ends(self):
        self.people(1)
        campaign = self.plan()
        campaign.action_start()
        self.assertEqual(self.env["hva.quarantine"].search_count([("kind", "=", "mail")]), 1)
        campaign.action_stop()
        self.assertFalse(self.env["hva.quarantine"].search([("kind", "=", "mail")]))
        self.assertFalse(self.env["hva.pool.mail"].search([("campaign_id", "=", campaign.id)]))

    def test_who_opted_out_is_not_asked(self):
        member = self.join("+358405550003").sudo()
        hmac, number = member.contact_hmac, member.contact
        self.env["hva.opt.out"]._add(hmac)
        self.assertFalse(member.exists(), "opting out leaves the pool")
        self.join(number)  # joined anew, and says no to messages again after the start
        self.env["hva.opt.out"].search([]).unlink()
        campaign = self.plan(has_mail=False, has_sms=True)
        campaign.action_start()
        self.env["hva.opt.out"]._add(hmac)
        self.dispatch()
        self.assertFalse(self.fake.sent)
        self.assertEqual(campaign.failed_count, 1)

    def test_who_leaves_gets_nothing_that_was_on_its_way(self):
        member = self.people(1)[0].sudo()
        campaign = self.plan()
        campaign.action_start()
        self.env["hva.pool.member"]._leave([member.contact_hmac])
        self.send_mails()
        self.assertFalse(self.mailed)
        self.assertEqual((campaign.sent_count, campaign.failed_count), (0, 1))

    # ------------------------------------------------------------------ messages and answers

    def test_a_mail_has_one_link_and_the_way_out(self):
        self.people(1)
        self.plan().action_start()
        self.send_mails()
        [message] = self.mailed
        words = self.mail_of("person0.pool@example.fi")
        self.assertIn("/p/vastaajaksi/eroa/", words)
        self.assertIn("/p/vastaajaksi/eroa/", message["List-Unsubscribe"])
        entry = self.env["hva.collector"]._hva_resolve_code(self.code_in(words))
        self.assertEqual((entry.channel, entry.source, entry.respondent_group), ("targeted", "link", "resident"))
        self.assertTrue(entry.is_open)
        self.env.flush_all()
        self.assertNotIn("hva_pool_mail", tables_with(self.env, "person0.pool@example.fi"))
        self.assertNotIn("hva_pool_mail", tables_with(self.env, self.code_in(words)))

    def test_answers_are_told_apart_by_channel_and_way(self):
        self.people(2)
        campaign = self.plan(has_open_link=True)
        campaign.action_start()
        self.send_mails()
        answer = self.answer(self.code_in(self.mail_of("person1.pool@example.fi")))
        self.answer(campaign.open_url.rpartition("/")[2])
        self.assertEqual((answer.hva_channel, answer.hva_unit_id), ("targeted", self.clinic))
        self.assertEqual(answer.hva_collector_id.campaign_way, "mail")
        self.assertEqual((campaign.answered_count, campaign.open_count, campaign.rate), (1, 1, 0.5))
        self.assertIsNone(
            self.env["hva.collector"]._hva_resolve_code(self.code_in(self.mail_of("person1.pool@example.fi")))
        )

    def test_the_way_in_of_mails_has_no_address_that_works(self):
        self.people(1)
        campaign = self.plan()
        campaign.action_start()
        [way] = campaign.sudo().collector_ids
        self.assertFalse(self.env["hva.collector"]._hva_resolve_code(way.code).is_open)

    def test_the_whole_sample_is_reminded_once(self):
        self.people(3)
        campaign = self.plan(sample_size=2)
        campaign.action_start()
        with self.assertRaises(UserError):
            campaign.action_remind()  # nothing has gone yet
        self.send_mails()
        asked = {mail["To"] for mail in self.mailed}
        self.answer(self.code_in(self.mailed[0].get_body(("plain",)).get_content()))
        self.mailed.clear()
        self.travel(days=7)
        campaign.action_remind()
        self.send_mails()
        self.assertEqual({mail["To"] for mail in self.mailed}, asked, "also who has answered: nobody knows")
        self.assertEqual((campaign.sent_count, campaign.reminder_count), (2, 2))
        with self.assertRaises(UserError):
            campaign.action_remind()

    def test_text_messages_wait_for_their_hours(self):
        self.join("+358405550004")
        self.travel("2026-11-02 18:00")  # 20 in Helsinki, messages go from 10 to 18
        campaign = self.plan(has_mail=False, has_sms=True)
        campaign.action_start()
        self.dispatch()
        self.assertFalse(self.fake.sent)
        self.travel("2026-11-03 09:00")
        self.dispatch()
        self.assertEqual((len(self.fake.sent), campaign.sent_count), (1, 1))
        self.assertEqual(self.env["hva.invitation"].search([]).kind, "campaign")

    def test_nothing_goes_before_the_first_day(self):
        self.people(1)
        campaign = self.plan(opens_on="2026-11-09", has_open_link=True)
        campaign.action_start()
        self.send_mails()
        self.assertFalse(self.mailed)
        self.assertFalse(self.env["hva.collector"]._hva_resolve_code(campaign.open_url.rpartition("/")[2]).is_open)
        self.travel("2026-11-09 08:00")
        self.send_mails()
        self.assertEqual(len(self.mailed), 1)

    # ------------------------------------------------------------------ stop, close

    def test_a_stopped_survey_takes_no_answers_and_can_go_on(self):
        self.people(1)
        campaign = self.plan(has_open_link=True)
        campaign.action_start()
        self.send_mails()
        codes = [campaign.open_url.rpartition("/")[2], self.code_in(self.mail_of("person0.pool@example.fi"))]
        campaign.action_stop()
        resolve = self.env["hva.collector"]._hva_resolve_code
        self.assertEqual([resolve(code).is_open for code in codes], [False, False])
        campaign.action_resume()
        self.assertEqual([resolve(code).is_open for code in codes], [True, True])

    def test_a_closed_survey_forgets_who_was_drawn(self):
        self.people(1)
        campaign = self.plan()
        campaign.action_start()
        self.send_mails()
        self.assertEqual(self.env["hva.campaign.target"].search_count([]), 1)
        self.travel("2026-11-21 08:00")
        self.env["hva.campaign"]._cron_close()
        self.assertEqual(campaign.state, "closed")
        self.assertFalse(self.env["hva.campaign.target"].search([]))
        self.assertFalse(self.env["hva.feedback.link"].search([("collector_id", "!=", False)]))
        self.assertEqual(campaign.sent_count, 1, "counts stay")
        with self.assertRaises(UserError):
            campaign.action_resume()

    def test_a_last_day_that_moves_takes_the_links_along(self):
        self.people(1)
        campaign = self.plan()
        campaign.action_start()
        campaign.closes_on = "2026-12-31"
        days = set(self.env["hva.feedback.link"].search([("collector_id", "!=", False)]).mapped("expires_on"))
        self.assertEqual(days, {date(2026, 12, 31)})

    def test_what_has_been_started_changes_no_more(self):
        campaign = self.plan(has_mail=False, has_open_link=True)
        campaign.action_start()
        with self.assertRaises(UserError):
            campaign.sample_size = 5
        with self.assertRaises(UserError):
            campaign.unlink()
        with self.assertRaises(UserError):
            self.env["hva.collector"].with_user(self.env.ref("base.user_admin")).browse(
                campaign.sudo().collector_ids.ids
            ).name = "Mine"
        with self.assertRaises(AccessError):
            campaign.state = "draft"

    def test_what_cannot_work_is_said_before_it_starts(self):
        with self.assertRaises(UserError):
            self.plan(has_mail=False).action_start()
        with self.assertRaises(UserError):
            self.plan(opens_on="2026-10-01", closes_on="2026-10-30").action_start()
        campaign = self.plan()
        with self.assertRaises(ValidationError):
            campaign.text_ids[0].body = "Without a link"
        self.rule.action_archive()
        with self.assertRaises(UserError):
            self.plan(has_mail=False, has_sms=True).action_start()

    def test_a_trial_goes_to_oneself_alone(self):
        self.people(2)
        campaign = self.plan()
        campaign.action_try()
        self.send_mails()
        self.assertEqual({mail["To"] for mail in self.mailed}, {"q@example.fi"})
        self.assertIn("/hva_feedback/preview/", self.mail_of("q@example.fi"))
        self.assertFalse(self.env["hva.feedback.link"].search([("collector_id", "!=", False)]))
        self.assertEqual((campaign.state, campaign.sent_count), ("draft", 0))

    def test_surveys_own_invitation_leads_here(self):
        version = self.set.current_survey_id
        answers = self.env["survey.user_input"].search_count([("survey_id", "=", version.id)])
        invite = self.env["survey.invite"].create({"survey_id": version.id, "emails": "a@example.fi"})
        action = invite.action_invite()
        self.assertEqual(action["res_model"], "hva.campaign")
        self.assertEqual(action["context"]["default_survey_id"], version.id)
        self.assertEqual(self.env["survey.user_input"].search_count([("survey_id", "=", version.id)]), answers)
