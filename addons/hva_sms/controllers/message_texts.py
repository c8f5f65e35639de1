"""The words about our messages on pages and for a county's website. Plain Finnish comes from a file."""

import functools
import json

from odoo.tools import LazyTranslate, file_open

from odoo.addons.hva_feedback.controllers.page_texts import TEXTS as PAGE_TEXTS
from odoo.addons.hva_feedback.controllers.page_texts import own_words
from odoo.addons.hva_feedback.tools.languages import BY_CODE

_lt = LazyTranslate(__name__)

PLAIN, PLAIN_FILE = "fi-simple", "hva_sms/data/plain_finnish.json"
SPOKEN = [(code, BY_CODE[code].name) for code in ("fi", PLAIN, "sv", "en")]

TEXTS = {
    "sent_title": _lt("Did we send you this message?"),
    "sent_intro": _lt(
        "Here you can check whether a text message about feedback came from us. You need not say who you are. We do "
        "not store what you type here."
    ),
    "sent_link": _lt("The link in the message"),
    "sent_link_hint": _lt(
        "Copy the whole link here without opening it. Or type the first 6 characters that come after /p/. Capital and "
        "small letters matter."
    ),
    "sent_link_error": _lt(
        "We cannot find a link or a code in this. Copy the link from the message, or type the first 6 characters that "
        "come after /p/."
    ),
    "sent_day": _lt("The day the message came"),
    "sent_day_hint": _lt("For example 31.12.2026. At most %(count)s days back."),
    "sent_day_error": _lt("Check the day. It is at most %(count)s days back and not in the future."),
    "sent_check": _lt("Check the message"),
    "sent_again": _lt("Check another message"),
    "ours_title": _lt("Yes, we sent this message"),
    "ours_text": _lt("A message with this code left us on %(day)s."),
    "ours_link": _lt("The link leads to us. You can open it."),
    "ours_look": _lt(
        "Look at the link before you open it: it must begin exactly like this: %(start)s. If it begins in another way, "
        "somebody has copied our message. Do not open it then."
    ),
    "not_found_title": _lt("We do not find this message"),
    "not_found_text": _lt(
        "No message with this code left us on %(day)s. Check the characters and the day. If they are right, the "
        "message is not from us."
    ),
    "not_ours_title": _lt("This message is not from us"),
    "not_ours_text": _lt("The link in it does not lead to us."),
    "slow_title": _lt("Please wait a minute"),
    "slow_text": _lt(
        "Many messages are being checked right now. Try again in a minute. Do not open the link meanwhile."
    ),
    "broken_title": _lt("This is not possible right now"),
    "broken_text": _lt("Please try again later. Do not open the link meanwhile."),
    "fake_title": _lt("If a message is not from us"),
    "know_title": _lt("How you know our messages"),
    "know_start": _lt("Our links always begin like this: %(start)s"),
    "know_sender": _lt("Our messages come from: %(senders)s"),
    "know_never": _lt(
        "We never ask for your personal identity code, bank codes, card number or a password, and never for money."
    ),
    "know_where": _lt("A message does not tell where you have been."),
    "know_stop": _lt("You do not want surveys by text message?"),
    "stop_link": _lt("Stop the messages"),
    "stop_title": _lt("No more surveys by text message"),
    "stop_intro": _lt(
        "Type your phone number and we will stop sending feedback surveys to it. Messages about your appointments "
        "still arrive."
    ),
    "stop_kept": _lt("We do not store the number itself, only a secret code made of it."),
    "stop_number": _lt("Phone number"),
    "stop_error": _lt("Check the number. Type it as 040 123 4567 or with the country code."),
    "stop_done": _lt("Done. We will not send feedback surveys to this number."),
    "stop_broken": _lt("This is not possible right now. Please try again later."),
    "tell_title": _lt("We ask for feedback by text message"),
    "tell_text": _lt(
        "%(county)s sends some of its customers a text message after a visit or a call and asks how it went. Answering "
        "is voluntary. The message has a link to a short form."
    ),
    "tell_check": _lt("Are you not sure that a message came from us? Check it here: %(url)s"),
    "tell_stop": _lt("You do not want surveys by text message? Tell us here: %(url)s"),
    "stop_doubt": _lt("Are you not sure that a message came from us?"),
}


_own = own_words(PAGE_TEXTS | TEXTS)


@functools.lru_cache(maxsize=len(SPOKEN))
def message_texts(lang_code):
    """Return the page's common words and these, key -> text; Finnish for a language that the page does not speak."""
    texts = _own(lang_code)
    return texts | _plain() if lang_code == PLAIN else texts


def _plain():
    found = {}
    for path in ("hva_feedback/data/plain_finnish.json", PLAIN_FILE):
        with file_open(path) as file:
            found |= json.load(file)["words"]
    return found
