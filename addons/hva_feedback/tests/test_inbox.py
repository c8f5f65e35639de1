from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged

from .inbox_story import OF_CASES, OF_FEEDBACK, Inbox


@tagged("post_install", "-at_install")
class TestInbox(Inbox):
    """Each pile of work is one press away, and holds what its name says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ward = cls._unit("Ward", parent_id=cls.clinic.id)

    def test_each_entry_is_in_the_menu_of_everybody_who_reads(self):
        for role in (self.viewer, self.handler, self.manager):
            visible = self.env["ir.ui.menu"].with_user(role)._visible_menu_ids()
            for name in OF_CASES:
                self.assertIn(self.env.ref(f"hva_feedback.hva_ticket_menu_{name}").id, visible)
            for name in OF_FEEDBACK:
                self.assertIn(self.env.ref(f"hva_feedback.hva_answer_menu_{name}").id, visible)

    def test_each_entry_says_something_helpful_when_it_is_empty(self):
        kinds = [("ticket", name) for name in OF_CASES] + [("answer", name) for name in OF_FEEDBACK]
        helps = [self.env.ref(f"hva_feedback.hva_{kind}_action_{name}").help for kind, name in kinds]
        self.assertEqual(len(set(helps)), len(kinds))
        for words in helps:
            self.assertEqual(len(etree.fromstring(f"<div>{words}</div>").xpath("//p")), 2)

    def test_mine_is_where_nobody_is_nearer_and_below_me_is_all(self):
        own, below = self.make_case(), self.make_case(self.ward)
        other, areas = self.make_case(self.dental), self.make_case(self.area)
        self.assertEqual(self.pile(self.handler, "unit"), own | below, "nobody has the ward for itself")
        self.assertEqual(self.pile(self.viewer, "unit"), own | below, "who only reads sees the pile too")
        self.assertEqual(self.pile(self.manager, "unit"), areas, "the clinics have handlers of their own")
        self.assertEqual(self.pile(self.manager, "below"), own | below | other | areas)
        self._person("handler", self.ward, login="ward_handler")
        self.assertEqual(self.pile(self.handler, "unit"), own)
        self.assertEqual(self.pile(self.handler, "below"), own | below)

    def test_a_unit_merged_into_mine_is_mine(self):
        case = self.make_case(self.dental)
        self.assertFalse(self.pile(self.handler, "unit"))
        self.dental.merged_into_id = self.clinic
        self.env["hva.unit.access"]._rebuild_reach()
        self.assertEqual(self.pile(self.handler, "unit"), case)

    def test_a_case_handled_elsewhere_is_not_on_my_pile(self):
        self.clinic.responsible_unit_id = self.dental
        case = self.make_case()
        self.assertFalse(self.pile(self.handler, "unit") | self.pile(self.handler, "below"))
        self.assertEqual(self.pile(self.dental_handler, "unit"), case)

    def test_whoever_may_read_a_case_may_read_its_feedback_and_finds_it_by_its_words(self):
        self.clinic.responsible_unit_id = self.dental
        self.make_case(text="Handed on", kind="criticism")
        self.clinic.responsible_unit_id = False
        self.make_case(text="Handed on", kind="criticism")
        admin = self._person("viewer", self.dental, login="admin")
        admin.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        people = self.viewer, self.handler, self.dental_handler, self.manager, self._person("quality", self.area), admin
        for user in people:
            cases = self.env["helpdesk.ticket"].with_user(user)
            seen = cases.search([("hva_is_case", "=", True)])
            with self.subTest(user=user.login):
                self.assertTrue(seen)
                self.assertEqual(cases.search([("hva_is_case", "=", True), ("hva_text", "ilike", "handed")]), seen)
                answers = seen.sudo().hva_answer_id.with_user(user).sudo(False)
                self.assertTrue(answers.has_access("read"))
                found = answers.search([("hva_is_feedback", "=", True), ("hva_is_near", "=", True)])
                self.assertEqual(found, answers.search([("hva_is_feedback", "=", True)]), "near is all of it")
                self.assertEqual(cases.search([("hva_is_case", "=", True), ("hva_is_near", "=", True)]), seen)

    def test_my_cases_are_those_i_took(self):
        mine, _free = self.make_case(), self.make_case()
        mine.with_user(self.handler).action_hva_take()
        self.assertEqual(self.pile(self.handler, "mine"), mine)
        self.assertFalse(self.pile(self.second_handler, "mine"))
        mine.with_user(self.handler)._hva_move("closed", outcome="explained")
        self.assertFalse(self.pile(self.handler, "mine"))

    def test_what_is_late_says_so_in_words(self):
        case = self.make_case()
        due = case.hva_deadline_at
        shown = []
        for moment in (due - timedelta(days=3), due - timedelta(days=1), due + timedelta(days=1, hours=1)):
            with freeze_time(moment):
                case.invalidate_recordset()
                shown.append(case.with_user(self.handler).with_context(lang="en_US").hva_time_left)
                is_late = self.pile(self.handler, "late") == case
                self.assertEqual(is_late, moment > due)
        self.assertEqual(shown, ["3 days left", "Tomorrow", "1 day late"])
        case.with_user(self.handler).action_hva_take()
        case.with_user(self.handler)._hva_move("closed", outcome="explained")
        self.assertFalse(case.hva_time_left)

    def test_the_week_has_all_feedback_of_the_unit_and_nothing_older(self):
        with freeze_time("2026-03-02 12:00"):
            self.give(kind="thanks", text="Last Monday")
        with freeze_time("2026-03-03 12:00"):
            tuesday = self.give(nps=9)
        with freeze_time("2026-03-09 05:00"):
            monday = self.give(kind="criticism", text="This Monday")
            self.assertEqual(self.pile(self.handler, "week"), monday | tuesday)

    def test_unread_is_what_has_words_and_unread_thanks_are_those_below_me_too(self):
        words, _mute = self.give(nps=2, text="Long queue"), self.give(nps=10)
        thanks, wards = self.give(kind="thanks", text="Kind"), self.give(self.ward, kind="thanks")
        self.assertEqual(self.pile(self.viewer, "unread"), words | thanks)
        self.assertEqual(self.pile(self.viewer, "thanks"), thanks | wards)
        thanks.with_user(self.viewer).action_hva_mark_read()
        self.assertEqual(self.pile(self.viewer, "unread"), words)
        self.assertEqual(self.pile(self.viewer, "thanks"), wards)

    def test_lists_and_cards_begin_with_the_giver_s_words_and_have_the_score_beside(self):
        case = self.make_case(text="Nobody answered the phone", nps=2, kind="criticism")
        for kind in ("list", "kanban"):
            view = self.env.ref(f"hva_feedback.hva_ticket_view_{kind}")
            arch = etree.fromstring(self.env["helpdesk.ticket"].with_user(self.handler).get_view(view.id, kind)["arch"])
            names = arch.xpath("//field/@name")
            self.assertIn("hva_excerpt", names)
            self.assertIn("hva_score", names)
        [row] = self.web_read(
            self.handler, "helpdesk.ticket", [("id", "=", case.id)], {"hva_excerpt": {}, "hva_score": {}}
        )
        self.assertEqual((row["hva_excerpt"], row["hva_score"]), ("Nobody answered the phone", "2"))

    def test_a_score_of_nought_is_shown_and_no_score_is_not(self):
        zero = self.make_case(nps=0, text="Bad")
        none = self.make_case(kind="criticism", text="Bad")
        self.assertEqual((zero.hva_score, none.hva_score), ("0", False))

    def test_the_table_beside_the_words_has_every_chosen_answer(self):
        answer = self.give(nps=7, text="<b>Words</b>")
        self.assertEqual([given for _question, given in answer._hva_number_rows()], ["7"])
        self.assertNotIn("Words", answer.hva_numbers)
