"""Words of the page on which a giver finds the unit."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

FINDER_TEXTS = {
    "find_intro": _lt("First find the unit or service that your feedback is about."),
    "find_label": _lt("Unit, service or municipality"),
    "find_hint": _lt("Write part of a name, for example the health centre and the municipality."),
    "find_button": _lt("Search"),
    "find_towns": _lt("Find by municipality"),
    "find_services": _lt("Find by service"),
    "find_tree": _lt("Find by organisation"),
    "find_count": _lt("Units: %(count)s"),
    "find_results": _lt("Units found for “%(query)s”: %(count)s"),
    "find_close": _lt("No unit has exactly these words. Units with words close to them: %(count)s"),
    "find_none": _lt("No unit found for “%(query)s”"),
    "find_none_hint": _lt(
        "Write a shorter word or only part of it, or find the unit by municipality or service. If you do not know the "
        "unit, you can still give feedback."
    ),
    "find_nothing_written": _lt("Write something to search for."),
    "find_in": _lt("Units in %(name)s: %(count)s"),
    "find_with": _lt("Units with the service %(name)s: %(count)s"),
    "find_whole": _lt("Give feedback about the whole of %(name)s"),
    "find_part": _lt("Units %(first)s–%(last)s of %(count)s"),
    "find_next": _lt("Next units"),
    "find_previous": _lt("Previous units"),
    "find_back": _lt("Start of the search"),
    "find_path": _lt("Where you are in the organisation"),
    "find_produced_by": _lt("Produced by: %(name)s"),
    "find_unknown": _lt("I do not know the unit"),
    "find_unknown_hint": _lt("Your feedback goes to those who are responsible for the area. They pass it on."),
    "find_change": _lt("Change the unit"),
    "find_service": _lt("Service"),
    "find_not_offered": _lt("The unit that you chose is not on this page. Choose the unit again."),
    "unit_not_offered": _lt("This unit is not offered here. Choose the unit again."),
    "find_again": _lt("Choose the unit"),
}
