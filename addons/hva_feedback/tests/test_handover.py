"""One-time codes: made on the unit's staff page, shown or printed, typed or scanned, and gone when answered."""

from datetime import timedelta

from lxml import html

from odoo.tests import new_test_user, tagged

from ..tools import throttle
from ..tools.hand_code import show_hand_code
from .page_story import PageCase
from .staff_story import StaffWorld


@tagged("post_install", "-at_install")
class TestHandover(StaffWorld, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["hva.service"].search([], limit=1)
        cls.make_link(contact_mode="ward", service_id=cls.service.id)
        cls.today = cls.env["hva.clock"]._today()

    def rows(self):
        return self.env["hva.handover.code"].search([("unit_id", "=", self.clinic.id)])

    def show_code(self):
        """Make a code on the screen; return it as shown."""
        desk = self.tree(self.step("codes", self.open_form()))
        page = self.tree(self.step("show_code", desk))
        return page.find_class("code")[0].text_content()

    def type_code(self, typed):
        return self.url_open("/p/koodi", data={"code": typed, "lang": "en"}, allow_redirects=False)

    def answer(self, address, **fields):
        page = html.fromstring(self.url_open(address).content)
        return self.send(self.nonce(page), address, lang="en", **fields)

    def test_a_code_on_the_screen_is_answered_once_and_then_gone(self):
        shown = self.show_code()
        [row] = self.rows()
        self.assertEqual((row.unit_id, row.expires_on), (self.clinic, self.today + timedelta(days=1)))
        found = self.type_code(shown.lower().replace("-", " "))
        self.assertEqual(found.status_code, 303)
        self.assertIn("frame-ancestors 'none'", found.headers["Content-Security-Policy"])
        self.assertEqual(
            (found.headers["Referrer-Policy"], found.headers["Cache-Control"]), ("no-referrer", "no-store")
        )
        address = found.headers["Location"].partition("?")[0]
        address = address.partition(self.base_url())[2] or address
        self.assertTrue(self.rows(), "looking does not use it up")
        self.assertEqual(self.answer(address, NPS="0", OPEN="Thanks").status_code, 303)
        self.assertFalse(self.rows())
        answer = self.answers()
        self.assertEqual((answer.hva_channel, answer.hva_contact_mode), ("handover", "ward"))
        self.assertEqual((answer.hva_service_id, answer.hva_unit_id), (self.service, self.clinic))
        self.assertEqual((answer.hva_has_nps, answer.hva_nps), (True, 0))
        self.assertFalse(answer.hva_given_at or answer.hva_lang_code or answer.hva_age_band or answer.hva_collector_id)
        midnight = f"{self.today} 00:00:00"
        self.assertEqual({str(answer[name]) for name in ("create_date", "write_date", "start_datetime")}, {midnight})
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertEqual(self.type_code(shown).status_code, 404)

    def test_a_form_sent_twice_is_thanked_twice_and_stored_once(self):
        address = f"/p/koodi/{self.show_code().replace('-', '')}"
        page = html.fromstring(self.url_open(address).content)
        sent = [self.send(self.nonce(page), address, NPS="9") for _time in range(2)]
        self.assertEqual([response.status_code for response in sent], [303, 303])
        self.assertEqual(len(self.answers()), 1)

    def test_two_forms_of_one_code_store_one_answer(self):
        address = f"/p/koodi/{self.show_code().replace('-', '')}"
        first, second = (html.fromstring(self.url_open(address).content) for _look in range(2))
        self.assertEqual(self.send(self.nonce(first), address, NPS="9").status_code, 303)
        self.assertEqual(self.send(self.nonce(second), address, NPS="9").status_code, 404)
        self.assertEqual(len(self.answers()), 1)

    def test_a_form_with_a_mistake_does_not_use_the_code_up(self):
        address = f"/p/koodi/{self.show_code().replace('-', '')}"
        self.assertEqual(self.answer(address, NPS="11").status_code, 422)
        self.assertEqual(self.answer(address, NPS="1").status_code, 303)

    def test_the_page_promises_what_is_true_of_codes(self):
        self.env["hva.page.text"].search(
            [("code", "=", "privacy_code"), ("lang_code", "=", "fi")]
        ).text = "CODE PROMISE"
        self.env.flush_all()
        response = self.url_open(f"/p/koodi/{self.show_code().replace('-', '')}")
        self.assertIn("CODE PROMISE", response.text)

    def test_slips_are_printed_twelve_to_a_sheet_and_last_thirty_days(self):
        desk = self.tree(self.step("codes", self.open_form()))
        page = self.tree(self.step("print_codes", desk, sheets="2"))
        slips = page.find_class("slip")
        self.assertEqual([len(sheet) for sheet in page.find_class("sheet")], [12, 12])
        self.assertEqual(len({slip.find_class("code")[0].text_content() for slip in slips}), 24)
        self.assertEqual(len(page.xpath("//li//*[local-name()='svg']")), 24)
        self.assertEqual(set(self.rows().mapped("expires_on")), {self.today + timedelta(days=30)})
        self.assertEqual(self.link.handover_count, 24)
        row = self.env["hva.audit"].search([("action", "=", "handover_slips"), ("res_id", "=", self.link.id)])
        self.assertEqual(row.details, {"count": 24})
        self.assertEqual(self.type_code(slips[5].find_class("code")[0].text_content()).status_code, 303)

    def test_the_same_slips_come_as_a_pdf(self):
        desk = self.tree(self.step("codes", self.open_form()))
        response = self.step("pdf_codes", desk, sheets="2")
        self.assertEqual((response.status_code, response.headers["Content-Type"]), (200, "application/pdf"))
        self.assertTrue(response.content.startswith(b"%PDF"))
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(len(self.rows()), 24)

    def test_any_number_of_sheets_typed_ends_in_some_sheets(self):
        desk = self.tree(self.step("codes", self.open_form()))
        for typed, sheets in (("", 1), ("0", 1), ("-3", 1), ("x", 1), ("999", 20), ("9" * 50, 1), ("²", 1)):
            with self.subTest(typed):
                page = self.tree(self.step("print_codes", desk, sheets=typed))
                self.assertEqual(len(page.find_class("sheet")), sheets)

    def test_an_expired_code_says_so_and_is_erased_a_week_later(self):
        address = f"/p/koodi/{self.show_code().replace('-', '')}"
        self.rows().expires_on = self.today - timedelta(days=7)
        self.env.flush_all()
        self.assertEqual(self.url_open(address).status_code, 410)
        self.env["hva.handover.code"]._cron_erase()
        self.assertTrue(self.rows())
        self.rows().expires_on = self.today - timedelta(days=8)
        self.env["hva.handover.code"]._cron_erase()
        self.assertFalse(self.rows())

    def test_an_unknown_code_is_told_with_what_was_typed(self):
        for typed in ("0000-0000-00000", "short", "", "<script>", "\0"):
            with self.subTest(typed):
                tree = self.tree(self.type_code(typed), 404)
                self.assertTrue(tree.findtext(".//title").startswith("Error: "))
                field = tree.get_element_by_id("code")
                self.assertEqual(field.get("aria-invalid"), "true")
                self.assertEqual(field.get("value") or "", typed.replace("\0", ""))

    def test_who_tries_many_is_told_to_wait_and_a_known_code_opens_all_the_same(self):
        shown = self.show_code()
        self.patch(throttle, "MISSED_NETWORK", 3)
        with self.assertLogs("odoo.addons.hva_feedback.controllers.page_guard", "WARNING") as logs:
            for _miss in range(2):
                self.assertEqual(self.type_code("0000-0000-00000").status_code, 404)
            self.assertEqual(self.url_open(f"/p/{'x' * 22}").status_code, 404, "all doors count together")
        refused = self.type_code("0000-0000-00000")
        self.assertEqual((refused.status_code, refused.headers["Retry-After"]), (429, "60"))
        self.assertNotIn("0000", "".join(logs.output))
        self.assertEqual(self.type_code(shown).status_code, 303)

    def test_no_path_leads_from_a_code_to_a_person_or_a_number(self):
        """The whole row, named: who adds a column has to look here and argue for it."""
        self.show_code()
        self.env.cr.execute("SELECT * FROM hva_handover_code")
        columns = {column.name for column in self.env.cr.description}
        facts = {"id", "code_hash", "set_id", "unit_id", "service_id", "contact_mode", "expires_on"}
        self.assertEqual(columns, facts, "no person, no number, no time, not even who made it")
        self.env.cr.execute(
            """SELECT c.conrelid::regclass::text, c.confrelid::regclass::text FROM pg_constraint c
                WHERE c.contype = 'f' AND 'hva_handover_code'::regclass IN (c.conrelid, c.confrelid)"""
        )
        keys = set(self.env.cr.fetchall())
        places = {"hva_question_set", "hva_unit", "hva_service"}
        self.assertEqual(keys, {("hva_handover_code", table) for table in places})

    def test_the_code_itself_is_nowhere_in_the_database(self):
        code = self.show_code()
        self.env.flush_all()
        for table in ("hva_handover_code", "hva_staff_link", "hva_audit"):
            self.env.cr.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            for [row] in self.env.cr.fetchall():
                self.assertNotIn(code, row)
                self.assertNotIn(code.replace("-", ""), row)
                self.assertNotIn(self.code, row)

    def test_managers_make_codes_in_odoo_too_and_others_do_not(self):
        manager = new_test_user(self.env, login="codes_manager", password="codes_manager")
        self.env["hva.unit.access"].create({"user_id": manager.id, "unit_id": self.clinic.id, "role": "manager"})
        new_test_user(self.env, login="codes_stranger", password="codes_stranger")
        path = self.link.with_user(manager).action_codes()["url"]
        self.authenticate("codes_manager", "codes_manager")
        desk = self.tree(self.url_open(path))
        [csrf] = {*desk.xpath("//input[@name='csrf_token']/@value")}
        page = self.tree(self.url_open(path, data={"csrf_token": csrf, "do": "show_code"}))
        self.assertEqual(self.type_code(page.find_class("code")[0].text_content()).status_code, 303)
        self.assertEqual(self.url_open(path, data={"do": "show_code"}).status_code, 400, "without its token")
        self.authenticate("codes_stranger", "codes_stranger")
        self.assertIn(self.url_open(path).status_code, (403, 404))
        self.assertEqual(len(self.rows()), 1)

    def test_a_code_is_shown_in_groups(self):
        self.assertRegex(self.show_code(), r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$")
        self.assertEqual(show_hand_code("0123456789ABC"), "0123-4567-89ABC")
