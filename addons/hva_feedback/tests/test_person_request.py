import json

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..tools.codes import hash_code
from ..tools.follow_code import new_follow_code, show_follow_code
from .case_story import CANARY, CaseWorld
from .whole_database import tables_with

PHONE = "+358405557771"
MAIL = "maija.virtanen@example.fi"


@tagged("post_install", "-at_install")
class TestPersonRequest(CaseWorld, HttpCase):
    """Somebody asks what the county knows of her: found, copied, corrected, erased and proven."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.admin = cls._person("viewer", cls.dental, login="request_admin")
        cls.admin.write({
            "password": "request-request",
            "group_ids": [(4, cls.env.ref("hva_feedback.hva_feedback_group_admin").id)],
        })  # fmt: skip
        cls.mine = cls.give(kind="criticism", nps=2, text=f"Sanoin {CANARY}", phone=PHONE)
        cls.other = cls.give(kind="criticism", nps=9, text="Something else", phone="+358405557772")

    def setUp(self):
        super().setUp()
        self.route()

    def ask(self, wish="copy", identity="strong", **vals):
        values = {"registry_ref": "HVA/12/2026", "wish": wish, "identity": identity, **vals}
        return self.env["hva.person.request"].with_user(self.admin).create(values)

    def find(self, request, term):
        """Open the dialog and type, as the web client saves it."""
        action = request.action_find()
        wizard = self.env["hva.person.find"].with_user(self.admin).with_context(**action["context"])
        wizard.create({"term": term}).action_find()
        return request.sudo().answer_ids

    def acts(self):
        rows = self.env["hva.audit"].search([("action", "=like", "person_%")], order="id")
        return rows.mapped("action")

    def test_found_by_number_address_and_case_and_the_term_is_not_kept(self):
        self.mine.hva_contact_id.sudo().email = MAIL.title()
        case = self.case_of(self.mine)
        for term in ("040 555 7771", "+358 40 5557771", MAIL, case.number, case.number.lower()):
            with self.subTest(term=term):
                self.assertEqual(self.find(self.ask(), term), self.mine)
        for term in ("040 555 7779", "x@example.fi", "%@example.fi", "P99999", "abcdefghijklmnopqrstuv"):
            with self.subTest(term=term):
                self.assertFalse(self.find(self.ask(), term))
        for needle in ("5557779", "x@example.fi", "abcdefghijklmnopqrstuv"):
            self.assertEqual(tables_with(self.env, needle), [])
        row = self.env["hva.audit"].search([("action", "=", "person_search")], limit=1)
        self.assertEqual(row.details, {"by": "code", "found": 0})

    def test_found_by_the_code_that_was_shown_after_sending(self):
        code = new_follow_code()
        self.env["hva.follow.up"].sudo().create({"code_hash": hash_code(code), "answer_id": self.other.id})
        self.assertEqual(self.find(self.ask(), show_follow_code(code)), self.other)
        self.assertEqual(tables_with(self.env, code), [])

    def test_what_is_nothing_to_look_for_is_said(self):
        for term in ("Maija Virtanen!", "@", "12"):
            with self.subTest(term=term), self.assertRaises(UserError):
                self.find(self.ask(), term)

    def test_the_copy_holds_all_that_is_kept_and_nobody_else(self):
        request = self.ask()
        self.find(request, PHONE)
        self.authenticate(self.admin.login, "request-request")
        url = request.action_copy_json()["url"]
        response = self.url_open(url)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        copy = json.loads(response.text)
        [feedback] = copy["feedback"]
        self.assertEqual(feedback["contact"]["phone"], PHONE)
        self.assertEqual(feedback["case"]["number"], self.case_of(self.mine).number)
        self.assertIn(f"Sanoin {CANARY}", [line["answer"] for line in feedback["answers"]])
        page = self.url_open(request.action_copy_html()["url"]).text
        self.assertIn(CANARY, page)
        self.assertNotIn("Something else", page + response.text)
        self.assertEqual(self.acts().count("person_copy"), 2)
        self.assertEqual(tables_with(self.env, f"Sanoin {CANARY}"), ["survey_user_input_line"])

    def test_nothing_happens_before_the_person_is_identified_or_after_the_end(self):
        request = self.ask(identity=False)
        self.find(request, PHONE)
        for act in (request.action_copy_html, request.action_erase_words, request.action_erase_all):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(UserError):
            request.action_done()
        request.write({"identity": "document", "outcome": f"Copy given, call {PHONE}"})
        request.action_done()
        self.assertNotIn(PHONE, request.outcome)
        self.assertFalse(request.sudo().answer_ids)
        self.assertEqual(request.state, "done")
        with self.assertRaises(UserError):
            request.action_find()
        self.authenticate(self.admin.login, "request-request")
        self.assertEqual(self.url_open(f"/hva_feedback/request/{request.id}.json").status_code, 409)

    def test_correcting_details_and_kind(self):
        request = self.ask("correct")
        self.find(request, PHONE)
        action = self.mine.with_user(self.admin).with_context(hva_request_id=request.id).action_hva_person_correct()
        wizard = self.env["hva.person.correct"].with_user(self.admin).with_context(**action["context"])
        wizard.create({"name": "Maija V", "email": MAIL, "kind": "suggestion"}).action_confirm()
        contact = self.mine.hva_contact_id
        self.assertEqual((contact.name, contact.phone, contact.email), ("Maija V", False, MAIL))
        case = self.case_of(self.mine)
        self.assertEqual((self.mine.hva_kind, case.hva_kind), ("suggestion", "suggestion"))
        self.assertTrue(case.name.startswith("Suggestion"))
        self.assertEqual(tables_with(self.env, MAIL), ["hva_contact"])
        with self.assertRaises(UserError):
            wizard.create({"phone": "not a number"})
        with self.assertRaises(UserError):
            wizard.with_context(default_answer_id=self.other.id).create({"kind": "thanks"}).action_confirm()

    def test_erasing_words_leaves_the_numbers(self):
        request = self.ask("erase")
        self.find(request, PHONE)
        request.action_erase_words()
        self.assertEqual((self.mine.hva_nps, self.mine.hva_text or "", self.mine.hva_contact_id.id), (2, "", False))
        self.assertEqual(tables_with(self.env, CANARY) + tables_with(self.env, PHONE[4:]), [])
        self.assertTrue(self.other.hva_text)
        self.assertEqual(request.erased_count, 1)

    def test_erasing_all_takes_the_case_and_its_history(self):
        case = self.case_of(self.mine)
        case.with_user(self.handler).action_hva_take()
        case.with_user(self.handler).message_post(body=f"About {CANARY}")
        request = self.ask("erase")
        self.find(request, PHONE)
        request.action_erase_all()
        self.assertFalse(self.mine.exists() or case.exists())
        self.assertEqual(tables_with(self.env, CANARY) + tables_with(self.env, PHONE[4:]), [])
        row = self.env["hva.audit"].search([("action", "=", "person_erase")])
        self.assertEqual((row.model, row.reason, row.user_id), ("survey.user_input", "HVA/12/2026", self.admin))

    def test_what_is_on_hold_is_not_erased(self):
        self.mine._hva_hold("Objection")
        request = self.ask("erase")
        self.find(request, PHONE)
        for act in (request.action_erase_words, request.action_erase_all):
            with self.assertRaises(UserError):
                act()
        self.assertTrue(self.mine.exists())

    def test_what_was_found_is_not_written_by_hand(self):
        request = self.ask()
        for vals in ({"answer_ids": [(4, self.other.id)]}, {"state": "done"}, {"erased_count": 9}):
            with self.assertRaises(AccessError):
                request.write(vals)
        self.assertFalse(self.ask(answer_ids=[(4, self.other.id)]).sudo().answer_ids)
        requests = self.env["hva.person.request"].with_user(self.admin)
        by_default = requests.with_context(default_answer_ids=[(4, self.other.id)]).create({"registry_ref": "x"})
        self.assertFalse(by_default.sudo().answer_ids)

    def test_not_this_one(self):
        request = self.ask("erase")
        self.find(request, PHONE)
        self.find(request, "0405557772")
        self.other.with_user(self.admin).with_context(hva_request_id=request.id).action_hva_not_this()
        self.assertEqual(request.sudo().answer_ids, self.mine)

    def test_a_month_to_answer_and_two_more_at_most(self):
        with freeze_time("2026-01-31"):
            request = self.ask()
        self.assertEqual(str(request.due_on), "2026-02-28")
        with freeze_time("2026-03-01"):
            self.assertTrue(request.is_late)
            self.assertIn(request, request.search([("is_late", "=", True)]))
        request.due_on = "2026-04-30"
        self.assertIn("person_deadline", self.acts())
        with self.assertRaises(UserError):
            request.due_on = "2026-05-02"

    def test_administrators_alone(self):
        request = self.ask()
        for user in (self.manager, self.handler, self.viewer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).read(["registry_ref"])
        self.manager.password = "request-request"
        self.authenticate(self.manager.login, "request-request")
        self.assertEqual(self.url_open(f"/hva_feedback/request/{request.id}.json").status_code, 404)
