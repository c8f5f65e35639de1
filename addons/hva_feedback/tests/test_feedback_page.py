"""The public page as it is shown: who may see what, in which words, and that looking at it changes nothing."""

import gzip
import re

from lxml import html
from psycopg2.extras import Json

from odoo.tests import tagged

from .page_story import PageCase, statements


@tagged("post_install", "-at_install")
class TestFeedbackPage(PageCase):
    def test_the_page_says_where_one_is_and_what_happens_to_the_answers(self):
        self.env.company.name = "County of the tests"
        tree = self.read_page()
        self.assertEqual(tree.get("lang"), "fi")
        self.assertEqual(tree.findtext(".//title"), "Anna palautetta – Clinic of the tests")
        text = tree.text_content()
        for part in ("County of the tests", "Clinic of the tests", "112", "Jos pyydät yhteydenottoa"):
            self.assertIn(part, text)
        self.assertEqual(len(tree.xpath("//h1")), 1)

    def test_the_promise_is_the_one_of_a_public_way_in(self):
        text = self.read_page().text_content()
        self.assertIn("yksikön ja ajan", text)
        self.assertNotIn("puhelinnumeroon, johon tekstiviesti", text)

    def test_county_can_change_its_notice(self):
        notice = self.env.ref("hva_feedback.hva_page_text_notice_fi")
        own = notice.copy({"company_id": self.env.company.id, "text": "Soita päivystykseen 116 117."})
        text = self.read_page().text_content()
        self.assertIn("116 117", text)
        self.assertNotIn(notice.text, text)
        own.text = "Muutettu <b>teksti</b>"
        self.assertIn("Muutettu <b>teksti</b>", self.read_page().text_content())

    def test_questions_are_native_controls_in_named_groups(self):
        tree = self.read_page()
        groups = tree.xpath("//fieldset[@role='radiogroup']")
        self.assertEqual(len(groups), 1 + 7 + 1 + 1, "recommendation, statements, contact wish, kind")
        for group in groups:
            self.assertTrue(group.findtext("legend") is not None and group.find("legend").text_content().strip())
            for radio in group.xpath(".//input"):
                self.assertEqual(radio.get("type"), "radio")
                self.assertTrue(radio.getparent().text_content().strip())
        for field in tree.xpath("//textarea | //input[not(@type='radio') and not(@type='hidden')]"):
            self.assertTrue(tree.xpath(f"//label[@for='{field.get('id')}']"))
        self.assertFalse(tree.xpath("//*[@checked]"), "nothing is chosen beforehand")
        ids = tree.xpath("//@id")
        self.assertEqual(len(ids), len(set(ids)))
        for described in tree.xpath("//@aria-describedby"):
            for target in described.split():
                self.assertIn(target, ids)

    def test_the_scale_goes_from_0_to_10_and_says_so_in_words(self):
        group = self.read_page().get_element_by_id(self.field("NPS"))
        self.assertEqual(group.xpath(".//input/@value"), [str(step) for step in range(11)])
        hint = group.xpath("./p[@class='hint']")[0].text_content()
        self.assertIn("väliltä 0–10", hint)
        self.assertIn("0 tarkoittaa: Erittäin epätodennäköisesti", hint)

    def test_one_light_page_without_scripts_and_outside_files(self):
        response = self.url_open(self.url)
        tree = html.fromstring(response.content)
        outside = "//script | //img | //link[not(@href='data:,')] | //iframe | //@src | //@onclick | //*[@style]"
        self.assertFalse(tree.xpath(outside))
        self.assertLessEqual(len(gzip.compress(response.content, 6)), 15_000)

    def test_only_its_own_style_is_let_in_and_the_address_is_not_passed_on(self):
        headers = self.url_open(self.url).headers
        policy = headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
            self.assertIn(rule, policy)
        self.assertRegex(policy, r"style-src 'sha256-[0-9A-Za-z+/=]{44}'")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_every_answer_under_p_has_the_headers(self):
        self.collector.copy({"active": False})
        bad_form = self.send(NPS="99")
        paths = ("/p/kiitos", "/p/unknown", "/p/a/b", "/p/")
        for response in (bad_form, self.send(NPS="5"), *(self.url_open(path) for path in paths)):
            self.assertIn("frame-ancestors 'none'", response.headers["Content-Security-Policy"])
            self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertNotIn("Set-Cookie", response.headers)

    def test_looking_writes_nothing_and_sets_no_cookie(self):
        before = self._row_counts()
        for method in ("GET", "HEAD"):
            response = self.url_open(self.url, method=method)
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("Set-Cookie", response.headers)
        self.url_open("/p/kiitos")
        self.assertEqual(self._row_counts(), before)

    def _row_counts(self):
        self.env.cr.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [
            name
            for (name,) in self.env.cr.fetchall()
            if re.match(r"hva_|survey_|mail_message|helpdesk_|ir_cron_trigger|ir_logging|bus_", name)
        ]
        counts = {}
        for table in tables:
            self.env.cr.execute(f'SELECT count(*) FROM "{table}"')  # pylint: disable=sql-injection
            counts[table] = self.env.cr.fetchone()[0]
        self.assertGreater(len(counts), 20)
        return counts

    def test_showing_takes_2_statements(self):
        # The way in and the place. Goal with Odoo's own: 4.
        self.read_page()
        with statements() as seen:
            self.read_page()
        self.assertEqual(len(seen), 2, "\n".join(seen))

    def test_saying_thank_you_takes_no_statement(self):
        self.read_page("/p/kiitos")
        with statements() as seen:
            self.read_page("/p/kiitos")
        self.assertEqual(seen, [])

    def test_the_page_says_thank_you_without_a_code(self):
        self.assertIn("Palautteesi on perillä", self.read_page("/p/kiitos").text_content())
        self.assertEqual(self.read_page("/p/kiitos?lang=sv").get("lang"), "sv")

    def test_unknown_codes_get_a_clear_page(self):
        for code in ("x", "a" * 22, "a" * 23, "ä" * 22, "%00", "..%2f..", "a" * 5000):
            response = self.url_open(f"/p/{code}")
            self.assertEqual(response.status_code, 404, code)
            self.assertIn("Linkki ei toimi", response.text)

    def test_addresses_beside_the_page_get_the_same_clear_page(self):
        for path in ("/p", "/p/", "/p/a/b", f"{self.url}/x"):
            response = self.url_open(path)
            self.assertEqual(response.status_code, 404, path)
            self.assertIn("Linkki ei toimi", response.text)

    def test_other_addresses_keep_odoos_own_error_page(self):
        response = self.url_open("/pages-that-are-not-there")
        self.assertEqual(response.status_code, 404)
        self.assertNotIn("Linkki ei toimi", response.text)

    def test_a_closed_way_in_says_so(self):
        for change, words in (
            ({"closes_on": "2020-01-01"}, "ei enää kerätä"),
            ({"closes_on": False, "opens_on": "2999-01-01"}, "ei vielä kerätä"),
            ({"opens_on": False, "active": False}, "ei enää kerätä"),
        ):
            self.collector.write(change)
            self.env.flush_all()
            response = self.url_open(self.url)
            self.assertEqual(response.status_code, 410)
            self.assertIn(words, response.text)

    def test_a_language_is_offered_where_the_set_has_all_its_texts(self):
        self._keep_only("fi")
        tree = self.read_page(f"{self.url}?lang=sv")
        self.assertEqual(tree.get("lang"), "fi")
        self.assertFalse(tree.xpath("//nav"))

    def test_a_complete_language_has_its_own_page(self):
        self._keep_only("fi", "sv")
        tree = self.read_page(f"{self.url}?lang=sv")
        self.assertEqual(tree.get("lang"), "sv")
        self.assertIn("Skicka responsen", tree.text_content())
        links = {link.get("hreflang"): link.get("lang") for link in tree.xpath("//nav//a")}
        self.assertEqual(links, {"fi": "fi", "sv": "sv"})
        self.assertEqual(self.read_page().get("lang"), "fi", "the way in's own language")

    def _keep_only(self, *lang_codes):
        """Make the set's version one that was published in these languages alone."""
        texts = {code: self.survey.hva_texts[code] for code in lang_codes}
        self.env.cr.execute("UPDATE survey_survey SET hva_texts = %s WHERE id = %s", [Json(texts), self.survey.id])
        self.survey.invalidate_recordset()
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)

    def test_names_of_units_are_text_and_never_markup(self):
        self.clinic.name = "<script>alert(1)</script>"
        self.env.flush_all()
        response = self.url_open(self.url)
        self.assertNotIn("<script>", response.text)
        self.assertIn("&lt;script&gt;", response.text)
