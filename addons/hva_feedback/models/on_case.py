"""Rows of Odoo's mail that hang on a case (messages, followers): who does not reach the case does not see them."""

from odoo.fields import Domain


def out_of_reach(env, ids):
    """Return those of the ticket `ids` that are cases which the environment's user may not read."""
    tickets = _tickets(env).browse(set(ids)).exists()
    return set((tickets._hva_ours() - tickets._filtered_access("read")).ids)


def out_of_reach_domain(env, model_field):
    """Return the domain of rows on such cases.

    :param model_field: the field that names the model of the row's record; `res_id` is its number
    """
    tickets = _tickets(env)
    case = [("hva_is_case", "=", True)]
    # sudo: which tickets are cases is asked for everybody; which of them are readable, as the reader
    hidden = Domain(model_field, "=", "helpdesk.ticket") & Domain("res_id", "in", tickets.sudo()._search(case))
    if tickets.has_access("read"):
        hidden &= Domain("res_id", "not in", tickets._search(case))
    return hidden


def _tickets(env):
    """Return helpdesk.ticket as the person who asks, also where a rule asks as superuser on their behalf."""
    return env["helpdesk.ticket"].with_user(env.user).with_context(active_test=False)
