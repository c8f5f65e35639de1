"""Posters, paper forms, cards and leaflets: opened and read as whoever prints them would."""

import base64
import io
import zipfile
from unittest.mock import patch

from lxml import html
from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..controllers.page_texts import page_texts
from ..report import launch_kit, leaflet, paper, paper_form, paper_texts, pictures, poster
from ..tools import qr_code
from ..tools.form_code import read_form_code
from .page_story import PageWorld
from .paper_story import PaperReader

HOSTILE = (
    "<script>alert(1)</script> & <b>",
    "=HYPERLINK(\"https://example.org\")",
    "Sosiaali-jaterveydenhuollonasiakasmaksupäätöstenmuutoksenhakulautakuntakokonaisuusyksikkö " * 2,
    "Čuđđeŋ žš Sääʹmǩiõll ǥǧʒǯ",
    "W" * 300,
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestPaper(PaperReader, PageWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_page_world()
        cls.env["hva.look"].search([]).unlink()
        cls.county = cls.clinic.company_id
        cls.county.name = "Testilän hyvinvointialue"

    # ------------------------------------------------------------------ posters

    def test_a_poster_says_who_asks_about_what_and_the_address_in_letters(self):
        pages, lang, title = self.read_pdf(poster.render_posters(self.env, self.collector))
        self.assertEqual((len(pages), lang), (1, "fi"))
        self.assertIn("Clinic of the tests", title)
        for part in (self.county.name, "Clinic of the tests", self.collector.url):
            self.assertPrinted(part, pages[0])
        self.assertEqual(self.headings, ["/Figure", "/H1", "/H2"])

    def test_a_poster_calls_in_every_language_of_the_set_its_own_first(self):
        self.collector.lang_code = "sv"
        self.assertEqual(poster.poster_languages(self.collector), ["sv", "fi", "en"])
        [page], lang, _title = self.read_pdf(poster.render_posters(self.env, self.collector))
        self.assertEqual(lang, "sv")
        for _code, texts in paper_texts.calls(["sv", "fi", "en"]):
            self.assertPrinted(texts["call_scan"], page)

    def test_a_batch_has_a_page_a_way_in_in_their_order(self):
        units = self.env["hva.unit"].create(
            [{"name": f"Unit {number}", "level_id": self.level.id} for number in range(3)]
        )
        collectors = self.collector + self.env["hva.collector"].create(
            [{"name": "Poster", "unit_id": unit.id, "channel": "qr"} for unit in units]
        )
        pages, _lang, _title = self.read_pdf(poster.render_posters(self.env, collectors))
        self.assertEqual([name in page for name, page in zip(collectors.unit_id.mapped("name"), pages, strict=True)],
                         [True] * 4)  # fmt: skip

    def test_no_name_breaks_a_poster_or_becomes_more_than_text(self):
        units = self.env["hva.unit"].create([{"name": name, "level_id": self.level.id} for name in HOSTILE])
        collectors = self.env["hva.collector"].create(
            [{"name": "Poster", "unit_id": unit.id, "channel": "qr"} for unit in units]
        )
        for county in HOSTILE[:2]:
            self.county.name = county
            pages, _lang, _title = self.read_pdf(poster.render_posters(self.env, collectors))
            self.assertEqual(len(pages), len(HOSTILE), "each on one page")
            for name, page in zip(HOSTILE, pages, strict=True):
                self.assertPrinted(name[:12], page)
                self.assertPrinted(county[:12], page)

    def test_the_countys_colours_and_logo_are_on_it(self):
        out = io.BytesIO()
        Image.new("RGB", (240, 80), "#7a1f5c").save(out, "PNG")
        self.env["hva.look"].create(
            {"company_id": self.county.id, "main_color": "#7a1f5c", "logo": base64.b64encode(out.getvalue())}
        )
        with patch.object(poster, "render_pdf") as drawn:
            poster.render_posters(self.env, self.collector)
        values = drawn.call_args.args[2]
        self.assertIn("background:#7a1f5c;color:#ffffff", values["poster_css"])
        self.assertTrue(values["posters"][0]["look"]["logo"].startswith("data:image/png;base64,"))
        [page], _lang, _title = self.read_pdf(poster.render_posters(self.env, self.collector))
        self.assertNotIn(self.county.name, page, "the logo stands for the name, and has it as its text")

    # ------------------------------------------------------------------ forms and cards

    def test_a_form_has_every_question_of_the_published_version_and_the_code_for_staff(self):
        for lang_code in ("fi", "sv"):
            form = self.survey._hva_form(lang_code)
            pages, lang, _title = self.read_pdf(paper_form.render_form(self.collector, lang_code))
            self.assertEqual(lang, lang_code)
            text = " ".join(pages)
            for question in form.questions:
                self.assertPrinted(question.title, text)
            code = paper_form.printed_code(self.collector)
            self.assertPrinted(code, text, 1 + len(pages))  # in the head, and at the foot of each page
        self.assertEqual(self.headings, ["/Figure", "/H1", "/H2", "/L", "/TH"])
        read = read_form_code(code)
        self.assertEqual((read.set_id, read.unit_id), (self.set.id, self.clinic.id))
        self.assertEqual(read.version, self.survey.hva_version)

    def test_a_form_that_was_printed_before_a_publish_keeps_its_version(self):
        before = paper_form.printed_code(self.collector)
        self.set._publish()
        after = paper_form.printed_code(self.collector)
        self.assertEqual(read_form_code(after).version, read_form_code(before).version + 1)

    def test_a_form_asks_about_the_feedback_what_its_way_in_asks(self):
        self.collector.write({"asks_group": True, "asks_assisted": False, "asks_topics": False})
        pages, _lang, _title = self.read_pdf(paper_form.render_form(self.collector, "fi"))
        texts = page_texts("fi")
        self.assertPrinted(texts["group"], " ".join(pages))
        self.assertPrinted(texts["group_relative"], " ".join(pages))
        self.assertNotIn(texts["assisted"], " ".join(pages))

    def test_large_print_takes_more_paper(self):
        normal, _lang, _title = self.read_pdf(paper_form.render_form(self.collector, "fi"))
        large, _lang, _title = self.read_pdf(paper_form.render_form(self.collector, "fi", is_large=True))
        self.assertGreater(len(large), len(normal))

    def test_cards_ask_the_recommendation_and_one_open_question(self):
        code = paper_form.printed_code(self.collector)
        for size, is_large, count in (("a6", False, 4), ("a5", False, 2), ("a6", True, 2)):
            [page], _lang, _title = self.read_pdf(paper_form.render_cards(self.collector, "fi", size, is_large))
            for text in (code, self.question("NPS").title, self.question("OPEN").title):
                self.assertPrinted(text, page, count)

    def test_a_set_without_a_version_cannot_be_printed(self):
        self.collector.set_id = self.env["hva.question.set"].create({"name": "Not published"})
        self.assertFalse(self.collector.asked_survey_id)
        with self.assertRaises(UserError):
            paper_form.render_form(self.collector, "fi")

    def test_a_server_without_pango_says_so(self):
        with (
            patch.dict("sys.modules", {"weasyprint": None}),
            self.assertLogs("odoo.addons.hva_feedback.report.paper", "WARNING"),
            self.assertRaisesRegex(UserError, "Pango"),
        ):
            paper.load_weasyprint(self.env)

    def test_a_sheet_fetches_nothing(self):
        fetched = []
        with patch("urllib.request.OpenerDirector.open", lambda *args, **_more: fetched.append(args)):
            self.clinic.name = '<img src="https://example.org/x.png">'
            paper_form.render_form(self.collector, "fi")
        self.assertFalse([args for args in fetched if "example.org" in str(args)])

    # ------------------------------------------------------------------ launch kit

    def test_a_launch_kit_has_what_a_county_needs_to_tell_people(self):
        self.clinic.name = "Clinic <b>&"
        files = launch_kit.kit_files(self.collector)
        sizes = {name: Image.open(io.BytesIO(data)).size for name, data in files.items() if name.endswith(".png")}
        self.assertEqual(sizes["info-screen-1920x1080.png"], (1920, 1080))
        self.assertEqual(sizes["social-1200x630.png"], (1200, 630))
        self.assertEqual(sizes["social-square-1080x1080.png"], (1080, 1080))
        self.assertIn("web-text-en.txt", files)
        page = html.fromstring(files["web-text-en.html"].decode())
        self.assertEqual(page.xpath("//a/@href"), [self.collector.url])
        self.assertFalse(page.xpath("//b"))
        self.assertIn("Clinic <b>&", page.text_content())
        for name, data in files.items():
            if name.endswith(".pdf"):
                self.read_pdf(data)
        names = zipfile.ZipFile(io.BytesIO(launch_kit.pack(files))).namelist()
        self.assertEqual(names, list(files))

    def test_the_code_in_pictures_is_the_one_of_the_address(self):
        rows = qr_code.matrix(self.collector.url)
        picture = Image.open(io.BytesIO(launch_kit.qr_files(self.collector)["qr.png"]))
        step = picture.width // len(rows)
        read = [
            [picture.getpixel((x * step + step // 2, y * step + step // 2)) == 0 for x in range(len(rows))]
            for y in range(len(rows))
        ]
        self.assertEqual(read, rows)

    def test_pictures_take_every_name_that_some_font_can_write(self):
        for name in HOSTILE:
            self.clinic.name = name
            for size in ((600, 315), (540, 540)):
                drawn = pictures.render_picture(self.collector, size)
                self.assertEqual(Image.open(io.BytesIO(drawn)).size, size)

    def test_letters_that_no_font_has_are_said_instead_of_drawn_as_boxes(self):
        self.clinic.name = "病院"
        with self.assertRaisesRegex(UserError, "fonts-dejavu-core"):
            pictures.render_picture(self.collector, (1200, 630))

    def test_the_leaflet_is_one_sheet_in_its_language(self):
        for lang_code in ("fi", "sv"):
            pages, lang, _title = self.read_pdf(leaflet.render_leaflet(self.collector, lang_code))
            self.assertEqual((len(pages), lang), (1, lang_code))
            self.assertPrinted("Clinic of the tests", pages[0])
