import json

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .case_story import CaseWorld


@tagged("post_install", "-at_install")
class TestCaseDoors(CaseWorld, HttpCase):
    """The state door from outside: what the browser, or somebody who writes requests by hand, may and may not do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    def setUp(self):
        super().setUp()
        self.case = self.make_case(kind="criticism")
        self.handler.password = "a long password"
        self.authenticate(self.handler.login, "a long password")

    def _call(self, method, *args, model="helpdesk.ticket", **kwargs):
        body = {"params": {"model": model, "method": method, "args": list(args), "kwargs": kwargs}}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
        ).json()
        self.env.invalidate_all()
        return answer

    @mute_logger("odoo.http")
    def test_no_request_writes_a_state_past_the_door(self):
        closed = self.env.ref("hva_feedback.helpdesk_stage_closed")
        ids = self.case.ids
        attempts = [
            ("write", [ids, {"hva_state": "closed"}], {}),
            ("write", [ids, {"stage_id": closed.id}], {}),  # what dragging a card to another column sends
            ("web_save", [ids, {"stage_id": closed.id}], {"specification": {}}),
            ("web_save", [ids, {"hva_state": "answered"}], {"specification": {}}),
            ("write", [ids, {"hva_state": "closed"}], {"context": {"hva_door": True}}),
            ("write", [ids, {"hva_deadline_at": "2030-01-01 00:00:00"}], {}),
            ("write", [ids, {"hva_responsible_unit_id": self.dental.id}], {}),
            ("action_archive", [ids], {}),
            ("unlink", [ids], {}),
            ("copy", [ids], {}),
            ("_hva_move", [ids, "closed"], {"outcome": "explained"}),
            ("_hva_transfer", [ids, self.dental.id, "because"], {}),
            ("load", [["id", "hva_state"], [[str(self.case.id), "Closed"]]], {}),
        ]
        before = self.case.read(["hva_state", "stage_id", "hva_deadline_at", "hva_responsible_unit_id", "active"])
        for method, args, kwargs in attempts:
            with self.subTest(method=method, args=args):
                answer = self._call(method, *args, **kwargs)
                refused = "error" in answer or answer["result"].get("ids") is False
                self.assertTrue(refused, answer)
                self.assertEqual(
                    self.case.read(["hva_state", "stage_id", "hva_deadline_at", "hva_responsible_unit_id", "active"]),
                    before,
                )

    def test_the_buttons_are_the_way(self):
        self.assertNotIn("error", self._call("action_hva_take", self.case.ids))
        self.assertEqual((self.case.hva_state, self.case.user_id), ("in_handling", self.handler))

    def test_a_case_is_transferred_as_the_browser_does_it(self):
        """The dialog finds, shows and stores a unit that the handler does not reach otherwise."""
        context = self._call("action_hva_transfer", self.case.ids)["result"]["context"] | {"hva_any_unit": True}
        units = self._call("name_search", "Dent", [], "ilike", 8, model="hva.unit", context=context)["result"]
        self.assertIn(self.dental.id, [unit[0] for unit in units])
        shown = {
            "ticket_ids": {},
            "reason": {},
            "refusal": {},
            "handled_by": {},
            "was_there_count": {},
            "case_count": {},
        }
        shown["unit_id"] = {"fields": {"display_name": {}}}
        wizard = "hva.case.transfer"
        changed = {"unit_id": self.dental.id, "ticket_ids": [[6, 0, self.case.ids]], "reason": False}
        told = self._call("onchange", [], changed, ["unit_id"], shown, model=wizard, context=context)["result"]["value"]
        self.assertFalse(told.get("refusal"))
        values = {"ticket_ids": [[6, 0, self.case.ids]], "unit_id": self.dental.id, "reason": "At the dentist's"}
        saved = self._call("web_save", [], values, model=wizard, specification=shown, context=context)["result"][0]
        self.assertEqual(saved["unit_id"]["id"], self.dental.id)
        self.assertIn("Dental", saved["unit_id"]["display_name"])
        after = self._call("action_confirm", [saved["id"]], model=wizard, context=context)["result"]
        self.assertEqual((after["res_model"], after["target"]), ("helpdesk.ticket", "main"))
        self.assertEqual(self.case.hva_responsible_unit_id, self.dental)

    @mute_logger("odoo.http")
    def test_a_case_that_a_colleague_took_meanwhile_stays_with_the_colleague(self):
        self.case.with_user(self.second_handler).action_hva_take()
        answer = self._call("action_hva_take", self.case.ids)
        words = answer["error"]["data"]["message"]
        self.assertIn(self.second_handler.name, words)
        self.assertIn(self.case.number, words)
        self.assertEqual(self.case.user_id, self.second_handler)

    def test_kanban_cards_cannot_be_dragged(self):
        view = self.env.ref("hva_feedback.hva_ticket_view_kanban")
        self.assertIn('records_draggable="0"', view.arch)

    def test_thanks_are_passed_on_in_one_press_and_nothing_else_is(self):
        thanks = self.env["helpdesk.ticket"]
        self.env["hva.routing.rule"].create({"name": "Thanks", "code": "thanks", "is_thanks": True})
        for _number in range(3):
            thanks |= self.make_case(kind="thanks")
        thanks[0].with_user(self.second_handler).action_hva_take()
        self.assertNotIn("error", self._call("action_hva_pass_on_thanks", thanks.ids))
        self.assertEqual(set(thanks.mapped("hva_state")), {"closed"})
        self.assertEqual(set(thanks.mapped("hva_outcome")), {"thanked"})
        self.assertEqual(thanks.mapped("user_id"), self.second_handler | self.handler)
        self.assertEqual(thanks[0].user_id, self.second_handler, "whoever had taken it keeps it")
        with self.assertRaisesRegex(UserError, self.case.number):
            self.case.with_user(self.handler).action_hva_pass_on_thanks()
        self.assertEqual(self.case.hva_state, "new")
