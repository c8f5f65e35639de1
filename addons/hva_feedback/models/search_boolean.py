"""Searching with a computed boolean."""

from functools import wraps

from odoo.fields import Domain


def boolean_search(get_domain):
    """Make the search method of a computed boolean of a method that returns the domain of what it is true for.

    Odoo asks with "in" and the booleans wanted, and turns the other operators into that where it is told to.
    """

    @wraps(get_domain)
    def search(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = {bool(each) for each in value}
        if wanted == {True, False}:
            return Domain.TRUE
        domain = get_domain(self)
        return domain if True in wanted else ~domain

    return search
