"""Words of following a feedback by code: the offer after sending, the code itself, what has happened, one message."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

FOLLOW_TEXTS = {
    "follow_offer_title": _lt("Would you like to follow what happens?"),
    "follow_offer_text": _lt(
        "You can take a code. With it you see how your feedback is handled, read our answer if we write one, and can "
        "add one message. You need not tell who you are. You can take the code for 30 minutes."
    ),
    "follow_take": _lt("Take a code"),
    "follow_code_title": _lt("Your code"),
    "follow_code_keep": _lt(
        "Write the code down, copy it or print this page. It is shown only now, and we cannot give it again."
    ),
    "follow_code_secret": _lt("Whoever has the code sees the same as you. Do not give it to others."),
    "follow_code_where": _lt("You use the code at this address:"),
    "follow_code_go": _lt("Follow a feedback"),
    "follow_late_title": _lt("A code can no longer be taken"),
    "follow_late_text": _lt(
        "A code can be taken once, within 30 minutes after sending. Your feedback has arrived all the same."
    ),
    "follow_title": _lt("Follow your feedback"),
    "follow_intro": _lt("Type the code that you took when you gave feedback."),
    "follow_code": _lt("Code"),
    "follow_code_hint": _lt("16 characters. Capitals, spaces and dashes do not matter."),
    "follow_show": _lt("Show"),
    "follow_code_wrong": _lt(
        "Nothing is found with this code. Check each character. A code stops working when the feedback is erased."
    ),
    "follow_code_slow": _lt("Many codes have been tried. Wait a minute and try again."),
    "follow_steps_title": _lt("What has happened"),
    "follow_not_yet": _lt("Not yet"),
    "follow_done": _lt("Yes"),
    "follow_done_on": _lt("Yes, %(day)s"),
    "follow_received": _lt("Received"),
    "follow_read": _lt("Read in the unit"),
    "follow_in_handling": _lt("Taken into handling"),
    "follow_discussed": _lt("Discussed with the staff"),
    "follow_handled": _lt("Handled"),
    "follow_changed": _lt("Led to a change"),
    "follow_waits_for_you": _lt("We wait for an answer from you."),
    "follow_opened_again": _lt("The handling has begun again."),
    "follow_outcome_thanked": _lt("Your thanks were passed on."),
    "follow_outcome_explained": _lt("The matter was explained."),
    "follow_outcome_corrected": _lt("The matter was put right."),
    "follow_outcome_change_planned": _lt("We plan a change because of it."),
    "follow_outcome_change_made": _lt("We changed something because of it."),
    "follow_outcome_no_action": _lt("We have considered it. It led to no action this time."),
    "follow_outcome_not_ours": _lt("The matter belongs to somebody else."),
    "follow_outcome_other": _lt("The handling has ended."),
    "follow_no_case": _lt(
        "Not every feedback is handled by itself: all of it is read and counts in the unit's results."
    ),
    "follow_answers_title": _lt("Our answer to you"),
    "follow_answered_on": _lt("Written %(day)s"),
    "follow_changes_title": _lt("What we changed"),
    "follow_we_heard": _lt("We heard"),
    "follow_we_did": _lt("We did"),
    "follow_message_title": _lt("Add a message"),
    "follow_message_intro": _lt(
        "You can add one message to your feedback. In an urgent matter do not write here: contact the service."
    ),
    "follow_message": _lt("Your message"),
    "follow_message_send": _lt("Send the message"),
    "follow_message_empty": _lt("Write the message before you send it."),
    "follow_message_kept": _lt("Your message has not been sent yet. What you wrote is still on this page."),
    "follow_message_check": _lt(
        "Your message has not been sent yet. It is better not to write these in it: correct it and send again."
    ),
    "follow_message_sent": _lt("Your message has arrived. The unit reads it."),
    "follow_message_yours": _lt("Your message"),
    "follow_message_one": _lt("You have sent your one message."),
    "follow_found_hetu": _lt("This text seems to have a personal identity code in it."),
    "follow_found_phone": _lt(
        "This text seems to have a phone number in it. We hide it: who handles your feedback does not see it."
    ),
    "follow_found_email": _lt(
        "This text seems to have an e-mail address in it. We hide it: who handles your feedback does not see it."
    ),
}
