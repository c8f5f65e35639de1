import csv

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_open

from .rights_story import RightsWorld, allowed

DOORS = ("survey.user_input", "survey.user_input.line", "helpdesk.ticket", "hva.collector", "hva.contact")


@tagged("post_install", "-at_install")
class TestRecordRights(RightsWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.make_people()

    def setUp(self):
        super().setUp()
        self.make_records()

    def test_each_role_may_do_what_the_matrix_says_and_finds_what_it_may_read(self):
        with file_open("hva_feedback/tests/record_matrix.csv") as file:
            matrix = {row.pop("record"): row for row in csv.DictReader(file)}
        self.assertEqual(set(matrix), set(self.records), "a kind is missing from the matrix or the story")
        for kind, rights in matrix.items():
            records = self.records[kind]
            self.assertTrue(records, kind)
            for role, expected in rights.items():
                with self.subTest(record=kind, role=role):
                    mine = records.with_user(self.people[role]).with_context(active_test=False)
                    self.assertEqual(allowed(mine), expected)
                    self.assertEqual(self._found(mine), records.ids if "r" in expected else [])

    def _found(self, records):
        try:
            return sorted(records.search([("id", "in", records.ids)]).ids, key=records.ids.index)
        except AccessError:
            return []

    def test_no_door_of_a_model_shows_what_another_unit_was_told(self):
        hidden = {
            "survey.user_input": self.records["feedback of another unit"],
            "survey.user_input.line": self.records["answer lines of another unit"],
            "helpdesk.ticket": self.records["case of another unit"],
            "hva.collector": self.records["way in of another unit"],
            "hva.contact": self.records["contact of another unit"],
            "hva.device": self.records["device of another unit"],
        }
        manager = self.people["manager"]
        manager.group_ids += self.env.ref("base.group_allow_export")
        for name, records in hidden.items():
            with self.subTest(model=name):
                self._knock(self.env[name].with_user(manager), records.ids)

    def _knock(self, model, ids):
        """Try every way of the web client to see `ids` or to count them."""
        domain = [("id", "in", ids)]
        self.assertFalse(model.search(domain))
        self.assertEqual(model.search_count(domain), 0)
        self.assertEqual(model.search_read(domain, ["display_name"]), [])
        self.assertEqual(model.web_search_read(domain, {"display_name": {}})["records"], [])
        self.assertEqual(model.name_search("", domain), [])
        self.assertEqual(model._read_group(domain, [], ["__count"]), [(0,)])
        self.assertEqual(model.formatted_read_group(domain, ["id"], ["__count"]), [])
        self.assertEqual(model.formatted_read_grouping_sets(domain, [["id"]], ["__count"]), [[]])
        self.assertEqual(model.web_read_group(domain, ["id"], ["__count"])["groups"], [])
        records = model.browse(ids)
        with self.assertRaises(AccessError):
            records.read(["display_name"])
        with self.assertRaises(AccessError):
            records.web_read({"display_name": {}})
        with self.assertRaises(AccessError):
            records.export_data(["display_name"])

    def test_a_path_through_another_record_leads_nowhere(self):
        """A handler may ask for units by what stands on them; only own answers may count."""
        other = self.records["feedback of another unit"]
        answers = self.env["survey.user_input"].with_user(self.people["handler"])
        lines = answers.env["survey.user_input.line"]
        self.assertFalse(lines.search([("user_input_id", "=", other.id)]))
        self.assertFalse(answers.search([("user_input_line_ids.value_text_box", "=", "Other branch")]))
        self.assertTrue(answers.search([("user_input_line_ids.value_text_box", "=", "Own branch")]))

    def test_a_way_in_stays_with_the_units_of_its_manager(self):
        way_in = self.records["way in of own unit"].with_user(self.people["manager"])
        way_in.name = "Poster at the door"
        with self.assertRaises(AccessError):
            way_in.unit_id = self.dental

    def test_a_case_out_of_reach_does_not_tell_its_state(self):
        case = self.records["case of another unit"]
        for role in ("handler", "quality"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                case.with_user(self.people[role]).action_hva_wait()

    def test_removed_access_closes_feedback_cases_and_contacts_at_once(self):
        """Nothing is cleared between: what the screens had in their caches is what a second click meets."""
        handler = self.people["handler"]
        own = [self.records[f"{kind} of own unit"] for kind in ("feedback", "answer lines", "case")]
        own.append(self.records["contact of a case of own unit"])
        for records in own:
            self.assertTrue(self._found(records.with_user(handler)))
        self.env["hva.unit.access"].search([("user_id", "=", handler.id)]).unlink()
        for records in own:
            self.assertFalse(self._found(records.with_user(handler)), records._name)
            self.assertFalse(records.with_user(handler).has_access("read"), records._name)

    def test_messages_and_files_follow_the_case(self):
        case = self.records["case of own unit"]
        message = case.with_user(self.people["handler"]).message_post(body="We called.")
        file = self.env["ir.attachment"].create({"name": "f", "res_model": "helpdesk.ticket", "res_id": case.id})
        for role, expected in (("viewer", True), ("staff", False), ("helpdesk_manager", False), ("portal", False)):
            with self.subTest(role=role):
                self.assertEqual(message.with_user(self.people[role]).has_access("read"), expected)
                self.assertEqual(file.with_user(self.people[role]).has_access("read"), expected)

    def test_messages_one_wrote_or_got_are_not_kept_beyond_the_access(self):
        case = self.records["case of own unit"]
        handler, viewer = self.people["handler"], self.people["viewer"]
        message = case.with_user(handler).message_post(
            body="We called.",
            partner_ids=viewer.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        note = self.env.user.partner_id.message_post(body="Elsewhere", partner_ids=handler.partner_id.ids)
        for user in (handler, viewer):
            messages = message.with_user(user)
            self.assertTrue(messages.has_access("read"))
            self.assertTrue(messages.search([("id", "=", message.id)]))
            self.env["hva.unit.access"].search([("user_id", "=", user.id)]).unlink()
            self.assertFalse(messages.has_access("read"))
            self.assertFalse(messages.search([("id", "=", message.id)]))
        self.assertTrue(note.with_user(handler).has_access("read"), "other messages stay with their receivers")
        self.assertTrue(note.with_user(handler).search([("id", "=", note.id)]))

    def test_who_is_both_ours_and_surveys_gains_nothing(self):
        both = self.people["viewer"]
        both.group_ids += self.env.ref("survey.group_survey_manager")
        self.assertEqual(allowed(self.survey.with_user(both)), "r")
        self.assertEqual(allowed(self.records["feedback of own unit"].with_user(both)), "r")
        self.assertEqual(allowed(self.records["feedback of another unit"].with_user(both)), "-")
        self.assertEqual(allowed(self.records["foreign survey"].with_user(both)), "rwcd")
        self.assertEqual(allowed(self.records["foreign answer"].with_user(both)), "rwcd")

    def test_who_is_both_ours_and_helpdesks_gains_nothing(self):
        both = self.people["viewer"]
        both.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        self.assertEqual(allowed(self.records["case of own unit"].with_user(both)), "r")
        self.assertEqual(allowed(self.records["case of another unit"].with_user(both)), "-")
        self.assertEqual(allowed(self.records["foreign ticket"].with_user(both)), "rwcd")

    def test_rules_cost_no_more_for_eighty_answers_than_for_two(self):
        handler = self.people["handler"]
        answers = self.env["survey.user_input"]
        few = (self.give(nps=9) | self.give(nps=8)).with_user(handler)
        for _number in range(80):
            answers |= self.give(nps=9)
        many = answers.with_user(handler)
        self.assertEqual(self._queries(few), self._queries(many))
        self.assertLessEqual(self._queries(many), 6)

    def _queries(self, records):
        records.check_access("read")
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.user.has_group("base.group_user")
        before = self.env.cr.sql_log_count
        records.check_access("read")
        return self.env.cr.sql_log_count - before
