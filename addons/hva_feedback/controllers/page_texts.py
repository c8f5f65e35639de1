"""The words of the public page around the questions, in every language it speaks.

Wordings of questions are data (the set version), notices and promises are data (`hva.page.text`); these are the rest.
In Finnish, Swedish and English they are read without a database, because an error page must still speak when there is
none. In other languages they are data too, which a county brings by file (`hva.page.word`, docs/languages.md).
"""

import functools
from collections.abc import Mapping

from odoo.http import request
from odoo.tools import LazyTranslate

from .page_texts_about import ABOUT_TEXTS
from .page_texts_child import CHILD_TEXTS
from .page_texts_device import DEVICE_TEXTS
from .page_texts_finder import FINDER_TEXTS
from .page_texts_follow import FOLLOW_TEXTS
from .page_texts_triage import TRIAGE_TEXTS

_lt = LazyTranslate(__name__)

# Languages whose words come with the module, and Odoo's code for each.
OWN_LOCALES = {"fi": "fi_FI", "sv": "sv_SE", "en": "en_US"}

TEXTS = {
    "error_title": _lt("Error: %(title)s"),
    "language": _lt("Language"),
    "unit": _lt("Your feedback is about the unit"),
    "notice_title": _lt("Do not send urgent matters here"),
    "privacy_title": _lt("How we use your answers"),
    "skip": _lt("You can leave out any question that you do not want to answer."),
    "required": _lt("(required)"),
    "scale_hint": _lt("Choose a number from %(low)s to %(high)s."),
    "scale_ends": _lt("%(low)s means: %(low_label)s. %(high)s means: %(high_label)s."),
    "statements": _lt("Statements"),
    "statements_hint": _lt("For each statement, choose the option that fits you best."),
    "text_hint": _lt(
        "At most %(count)s characters. We remove phone numbers, e-mail addresses and personal identity codes from it."
    ),
    "choices_hint": _lt("You can choose several."),
    "max_choices_hint": _lt("You can choose at most %(count)s."),
    "date_hint": _lt("For example 31.12.2026."),
    "datetime_hint": _lt("Day and time, for example 31.12.2026 10.30."),
    "bounds_hint": _lt("From %(low)s to %(high)s."),
    "condition": _lt("Answer this if you chose %(options)s for the question %(question)s."),
    "quoted": _lt("“%(text)s”"),
    "comment": _lt("In your own words"),
    "kind": _lt("What kind of feedback do you give?"),
    "kind_thanks": _lt("Thanks"),
    "kind_criticism": _lt("Criticism"),
    "kind_suggestion": _lt("Suggestion"),
    "kind_question": _lt("Question"),
    "contact": _lt("Your contact details"),
    "contact_hint": _lt(
        "Fill in these only if you want to be contacted. Give a phone number or an e-mail address. We use them for "
        "nothing else."
    ),
    "contact_name": _lt("Name"),
    "contact_phone": _lt("Phone number"),
    "contact_email": _lt("E-mail address"),
    "trap": _lt("Leave this field empty"),
    "send": _lt("Send feedback"),
    "summary_title": _lt("Check these points"),
    "summary_kept": _lt("Your feedback has not been sent yet. What you filled in is still on this page."),
    "error": _lt("Error:"),
    "required_error": _lt("Answer this question."),
    "not_offered": _lt("Choose one of the options on the page."),
    "too_many": _lt("Choose only one option."),
    "bad_number": _lt("Write a number with digits, for example 7."),
    "too_many_choices": _lt("Choose at most %(count)s options."),
    "out_of_range": _lt("Choose a number that is on the scale."),
    "out_of_bounds": _lt("Write a number from %(low)s to %(high)s."),
    "out_of_bounds_low": _lt("Write a number that is at least %(low)s."),
    "out_of_bounds_high": _lt("Write a number that is at most %(high)s."),
    "bad_date": _lt("Write the date as day, month and year."),
    "bad_moment": _lt("Write the day and the time, for example 31.12.2026 10.30."),
    "out_of_days": _lt("Give a time from %(low)s to %(high)s."),
    "out_of_days_low": _lt("The earliest possible is %(low)s."),
    "out_of_days_high": _lt("The latest possible is %(high)s."),
    "too_short": _lt("Write at least %(count)s characters."),
    "too_long": _lt("Shorten the text. It can have at most %(count)s characters."),
    "bad_text": _lt("The text has a character that cannot be stored. Write the text again."),
    "empty": _lt("Answer at least one question before you send."),
    "wish_unclear": _lt("You filled in contact details. Choose whether you want to be contacted."),
    "contact_missing": _lt("Give a phone number or an e-mail address, so that we can contact you."),
    "bad_phone": _lt("Check the phone number."),
    "bad_email": _lt("Check the e-mail address. It has the form name@example.fi."),
    "busy_form": _lt("Very much feedback is being sent right now. Wait a minute and send yours again."),
    "stale_form": _lt("The page has been open for a long time. Check your answers and send them again."),
    "thanks_title": _lt("Thank you for your feedback"),
    "thanks_text": _lt("Your feedback has arrived. You can close this page."),
    "unknown_title": _lt("This link does not work"),
    "unknown_text": _lt(
        "Check that you have the whole address. If you have already answered through this link, your feedback has "
        "arrived and you do not need to do anything."
    ),
    "slow_title": _lt("Wait a moment"),
    "slow_text": _lt(
        "Many addresses that do not work have been tried from your network. Wait a minute and try again. A link or QR "
        "code that works opens all the time."
    ),
    "archived_title": _lt("Feedback is not collected here any more"),
    "not_yet_open_title": _lt("Feedback is not collected here yet"),
    "used_title": _lt("You have already answered"),
    "used_text": _lt("Your feedback has arrived. A personal link or code can be used once."),
    "expired_title": _lt("The link has expired"),
    "closed_text": _lt("You can also give feedback on the website of your wellbeing services county."),
    "too_large_title": _lt("The feedback is too long"),
    "too_large_text": _lt("Your feedback was not stored. Go back with the browser, shorten your texts and send again."),
    "unreadable_title": _lt("The form could not be read"),
    "unreadable_text": _lt("Your feedback was not stored. Open the page again and use the form on it."),
    "broken_title": _lt("Something went wrong"),
    "broken_text": _lt("Your feedback was not stored. Go back with the browser, wait a moment and send again."),
    **ABOUT_TEXTS,
    **CHILD_TEXTS,
    **FINDER_TEXTS,
    **DEVICE_TEXTS,
    **TRIAGE_TEXTS,
    **FOLLOW_TEXTS,
}


