"""Staff record oral and paper feedback through their unit's secret link, many in a row, without an account."""

from datetime import timedelta

from lxml import html

from odoo.tests import tagged

from ..tools.form_code import form_code
from .page_story import PageCase, statements
from .staff_story import StaffWorld


@tagged("post_install", "-at_install")
class TestStaffEntry(StaffWorld, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_link(contact_mode="visit")
        cls.today = cls.env["hva.clock"]._today()

    def test_what_was_told_is_stored_with_the_unit_the_day_and_who_told_it(self):
        day = (self.today - timedelta(days=3)).isoformat()
        tree = self.open_form()
        self.tree(
            self.record(
                tree,
                NPS="0",
                OPEN="Waited long",
                kind="criticism",
                given_on=day,
                giver_lang="sv",
                group="relative",
                assisted="staff",
                remark="Told at the desk, call 040 123 4567",
            )
        )
        answer = self.answers()
        self.assertEqual((answer.hva_channel, answer.hva_contact_mode), ("staff_oral", "visit"))
        self.assertEqual((answer.hva_nps, answer.hva_has_nps, answer.hva_text), (0, True, "Waited long"))
        self.assertEqual((str(answer.hva_given_on), answer.hva_lang_code), (day, "sv"))
        self.assertEqual((answer.hva_respondent_group, answer.hva_assisted_by), ("relative", "staff"))
        self.assertIn("Told at the desk", answer.hva_remark)
        self.assertNotIn("040 123", answer.hva_remark)
        self.assertFalse(answer.hva_mark or answer.hva_collector_id)
        self.assertFalse(answer.hva_given_at, "the time of typing is not the time of the feedback")
        self.assertEqual(str(answer.create_date)[:10], day)

    def test_many_are_recorded_in_a_row_and_channel_and_day_stay(self):
        day = (self.today - timedelta(days=1)).isoformat()
        tree = self.tree(self.record(self.open_form(), NPS="9", channel="paper", given_on=day))
        for number in (2, 3):
            self.assertEqual((self.value(tree, "channel"), self.value(tree, "given_on")), ("paper", day))
            tree = self.tree(self.record(tree, NPS="8"))
            self.assertIn(f"Saved in this sitting: {number}", tree.get_element_by_id("saved").text_content())
        self.assertEqual(self.answers().mapped("hva_channel"), ["paper"] * 3)
        self.assertEqual({str(given) for given in self.answers().mapped("hva_given_on")}, {day})
        receipt = tree.get_element_by_id("saved").text_content()
        self.assertIn("Saved: On paper", receipt)
        self.assertIn("Questions answered: 1", receipt)
        self.assertFalse(tree.xpath(f"//input[@name='{self.field('NPS')}'][@checked]"), "the next form is empty")

    def test_the_last_one_ends_the_sitting(self):
        tree = self.tree(self.record(self.open_form(), "finish", NPS="9"))
        self.assertEqual(tree.findtext(".//h1"), "The feedback has been saved")
        self.assertTrue(self.tree(self.step("form", tree)).xpath("//input[@name='nonce']"))

    def test_a_form_sent_twice_is_stored_once_and_counted_once(self):
        tree = self.open_form()
        self.record(tree, NPS="9")
        again = self.tree(self.record(tree, NPS="9"))
        self.assertIn("It was not saved twice", again.get_element_by_id("saved").text_content())
        self.assertEqual((len(self.answers()), self.link.answer_count), (1, 1))

    def test_a_day_that_cannot_be_is_told_and_everything_typed_is_kept(self):
        for day, words in (
            ((self.today + timedelta(days=1)).isoformat(), "cannot be in the future"),
            ((self.today - timedelta(days=61)).isoformat(), "too long ago"),
            ("2026-02-30", "Write the date"),
            ("", "Answer this question"),
        ):
            with self.subTest(day):
                response = self.record(self.open_form(), NPS="7", OPEN="Kept", given_on=day, channel="paper")
                tree = self.tree(response, 422)
                summary = tree.get_element_by_id("summary")
                self.assertIn(words, summary.text_content())
                self.assertEqual(summary.xpath(".//a/@href"), ["#given_on"])
                self.assertIn("Kept", tree.get_element_by_id(self.field("OPEN")).text_content())
                self.assertEqual(self.value(tree, "channel"), "paper")
        self.assertFalse(self.answers())

    def test_how_far_back_is_the_countys_to_say(self):
        self.env["ir.config_parameter"].set_param("hva_feedback.staff_entry_days", "5")
        day = self.today - timedelta(days=6)
        self.tree(self.record(self.open_form(), NPS="7", given_on=day.isoformat()), 422)
        self.tree(self.record(self.open_form(), NPS="7", given_on=(day + timedelta(days=1)).isoformat()))

    def test_what_nobody_offered_is_refused(self):
        for field, value in (("channel", "sms"), ("giver_lang", "xx"), ("NPS", "11"), ("group", "child")):
            with self.subTest(field):
                self.tree(self.record(self.open_form(), **{"OPEN": "x", field: value}), 422)
        self.tree(self.record(self.open_form(), NPS="7", remark="x" * 251), 422)
        self.tree(self.record(self.open_form()), 422)
        self.assertFalse(self.answers())

    def test_the_code_of_a_printed_form_opens_its_version(self):
        first = self.survey
        second = self.set._publish()
        self.env.flush_all()
        tree = self.open_form()
        self.assertIn(f"version {second.hva_version}", tree.text_content())
        printed = form_code(self.set.id, first.hva_version, self.clinic.id)
        for opened in (
            self.open_form(f"?lang=en&form={printed}"),
            self.tree(self.step("form", tree, form_code=printed)),
        ):
            self.assertIn(f"version {first.hva_version}", opened.text_content())
            self.assertEqual(self.value(opened, "channel"), "paper")
            opened = self.tree(self.record(opened, NPS="9"))
            self.assertIn(f"version {first.hva_version}", opened.text_content(), "the next one is of the same form")
        self.assertEqual(self.answers().survey_id, first)

    def test_a_code_of_no_form_or_of_another_unit_is_told(self):
        other = self.env["hva.unit"].create({"name": "Other", "level_id": self.level.id})
        self.env.flush_all()
        for typed in ("nonsense", "999999-v1", form_code(self.set.id, 99), form_code(self.set.id, 1, other.id)):
            with self.subTest(typed):
                tree = self.tree(self.step("form", self.open_form(), form_code=typed))
                self.assertIn("No form of this unit has this code", tree.text_content())
                self.assertEqual(tree.get_element_by_id("form_code").get("value"), typed)
                self.assertIn(
                    typed, self.open_form(f"?lang=en&form={typed}").get_element_by_id("form_code").get("value")
                )

    def test_a_personal_detail_is_warned_of_before_it_is_stored(self):
        tree = self.tree(self.record(self.open_form(), OPEN="Call 040 123 4567"), 422)
        self.assertTrue(tree.get_element_by_id("warnings") is not None)
        self.assertFalse(self.answers())
        self.assertTrue(tree.get_element_by_id("as_it_is") is not None, "the warning's link leads to a button")
        self.tree(self.record(tree, None, OPEN="Call 040 123 4567", as_it_is="1"))
        self.assertNotIn("4567", self.answers().hva_text)

    def test_looking_writes_nothing_and_no_cookie_is_set(self):
        with statements() as seen:
            response = self.url_open(self.url)
        self.assertFalse([text for text in seen if text.startswith(("INSERT", "UPDATE", "DELETE"))])
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertNotIn("Set-Cookie", self.record(html.fromstring(response.content), NPS="9").headers)
        self.assertIn("frame-ancestors 'none'", response.headers["Content-Security-Policy"])

    def test_each_recording_is_counted_and_audited_without_a_word_of_it(self):
        self.record(self.open_form(), NPS="9", OPEN="Secret words")
        self.assertEqual((self.link.answer_count, self.link.last_used_on), (1, self.today))
        row = self.env["hva.audit"].search([("action", "=", "staff_link_use"), ("res_id", "=", self.link.id)])
        self.assertEqual((row.res_id, row.unit_id, row.details), (self.link.id, self.clinic, {"count": 1}))

    def test_a_code_that_opens_nothing_says_so(self):
        for validity, change, status in (
            ("expired", {"expires_on": self.today - timedelta(days=1)}, 410),
            ("revoked", {"expires_on": self.today, "revoked_at": "2026-11-01 10:00:00"}, 410),
        ):
            self.link.sudo().write(change)
            self.env.flush_all()
            tree = self.tree(self.url_open(f"{self.url}?lang=en"), status)
            self.assertIn(validity, tree.findtext(".//h1"))
            self.tree(self.step("next", None, **{self.field("NPS"): "9"}), status)
        self.assertFalse(self.answers())
        self.assertEqual(self.url_open(f"/p/staff/{'x' * 22}").status_code, 404)
        self.assertEqual(self.url_open("/p/staff/short").status_code, 404)

    def test_garbage_ends_in_a_page_and_not_in_a_fault(self):
        tree = self.open_form()
        for fields in (
            {"sitting": "x" * 500, "nonce": "y"},
            {"do": "next", "given_on": "\ud7ff\0", "channel": "\0"},
            {"do": "unheard of"},
            {"self": "x", "code": "y", "form_code": "\0"},
            {"do": "next", "remark": "\0"},
        ):
            with self.subTest(fields):
                self.assertIn(self.step(fields.pop("do", ""), tree, **fields).status_code, (200, 422))
        self.assertEqual(self.url_open(self.url, data="x", headers={"Content-Type": "text/xml"}).status_code, 415)
        self.assertFalse(self.answers())
