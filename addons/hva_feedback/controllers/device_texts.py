"""The words of a terminal's page, for its givers and for the staff who look after it, in every language of the page."""

import functools

from odoo.tools import LazyTranslate

from .page_texts import LOCALES

_lt = LazyTranslate(__name__)

TEXTS = {
    # for givers
    "title": _lt("Feedback"),
    "welcome": _lt("How did it go?"),
    "about": _lt("Your feedback is about the unit"),
    "start": _lt("Give feedback"),
    "choose_language": _lt("Choose a language and begin"),
    "other_way": _lt("You can also answer on your own phone:"),
    "privacy": _lt("How we use your answers"),
    "back": _lt("Back"),
    "next": _lt("Next"),
    "skip": _lt("Skip"),
    "send": _lt("Send"),
    "stop": _lt("Stop"),
    "step": _lt("Question %(number)s of %(count)s"),
    "scale_ends": _lt("%(low)s means: %(low_label)s. %(high)s means: %(high_label)s."),
    "choose_many": _lt("You can choose several."),
    "write_hint": _lt("Do not write your name or anything else that tells who you are."),
    "letters_left": _lt("At most %(count)s characters."),
    "needs_answer": _lt("Choose an answer to go on."),
    "nothing_given": _lt("You did not answer any question. Nothing was sent."),
    "thanks": _lt("Thank you for your feedback"),
    "thanks_text": _lt("Your feedback is stored."),
    "done": _lt("Done"),
    "still_there": _lt("Are you still there?"),
    "cleared_soon": _lt("Your answers are cleared from the screen in %(count)s seconds."),
    "go_on": _lt("Continue"),
    "not_kept": _lt("Your feedback could not be stored here. Please use the address below."),
    "closed": _lt("Feedback is not collected here now"),
    "not_in_use": _lt("This terminal is not in use"),
    "no_script": _lt("This terminal does not work in this browser. Please give your feedback at the address below."),
    # handing over the tablet
    "hand_over": _lt("Hand the tablet to the customer"),
    "hand_over_text": _lt("The customer answers alone. You do not see the answers."),
    "customer_begins": _lt("I am the customer: begin"),
    "hand_back": _lt("Please give the tablet back to the staff."),
    "next_customer": _lt("Next customer"),
    # for staff
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


@functools.lru_cache(maxsize=len(LOCALES))
def device_texts(lang_code):
    """Return the words in a language, key -> text."""
    locale = LOCALES.get(lang_code, LOCALES["fi"])
    return {key: text._translate(locale) for key, text in TEXTS.items()}
