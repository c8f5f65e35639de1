"""The piles of the inbox, opened as the browser opens them."""

from lxml import etree

from odoo.service.model import call_kw
from odoo.tools.safe_eval import safe_eval

from .case_story import CaseStory

OF_CASES = ("unit", "mine", "late", "below")
OF_FEEDBACK = ("week", "unread", "thanks")


class Inbox(CaseStory):
    """`pile(user, name)`: what a menu entry shows when it is pressed, found as the browser finds it."""

    def pile(self, user, name):
        """Return the records of the entry with its default filters."""
        kind = "ticket" if name in OF_CASES else "answer"
        action = self.env["ir.actions.act_window"].with_user(user)._for_xml_id(f"hva_feedback.hva_{kind}_action_{name}")
        rows = self.web_read(user, action["res_model"], self._domain(user, action), limit=80)
        return self.env[action["res_model"]].browse([row["id"] for row in rows])

    def web_read(self, user, model, domain, specification=None, **options):
        """Ask for the first page of a list, as the browser does."""
        arguments = {"domain": domain, "specification": specification or {}, **options}
        return call_kw(self.env[model].with_user(user), "web_search_read", [], arguments)["records"]

    def _domain(self, user, action):
        view = self.env[action["res_model"]].with_user(user).get_view(action["search_view_id"][0], "search")
        arch = etree.fromstring(view["arch"])
        domain = safe_eval(action["domain"])
        for key in safe_eval(action["context"]):
            name = key.removeprefix("search_default_")
            for filter_domain in arch.xpath(f"//filter[@name='{name}']/@domain"):
                domain += safe_eval(filter_domain, {"uid": user.id})
        return domain
