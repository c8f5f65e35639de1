"""The desk for one-time codes, for who is logged in: the same pages as behind a staff link, by the person's rights."""

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .code_desk import CodeDesk
from .page_texts import OWN_LOCALES

PATH = "/hva_feedback/staff_codes/<int:link_id>"


class StaffCodes(http.Controller):
    @http.route(PATH, type="http", auth="user", methods=["GET"], readonly=True, sitemap=False)
    def desk(self, link_id, lang=None, **_ignored):
        """Show the desk."""
        return self._desk(link_id, lang).answer("codes")

    @http.route(PATH, type="http", auth="user", methods=["POST"], sitemap=False)
    def make(self, link_id, lang=None, do="", sheets="", **_posted):
        """Make codes and show them."""
        return self._desk(link_id, lang).answer(str(do), str(sheets))

    def _desk(self, link_id, lang):
        link = request.env["hva.staff.link"].browse(link_id).exists()
        if not link or link.validity not in ("open", "ending"):
            raise NotFound()
        link.check_access("write")
        lang = lang if lang in OWN_LOCALES else link.lang_code if link.lang_code in OWN_LOCALES else "fi"
        carried = {"sitting": "", "csrf": request.csrf_token(), "can_record": False}
        return CodeDesk(link, lang, f"/hva_feedback/staff_codes/{link.id}", carried)
