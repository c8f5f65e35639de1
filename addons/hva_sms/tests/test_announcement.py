import base64
import io
import zipfile

from odoo.tests import Form, new_test_user, tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestAnnouncement(SmsCase):
    """What a county tells beforehand is filled from its settings, to copy or as files of the launch kit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "hva_feedback.hva_feedback_group_admin"
        cls.admin = new_test_user(cls.env, "announcer", groups=groups, lang="en_US")

    def announce(self):
        return Form(self.env["hva.sms.announcement"].with_user(self.admin)).save()

    def test_it_names_the_sender_and_the_address_of_links(self):
        self.gateway.write({"kind": "kannel", "url": "http://127.0.0.1:1/", "sender_authorised_on": "2026-10-01"})
        announcement = self.announce()
        self.assertFalse(announcement.missing)
        for text in (announcement.text_en, announcement.text_fi, announcement.text_sv, announcement.text_plain):
            self.assertIn("County", text)
            self.assertIn("https://palaute.example.fi/p/viesti", text)
            self.assertIn("https://palaute.example.fi/p/ei", text)
            self.assertNotIn("%(", text)
        self.assertIn("We never ask for your personal identity code", announcement.text_en)
        self.assertIn("Emme kysy henkilötunnustasi.", announcement.text_plain)
        self.assertIn("viesti?lang=sv", announcement.text_sv)

    def test_it_says_what_is_missing_before_it_is_true(self):
        self.assertIn("no gateway", self.announce().missing)
        self.gateway.write({"kind": "kannel", "url": "http://127.0.0.1:1/"})
        self.params.set_param("hva_sms.public_base_url", "http://localhost:8069")
        missing = self.announce().missing
        self.assertIn("no day of authorisation", missing)
        self.assertIn("http://localhost:8069", missing)
        self.assertNotIn("come from", self.announce().text_en, "a sender that may not be used is not announced")

    def test_the_launch_kit_of_the_county_has_it(self):
        with Form(self.env["hva.print"].with_user(self.admin)) as form:
            form.what = "county"
        dialog = form.record
        dialog.action_make()
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(dialog.file)))
        names = [name for name in archive.namelist() if name.startswith("text-messages-")]
        self.assertEqual(len(names), 8)
        page = archive.read("text-messages-sv.html").decode()
        self.assertTrue(page.startswith('<section lang="sv">'))
        self.assertIn("/p/viesti?lang=sv", page)
