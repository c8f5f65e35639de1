"""The words of joining and leaving the resident pool, on the page and in what proves a contact.

Finnish, Swedish and English are translated with the module; plain Finnish comes from a file of ours.
"""

import functools
import json

from odoo.tools import LazyTranslate, file_open

from odoo.addons.hva_feedback.controllers.page_texts import own_words

_lt = LazyTranslate(__name__)

PATH = "/p/vastaajaksi"
PLAIN = "fi-simple"
PLAIN_FILE = "hva_sms/data/plain_pool.json"
LANGUAGES = (("fi", "Suomi"), (PLAIN, "Selkeä suomi"), ("sv", "Svenska"), ("en", "English"))

POOL_TEXTS = {
    "pool_title": _lt("Let us ask you"),
    "pool_intro": _lt(
        "We develop our services and would like to hear from residents. If you join, we send you short surveys now and "
        "then. Answering is always voluntary."
    ),
    "pool_intro_rest": _lt("We do not ask often: between two surveys there is always a rest."),
    "pool_channel": _lt("How may we ask you?"),
    "pool_by_mail": _lt("By e-mail"),
    "pool_by_sms": _lt("By text message"),
    "pool_email": _lt("E-mail address"),
    "pool_email_hint": _lt("Fill this in if you chose e-mail."),
    "pool_phone": _lt("Mobile number"),
    "pool_phone_hint": _lt("Fill this in if you chose text message. For example 040 123 4567."),
    "pool_lang": _lt("In which language do you want the surveys?"),
    "pool_topics": _lt("What do you care about?"),
    "pool_topics_hint": _lt("You can choose several. If you choose none, we may ask about everything."),
    "pool_municipality": _lt("Home municipality"),
    "pool_municipality_none": _lt("I do not want to say"),
    "pool_consent": _lt("Your consent"),
    "pool_consent_yes": _lt("I agree to this"),
    "pool_send": _lt("Join"),
    "pool_leave_way": _lt("I want to leave"),
    "pool_summary": _lt("You have not joined yet. What you filled in is still on this page."),
    "pool_nothing_yet": _lt("Nothing has been done yet. What you typed is still on this page."),
    "pool_channel_error": _lt("Choose how we may ask you."),
    "pool_email_error": _lt("Check the e-mail address."),
    "pool_phone_error": _lt("Check the number. It must be a mobile number."),
    "pool_consent_error": _lt("We can ask you only if you agree."),
    "pool_busy": _lt("Many have joined from here just now. Wait a while and try again."),
    "pool_mail_sent_title": _lt("Check your e-mail"),
    "pool_mail_sent": _lt(
        "We sent you a message. Open the link in it and confirm that you join. The link works for 24 hours."
    ),
    "pool_mail_sent_not_yet": _lt("You have joined only when you have confirmed it."),
    "pool_digits_title": _lt("Type the code"),
    "pool_digits_intro": _lt("We sent you six digits by text message. They work for 30 minutes."),
    "pool_digits": _lt("Code"),
    "pool_digits_hint": _lt("Six digits."),
    "pool_digits_error": _lt("The code is not right. You can try five times."),
    "pool_confirm_title": _lt("Confirm that you join"),
    "pool_confirm_intro": _lt("Press the button and you have joined."),
    "pool_confirm": _lt("I join"),
    "pool_late_title": _lt("This does not work any more"),
    "pool_late": _lt("The link or the code is too old, or it has been used. Fill in the form again."),
    "pool_again": _lt("To the form"),
    "pool_joined_title": _lt("You have joined"),
    "pool_joined": _lt("Thank you. We ask you when there is a survey that suits you."),
    "pool_joined_leave": _lt("You can leave at any time, on this page or from the link in our e-mails."),
    "pool_leave_title": _lt("Leave"),
    "pool_leave_intro": _lt(
        "Type the e-mail address or the mobile number that you joined with. We erase it, and send you no more surveys "
        "of this kind."
    ),
    "pool_leave_contact": _lt("E-mail address or mobile number"),
    "pool_leave_error": _lt("Check the address or the number."),
    "pool_leave_send": _lt("Leave and erase my data"),
    "pool_leave_sure": _lt("Press the button. We erase your contact details and what you told about yourself."),
    "pool_left_title": _lt("Your data has been erased"),
    "pool_left": _lt("If you had joined, you are no longer with us: we have erased your contact details."),
    "pool_broken": _lt("This is not possible right now. Please try again later."),
    "pool_privacy": _lt(
        "We keep your contact, language, municipality and topics, and the day of your consent. We do not ask your "
        "name. What you answer in a survey is never joined to you."
    ),
    "pool_sms": _lt("%(digits)s is your code for joining. %(county)s"),
    "pool_mail_subject": _lt("Confirm that you join"),
    "pool_mail_body": _lt(
        "Hello!\n\nSomebody, hopefully you, gave this address so that we may send surveys to it. Confirm it here:\n\n"
        "%(link)s\n\nIf it was not you, do nothing. Then we send you nothing more.\n\n%(county)s"
    ),
}


def pool_texts(lang):
    """Return the words in a language of `LANGUAGES`, Finnish for any other."""
    return _plain() if lang == PLAIN else _own(lang)


_own = own_words(POOL_TEXTS)


@functools.lru_cache(maxsize=1)
def _plain():
    with file_open(PLAIN_FILE) as source:
        return {**_own("fi"), **json.load(source)["words"]}
