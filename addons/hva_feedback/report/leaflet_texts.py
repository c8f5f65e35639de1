"""The staff leaflet: what the feedback is, why it is asked, and what to answer when customers ask."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

LEAFLET_TEXTS = {
    "leaflet_title": _lt("Customer feedback: a guide for staff"),
    "leaflet_unit": _lt("For the staff of %(unit)s"),
    "leaflet_what": _lt("What it is"),
    "leaflet_what_text": _lt(
        "Everybody who uses our services can tell how it went. They answer on the web, with a QR code on a poster, on "
        "paper, or by telling you. The questions are the same in all wellbeing services counties."
    ),
    "leaflet_why": _lt("Why we ask"),
    "leaflet_why_text": _lt(
        "We see what works and what does not, unit by unit. Feedback is for making the service better. It does not "
        "grade any one of us."
    ),
    "leaflet_how": _lt("What you can do"),
    "leaflet_how_tell": _lt("Tell every customer that they may give feedback, also those who are content."),
    "leaflet_how_show": _lt("Show the poster or give a card. Do not stay to watch while they answer."),
    "leaflet_how_help": _lt(
        "Offer paper, or offer to write down what they say, to those who have no phone or cannot use one."
    ),
    "leaflet_how_read": _lt("Read the feedback of your unit together every week, and tell what you changed."),
    "leaflet_asked": _lt("When customers ask"),
    "leaflet_q_who": _lt("Does somebody see that it was me?"),
    "leaflet_a_who": _lt(
        "No name is asked. We see the unit, the time and what you wrote. If you ask us to contact you, those who "
        "handle your feedback see your contact details."
    ),
    "leaflet_q_must": _lt("Do I have to answer?"),
    "leaflet_a_must": _lt("No. You can also leave out any question. It does not change the service that you get."),
    "leaflet_q_reply": _lt("Do I get a reply?"),
    "leaflet_a_reply": _lt("Yes, if you ask to be contacted. The unit then contacts you."),
    "leaflet_q_treated": _lt("I was treated badly. Is this the right place?"),
    "leaflet_a_treated": _lt(
        "You can tell about it here. If you want a formal decision, you can make an objection. The patient or social "
        "ombudsperson helps with it free of charge."
    ),
    "leaflet_q_urgent": _lt("I have a question about my treatment."),
    "leaflet_a_urgent": _lt("Please contact the unit directly. Feedback is not read at once."),
}
