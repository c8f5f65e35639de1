from odoo.tests import tagged

from odoo.addons.hva_feedback.tools.codes import hash_code

from ..models.hva_feedback_link import age_band
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestFeedbackLinks(SmsCase):
    """A personal link works once, says little, and is never alone."""

    def codes(self, count=1, **changes):
        self.invite(count, **changes)
        self.dispatch()
        return [self.code_of(msg) for msg in self.fake.sent]

    def resolve(self, code):
        return self.env["hva.collector"]._hva_resolve_code(code)

    def test_link_opens_the_form_of_its_unit(self):
        [code] = self.codes(service_code=self.service.code, contact_type="home")
        entry = self.resolve(code)
        self.assertEqual((entry.source, entry.channel, entry.unit_id), ("link", "sms", self.clinic.id))
        self.assertEqual((entry.service_id, entry.contact_mode), (self.service.id, "home"))
        self.assertEqual(entry.survey_id, self.env.ref("hva_feedback.hva_question_set_base").current_survey_id.id)
        self.assertTrue(entry.is_open)

    def test_link_is_used_once(self):
        [code] = self.codes()
        entry = self.resolve(code)
        self.assertTrue(self.env["hva.collector"]._hva_consume(entry))
        self.assertFalse(self.env["hva.collector"]._hva_consume(entry))
        self.assertIsNone(self.resolve(code))

    def test_expired_link_is_closed_and_later_gone(self):
        [code] = self.codes()
        last_day = self.env["hva.feedback.link"].search([], limit=1).expires_on
        self.travel(f"{last_day} 12:00")
        self.assertTrue(self.resolve(code).is_open)
        self.travel(days=1)
        entry = self.resolve(code)
        self.assertEqual((entry.is_open, entry.closed_reason), (False, "expired"))
        self.travel(days=8)
        self.env["hva.invitation"]._cron_erase()
        self.assertIsNone(self.resolve(code))
        self.assertFalse(self.env["hva.feedback.link"].search([]))

    def test_guessed_codes_open_nothing(self):
        self.codes()
        for code in ("", "0" * 22, "x" * 500, "' OR 1=1", "0" * 21 + "\N{LATIN SMALL LETTER A WITH ACUTE}"):
            self.assertIsNone(self.resolve(code))

    def test_code_itself_is_stored_nowhere_but_in_the_unsent_text(self):
        [code] = self.codes()
        link = self.env["hva.feedback.link"].search([("code_hash", "=", hash_code(code))])
        self.assertEqual(len(link), 1)
        self.assertNotIn(code, str(link.read()))

    def test_few_links_are_padded_with_look_alikes(self):
        self.codes(3)
        links = self.env["hva.feedback.link"].search([])
        self.assertEqual(len(links), 20)
        self.assertEqual(len(set(links.mapped("expires_on"))), 1)
        self.assertEqual(links.unit_id, self.clinic)

    def test_language_and_age_only_when_ten_share_everything(self):
        rows = [self.row(f"m{n}", phone=number) for n, number in enumerate(self.phones(10))]
        rows += [self.row(f"s{n}", phone=number, language="sv") for n, number in enumerate(self.phones(9, 10))]
        rows += [self.row(f"o{n}", phone=number, age_years=70) for n, number in enumerate(self.phones(2, 30))]
        self.take_in(rows)
        self.assertEqual(self.count_by(self.env["hva.feedback.link"].search([]), "lang_code"), {"fi": 12, False: 9})
        self.assertEqual(self.count_by(self.env["hva.feedback.link"].search([]), "age_band"), {"45_64": 10, False: 11})

    def test_age_bands(self):
        bands = {age: age_band(age) for age in (0, 17, 18, 29, 30, 79, 80, 130, None)}
        self.assertEqual(
            bands,
            {
                0: "u18",
                17: "u18",
                18: "18_29",
                29: "18_29",
                30: "30_44",
                79: "65_79",
                80: "80_",
                130: "80_",
                None: None,
            },
        )
