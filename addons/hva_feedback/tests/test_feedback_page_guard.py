"""Before sending, a person is told once what should not stand in the text; it never keeps it from being sent."""

import logging

from odoo.tests import tagged

from .page_story import PageCase, statements

HETU, PHONE, MAIL = "010190-123M", "040 123 4567", "maija@example.fi"


@tagged("post_install", "-at_install")
class TestGuard(PageCase):
    def assertWarned(self, response, *fields_warned):
        """Assert that the page came back with a warning that leads to exactly these fields; return its tree."""
        self.assertEqual(response.status_code, 422)
        tree = self.parse(response)
        links = tree.xpath("//div[@id='warnings']//li/a/@href")
        self.assertEqual(links, [f"#{self.field(code)}" for code in fields_warned])
        self.assertFalse(tree.xpath("//div[@id='summary']"), "it is no error")
        self.assertFalse(self.answers())
        return tree

    def again(self, tree, **fields):
        return self.send(self.nonce(tree), warned=tree.xpath("//input[@name='warned']/@value")[0], **fields)

    def test_it_names_what_was_found_and_where_and_keeps_the_text(self):
        text = f"Tunnukseni {HETU}, soita {PHONE}"
        tree = self.assertWarned(self.send(NPS="4", OPEN=text, FREE=f"tai {MAIL}"), "OPEN", "FREE")
        box = tree.get_element_by_id(self.field("OPEN"))
        self.assertEqual(box.text.strip(), text)
        self.assertIn(f"{self.field('OPEN')}-warning", box.get("aria-describedby"))
        self.assertFalse(box.get("aria-invalid"))
        self.assertNotIn(HETU, tree.get_element_by_id("warnings").text_content())
        self.assertTrue(tree.xpath(f"//input[@id='{self.field('NPS')}-4']/@checked"))

    def test_a_mended_text_is_stored_as_it_was_written(self):
        tree = self.assertWarned(self.send(OPEN=f"soita {PHONE}"), "OPEN")
        self.assertSent(self.again(tree, OPEN="soita minulle"))
        self.assertEqual(self.answers().hva_text, "soita minulle")

    def test_sent_as_it_is_the_server_masks(self):
        tree = self.assertWarned(self.send(OPEN=f"soita {PHONE}"), "OPEN")
        self.assertEqual(tree.xpath("//button/@name"), ["as_it_is"], "beside the button that has no name")
        self.assertSent(self.send(self.nonce(tree), OPEN=f"soita {PHONE}", as_it_is="1"))
        self.assertEqual(self.answers().hva_text, "soita [puhelinnumero]")

    def test_sending_the_same_again_is_enough(self):
        tree = self.assertWarned(self.send(OPEN=f"soita {PHONE}"), "OPEN")
        self.assertSent(self.again(tree, OPEN=f"soita {PHONE}"))
        self.assertEqual(self.answers().hva_text, "soita [puhelinnumero]")

    def test_something_new_in_the_text_is_told_of_too(self):
        tree = self.assertWarned(self.send(OPEN=f"soita {PHONE}"), "OPEN")
        self.assertWarned(self.again(tree, OPEN=f"olen {HETU}"), "OPEN")

    def test_a_code_without_its_separator_is_warned_of_and_not_masked(self):
        text = f"olen {HETU.replace('-', '')}"
        tree = self.assertWarned(self.send(OPEN=text), "OPEN")
        self.assertSent(self.again(tree, OPEN=text))
        self.assertEqual(self.answers().hva_text, text)

    def test_contact_details_are_no_open_text(self):
        self.assertSent(self.send(NPS="2", CONTACT=self.option("CONTACT", 1), contact_phone=PHONE, contact_email=MAIL))

    def test_errors_come_first(self):
        self.assertShownAgain(self.send(NPS="99", OPEN=f"soita {PHONE}"))

    def test_made_up_memories_of_a_warning_do_no_harm(self):
        for warned in ("x", "q1", "\x00", f"{self.field('FREE')}.phone", "a" * 5000):
            self.assertWarned(self.send(OPEN=f"soita {PHONE}", warned=warned), "OPEN")

    def test_nothing_of_what_was_found_is_logged(self):
        with self.assertLogs(level=logging.DEBUG) as logs:
            logging.getLogger("odoo.sql_db").setLevel(logging.INFO)
            self.send(OPEN=f"olen {HETU}, {PHONE}, {MAIL}")
        written = "\n".join(logs.output)
        for secret in (HETU, PHONE, MAIL, "0401234567"):
            self.assertNotIn(secret, written)

    def test_a_warning_costs_no_more_than_a_look_at_the_page(self):
        self.send(OPEN=f"soita {PHONE}")
        nonce = self.nonce()
        with statements() as seen:
            self.send(nonce, OPEN=f"soita {PHONE}")
        self.assertEqual(len(seen), 4, "\n".join(seen))  # one of them counts how much comes
