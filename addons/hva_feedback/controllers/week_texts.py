"""The words of a unit's week on the screen; in the module's own languages."""

from odoo.tools import LazyTranslate

from .page_texts import TEXTS as PAGE_TEXTS
from .page_texts import own_words

_lt = LazyTranslate(__name__)

TEXTS = {
    "week_title": _lt("The week of %(unit)s"),
    "week_period": _lt("Customer feedback %(period)s"),
    "week_before": _lt("Week before"),
    "week_after": _lt("Week after"),
    "week_back": _lt("Back to the feedback"),
    "week_units": _lt("My units"),
    "week_print": _lt("Print this page for the coffee room: figures of cases and these links are left out."),
    "week_none": _lt("No feedback yet"),
    "week_figures": _lt("In numbers"),
    "week_new": _lt("New feedback"),
    "week_thanks": _lt("Thanks"),
    "week_discussed": _lt("Discussed with staff"),
    "week_unread": _lt("Open feedback that nobody has read"),
    "week_open_cases": _lt("Open cases"),
    "week_late": _lt("Late cases"),
    "week_to_do": _lt("Improvements to be done within two weeks"),
    "week_late_changes": _lt("Late improvements"),
    "week_done": _lt("Improvements done this week"),
    "week_words_thanks": _lt("Thanks to share"),
    "week_words_others": _lt("Said this week"),
    "week_shared": _lt("Shown here: words without contact wishes and without anything that must be handled first."),
    "week_changes": _lt("What has changed"),
    "week_mail": _lt("Weekly mail"),
    "week_mail_on": _lt("You get this as a mail on Mondays, for the units that you lead or chose."),
    "week_mail_off": _lt("You do not get the weekly mail."),
    "week_mail_stop": _lt("Stop the weekly mail"),
    "week_mail_manager": _lt("Mail me the units that I lead"),
    "week_mail_all": _lt("Mail me every unit where I work"),
}


# these words and those of the public page
week_texts = own_words(PAGE_TEXTS | TEXTS)
