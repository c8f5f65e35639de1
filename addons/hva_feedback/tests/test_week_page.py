"""The unit's week on the screen: the week's figures and words that may be shared, for the unit's own people."""

from datetime import timedelta

from lxml import html

from odoo.tests import HttpCase, tagged

from .html_rules import faults
from .improvement_story import ImprovementWorld


@tagged("post_install", "-at_install")
class TestWeekPage(ImprovementWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.viewer.lang = "en_US"
        cls.give(kind="thanks", text="Kiitos hoidosta!")
        cls.give(kind="criticism", text="Odotus oli pitkä.")
        cls.give(kind="thanks", text="Soittakaa minulle", phone="+358401234567")
        cls.path = f"/hva_feedback/week/{cls.clinic.id}"
        cls.today = cls.env["hva.clock"]._today()

    def tree(self, user=None, query=None):
        user = user or self.viewer
        self.authenticate(user.login, user.login)
        response = self.url_open(f"{self.path}{query or f'?week={self.today}'}")
        self.assertEqual(response.status_code, 200)
        self.assertFalse(faults(response.text))
        return html.fromstring(response.content)

    def words(self, tree):
        return [each.text_content() for each in tree.find_class("words")]

    def test_it_shows_words_that_may_be_shared_thanks_first(self):
        self.assertEqual(self.words(self.tree()), ["Kiitos hoidosta!", "Odotus oli pitkä."])

    def test_it_counts_everything_of_the_week(self):
        tree = self.tree()
        figures = {li.find("span").text: li.find("strong").text for li in tree.find_class("figures")[0]}
        self.assertEqual((figures["New feedback"], figures["Thanks"]), ("3", "2"))

    def test_another_week_is_one_link_away_and_the_future_is_not(self):
        tree = self.tree()
        self.assertFalse(tree.xpath("//a[@rel='next']"))
        [before] = tree.xpath("//a[@rel='prev']/@href")
        self.assertEqual(self.words(self.tree(query=f"?{before.partition('?')[2]}")), [])

    def test_only_who_works_there_sees_it(self):
        for user in (self.dental_handler, self._person("viewer", self.dental, login="dental_viewer")):
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(self.path).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(self.path, allow_redirects=False).headers["Location"])

    def test_the_menu_opens_the_own_unit(self):
        self.authenticate(self.viewer.login, self.viewer.login)
        response = self.url_open("/hva_feedback/week", allow_redirects=False)
        self.assertEqual(response.headers["Location"].rpartition("/")[2], str(self.clinic.id))

    def test_the_weekly_mail_is_turned_off_and_on_here(self):
        tree = self.tree(self.manager)
        form = next(form for form in tree.forms if "csrf_token" in form.fields)
        sent = {**dict(form.form_values()), "mail": "none"}
        self.assertEqual(self.url_open(self.path, data=sent, allow_redirects=False).status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(self.manager.hva_digest, "none")
        self.url_open(self.path, data={**sent, "mail": "somebody else"})
        self.env.invalidate_all()
        self.assertEqual(self.manager.hva_digest, "none")

    def test_what_is_not_for_the_coffee_room_is_not_printed(self):
        tree = self.tree()
        inside = [each.find("span").text for each in tree.find_class("inside")]
        self.assertIn("Late cases", inside)
        self.assertIn("@media print", html.tostring(tree).decode())

    def test_figures_cost_the_same_for_few_and_many(self):
        from ..report.week import week_comments, week_values

        def queries():
            unit = self.clinic.with_user(self.viewer)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            week = self.today - timedelta(days=self.today.weekday())
            week_values(unit, week)
            week_comments(unit, week, 30)
            return self.env.cr.sql_log_count - before

        queries()  # what is asked once in a process
        few = queries()
        for _number in range(30):
            self.give(kind="thanks", text="Kiitos!")
        self.assertEqual(queries(), few)
