"""The words of the accessibility statement, in the module's own languages.

What they say of tests is true by test: `data/accessibility.json` names what a test run walked through, and a test fails
when the two differ (`tests/test_accessibility_statement.py`).
"""

from odoo.tools import LazyTranslate

from .page_texts import own_words

_lt = LazyTranslate(__name__)

TEXTS = {
    "title": _lt("Accessibility statement"),
    "about": _lt("This statement is about the feedback pages of: %(county)s. The statement is of %(day)s."),
    "about_nobody": _lt("This statement is about these feedback pages. The statement is of %(day)s."),
    "state_title": _lt("How accessible the pages are"),
    "state_good": _lt(
        "The aim is WCAG 2.2, level AA. The law asks for level AA of WCAG 2.1. Our tests know of no place where the "
        "pages fall short of it. Tests by machine cannot find every fault."
    ),
    "state_short": _lt(
        "The aim is WCAG 2.2, level AA. The law asks for level AA of WCAG 2.1. The pages meet it in part: what is not "
        "yet as it should be is listed below."
    ),
    "known_title": _lt("Known shortcomings"),
    "known_none": _lt("None. The tests listed below found no fault, and none of them leaves out a fault."),
    "untested_title": _lt("What has not been tested"),
    "untested_screen_reader": _lt(
        "Nobody has yet tried the pages by hand with a screen reader (NVDA, VoiceOver, TalkBack). The tests read what "
        "a browser hands to a screen reader."
    ),
    "untested_ios": _lt("Nobody has yet tried the pages by hand on an iPhone or an iPad, or with voice control."),
    "untested_people": _lt("People with disabilities have not yet tried the pages together with us."),
    "untested_paper": _lt("Printed forms and their PDF files have not been tested with assistive software."),
    "tested_title": _lt("What has been tested"),
    "tested_on": _lt("Tested by machine on %(day)s with %(tools)s."),
    "tested_pages": _lt("Pages"),
    "tested_states": _lt("States of a page"),
    "tested_sizes": _lt("Sizes"),
    "tested_media": _lt("Settings of the browser"),
    "tested_checks": _lt("How"),
    "feedback_title": _lt("Tell us about accessibility"),
    "feedback_text": _lt(
        "Did you meet a fault, or do you need something on these pages in another form? Tell us here. If you give your "
        "e-mail address, we reply within 14 days."
    ),
    "authority_title": _lt("If our reply is not enough"),
    "authority_text": _lt(
        "If you find a fault, tell us first. If you are not content with our reply, or get none in two weeks, you can "
        "turn to the authority that supervises accessibility:"
    ),
    "page_form": _lt("Feedback form"),
    "page_kinds": _lt("Form with every kind of question"),
    "page_embedded": _lt("Form inside another website"),
    "page_children": _lt("Form for children"),
    "page_terminal": _lt("Feedback terminal"),
    "page_finder": _lt("Search for a unit"),
    "page_chosen": _lt("Form about a unit that was searched for"),
    "page_pin": _lt("PIN of a staff page"),
    "page_staff": _lt("Staff record feedback"),
    "page_staff_done": _lt("Staff have finished recording"),
    "page_code_desk": _lt("Staff make one-time codes"),
    "page_code_screen": _lt("One-time code on the screen"),
    "page_code_slips": _lt("Slips with one-time codes"),
    "page_code": _lt("Type a one-time code"),
    "page_code_form": _lt("Form of a one-time code"),
    "page_wall": _lt("Wall screen"),
    "page_thanks": _lt("Thanks, and what happens next"),
    "page_told": _lt("Thanks for accessibility feedback"),
    "page_thanks_offer": _lt("Thanks with the offer of a code"),
    "page_follow": _lt("Following a feedback: typing the code"),
    "page_follow_code": _lt("The code to follow a feedback"),
    "page_follow_status": _lt("Following a feedback: what has happened"),
    "page_statement": _lt("This statement"),
    "page_unknown": _lt("A link that does not work"),
    "page_closed": _lt("A form that is closed"),
    "page_broken": _lt("An address that does not exist"),
    "state_start": _lt("As it opens"),
    "state_filled": _lt("Filled in"),
    "state_errors": _lt("With errors to mend"),
    "state_warned": _lt("With a warning about personal details in a text"),
    "state_elsewhere": _lt("With a note where other matters belong"),
    "state_list": _lt("With search results"),
    "state_choose_again": _lt("With the unit to be chosen again"),
    "state_next": _lt("After one was recorded"),
    "size_phone": _lt("Phone, 320 pixels wide"),
    "size_desktop": _lt("Desktop, 1280 pixels wide"),
    "size_zoomed": _lt("320 pixels wide with text of double size, as with 400 % zoom"),
    "media_plain": _lt("No special settings"),
    "media_dark": _lt("Dark colours"),
    "media_forced_colours": _lt("Forced colours (high contrast)"),
    "media_less_motion": _lt("Less motion"),
    "media_more_contrast": _lt("More contrast"),
    "check_axe": _lt("All pages with axe: every page, state, language, size and setting meets each other once"),
    "check_html": _lt("Every page, state and language is valid HTML"),
    "check_tree": _lt("What a browser tells assistive software of each kind of question"),
    "check_keyboard": _lt("Feedback is given with the keyboard alone, and the focus is always in sight"),
    "check_no_javascript": _lt("Everything works without JavaScript and cookies"),
    "check_spacing": _lt("Wider spacing of text cuts nothing off, and nothing has to be scrolled sideways"),
    "check_targets": _lt("Everything to press is at least 44 pixels high and wide"),
    "check_languages": _lt("Each text says which language it is in"),
}


statement_texts = own_words(TEXTS)
