"""Every door of an addon that needs no user, and the pages of the accessibility walk that show what stands behind it.

`public_routes.csv` of each addon has a row for each route: either the pages (codes of the walk), or `-` and why nobody
reads there. So a page cannot be added without being walked through.
"""

import csv

from odoo import http
from odoo.tools import file_open

OPEN = ("public", "none")


def routes_of(addon):
    """Return the routes of the addon that need no user."""
    return {
        url
        for url, endpoint in http._generate_routing_rules([addon], nodb_only=False)
        if endpoint.__module__.startswith(f"odoo.addons.{addon}.") and endpoint.routing["auth"] in OPEN
    }


def read_table(addon):
    """Return {route: (codes of pages, why there is none)}."""
    with file_open(f"{addon}/tests/public_routes.csv") as file:
        return {row["route"]: (row["pages"].replace("-", "").split(), row["why"]) for row in csv.DictReader(file)}


def check_routes(case, addon, pages):
    """Fail where a route is in no row, a row is of no route, or names what is not walked through.

    :param pages: codes of the pages that the addon's tests walk through
    """
    table = read_table(addon)
    case.assertEqual(set(table), routes_of(addon), "each public route has a row in public_routes.csv")
    shown = set()
    for route, (codes, why) in table.items():
        case.assertTrue(bool(codes) != bool(why), f"{route}: pages, or why there is none")
        case.assertLessEqual(set(codes), set(pages), route)
        shown |= set(codes)
    case.assertEqual(shown, set(pages), "each page that is walked through stands behind a route")
