"""Words of the public page about the feedback itself, its warning before sending, and what happens next."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

ABOUT_TEXTS = {
    "about_title": _lt("About your feedback"),
    "topics": _lt("What is your feedback about?"),
    "group": _lt("Whose experience do you tell about?"),
    "group_customer": _lt("My own"),
    "group_relative": _lt("That of a family member or friend"),
    "group_resident": _lt("That of a resident, for example in a care home"),
    "assisted": _lt("Did somebody help you to answer?"),
    "assisted_nobody": _lt("No, I answered by myself"),
    "assisted_relative": _lt("A family member or friend"),
    "assisted_staff": _lt("A member of staff"),
    "assisted_interpreter": _lt("An interpreter"),
    "assisted_other": _lt("Somebody else"),
    "signposts_title": _lt("What does not belong here, and where it does"),
    "new_tab": _lt("(opens in a new tab)"),
    "warning_page_title": _lt("Check before sending: %(title)s"),
    "warning_title": _lt("Check your text before it is sent"),
    "warning_text": _lt(
        "Your feedback has not been sent yet. It is better not to write these in it. Your text is still on this page: "
        "correct it and send again."
    ),
    "warning_as_it_is": _lt(
        "You can also send it as it is. We then hide identity codes, phone numbers and e-mail addresses where we "
        "recognise them."
    ),
    "warning": _lt("Note:"),
    "found_hetu": _lt("This text seems to have a personal identity code in it."),
    "found_phone": _lt(
        "This text seems to have a phone number in it. If you want to be contacted, write it in the contact details."
    ),
    "found_email": _lt(
        "This text seems to have an e-mail address in it. If you want to be contacted, write it in the contact details."
    ),
    "send_as_it_is": _lt("Send as it is"),
    "thanks_next_title": _lt("What happens next"),
    "thanks_next_read": _lt("The unit reads your feedback and uses it to improve its service."),
    "thanks_next_count": _lt("Your answers count in the unit's results."),
    "thanks_next_contact": _lt("If you asked to be contacted, the unit will contact you."),
    "thanks_next_silent": _lt("If you did not ask for it, you do not get a reply."),
    "thanks_next_urgent": _lt("If you need help or care now, do not wait for a reply: contact the service."),
    "accessibility": _lt("Accessibility statement"),
    "difficulty_title": _lt("Was this form hard to use?"),
    "difficulty_intro": _lt("You do not have to answer. What you tell here is not joined to your feedback."),
    "difficulty_verdict": _lt("Using the form was"),
    "difficulty_easy": _lt("Easy"),
    "difficulty_hard": _lt("Hard"),
    "difficulty_text": _lt("What was hard? What would help?"),
    "difficulty_email_hint": _lt("Only if you want a reply. We reply within 14 days, and then erase the address."),
    "difficulty_send": _lt("Send"),
    "difficulty_empty": _lt("Choose an answer or write something before you send."),
    "difficulty_done_title": _lt("Thank you, that helps us"),
    "difficulty_done_text": _lt("We use it to make the form easier. You can close this page."),
}
