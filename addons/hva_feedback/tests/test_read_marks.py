from datetime import date, datetime, time

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .case_story import CaseStory

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@tagged("post_install", "-at_install")
class TestReadMarks(CaseStory):
    """The unit's own people read every feedback, also those without a case, and each keeps the own pile."""

    def press(self, user, answers, button="action_hva_mark_read"):
        call_kw(answers.with_user(user), button, [answers.ids], {})
        answers.invalidate_recordset()

    def unread(self, user, filter_name="unread"):
        """Return what the filter of the search view leaves for this person."""
        answers = self.env["survey.user_input"].with_user(user)
        [domain] = self.filters[filter_name]
        return answers.search([("hva_is_feedback", "=", True), *domain]).with_env(self.env)

    def setUp(self):
        super().setUp()
        arch = etree.fromstring(self.env.ref("hva_feedback.hva_answer_view_search").get_combined_arch())
        names = ("unread", "unread_thanks", "unread_in_unit")
        self.filters = {
            name: [safe_eval(domain) for domain in arch.xpath(f"//filter[@name='{name}']/@domain")] for name in names
        }

    def test_everybody_of_the_unit_keeps_the_own_pile(self):
        answer = self.give(nps=9, text="Thank you")
        for user in (self.viewer, self.handler, self.manager):
            self.assertEqual(self.unread(user), answer)
        self.press(self.viewer, answer)
        self.assertFalse(self.unread(self.viewer))
        self.assertTrue(answer.with_user(self.viewer).hva_is_read)
        self.assertEqual(self.unread(self.handler), answer, "another person's pile is another pile")
        self.press(self.viewer, answer, "action_hva_mark_unread")
        self.assertEqual(self.unread(self.viewer), answer)

    def test_the_first_reader_of_the_unit_gives_the_day(self):
        answer = self.give(nps=9)
        with freeze_time(f"{MONDAY} 12:00"):
            self.press(self.viewer, answer)
        with freeze_time(f"{TUESDAY} 12:00"):
            self.press(self.handler, answer)
            self.press(self.viewer, answer, "action_hva_mark_unread")
            self.press(self.viewer, answer)
        self.assertEqual(answer.hva_read_on, MONDAY)
        self.assertFalse(self.unread(self.manager, "unread_in_unit"))

    def test_the_day_is_the_county_s(self):
        answer = self.give(nps=9)
        with freeze_time(f"{MONDAY} 23:30"):  # half past one in the night of Tuesday
            self.press(self.viewer, answer)
        self.assertEqual(answer.hva_read_on, TUESDAY)

    def test_who_only_looks_in_reads_for_oneself(self):
        answer = self.give(nps=9)
        quality = self._person("quality", self.clinic)
        admin = self._person("viewer", self.dental, login="admin_elsewhere")
        admin.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        for user in (quality, admin):
            self.press(user, answer)
            self.assertFalse(self.unread(user) & answer)
        self.assertFalse(answer.hva_read_on)

    def test_the_responsible_unit_reads_what_it_handles(self):
        self.clinic.responsible_unit_id = self.dental
        case = self.make_case()
        self.press(self.dental_handler, case.hva_answer_id)
        self.assertTrue(case.hva_answer_id.hva_read_on)

    def test_many_are_marked_at_once_and_twice_is_once(self):
        answers = self.give(nps=9) | self.give(nps=3, text="Slow") | self.give(kind="thanks")
        self.press(self.handler, answers[:2])
        self.press(self.handler, answers)
        self.assertFalse(self.unread(self.handler))
        self.assertEqual(self.env["hva.read.mark"].search_count([("user_id", "=", self.handler.id)]), 3)

    def test_unread_thanks(self):
        thanks = self.give(kind="thanks", text="Kind people")
        self.give(kind="criticism", text="Slow")
        self.assertEqual(self.unread(self.viewer, "unread_thanks"), thanks)
        self.press(self.viewer, thanks)
        self.assertFalse(self.unread(self.viewer, "unread_thanks"))

    def test_another_unit_s_feedback_is_not_marked(self):
        answer = self.give(self.dental, nps=9)
        for button in ("action_hva_mark_read", "action_hva_mark_unread"):
            with self.assertRaises(AccessError):
                self.press(self.handler, answer, button)

    def test_nobody_sees_or_makes_marks_of_others(self):
        answer = self.give(nps=9)
        self.press(self.viewer, answer)
        marks = self.env["hva.read.mark"]
        self.assertFalse(marks.with_user(self.manager).search([]))
        self.assertEqual(marks.with_user(self.viewer).search([]).answer_id, answer)
        with self.assertRaises(AccessError):
            marks.with_user(self.manager).create({"answer_id": answer.id, "user_id": self.viewer.id})

    def test_reading_leaves_no_time_of_day(self):
        """Neither on a mark nor on an answer that came through a personal link."""
        self.assertFalse({"create_date", "write_date"} & set(self.env["hva.read.mark"]._fields))
        with freeze_time(f"{MONDAY} 09:14"):
            answer = self.give(nps=9, source="link", channel="sms")
        with freeze_time(f"{TUESDAY} 10:41"):
            self.press(self.viewer, answer)
        self.env.flush_all()
        answer.invalidate_recordset()
        self.assertEqual(answer.hva_read_on, TUESDAY)
        self.assertEqual(answer.write_date, datetime.combine(MONDAY, time.min))
