"""A set goes to a file and becomes the same set in another database: by codes and words, never by ids."""

import base64
import json

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..tools.set_file import content_hash, write
from .kinds_story import KindsCase

QUESTIONS = (
    {"title": "About the visit", "is_page": True, "question_type": False, "description": "<p>Some words</p>"},
    {"item": "NPS"},
    {"item": "ST1", "constr_mandatory": True},
    {"item": "ST2"},
    {"item": "ST3"},
    {"title": "Which?", "question_type": "simple_choice", "options": ["This", "Other"], "comments_allowed": True},
    {
        "title": "How long?",
        "question_type": "numerical_box",
        "validation_required": True,
        "validation_max_float_value": 90,
    },
    {"title": "How were they?", "question_type": "matrix", "rows": ["Doctor", "Nurse"], "options": ["Good", "Bad"]},
    {"title": "Why?", "question_type": "text_box", "hva_role": "follow_up", "hva_title_detractor": "What went wrong?"},
)


@tagged("post_install", "-at_install")
class TestSetFile(KindsCase):
    def setUp(self):
        super().setUp()
        self.admin = new_test_user(
            self.env, "file_admin", groups="base.group_user,hva_feedback.hva_feedback_group_admin"
        )
        self.set = self.make_draft(*QUESTIONS)
        draft = self.set.draft_survey_id
        draft.hva_rotate_count = 2
        which, long = draft.question_ids[4:6]
        long.triggering_answer_ids = which.suggested_answer_ids[0]
        which.update_field_translations("title", {"fi_FI": "Mikä?"})
        self.set.write({"channel": "web", "service_ids": [(6, 0, self.env["hva.service"].search([], limit=2).ids)]})

    def open(self, data):
        wizard = self.env["hva.set.import"].with_user(self.admin).create({"file": base64.b64encode(data)})
        wizard.action_preview()
        return wizard

    def content(self):
        return json.loads(json.dumps(self.set._export_content()))

    def test_the_same_set_comes_out_of_what_was_taken_in(self):
        action = self.set.with_user(self.admin).action_export_file()
        attachment = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        wizard = self.open(attachment.raw)
        self.assertEqual((wizard.name, wizard.question_count, wizard.conflicts), ("Own", 8, False))
        made = self.env["hva.question.set"].browse(wizard.action_import()["res_id"])
        self.assertNotEqual(made, self.set)
        self.assertEqual(made._export_content(), self.set._export_content())
        self.assertEqual(made.draft_survey_id._hva_problems(), [])
        ours, theirs = (one._publish()._hva_form("en") for one in (self.set, made))
        self.assertEqual([q.title for q in ours.questions], [q.title for q in theirs.questions])
        self.assertEqual(theirs.questions[5].condition, (theirs.questions[4].options[0].id,))

    def test_what_this_database_lacks_is_named(self):
        content = self.content()
        content["services"].append("NOPE")
        content["questions"][1]["texts"]["title"]["fi"] = "Toiset sanat?"
        content["questions"][5]["texts"]["title"]["se"] = "x"
        wizard = self.open(write(content))
        for part in ("no service NOPE", "NPS (fi) has other words", "words in se"):
            self.assertIn(part, wizard.conflicts)
        self.assertFalse(wizard.is_blocked)
        made = self.env["hva.question.set"].browse(wizard.action_import()["res_id"])
        self.assertNotIn("Toiset", str(made._export_content()), "the bank's words are asked")

    def test_items_that_are_missing_keep_it_from_being_made(self):
        for change, part in (({"item": "NOPE"}, "no item NOPE"), ({"scale": "pei4"}, "ST1 has another scale")):
            content = self.content()
            content["questions"][2].update(change)
            wizard = self.open(write(content))
            self.assertIn(part, wizard.conflicts)
            self.assertTrue(wizard.is_blocked)
            with self.assertRaises(UserError):
                wizard.action_import()

    def test_a_file_that_was_changed_or_is_none_is_refused(self):
        whole = write(self.content())
        for data, part in (
            (whole.replace(b"How long?", b"How wide?"), "changed or cut"),
            (whole[:200], "not a file"),
            (b"[]", "not a file"),
            (whole.replace(b'"layout": 1', b'"layout": 2'), "another layout"),
        ):
            with self.assertRaisesRegex(UserError, part):
                self.open(data)

    def test_settings_no_question_can_have_make_nothing(self):
        count = self.env["hva.question.set"].search_count([])
        for setting in (
            {"validation_min_date": "soon"},
            {"matrix_subtype": "x"},
            {"validation_length_min": 5, "validation_length_max": 2},
        ):
            content = self.content()
            content["questions"][6]["settings"].update(setting)
            wizard = self.open(write(content))
            with self.subTest(setting=setting), self.assertRaisesRegex(UserError, "no question can have"):
                wizard.action_import()
        self.assertEqual(self.env["hva.question.set"].search_count([]), count)

    def test_a_condition_on_an_option_that_this_bank_does_not_have_makes_nothing(self):
        content = self.content()
        scale = next(q for q in content["questions"] if q["item"] and q["options"])
        scale["options"] += [{"value": 99, "texts": {}}] * 20
        number = content["questions"].index(scale)
        content["questions"][-1]["condition"] = [[number, len(scale["options"]) - 1]]
        wizard = self.open(write(content))
        with self.assertRaisesRegex(UserError, "no question can have"):
            wizard.action_import()

    def test_hostile_words_stay_words(self):
        content = self.content()
        evil = "<img src=x onerror=alert(1)>"
        content["questions"][5]["texts"].update({"title": {"en": evil}, "hint": {"en": evil}})
        self.assertEqual(len(content_hash(content)), 64)
        made = self.env["hva.question.set"].browse(self.open(write(content)).action_import()["res_id"])
        question = made.draft_survey_id.question_ids[4]
        self.assertNotIn("<img", question.description)
        self.assertEqual(made.draft_survey_id._hva_draft_texts()[f"q{question.id}.hint"]["en"], evil)
