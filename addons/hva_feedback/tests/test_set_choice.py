"""What a way in asks: the set chosen on it, or the one that its service, channel and givers lead to."""

from odoo.tests import Form, TransactionCase, new_test_user, tagged

from .common_sets import make_set, ready_set
from .page_story import PageWorld


@tagged("post_install", "-at_install")
class TestSetChoice(PageWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_page_world()
        cls.dental = cls.env["hva.service"].create({"name": "Dental care", "code": "T-DENTAL"})
        cls.dental_set = make_set(cls.env, "ST1", "FREE", "ST2", name="Dental")
        cls.dental_set._publish()

    def asked(self):
        self.env.flush_all()
        return self.env["survey.survey"].browse(
            self.env["hva.collector"]._hva_resolve_code(self.collector.code).survey_id
        )

    def test_without_a_word_about_it_the_base_set_is_asked(self):
        self.assertEqual((self.collector.asked_set_id, self.collector.asked_why), (ready_set(self.env), "default"))
        self.assertEqual(self.asked(), self.survey)

    def test_a_set_for_a_service_is_asked_there_at_once(self):
        self.collector.service_id = self.dental
        self.assertEqual(self.asked(), self.survey)
        self.dental_set.service_ids = self.dental
        self.assertEqual(self.asked(), self.dental_set.current_survey_id)
        self.assertEqual(self.collector.asked_why, "meant")
        self.dental_set.active = False
        self.assertEqual(self.asked(), self.survey)

    def test_a_set_begins_to_be_asked_when_it_is_published(self):
        fresh = make_set(self.env, "FREE", name="Fresh")
        self.collector.service_id = fresh.service_ids = self.dental
        self.assertEqual(self.asked(), self.survey)
        self.assertEqual(self.collector.asked_set_id, ready_set(self.env))
        version = fresh._publish()
        self.assertEqual(self.asked(), version)

    def test_what_is_chosen_by_hand_stays(self):
        self.collector.set_id = self.dental_set
        self.dental_set.channel = "kiosk"
        self.dental_set.active = False
        self.assertEqual(self.asked(), self.dental_set.current_survey_id)
        self.assertEqual(self.collector.asked_why, "chosen")

    def test_the_set_tells_which_ways_in_ask_it(self):
        admin = new_test_user(self.env, "choice_admin", groups="base.group_user,hva_feedback.hva_feedback_group_admin")
        self.collector.service_id = self.dental_set.service_ids = self.dental
        seen = self.dental_set.with_user(admin)
        self.assertEqual(seen.collector_count, 1)
        found = self.env["hva.collector"].with_user(admin).search(seen.action_open_collectors()["domain"])
        self.assertEqual(found, self.collector)

    def test_a_manager_who_changes_the_service_changes_what_is_asked(self):
        manager = new_test_user(self.env, "choice_manager", groups="base.group_user")
        self.env["hva.unit.access"].create({"user_id": manager.id, "unit_id": self.clinic.id, "role": "manager"})
        self.dental_set.service_ids = self.dental
        self.collector.with_user(manager).service_id = self.dental
        self.assertEqual(self.asked(), self.dental_set.current_survey_id)

    def test_looking_a_code_up_is_one_query(self):
        self.asked()
        with self.assertQueryCount(1):
            self.env["hva.collector"]._hva_resolve_code(self.collector.code)

    def test_a_new_way_in_takes_the_only_service_of_its_unit(self):
        self.dental_set.service_ids = self.clinic.service_ids = self.dental
        with Form(self.env["hva.collector"]) as form:
            form.name = "Lobby"
            form.unit_id = self.clinic
        self.assertEqual((form.record.service_id, form.record.asked_set_id), (self.dental, self.dental_set))
        self.clinic.service_ids |= self.env["hva.service"].create({"name": "Other", "code": "T-OTHER"})
        with Form(self.env["hva.collector"]) as form:
            form.name = "Lobby"
            form.unit_id = self.clinic
        self.assertFalse(form.record.service_id)
