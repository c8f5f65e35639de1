"""The county's look: what its administrator may choose, and where people then see it."""

import base64
import gzip
import io
import re

from lxml import html
from PIL import Image

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ..controllers.page_style import hash_source
from .case_story import CaseStory
from .page_story import PageCase, PageWorld, statements

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M0 0h120v40H0z" fill="#7a1f5c"/></svg>'


def png(width=240, height=80, colour="#7a1f5c"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return base64.b64encode(out.getvalue())


@tagged("post_install", "-at_install")
class TestLook(PageWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_page_world()
        group = "base.group_user,hva_feedback.hva_feedback_group_%s"
        cls.admin = new_test_user(cls.env, "look_admin", groups=group % "admin")
        cls.viewer = new_test_user(cls.env, "look_viewer", groups=group % "viewer")
        cls.looks = cls.env["hva.look"].with_user(cls.admin)

    def test_an_administrator_of_feedback_chooses_who_may_not_change_companies(self):
        self.assertFalse(self.env.company.with_user(self.admin).has_access("write"))
        self.assertFalse(self.looks.action_open_own()["res_id"])
        with Form(self.looks) as form:
            form.main_color = "#7a1f5c"
            form.logo = base64.b64encode(SVG).decode()
        look = form.record
        self.assertEqual(self.looks.action_open_own()["res_id"], look.id)
        self.assertEqual(look.logo_kind, "svg")

    def test_a_viewer_sees_it_and_changes_nothing(self):
        look = self.looks.create({})
        self.assertEqual(look.with_user(self.viewer).main_color, "#003f7f")
        with self.assertRaises(AccessError):
            look.with_user(self.viewer).main_color = "#000000"

    def test_an_administrator_of_one_county_does_not_dress_another(self):
        other = self.env["res.company"].create({"name": "Toinen"})
        look = self.env["hva.look"].create({"company_id": other.id})
        with self.assertRaises(AccessError):
            look.with_user(self.admin).main_color = "#000000"

    def test_a_colour_that_cannot_be_seen_is_refused_with_its_ratio_and_the_nearest_that_can(self):
        with self.assertRaises(ValidationError) as caught:
            self.looks.create({"main_color": "#7fb2e5"})
        message = str(caught.exception)
        self.assertIn("#7fb2e5", message)
        self.assertRegex(message, r"is 2\.\d\d, at least 4\.5")
        passing = re.search(r"#7fb2e5 and #ffffff .*passes: (#[0-9a-f]{6})", message)[1]
        self.looks.create({"main_color": passing})

    def test_what_is_no_colour_is_refused(self):
        for value in ("red", "#fff", "#003f7f;}body{display:none", "</style><script>"):
            with self.assertRaises(ValidationError):
                self.looks.create({"accent_color": value})

    def test_what_is_more_than_a_picture_is_refused(self):
        for data in (SVG.replace(b"<path", b"<script/><path"), b"no picture"):
            with self.assertRaises(ValidationError):
                self.looks.create({"logo": base64.b64encode(data)})
        look = self.looks.create({"logo": base64.b64encode(SVG)})
        with self.assertRaises(ValidationError):
            look.logo_png = base64.b64encode(SVG)

    def test_the_screen_shows_figures_and_page_while_colours_are_tried(self):
        with Form(self.looks) as form:
            self.assertEqual(form.figures.count("<tr>"), 1 + 10)
            form.main_color = "#7fb2e5"
            self.assertIn("Too low", form.figures)
            self.assertIn("#7fb2e5", form.preview)
            form.main_color = "x</style><b>"
            self.assertFalse(form.preview)
            self.assertNotIn("<b>", form.figures)
            form.main_color = "#7a1f5c"
            self.assertNotIn("Too low", form.figures)
            frames = html.fromstring(f"<div>{form.preview}</div>").xpath("//iframe")
            self.assertEqual(len(frames), 2)
            for frame in frames:
                self.assertEqual(frame.get("sandbox"), "")
                self.assertIn("#7a1f5c", frame.get("srcdoc"))


@tagged("post_install", "-at_install")
class TestLookOnPages(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hva.unit"].search([("company_id", "!=", cls.env.company.id)]).company_id = cls.env.company
        cls.env.company.name = 'Testilän "hyvinvointialue" <b>'
        cls.look = cls.env["hva.look"].create({"main_color": "#7a1f5c", "logo": png()})
        cls.env.flush_all()

    def assertLooksLikeTheCounty(self, response):
        tree = html.fromstring(response.content)
        style = tree.findtext(".//style")
        policy = response.headers["Content-Security-Policy"]
        self.assertIn("--main:#7a1f5c", style)
        self.assertIn(f"style-src '{hash_source(style)}'", policy)
        self.assertIn("img-src 'self'", policy)
        [logo] = tree.xpath("//header//img")
        self.assertEqual(logo.get("alt"), self.env.company.name)
        self.assertEqual(tree.xpath("//header//p"), [])
        return logo.get("src")

    def test_every_page_and_error_page_has_it_and_lets_in_nothing_else(self):
        pages = (self.url, "/p/kiitos", "/p/" + "a" * 22, "/p/a/b", "/p/logo/" + "a" * 32)
        for path in pages:
            self.assertLooksLikeTheCounty(self.url_open(path))
        self.assertLooksLikeTheCounty(self.send(NPS="99"))
        self.assertLooksLikeTheCounty(self.url_open(self.url, method="DELETE"))
        self.collector.active = False
        self.env.flush_all()
        self.assertLooksLikeTheCounty(self.url_open(self.url))

    def test_the_logo_comes_without_cookie_and_is_kept_by_the_browser(self):
        src = self.assertLooksLikeTheCounty(self.url_open(self.url))
        response = self.url_open(src)
        self.assertEqual((response.status_code, response.headers["Content-Type"]), (200, "image/png"))
        self.assertEqual(response.content, base64.b64decode(self.look.logo))
        self.assertIn("immutable", response.headers["Cache-Control"])
        self.assertIn("sandbox", response.headers["Content-Security-Policy"])
        self.assertNotIn("Set-Cookie", response.headers)
        self.look.logo = base64.b64encode(SVG)
        self.env.flush_all()
        self.assertEqual(self.url_open(src).status_code, 404)
        self.assertEqual(self.url_open(f"/p/logo/%00{'a' * 31}").status_code, 404)
        new = self.assertLooksLikeTheCounty(self.url_open(self.url))
        self.assertNotEqual(new, src)
        self.assertEqual(self.url_open(new).headers["Content-Type"], "image/svg+xml")

    def test_it_costs_no_statement_and_few_bytes(self):
        response = self.url_open(self.url)
        self.assertLessEqual(len(gzip.compress(response.content, 6)), 15_000)
        with statements() as seen:
            self.read_page()
        self.assertEqual(len(seen), 2, "\n".join(seen))
        self.read_page("/p/kiitos")
        with statements() as seen:
            self.read_page("/p/kiitos")
        self.assertEqual(seen, [])

    def test_without_a_logo_the_name_stands_there(self):
        self.look.logo = False
        self.env.flush_all()
        for path in ("/p/kiitos", "/p/a/b", self.url):
            response = self.url_open(path)
            tree = html.fromstring(response.content)
            self.assertEqual(tree.findtext(".//header/p"), self.env.company.name)
            self.assertNotIn("img-src", response.headers["Content-Security-Policy"])

    def test_with_two_counties_a_page_that_names_no_unit_speaks_for_neither(self):
        other = self.env["res.company"].create({"name": "Toinen hyvinvointialue"})
        unit = self.env["hva.unit"].create({"name": "Toisaalla", "level_id": self.level.id, "company_id": other.id})
        theirs = self.collector.copy({"unit_id": unit.id})
        self.env.flush_all()
        self.assertFalse(self.read_page("/p/kiitos").xpath("//header"))
        self.assertLooksLikeTheCounty(self.url_open(self.url))
        tree = self.read_page(f"/p/{theirs.code}")
        self.assertEqual(tree.findtext(".//header/p"), "Toinen hyvinvointialue")
        self.assertNotIn("#7a1f5c", tree.findtext(".//style"))


@tagged("post_install", "-at_install")
class TestLookOfMails(CaseStory):
    def mail_to_handler(self):
        case = self.make_case(kind="criticism", text="x")
        case.with_user(self.manager).write({"user_id": self.handler.id})
        message = self.env["mail.message"].search(
            [("model", "=", "helpdesk.ticket"), ("res_id", "=", case.id),
             ("notified_partner_ids", "in", self.handler.partner_id.ids)], limit=1
        )  # fmt: skip
        return html.fromstring(self.env["mail.mail"].search([("mail_message_id", "=", message.id)]).body_html)

    def test_a_notice_about_a_case_has_the_countys_logo_and_colour(self):
        self.county.name = "Testilän <hyvinvointialue>"
        look = self.env["hva.look"].create(
            {"company_id": self.county.id, "main_color": "#7a1f5c", "logo": base64.b64encode(SVG), "logo_png": png()}
        )
        mail = self.mail_to_handler()
        [logo] = mail.xpath("//img")
        self.assertEqual(logo.get("alt"), self.county.name)
        self.assertTrue(logo.get("src").endswith(f"/p/logo/{look.logo_png_hash}"), "an SVG is not for mails")
        self.assertTrue(logo.get("src").startswith("http"))
        [button] = mail.xpath("//a[contains(@style, '#7a1f5c')]")
        self.assertIn("/mail/view", button.get("href"))

    def test_without_a_picture_for_mails_the_name_stands_there(self):
        self.county.name = "Testilän <hyvinvointialue>"
        self.env["hva.look"].create({"company_id": self.county.id, "logo": base64.b64encode(SVG)})
        mail = self.mail_to_handler()
        self.assertFalse(mail.xpath("//img"))
        self.assertIn(self.county.name, mail.text_content())
