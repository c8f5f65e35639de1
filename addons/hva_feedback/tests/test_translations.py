from odoo.tests import TransactionCase, tagged

from .catalogue import committed_terms, exported_terms


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def test_the_template_holds_every_term_of_the_sources(self):
        """What fails here is mended by ./hva i18n and by translating what it names."""
        self.assertEqual(exported_terms(self.env, "hva_feedback") ^ committed_terms("hva_feedback"), set())

    def test_helpdesks_own_terms_have_finnish_too(self):
        """From i18n_extra/fi.po: helpdesk has none. Filters and exports of cases show helpdesk's fields."""
        self.env["res.lang"]._activate_lang("fi_FI")
        field = self.env.ref("helpdesk_mgmt.field_helpdesk_ticket__user_id").with_context(lang="fi_FI")
        self.assertEqual(field.field_description, "Käsittelijä")
