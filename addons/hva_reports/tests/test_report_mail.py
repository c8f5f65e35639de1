"""The report mail as its reader meets it: on a phone, without pictures, in the own language, with a way on."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

from lxml import html

from odoo.tests import HttpCase, tagged

from ..report.render_html import render_mail
from ..tools.query_definition import calendar_span
from .common_reports import OCTOBER, ReportCase

PASSWORD = "knock-knock-knock"
PERIODS = [("week", "2026-10-05"), ("month", "2026-10-05"), ("quarter", "2026-07-05"), ("tertial", "2026-05-05")]
SMALLEST = 14  # px


@tagged("post_install", "-at_install")
class TestReportMail(ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("fi_FI", "sv_SE"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.anna = cls.person("anna", (cls.health, "manager"))
        cls.few = cls.person("few", (cls.pori, "manager"))
        kemi = cls.env["hva.unit"].create(
            {"name": "Kemi", "level_id": cls.eura.level_id.id, "parent_id": cls.social.id}
        )
        cls.none = cls.person("none", (kemi, "viewer"), (cls.huittinen, "viewer"))
        cls.wide = cls.env["hva.report.definition"].create({"name": "County", "unit_ids": [(6, 0, cls.county.ids)]})
        for day in ("2026-05-06", "2026-08-06", "2026-10-06"):
            cls.give(cls.eura, day, nps=10, text="So <b>good</b> & kind", statements={"ST1": 5}, count=30)
            cls.give(cls.eura, day, nps=2, statements={"ST1": 2}, count=10)
            cls.give(cls.health, day, "sms", nps=8, count=3)
        cls.give(cls.pori, "2026-10-06", nps=9, count=2)
        cls.env["hva.fact.closed"]._close_due()

    def target(self, value, metric="nps", **whom):
        self.env["hva.target"].create({"year": 2026, "metric": metric, "value": value, **whom})

    def draw(self, user, span=OCTOBER, definition=None, lang="en_US"):
        """Return the mail as a tree."""
        mine = (definition or self.definition).with_user(user).with_context(lang=lang, tz="Europe/Helsinki")
        return html.fromstring(str(render_mail(mine.env, mine.query(span), mine.name)))

    def words(self, tree):
        return " ".join(tree.text_content().split())

    # ------------------------------------------------------------------ structure

    def check_structure(self, mail, lang):
        self.assertEqual(mail.get("lang"), lang)
        self.assertEqual(len(mail.xpath("//h1")), 1)
        levels = [int(each.tag[1]) for each in mail.xpath("//*[self::h1 or self::h2 or self::h3]")]
        self.assertEqual(levels, [1, *[2] * (len(levels) - 1)])
        for table in mail.xpath("//table"):
            self.assertTrue(table.xpath("./caption/text()"))
            self.assertEqual(len(table.xpath("./thead//th[@scope='col']")), 2)
            self.assertEqual(len(table.xpath("./tbody/tr")), len(table.xpath("./tbody//th[@scope='row']")))
        self.assertFalse(mail.xpath("//script | //style | //link | //form | //img[not(@alt)] | //*[@background]"))
        self.assertTrue(mail.xpath("//meta[@name='viewport']"))
        for style in mail.xpath("//@style"):
            sizes = [part.split(":")[1] for part in style.split(";") if part.startswith("font-size")]
            self.assertTrue(all(int(size.removesuffix("px")) >= SMALLEST for size in sizes), style)
            self.assertNotIn("float", style)
        widths = [part for style in mail.xpath("//@style") for part in style.split(";") if part.startswith("width:")]
        self.assertLessEqual(set(widths), {"width:100%", "width:auto"}, "nothing is wider than a phone")
        [link] = mail.xpath("//a")
        self.assertTrue(link.text_content().strip())

    def test_each_period_and_language_has_one_form(self):
        for (kind, day), lang in zip(PERIODS, ("fi_FI", "sv_SE", "fi_FI", "sv_SE"), strict=True):
            for user in (self.anna, self.few, self.none):
                with self.subTest(kind=kind, lang=lang, user=user.login):
                    span = calendar_span(kind, date.fromisoformat(day))
                    self.check_structure(self.draw(user, span, lang=lang), lang.replace("_", "-"))

    def test_the_interval_stands_beside_the_one_number(self):
        mail = self.draw(self.anna)
        [number] = mail.xpath("//strong[contains(@style, 'font-size:48px')]")
        self.assertEqual(number.text_content(), "47")  # 30 of 43 less 10
        beside = number.getnext()
        self.assertIn("95 % interval: 18 to 67", self.words(beside))
        self.assertIn("Answers (n): 43", self.words(beside))

    def test_words_of_givers_stay_words(self):
        mail = self.draw(self.anna)
        quotes = mail.xpath("//blockquote")
        self.assertEqual(len(quotes), 6)
        self.assertFalse(mail.xpath("//blockquote//b"))
        self.assertIn("So <b>good</b> & kind", quotes[0].text_content())
        self.assertIn("More in the workbook: 24", self.words(mail))
        self.definition.comment_limit = 10
        self.assertIn("More in the workbook: 4", self.words(self.draw(self.anna)), "the workbook has ten")

    def test_no_arrow_where_chance_could_have_done_it(self):
        self.give(self.eura, "2026-09-06", nps=9, count=20)
        self.assertEqual(self.arrows(self.draw(self.anna)), ["▼"])  # 100 before; nothing last year to compare with
        self.give(self.eura, "2026-09-07", nps=2, count=12)
        mail = self.draw(self.anna)
        self.assertEqual(self.arrows(mail), [])
        self.assertIn("No clear change from September 2026", self.words(mail))

    def arrows(self, mail):
        hidden = mail.xpath("//*[@aria-hidden='true']")
        for arrow in hidden:
            self.assertTrue(arrow.tail.strip(), "what an arrow says is also said in words")
        return [arrow.text_content() for arrow in hidden]

    # ------------------------------------------------------------------ few, hidden, none

    def test_without_feedback_it_says_so_and_is_short(self):
        mail = self.draw(self.none)
        self.assertIn("No feedback yet", self.words(mail))
        self.assertFalse(mail.xpath("//table"))
        self.assertEqual(mail.xpath("//h2"), [])

    def test_a_silent_month_after_a_loud_one_tells_the_earlier_score(self):
        self.give(self.huittinen, "2026-09-07", nps=9, count=3)
        self.assertIn("September 2026: NPS 100, n = 3.", self.words(self.draw(self.none)))

    def test_hidden_figures_say_why_and_are_nowhere(self):
        mail = self.draw(self.anna, definition=self.wide)
        self.assertIn("Some figures are hidden so that nobody's answer can be told.", self.words(mail))
        labels = [each.text_content() for each in mail.xpath("//table[1]//th[@scope='row']")]
        self.assertNotIn("Pori", labels, "two answers of others")
        self.assertEqual(labels[-1], "The whole county")
        self.assertNotIn("hidden", self.words(self.draw(self.anna)))

    def test_a_reader_without_a_unit_among_them_is_told_so(self):
        part = self.env["hva.report.definition"].create({"name": "Social", "unit_ids": [(6, 0, self.social.ids)]})
        mail = self.draw(self.anna, definition=part)
        self.assertIn("None of these units is yours", self.words(mail))
        self.assertNotIn("No feedback yet Your units", self.words(mail))
        self.check_structure(mail, "en-US")

    # ------------------------------------------------------------------ targets

    def test_targets_are_judged_in_words(self):
        self.target(10, unit_id=self.health.id)
        self.target(95, unit_id=self.eura.id)
        self.target(70, "agree_st1", unit_id=self.health.id)
        mail = self.draw(self.anna)
        text = self.words(mail)
        self.assertIn("Target of 2026: 10. Met: the whole interval reaches it.", text)
        self.assertIn("Target of 2026: 70%. Nobody can tell yet: it lies within the interval.", text)
        rows = {row.xpath("./th")[0].text_content(): self.words(row) for row in mail.xpath("//table[1]//tbody/tr")}
        self.assertIn("Target 95: not met", rows["Eura"])
        self.assertIn("Target 10: met", rows["Own units together"])
        self.assertNotIn("Target", rows["Huittinen"])

    def test_without_a_target_nothing_is_said_of_one(self):
        self.assertNotIn("Target", self.words(self.draw(self.anna)))

    # ------------------------------------------------------------------ the way on

    def view_of(self, mail):
        [link] = mail.xpath("//a")
        address = urlsplit(link.get("href"))
        self.assertEqual(address.path, "/odoo/hva-results")
        return dict(parse_qsl(address.query)), f"{address.path}?{address.query}"

    def test_the_link_opens_the_same_unit_and_days_with_the_same_figure(self):
        for kind, day in PERIODS:
            with self.subTest(kind=kind):
                span = calendar_span(kind, date.fromisoformat(day))
                mail = self.draw(self.anna, span)
                view, _address = self.view_of(mail)
                page = self.env["hva.dashboard"].with_user(self.anna).with_context(lang="en_US").load_view(view)
                self.assertEqual(page["view"], view)
                self.assertEqual((view["unit"], view["on"]), (str(self.health.id), span.start.isoformat()))
                [number] = mail.xpath("//strong[contains(@style, 'font-size:48px')]/text()") or [None]
                if number:
                    self.assertEqual(page["headline"]["figure"]["text"], number)

    def test_scattered_units_open_as_ones_own_units(self):
        view, _address = self.view_of(self.draw(self.none))
        self.assertNotIn("unit", view)

    def test_the_link_needs_a_person_who_signs_in(self):
        _view, address = self.view_of(self.draw(self.anna))
        reply = self.url_open(address, allow_redirects=False)
        self.assertEqual(reply.status_code, 303)
        self.assertIn("/web/login?redirect=", reply.headers["Location"])
        self.assertIn("unit%3D", reply.headers["Location"], "the address waits behind the door")
