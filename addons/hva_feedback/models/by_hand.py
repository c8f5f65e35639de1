"""Fields that the program keeps. Screens only show them, but whoever may write a record may send them all the same."""

from odoo.exceptions import AccessError


def refuse_by_hand(model, vals_list, names):
    """Raise AccessError where a person gives one of the fields `names`. The program writes them by sudo."""
    given = set().union(*vals_list) & set(names)
    if given and not model.env.su:
        labels = ", ".join(sorted(model._fields[name]._description_string(model.env) for name in given))
        raise AccessError(model.env._("Nobody writes this by hand: %(fields)s", fields=labels))
