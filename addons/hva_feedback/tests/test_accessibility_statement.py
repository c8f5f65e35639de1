"""The accessibility statement: its link, its languages, and that it says exactly what the tests walk through.

To renew it after a change of the tests: `HVA_WRITE_STATEMENT=1 ./hva dbtest ... test_accessibility_statement.py`.
"""

import json
import os
import re
from importlib.metadata import version
from pathlib import Path

from odoo.tests import tagged

from ..controllers import accessibility_page
from . import accessible_pages, test_pages_axe
from .browser_story import BrowserWorld, axe_source
from .page_story import PageCase

URL = "/p/saavutettavuus"
FILE = Path(__file__).parent.parent / "data/accessibility.json"
# What the statement says was checked -> the test that does it.
CHECKS = {
    "axe": "test_pages_axe.py",
    "html": "test_pages_html.py",
    "tree": "test_pages_tree.py",
    "keyboard": "test_feedback_page_accessibility.py",
    "no_javascript": "test_feedback_page_accessibility.py",
    "spacing": "test_pages_reflow.py",
    "targets": "test_pages_reflow.py",
    "languages": "test_page_language_parts.py",
}

# Pages that tests of their own walk through -> the test.
ELSEWHERE = {"terminal": "test_device_page.py"}


def walked():
    """Return what the tests walk through."""
    return {
        "pages": [*accessible_pages.PAGES, *ELSEWHERE],
        "states": list(test_pages_axe.STATES),
        "sizes": list(test_pages_axe.SIZES),
        "media": list(test_pages_axe.MEDIA),
        "languages": list(accessible_pages.LANGUAGES),
        "checks": list(CHECKS),
    }


@tagged("post_install", "-at_install")
class TestWriteStatement(BrowserWorld, PageCase):
    def test_the_tools_are_those_of_this_machine(self):
        """Tools come in newer versions by themselves, so only their names must agree; writing notes the versions."""
        axe = re.search(r"axe v([\d.]+)", axe_source()[:200])[1]
        chromium = self.browser.capabilities["browserVersion"].partition(".")[0]
        tools = [f"axe-core {axe}", f"Chromium {chromium}", f"tinyhtml5 {version('tinyhtml5')}"]
        said = json.loads(FILE.read_text(encoding="utf-8"))
        if os.environ.get("HVA_WRITE_STATEMENT"):
            today = self.env["hva.clock"]._today()
            said = {**said, **walked(), "tested_on": str(today), "tools": tools}
            FILE.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        self.assertEqual([tool.split()[0] for tool in said["tools"]], [tool.split()[0] for tool in tools])


@tagged("post_install", "-at_install")
class TestAccessibilityStatement(PageCase):
    def test_it_says_what_the_tests_walk_through(self):
        said = json.loads(FILE.read_text(encoding="utf-8"))
        self.assertEqual({name: said[name] for name in walked()}, walked(), "renew data/accessibility.json")
        for test in (*CHECKS.values(), *ELSEWHERE.values()):
            self.assertTrue((FILE.parent.parent / "tests" / test).exists(), test)
        self.assertEqual(said["shortcomings"], [], "no test leaves out a fault")

    def test_it_is_linked_from_every_page_in_the_pages_language(self):
        for path in (self.url, "/p/kiitos", "/p/koodi", f"/p/{'0' * 22}", "/p/does/not/exist"):
            for lang, expected in (("fi", URL), ("sv", f"{URL}?lang=sv"), ("en", f"{URL}?lang=en")):
                with self.subTest(path=path, lang=lang):
                    tree = self.parse(self.url_open(f"{path}?lang={lang}"))
                    self.assertEqual(tree.xpath("//footer//a/@href"), [expected])

    def test_it_speaks_three_languages_and_names_the_county_and_the_authority(self):
        self.env["hva.page.text"].search(
            [("code", "=", "access_authority"), ("lang_code", "=", "en")]
        ).text = "Watchers"
        self.env["hva.page.text"].create({"code": "access_contact", "lang_code": "en", "text": "Call us: 100"})
        self.env.flush_all()
        tree = self.read_page(f"{URL}?lang=en")
        text = tree.text_content()
        for said in ("Watchers", "Call us: 100", "WCAG 2.2", "screen reader", "14 days", "axe"):
            self.assertIn(said, text)
        for lang in ("fi", "sv", "en"):
            page = self.read_page(f"{URL}?lang={lang}")
            self.assertEqual(page.get("lang"), lang)
            self.assertEqual(len(page.xpath("//nav//a[@hreflang]")), 3)
        self.assertEqual(self.read_page(f"{URL}?lang=se").get("lang"), "fi")

    def test_a_shortcoming_is_told(self):
        said = {**accessibility_page.read_tested(), "shortcomings": [{"fi": "Vika", "sv": "Fel", "en": "A fault"}]}
        self.patch(accessibility_page, "read_tested", lambda: said)
        self.env.registry.clear_cache()
        text = self.read_page(f"{URL}?lang=en").text_content()
        self.assertIn("A fault", text)
        self.assertIn("in part", text)
