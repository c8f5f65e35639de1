"""The words that givers read on a terminal or tablet."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

DEVICE_TEXTS = {
    "device_title": _lt("Feedback"),
    "device_welcome": _lt("How did it go?"),
    "device_about": _lt("Your feedback is about the unit"),
    "device_start": _lt("Give feedback"),
    "device_choose_language": _lt("Choose a language and begin"),
    "device_other_way": _lt("You can also answer on your own phone:"),
    "device_privacy": _lt("How we use your answers"),
    "device_back": _lt("Back"),
    "device_next": _lt("Next"),
    "device_skip": _lt("Skip"),
    "device_send": _lt("Send"),
    "device_stop": _lt("Stop"),
    "device_step": _lt("Question %(number)s of %(count)s"),
    "device_choose_many": _lt("You can choose several."),
    "device_write_hint": _lt("Do not write your name or anything else that tells who you are."),
    "device_letters_left": _lt("At most %(count)s characters."),
    "device_needs_answer": _lt("Choose an answer to go on."),
    "device_nothing_given": _lt("You did not answer any question. Nothing was sent."),
    "device_thanks": _lt("Thank you for your feedback"),
    "device_thanks_text": _lt("Your feedback is stored."),
    "device_done": _lt("Done"),
    "device_still_there": _lt("Are you still there?"),
    "device_cleared_soon": _lt("Your answers are cleared from the screen in %(count)s seconds."),
    "device_go_on": _lt("Continue"),
    "device_not_kept": _lt("Your feedback could not be stored here. Please use the address below."),
    "device_closed": _lt("Feedback is not collected here now"),
    "device_not_in_use": _lt("This terminal is not in use"),
    "device_no_script": _lt(
        "This terminal does not work in this browser. Please give your feedback at the address below."
    ),
    # handing over the tablet
    "device_hand_over": _lt("Hand the tablet to the customer"),
    "device_hand_over_text": _lt("The customer answers alone. You do not see the answers."),
    "device_customer_begins": _lt("I am the customer: begin"),
    "device_hand_back": _lt("Please give the tablet back to the staff."),
    "device_next_customer": _lt("Next customer"),
}
