"""Every public page in every state and language is valid HTML."""

from odoo.tests import BaseCase, tagged

from .accessible_pages import LANGUAGES, PAGES, AccessiblePages
from .html_rules import faults

STATUS = {"errors": (200, 404, 422), "choose_again": (422,), "warned": (422,), "elsewhere": (422,)}
BROKEN = {"unknown": 404, "broken": 404, "closed": 410}


@tagged("post_install", "-at_install")
class TestPagesAreValidHtml(AccessiblePages):
    def test_each_page_in_each_state_and_language(self):
        for page, states in PAGES.items():
            for state in states:
                for lang in LANGUAGES if state != "filled" else ():
                    with self.subTest(page=page, state=state, lang=lang):
                        response = self.ask(*self.request_for(page, state, lang))
                        expected = STATUS.get(state, (BROKEN.get(page, 200),))
                        self.assertIn(response.status_code, expected)
                        self.assertFalse(faults(response.text))
                        self.assertIn(f'lang="{lang}"', response.text[:200])


class TestTheRulesFindFaults(BaseCase):
    def page(self, inside, head="<title>T</title>"):
        return f'<!DOCTYPE html><html lang="fi"><head>{head}</head><body><main><h1>H</h1>{inside}</main></body></html>'

    def test_a_good_page_has_none(self):
        good = (
            '<fieldset aria-describedby="h"><legend>L</legend><p id="h">Hint</p><label><input type="radio" name="a" '
            'value="1"/> One</label></fieldset><label for="t">T</label><textarea id="t" name="t"></textarea>'
        )
        self.assertEqual(faults(self.page(good)), [])

    def test_each_kind_of_fault_is_found(self):
        for inside, expected in (
            ("<p><div>x</div></p>", "unexpected-end-tag"),
            ("<label><p>x</p></label>", "<p> cannot stand in <label>"),
            ("<ul><a href='/'>x</a></ul>", "<a> cannot stand in <ul>"),
            ("<a href='/'><button>x</button></a>", "<button> inside <a>"),
            ("<p id='a'>x</p><p id='a'>y</p>", "the id a is there 2 times"),
            ("<a href='#nowhere'>x</a>", "refers to nowhere"),
            ("<input name='x'/>", "the field x has no label"),
            ("<label for='x'>x</label><input id='x' type='date' maxlength='3'/>", "takes no maxlength"),
            ("<h3>x</h3>", "<h3> follows <h1>"),
            ("<fieldset><p>x</p></fieldset>", "does not begin with <legend>"),
            ("<p align='left'>x</p>", "has no attribute align"),
            ("<blink>x</blink>", "is no element that pages use"),
            ("<img src='/x'/>", "<img> without alt"),
            ("<p> </p>", "<p> says nothing"),
        ):
            with self.subTest(inside):
                self.assertTrue(
                    any(expected in fault for fault in faults(self.page(inside))), faults(self.page(inside))
                )
        self.assertTrue(faults(self.page("", head="")), "a page without a title")
