from datetime import timedelta

from odoo import models

from ..tools.staff_pin import is_pin, wait_seconds


class HvaStaffLink(models.Model):
    """The PIN at the door of a staff link. Wrong tries and waits are kept in the database, for every web node."""

    _inherit = "hva.staff.link"

    def _hva_try_pin(self, pin):
        """Check a PIN; return ("ok" | "wrong" | "wait", seconds to wait before the next try).

        A wrong try is counted when the request's transaction ends well: the caller answers, and does not raise.
        While there is a wait, nothing is checked and nothing counted. Two tries at once come one after the other.
        """
        self.ensure_one()
        now = self.env["hva.clock"]._now()
        self.flush_recordset()
        # SQL: Odoo's own lock does not wait, and two tries at once must both be counted
        self.env.cr.execute("SELECT 1 FROM hva_staff_link WHERE id = %s FOR UPDATE", [self.id])
        link = self.sudo()  # sudo: the public has no rights
        if link.wait_until and link.wait_until > now:
            return "wait", int((link.wait_until - now).total_seconds())
        if is_pin(pin, link.pin_hash):
            if link.wrong_tries:
                link.write({"wrong_tries": 0, "wait_until": False})
            return "ok", 0
        wrong_tries = link.wrong_tries + 1
        seconds = wait_seconds(wrong_tries)
        link.write({"wrong_tries": wrong_tries, "wait_until": now + timedelta(seconds=seconds) if seconds else False})
        if seconds:
            self.env["hva.audit"]._record("staff_link_locked", link, details={"wrong_tries": wrong_tries})
        return ("wait" if seconds else "wrong"), seconds
