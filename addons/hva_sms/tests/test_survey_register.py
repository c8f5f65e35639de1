from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_pool import PoolCase


@tagged("post_install", "-at_install")
class TestSurveyRegister(PoolCase):
    """The register lists every survey and warns when two ask the same people; rights of it and of targeted surveys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hva.survey.register"].search([]).unlink()
        cls.people = {}
        for role in ("viewer", "handler", "manager", "quality", "admin", "technical"):
            cls.people[role] = cls.make_user(role, f"register_{role}", lang="en_US")
            if role in ("viewer", "handler", "manager", "quality"):
                access = {"user_id": cls.people[role].id, "unit_id": cls.clinic.id, "role": role}
                cls.env["hva.unit.access"].create(access)

    def plan(self, user, **values):
        given = {
            "name": "Teeth",
            "unit_id": self.clinic.id,
            "set_id": self.env.ref("hva_feedback.hva_question_set_base").id,
            "opens_on": "2026-11-02",
            "closes_on": "2026-11-20",
            "has_mail": True,
        }
        return self.env["hva.campaign"].with_user(user).create({**given, **values})

    def note(self, user, **values):
        given = {"name": "Elsewhere", "owner_name": "A university", "made_in": "Another system", "audience": "pool"}
        days = {"opens_on": "2026-11-15", "closes_on": "2026-12-15"}
        return self.env["hva.survey.register"].with_user(user).create({**given, **days, **values})

    def test_a_targeted_survey_comes_by_itself_and_follows(self):
        campaign = self.plan(self.people["quality"], topic_ids=self.dental.ids)
        [row] = campaign.register_ids
        self.assertEqual((row.audience, row.channel, row.topic_ids), ("pool", "mail", self.dental))
        campaign.write({"closes_on": "2026-11-30", "has_open_link": True, "has_mail": False})
        self.assertEqual((str(row.closes_on), row.audience, row.channel), ("2026-11-30", "residents", "link"))
        with self.assertRaises(UserError):
            row.with_user(self.people["admin"]).name = "Another name"
        with self.assertRaises(UserError):
            row.with_user(self.people["admin"]).unlink()
        campaign.unlink()
        self.assertFalse(row.exists())

    def test_overlaps_are_warned_of_on_both_sides(self):
        campaign = self.plan(self.people["quality"], topic_ids=self.dental.ids)
        self.assertFalse(campaign.overlap_ids)
        far = self.note(self.people["manager"], topic_ids=self.older.ids)
        self.assertFalse(far.overlap_count)
        near = self.note(self.people["manager"], topic_ids=self.dental.ids)
        self.assertEqual(near.overlap_ids, campaign.register_ids)
        self.env.invalidate_all()
        self.assertEqual(campaign.overlap_ids, near)
        near.opens_on = "2026-11-21"
        self.assertFalse(near.overlap_ids)
        near.write({"opens_on": "2026-11-20", "active": False})
        self.env.invalidate_all()
        self.assertFalse(campaign.overlap_ids, "an archived row warns of nothing")

    def test_everybody_who_works_with_feedback_reads_the_register(self):
        row = self.note(self.people["quality"])
        for role in ("viewer", "handler", "manager", "quality", "admin"):
            self.assertEqual(row.with_user(self.people[role]).name, "Elsewhere", role)
        for role in ("viewer", "handler", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                row.with_user(self.people[role]).name = "Mine"
        for role in ("quality", "admin"):
            row.with_user(self.people[role]).note = role
        with self.assertRaises(AccessError):
            row.with_user(self.people["technical"]).read(["name"])

    def test_a_targeted_survey_is_kept_by_the_people_of_its_unit(self):
        campaign = self.plan(self.people["quality"])
        campaign.with_user(self.people["manager"]).name = "Teeth again"
        campaign.with_user(self.people["admin"]).name = "Teeth once more"
        for role in ("viewer", "handler", "technical"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                campaign.with_user(self.people[role]).action_start()
        elsewhere = self.plan(self.people["admin"], unit_id=self.ward.id)
        for role in ("manager", "quality"):
            mine = self.env["hva.campaign"].with_user(self.people[role])
            self.assertNotIn(elsewhere, mine.search([]))
            self.assertNotIn(elsewhere.text_ids, mine.env["hva.campaign.text"].search([]))
            with self.subTest(role=role), self.assertRaises(AccessError):
                elsewhere.with_user(self.people[role]).action_start()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.plan(self.people[role], unit_id=self.ward.id)
            with self.subTest(role=role), self.assertRaises(AccessError):
                campaign.with_user(self.people[role]).unit_id = self.ward

    def test_another_county_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Another county"})
        admin = self.people["admin"]
        self.join("county.pool@example.fi")
        row, campaign = self.note(admin), self.plan(admin)
        admin.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for model, records in (("hva.survey.register", row), ("hva.campaign", campaign), ("hva.pool.member", None)):
            mine = self.env[model].with_user(admin).with_company(other)
            self.assertFalse(mine.search([]), model)
            if records:
                with self.assertRaises(AccessError):
                    records.with_user(admin).with_company(other).read(["display_name"])

    def test_screens_and_menus_are_there_for_those_who_use_them(self):
        menus = {
            "hva_campaign_menu": {"manager", "quality", "admin"},
            "hva_survey_register_menu": {"viewer", "handler", "manager", "quality", "admin"},
            "hva_pool_member_menu": {"quality", "admin"},
            "hva_pool_consent_menu": {"admin"},
        }
        for name, roles in menus.items():
            menu = self.env.ref(f"hva_sms.{name}")
            seen = {
                role
                for role, user in self.people.items()
                if menu.id in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            }
            self.assertEqual(seen, roles, name)
        for model, kinds in (
            ("hva.campaign", ("list", "form", "calendar", "search")),
            ("hva.survey.register", ("list", "form", "calendar", "search")),
            ("hva.pool.member", ("list", "form", "pivot", "search")),
        ):
            self.env[model].with_user(self.people["quality"]).get_views([(False, kind) for kind in kinds])
