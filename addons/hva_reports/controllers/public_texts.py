"""The words of the page of results for everybody, in the languages it speaks."""

from odoo.tools import LazyTranslate

from odoo.addons.hva_feedback.controllers.page_texts import OWN_LOCALES, own_words
from odoo.addons.hva_feedback.controllers.page_texts import TEXTS as PAGE_TEXTS
from odoo.addons.hva_feedback.tools.languages import BY_CODE

_lt = LazyTranslate(__name__)

SPOKEN = [(code, BY_CODE[code].name) for code in OWN_LOCALES]

TEXTS = {
    "results_title": _lt("What our customers say"),
    "results_intro": _lt(
        "Everybody who has visited us may give feedback. Here is what people answered, four weeks at a time. Figures "
        "are counted once, when the four weeks are over, and do not change afterwards."
    ),
    "results_none": _lt("There are no results to show yet. They come here when the first four weeks are over."),
    "results_period": _lt("%(start)s – %(end)s"),
    "nps_title": _lt("Would people recommend us?"),
    "nps_value": _lt("Net Promoter Score: %(value)s"),
    "nps_facts": _lt("%(n)s people answered. With a certainty of 95 %% the score is between %(low)s and %(high)s."),
    "nps_what": _lt(
        "The score goes from −100 to 100. It is the share of those who gave 9 or 10 out of 10, less the share of those "
        "who gave 0 to 6."
    ),
    "nps_none": _lt("Nobody answered this question in these weeks."),
    "statements_title": _lt("How many agree"),
    "statements_what": _lt("The share of people who agree with each statement, among the n people who took a stand."),
    "all_services": _lt("All services"),
    "other_services": _lt("Service not known"),
    "share_facts": _lt("(n = %(n)s; 95 %% interval %(low)s to %(high)s)"),
    "hidden": _lt("Not shown: too few people answered"),
    "promise_title": _lt("How soon we answer"),
    "promise_about": _lt(
        "Feedback that we were asked to answer, or that we took up, between %(start)s and %(end)s: %(n)s cases. All of "
        "them are counted. Hours are working hours."
    ),
    "promise_few": _lt("Too few cases began between %(start)s and %(end)s to tell."),
    "promise_take": _lt("Somebody took it in hand"),
    "promise_close": _lt("Handled to the end"),
    "promise_median": _lt("half within %(hours)s hours"),
    "promise_median_not": _lt("less than half so far"),
    "promise_p90": _lt("nine of ten within %(hours)s hours"),
    "promise_p90_not": _lt("less than nine of ten so far"),
    "earlier_title": _lt("Earlier weeks"),
    "did_title": _lt("What your feedback has led to"),
    "did_none": _lt("No changes have been published yet."),
    "heard": _lt("We heard"),
    "did": _lt("We did"),
    "effect": _lt("What came of it"),
    "data_title": _lt("Open data"),
    "data_text": _lt("The same figures as files for programs. You may use them freely if you name us as the source."),
    "hidden_what": _lt(
        "Fewer than %(base)s answers, and groups of fewer than %(cell)s people, are never shown, so that nobody's "
        "answer can be told."
    ),
}


# these words and the common ones of the public page
public_texts = own_words(PAGE_TEXTS | TEXTS)
