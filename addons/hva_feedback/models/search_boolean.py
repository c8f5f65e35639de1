"""Searching with a computed boolean."""

from odoo.fields import Domain


def either(domain, value):
    """Return `domain`, its opposite or everything, for a search with the booleans in `value`."""
    wanted = {bool(each) for each in value}
    if wanted == {True, False}:
        return Domain.TRUE
    return domain if True in wanted else ~domain
