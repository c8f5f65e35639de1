from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestAccessReview(UnitWorld, TransactionCase):
    """November: each manager confirms or ends the people of own units."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.manager = cls.person("review_manager", "manager", cls.health)
        cls.other_manager = cls.person("review_other", "manager", cls.social)
        cls.handler = cls.person("review_handler", "handler", cls.clinic)
        cls.stays = cls.person("review_stays", "handler", cls.dental)
        cls.gone = cls.person("review_gone", "handler", cls.dental, valid_to="2020-01-01")
        for user in (cls.manager, cls.other_manager):
            user.email = f"{user.login}@example.org"
        cls.admin = cls.person("review_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")

    def start(self):
        review = self.env["hva.access.review"].with_user(self.admin).create({"name": "2026", "due_on": "2026-11-30"})
        with freeze_time("2026-11-02 08:00:00"):
            review.action_start()
        return review

    def line(self, review, user):
        return self.env["hva.access.review.line"].search([("review_id", "=", review.id), ("user_id", "=", user.id)])

    def mailed(self, day):
        self.env["mail.mail"].search([]).unlink()
        with freeze_time(f"{day} 08:00:00"):
            self.env["hva.access.review"]._cron_remind()
        self.env.flush_all()
        return self.env["mail.mail"].search([]).recipient_ids

    def test_a_line_for_each_access_in_force(self):
        review = self.start()
        self.assertTrue(self.line(review, self.handler) and self.line(review, self.manager))
        self.assertFalse(self.line(review, self.gone))
        with self.assertRaises(UserError):
            review.action_start()

    def test_a_manager_confirms_or_ends(self):
        review = self.start()
        keep, end = self.line(review, self.stays), self.line(review, self.handler)
        with freeze_time("2026-11-05 08:00:00"):
            keep.with_user(self.manager).action_keep()
            end.with_user(self.manager).action_remove()
            self.assertFalse(self.env["hva.unit.reach"].search([("user_id", "=", self.handler.id)]))
        self.assertTrue(self.env["hva.unit.reach"].search([("user_id", "=", self.stays.id)]))
        self.assertEqual((end.result, end.decided_by_id, str(end.decided_on)), ("removed", self.manager, "2026-11-05"))
        review.invalidate_recordset()
        self.assertEqual((review.kept_count, review.removed_count), (1, 1))
        with self.assertRaises(UserError):
            end.with_user(self.manager).action_keep()
        end.access_id.unlink()
        self.assertEqual((end.user_id, end.unit_id, end.role), (self.handler, self.clinic, "handler"), "kept")

    def test_nobody_decides_about_oneself_or_other_units(self):
        review = self.start()
        with self.assertRaises(AccessError):
            self.line(review, self.manager).with_user(self.manager).action_keep()
        with self.assertRaises(AccessError):
            self.line(review, self.handler).with_user(self.other_manager).action_remove()
        with self.assertRaises(AccessError):
            self.line(review, self.stays).with_user(self.handler).action_keep()
        with self.assertRaises(AccessError):
            self.line(review, self.stays).with_user(self.manager).write({"result": "kept"})
        self.line(review, self.manager).with_user(self.admin).action_keep()

    def test_who_has_people_left_is_reminded_and_the_late_are_found(self):
        review = self.start()
        lines = self.env["hva.access.review.line"]
        self.assertFalse(self.mailed("2026-11-03"))
        self.assertIn(self.manager.partner_id, self.mailed("2026-11-23"))
        theirs = lines.search([("review_id", "=", review.id)]).filtered(lambda each: each.unit_id not in self.social)
        for line in theirs.filtered(lambda each: self.manager in each._managers()):
            line.with_user(self.admin).action_keep()
        self.assertNotIn(self.manager.partner_id, self.mailed("2026-11-30"))
        with freeze_time("2026-12-01"):
            late = lines.search([("is_late", "=", True), ("review_id", "=", review.id)])
        self.assertIn(self.line(review, self.other_manager), late)
        self.assertNotIn(self.line(review, self.handler), late)
