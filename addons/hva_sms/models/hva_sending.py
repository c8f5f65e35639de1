from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools import sending

KILL_SWITCH = "hva_sms.kill_switch"
ROLES = ("hva_feedback.hva_feedback_group_technical", "hva_feedback.hva_feedback_group_admin")


class HvaSending(models.Model):
    """Whether messages are sent at all, on one page: one row, of the whole database.

    Two things hold everything: somebody stopped it (setting `hva_sms.kill_switch`), or the database is not where or
    when it was when it last sent (`hva_sending_place`). People let it go on, and the audit trail says who and why.
    """

    _name = "hva.sending"
    _description = "Sending of text messages"
    _log_access = False

    stopped_at = fields.Datetime("Stopped", readonly=True)
    stopped_by_id = fields.Many2one("res.users", "By", readonly=True, ondelete="set null")
    stop_reason = fields.Char("Why", readonly=True)
    hold = fields.Selection(list(sending.HOLDS.items()), "Sending", compute="_compute_hold", compute_sudo=True)
    due_count = fields.Integer("Due now", compute="_compute_due", compute_sudo=True)
    later_count = fields.Integer("Planned for later", compute="_compute_due", compute_sudo=True)
    oldest_due_minutes = fields.Integer("Oldest of them waits (minutes)", compute="_compute_due", compute_sudo=True)
    is_late = fields.Boolean(compute="_compute_due", compute_sudo=True)
    gateway_ids = fields.Many2many("hva.sms.gateway", string="Gateways", compute="_compute_gateways")

    @api.model
    def _get(self):
        """Return the one row."""
        return self.env.ref("hva_sms.hva_sending_county", raise_if_not_found=False) or self.search([], limit=1)

    @api.depends("display_name")
    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Sending of text messages")

    @api.model
    def _get_hold(self) -> str:
        """Return "running", or why nothing may be sent: a code of `tools.sending.HOLDS`.

        Read from the tables: a job that already runs would find old values in the cache of settings.
        """
        if self._is_stopped_by_hand():
            return "stopped"
        return "restored" if self._why_moved() else "running"

    @api.model
    def _is_stopped_by_hand(self) -> bool:
        # sudo: settings are readable by system administrators alone
        setting = self.env["ir.config_parameter"].sudo().search([("key", "=", KILL_SWITCH)])
        return (setting.value or "").strip().lower() in {"1", "true", "yes", "on"}

    @api.depends("stopped_at")
    def _compute_hold(self):
        self.hold = self._get_hold()

    @api.depends("stopped_at")
    def _compute_due(self):
        now = self.env["hva.clock"]._now()
        waiting = self.env["hva.invitation"]
        due = [("state", "=", "due"), ("due_at", "<=", now)]
        [[oldest, count]] = waiting._read_group(due, [], ["due_at:min", "__count"])
        self.due_count, self.later_count = count, waiting.search_count([("state", "=", "due"), ("due_at", ">", now)])
        self.oldest_due_minutes = (now - oldest) // timedelta(minutes=1) if oldest else 0
        self.is_late = sending.is_late(oldest or None, now, self._get_late_minutes())

    @api.depends("stopped_at")
    def _compute_gateways(self):
        self.gateway_ids = self.env["hva.sms.gateway"].search([])

    # -- what people do ---------------------------------------------------------------------------------------------

    def _check_role(self):
        if not any(self.env.user.has_group(role) for role in ROLES):
            raise AccessError(self.env._("Administrators and technical staff stop and start the sending."))

    def _stop(self, reason):
        """Stop everything before the next message leaves."""
        self._check_role()
        values = {"stopped_at": self.env["hva.clock"]._now(), "stopped_by_id": self.env.uid, "stop_reason": reason}
        # sudo: the role was checked; the row and the setting are written by nobody else
        self.sudo().write(values)
        self.env["ir.config_parameter"].sudo().set_param(KILL_SWITCH, "1")
        self.env["hva.audit"]._record("sending_stopped", self, reason)

    def _resume(self, reason):
        """Let messages go again after `_stop`."""
        self._check_role()
        waiting = self.due_count
        # sudo: as in _stop
        self.sudo().write({"stopped_at": False, "stopped_by_id": False, "stop_reason": False})
        self.env["ir.config_parameter"].sudo().set_param(KILL_SWITCH, False)
        self.env["hva.audit"]._record("sending_resumed", self, reason, {"due": waiting})
        self.env["hva.sms.job"]._wake("dispatch")

    def _open_dialog(self, act):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_sms.hva_sending_change_action")
        return {**action, "context": {"default_act": act}}

    def action_stop(self):
        return self._open_dialog("stop")

    def action_resume(self):
        return self._open_dialog("resume")

    def action_confirm_place(self):
        return self._open_dialog("confirm")
