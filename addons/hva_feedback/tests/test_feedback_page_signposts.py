"""What does not belong in a feedback: told on every page, in its language, from rows that a county edits."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .page_story import PageCase, statements


@tagged("post_install", "-at_install")
class TestSignposts(PageCase):
    def listed(self, lang="fi"):
        tree = self.read_page(f"{self.url}?lang={lang}")
        return [term.text for term in tree.xpath("//details//dt")], tree

    def row(self, matter, lang="fi"):
        return self.env.ref(f"hva_feedback.hva_signpost_{matter}_{lang}")

    def test_each_language_has_the_same_matters_in_its_own_words(self):
        finnish, _tree = self.listed()
        for lang, objection, complaint in (
            ("fi", "Muistutus", "Kantelu"),
            ("sv", "Anmärkning", "Klagomål"),
            ("en", "Objection", "Complaint"),
        ):
            titles, tree = self.listed(lang)
            self.assertEqual(len(titles), len(finnish))
            self.assertTrue({objection, complaint} <= set(titles))
            self.assertEqual(tree.xpath("//details//a/@href"), ["tel:112"])
            self.assertFalse(tree.xpath("//details/@open"), "the page stays short")

    def test_a_county_does_not_write_what_another_tells_its_people(self):
        other = self.env["res.company"].create({"name": "Other county"})
        admin = new_test_user(self.env, "signpost_one", groups="hva_feedback.hva_feedback_group_admin")
        theirs = {
            "hva.signpost": self.row("emergency").copy({"company_id": other.id}),
            "hva.page.text": self.env["hva.page.text"].create(
                {"code": "privacy_open", "lang_code": "fi", "company_id": other.id, "text": "Oma lupaus"}
            ),
        }
        for model, row in theirs.items():
            rows = self.env[model].with_user(admin)
            with self.subTest(model=model), self.assertRaises(AccessError):
                rows.browse(row.id).text = "x"
            with self.subTest(model=model), self.assertRaises(AccessError):
                rows.search([("company_id", "=", False)], limit=1).copy({"company_id": other.id})
            self.assertNotIn(row.id, rows.search([]).ids)
            rows.search([("company_id", "=", False)], limit=1).text = "Shared"

    def test_a_language_without_rows_shows_no_list_and_no_other_language(self):
        self.env["hva.signpost"].search([("lang_code", "=", "sv")]).active = False
        self.env.flush_all()
        self.assertEqual(self.listed("sv")[0], [])
        self.assertTrue(self.listed("fi")[0])

    def test_a_countys_own_row_stands_in_place_of_the_shared_one(self):
        own = self.row("bills").copy(
            {
                "company_id": self.env.company.id, "text": "Laskutus auttaa <b>", "phone": "02 123 45",
                "url": "https://example.fi/lasku", "url_label": "Laskutus",
            }
        )  # fmt: skip
        self.env["hva.signpost"].create({"title": "Pysäköinti", "text": "Kysy kaupungilta.", "lang_code": "fi"})
        self.env.flush_all()
        titles, tree = self.listed()
        self.assertEqual(titles.count(own.title), 1)
        text = tree.text_content()
        self.assertIn("Laskutus auttaa <b>", text)
        self.assertNotIn(self.row("bills").text, text)
        self.assertEqual(titles[-1], "Pysäköinti")
        link = tree.xpath("//a[@href='https://example.fi/lasku']")[0]
        self.assertEqual(link.get("rel"), "noopener noreferrer")
        self.assertTrue(tree.xpath("//a[@href='tel:0212345']"))

    def test_only_addresses_and_numbers_become_links(self):
        row = self.row("bills")
        for vals in ({"url": "javascript:alert(1)"}, {"url": "example.fi"}, {"phone": "soita"}, {"url": "https://a b"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                row.write(vals)

    def test_administrators_edit_it_and_a_change_is_seen_at_once(self):
        admin = new_test_user(self.env, login="sign_admin", groups="hva_feedback.hva_feedback_group_admin")
        self.listed()
        self.row("records").with_user(admin).title = "Arkisto"
        self.env.flush_all()
        self.assertIn("Arkisto", self.listed()[0])

    def test_the_list_takes_no_more_statements(self):
        self.listed()
        with statements() as seen:
            self.listed()
        self.assertEqual(len(seen), 2, "\n".join(seen))
