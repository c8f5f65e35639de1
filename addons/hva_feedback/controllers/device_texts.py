"""The words of a terminal's page: those for givers as on every page, and those for the staff who look after it."""

from odoo.tools import LazyTranslate

from .page_texts import own_words, page_texts
from .page_texts_device import DEVICE_TEXTS

_lt = LazyTranslate(__name__)

STAFF_TEXTS = {
    "status": _lt("Status of the terminal"),
    "unsent": _lt("Unsent answers: %(count)s"),
    "all_sent": _lt("All answers have been sent."),
    "aside": _lt("Answers that the server did not take: %(count)s"),
    "try_again": _lt("Send them again"),
    "last_contact": _lt("Last contact with the server: %(time)s"),
    "never": _lt("not yet"),
    "send_now": _lt("Send now"),
    "close": _lt("Close"),
    "offline": _lt("No connection. Answers are kept here and sent later."),
    "revoked": _lt(
        "This terminal has been taken out of use. Answers that wait here are kept. An administrator can pair it again."
    ),
    "not_paired": _lt("This browser is not paired. Ask an administrator for a pairing address and open it here."),
    "storage_lost": _lt(
        "The browser has cleared its storage. Answers that waited here may be lost. Ask an administrator for a new "
        "pairing address."
    ),
    "storage_full": _lt("The storage of the browser is full. New answers cannot be kept. Connect the terminal now."),
    "storage_nearly_full": _lt("The storage of the browser is nearly full. Connect the terminal to the network."),
    "storage_not_kept": _lt("The browser may clear its storage. Install the page as an app, or see the instructions."),
    "clock_wrong": _lt("The clock of this terminal differs by %(count)s minutes. Set it right."),
    "not_secure": _lt("The address of the page must begin with https."),
    "pairing": _lt("Pairing the terminal ..."),
    "pairing_used": _lt("This pairing address has been used already. Ask for a new one."),
    "pairing_unknown": _lt("This pairing address is not valid. Ask for a new one."),
    "pairing_offline": _lt("No connection to the server. Connect the terminal and open the pairing address again."),
    "version": _lt("Version %(version)s"),
    "unit": _lt("Unit"),
    "reason": _lt("Reason: %(code)s"),
}


FROM_PAGE = ("scale_ends", "max_choices_hint")


def device_texts(lang_code):
    """Return the words in a language, key -> text. Staff get Finnish where the module has not that language."""
    words = page_texts(lang_code)
    givers = {key.removeprefix("device_"): words[key] for key in DEVICE_TEXTS}
    return {**givers, **{key: words[key] for key in FROM_PAGE}, **_staff_texts(lang_code)}


_staff_texts = own_words(STAFF_TEXTS)