class Spoken(Mapping):
    """The languages that all the page's words exist in: code -> the installed Odoo language to read names in.

    A set may have more languages, or fewer; the page offers what both have.
    """

    def __contains__(self, code):
        return code in OWN_LOCALES or code in _by_file()

    def __getitem__(self, code):
        if code in OWN_LOCALES:
            return OWN_LOCALES[code]
        if code not in _by_file():
            raise KeyError(code)
        return request.env["hva.page.language"]._get_locale(code)

    def __iter__(self):
        return iter((*OWN_LOCALES, *_by_file()))

    def __len__(self):
        return len(tuple(iter(self)))


LOCALES = Spoken()


def _by_file():
    env = request.env if request else None  # no request: somebody imports us; no environment: no database
    return env["hva.page.language"]._get_spoken() if env else ()


def page_texts(lang_code):
    """Return the page's words in a language, key -> text; Finnish where the page does not speak `lang_code`."""
    if lang_code not in OWN_LOCALES and lang_code in _by_file():
        return request.env["hva.page.word"]._get_words(lang_code)
    return own_texts(lang_code if lang_code in OWN_LOCALES else "fi")


def own_words(texts):
    """Return the function that gives `texts` (key -> lazy text) in a language: Finnish for one that is not our own.

    No database is asked. What it returns is kept and not to be changed.
    """

    @functools.lru_cache(maxsize=64)
    def words(lang_code):
        locale = OWN_LOCALES.get(lang_code, OWN_LOCALES["fi"])
        return {key: text._translate(locale) for key, text in texts.items()}

    return words


own_texts = own_words(TEXTS)
