from odoo.tests import TransactionCase, tagged

from odoo.addons.hva_feedback.tests.catalogue import committed_terms, exported_terms


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def test_the_template_holds_every_term_of_the_sources(self):
        """What fails here is mended by ./hva i18n and by translating what it names."""
        self.assertEqual(exported_terms(self.env, "hva_reports") ^ committed_terms("hva_reports"), set())
