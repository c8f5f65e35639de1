"""A unit with a way in, and a giver who reads the page, fills it in and sends it, as a browser would."""

import contextlib
import threading
from unittest.mock import patch

from lxml import html

from odoo.sql_db import Cursor
from odoo.tests import HttpCase, tagged


class PageWorld:
    """A clinic with one open collector on the ready set. Mix into a test class."""

    @classmethod
    def make_page_world(cls):
        cls.level = cls.env["hva.unit.level"].search([], limit=1) or cls.env["hva.unit.level"].create({"name": "Level"})
        cls.clinic = cls.env["hva.unit"].create({"name": "Clinic of the tests", "level_id": cls.level.id})
        cls.set = cls.env.ref("hva_feedback.hva_question_set_base")
        cls.survey = cls.set.current_survey_id
        cls.collector = cls.env["hva.collector"].create(
            {"name": "Poster", "unit_id": cls.clinic.id, "channel": "qr", "contact_mode": "visit"}
        )
        cls.form = cls.survey._hva_form("fi")

    @classmethod
    def field(cls, item_code):
        return f"q{cls.question(item_code).id}"

    @classmethod
    def question(cls, item_code):
        return next(question for question in cls.form.questions if question.item_code == item_code)

    @classmethod
    def option(cls, item_code, value):
        return str(next(option.id for option in cls.question(item_code).options if option.value == value))


def place_of(response):
    """Return where a response leads, without the ticket to a code that it may carry."""
    path, _mark, query = response.headers.get("Location", "").partition("?")
    rest = "&".join(part for part in query.split("&") if part and not part.startswith("take="))
    return f"{path}?{rest}" if rest else path


@tagged("post_install", "-at_install")
class PageCase(PageWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_page_world()
        cls.env.flush_all()

    @property
    def url(self):
        return f"/p/{self.collector.code}"

    def read_page(self, url=None):
        """GET the page; return its tree."""
        response = self.url_open(url or self.url)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def parse(self, response):
        return html.fromstring(response.content)

    def nonce(self, tree=None):
        tree = self.read_page() if tree is None else tree
        return tree.xpath("//input[@name='nonce']/@value")[0]

    def send(self, nonce=None, url=None, **fields):
        """POST the form with these fields (name or item code -> value) and a fresh nonce where none is given."""
        data = {"nonce": self.nonce() if nonce is None else nonce, "lang": "fi", "website": ""}
        codes = {question.item_code for question in self.form.questions}
        for name, value in fields.items():
            data[self.field(name) if name in codes else name] = value
        return self.url_open(url or self.url, data=data, allow_redirects=False)

    def answers(self):
        return self.env["survey.user_input"].search([("hva_collector_id", "=", self.collector.id)], order="id")

    def assertSent(self, response):
        self.assertEqual((response.status_code, place_of(response)), (303, "/p/kiitos"))

    def assertShownAgain(self, response, *texts):
        """Assert that the page came back with an error title and these texts; return its tree."""
        self.assertEqual(response.status_code, 422)
        tree = html.fromstring(response.content)
        self.assertTrue(tree.findtext(".//title").startswith("Virhe: "))
        summary = tree.get_element_by_id("summary").text_content()
        for text in texts:
            self.assertIn(text, summary)
        return tree


@contextlib.contextmanager
def statements():
    """Collect the SQL statements of the server's threads meanwhile, without those that only tests make.

    A live server adds one of its own to each request: it asks whether another process changed something.
    """
    seen = []
    execute = Cursor.execute

    def listening(self, query, *args, **kwargs):
        text = str(getattr(query, "code", query)).strip()
        from_server = threading.current_thread() is not threading.main_thread()
        if from_server and not text.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) and "pg_database" not in text:
            seen.append(text)
        return execute(self, query, *args, **kwargs)

    with patch.object(Cursor, "execute", listening):
        yield seen
