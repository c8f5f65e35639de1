"""The words of the pages for staff without an account, and of one-time codes; in the module's own languages."""

from odoo.tools import LazyTranslate

from .page_texts import TEXTS as PAGE_TEXTS
from .page_texts import own_words

_lt = LazyTranslate(__name__)

TEXTS = {
    "staff_title": _lt("Record feedback"),
    "staff_intro": _lt(
        "Record what the customer says or has written, in the customer's own words. Do not write who the customer is. "
        "A saved feedback cannot be changed or taken back here."
    ),
    "staff_unit": _lt("Unit visited"),
    "staff_form": _lt("Form: %(title)s, version %(version)s"),
    "staff_codes": _lt("One-time codes for customers"),
    "staff_finish": _lt("Save and finish"),
    "staff_next": _lt("Save and record another"),
    "staff_facts": _lt("How and when the feedback was given"),
    "staff_facts_kept": _lt("%(channel)s, %(day)s. Open to change."),
    "staff_saved": _lt("Saved: %(channel)s, %(day)s. Questions answered: %(count)s."),
    "staff_saved_before": _lt("This form was saved already. It was not saved twice."),
    "staff_count": _lt("Saved in this sitting: %(count)s"),
    "staff_done_title": _lt("The feedback has been saved"),
    "staff_again": _lt("Record more"),
    "channel": _lt("How was the feedback given?"),
    "channel_oral": _lt("Told to staff"),
    "channel_paper": _lt("On paper"),
    "given_on": _lt("On which day?"),
    "given_on_hint": _lt("Today, or a day at most %(count)s days ago. On paper: the day written on the form."),
    "giver_lang": _lt("In which language?"),
    "remark": _lt("Remark"),
    "remark_hint": _lt("What the handler should know of the recording, for example that an interpreter was present."),
    "form_code": _lt("Code on the printed form"),
    "form_code_hint": _lt("It stands at the foot of the form, for example 12-v3. It opens the questions of that form."),
    "form_code_open": _lt("Open the form"),
    "form_code_unknown": _lt(
        "No form of this unit has this code. Check the code at the foot of the form, or record without it."
    ),
    "future_day": _lt("The day cannot be in the future."),
    "too_old": _lt("The day is too long ago. The oldest that can be recorded is %(day)s."),
    "pin_title": _lt("PIN of the link"),
    "pin_intro": _lt("This link asks for a PIN. You get it from the manager of the unit."),
    "pin": _lt("PIN"),
    "pin_open": _lt("Continue"),
    "pin_wrong": _lt("The PIN is wrong. Check it and try again."),
    "pin_wait": _lt(
        "The PIN was wrong too many times. You can try again in %(minutes)s min. The manager of the unit can give the "
        "link a new PIN."
    ),
    "pin_again": _lt(
        "Give the PIN again: more than half an hour has passed. What you filled in is still on this page."
    ),
    "link_unknown_title": _lt("This staff link does not work"),
    "link_unknown_text": _lt(
        "Check that you have the whole address. If the link was made anew, ask the manager of the unit for the new one."
    ),
    "link_revoked_title": _lt("This staff link has been revoked"),
    "link_expired_title": _lt("This staff link has expired"),
    "link_closed_text": _lt("Nothing can be recorded through it. Ask the manager of the unit for a new link."),
    "codes_intro": _lt(
        "A code lets one customer give one feedback about this unit. No name and no phone number is stored with it."
    ),
    "codes_show": _lt("Show a code on this screen"),
    "codes_show_hint": _lt("The customer scans it with a phone. It works until the end of tomorrow."),
    "codes_print": _lt("Slips to print"),
    "codes_print_hint": _lt("%(count)s slips on a sheet of A4. They work for %(days)s days."),
    "codes_sheets": _lt("Number of sheets"),
    "codes_make": _lt("Make the slips"),
    "codes_pdf": _lt("Make the slips as a PDF"),
    "codes_back": _lt("Back to recording"),
    "codes_next": _lt("Show the next code"),
    "code_title": _lt("Give feedback"),
    "code_scan": _lt("Scan the picture with the camera of your phone."),
    "code_or": _lt("Or go to %(address)s and type the code:"),
    "code_until": _lt("Use the code by %(day)s. It can be used once."),
    "qr": _lt("QR code"),
    "code_ask_title": _lt("Do you have a code?"),
    "code": _lt("Code"),
    "code_hint": _lt("13 letters and digits from the slip. Capitals, spaces and dashes do not matter."),
    "code_go": _lt("Open the form"),
    "code_unknown": _lt(
        "This code does not open a form. Check each character. If you have already answered with the code, your "
        "feedback has arrived."
    ),
    "code_too_many": _lt("Many codes that do not work were tried from your network. Wait a minute and try again."),
    "slips_title": _lt("Slips with one-time codes"),
    "slips_intro": _lt(
        "Print this page now: the codes are shown only once. Cut the slips apart and give each customer one."
    ),
}


# these words and those of the public page
staff_texts = own_words(PAGE_TEXTS | TEXTS)
