from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.people_rows import columns_of


class HvaLeaver(models.TransientModel):
    """People who leave: their accesses end at once, their open cases go on, their accounts are archived if wished."""

    _name = "hva.leaver"
    _inherit = "hva.file.import"
    _description = "People who leave"
    _action = "hva_feedback.hva_leaver_action"

    file = fields.Binary(help="CSV or XLSX with a column for the e-mail address.")
    user_ids = fields.Many2many("res.users", string="People", domain=[("share", "=", False)])
    unknown = fields.Text("Not found", readonly=True)
    archive_users = fields.Boolean("Archive their accounts too", help="They cannot sign in any more, to anything.")
    reason = fields.Char(required=True, default=lambda self: self.env._("Has left"))
    access_count = fields.Integer("Accesses that end", compute="_compute_counts")
    case_count = fields.Integer("Open cases that go on", compute="_compute_counts")

    @api.depends("user_ids")
    def _compute_counts(self):
        for wizard in self:
            wizard.access_count = len(wizard._get_accesses())
            wizard.case_count = len(wizard._get_cases())

    def action_read(self):
        """Add the people of the file to those chosen, and say whom it names in vain."""
        self.ensure_one()
        table = self._read_table()
        place = columns_of(table.header).get("login", 0)
        logins = {cells[place].strip().lower() for _number, cells in table.rows} - {""}
        # sudo: whoever keeps people of feedback finds colleagues by their address
        found = self.env["res.users"].sudo().search([("login", "in", list(logins)), ("share", "=", False)])
        self.user_ids |= found.sudo(self.env.su)
        self.unknown = "\n".join(sorted(logins - {user.login.lower() for user in found}))
        self.file = False
        return self._show()

    def action_end(self):
        """End the accesses, let the cases go on, archive the accounts."""
        self.ensure_one()
        if self.env.user in self.user_ids:
            raise UserError(self.env._("Let somebody else end your own access."))
        if not self.user_ids:
            raise UserError(self.env._("Choose people."))
        cases = self._get_cases()
        self._get_accesses()._end_at_once(self.reason)
        if self.archive_users:
            self._archive()
        cases._hva_release()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _archive(self):
        """Archive staff of the own counties. Administrators of Odoo itself are left to their own kind."""
        users = self.user_ids.sudo()  # sudo: whoever keeps people of feedback need not be a system administrator
        mine = self.env.user.company_ids
        strong = users.filtered(lambda user: user.has_group("base.group_system") or user.company_id not in mine)
        if strong:
            names = ", ".join(strong.mapped("name"))
            raise UserError(self.env._("%(names)s: only a system administrator archives these accounts.", names=names))
        self.env["hva.audit"]._record("person_archived", users, self.reason)
        users.write({"active": False})

    def _get_accesses(self):
        today = self.env["hva.clock"]._today()
        domain = [("user_id", "in", self.user_ids.ids), "|", ("valid_to", "=", False), ("valid_to", ">=", today)]
        return self.env["hva.unit.access"].search(domain)

    def _get_cases(self):
        # sudo: cases of all units of the own counties; elsewhere their accesses do not end here either
        cases = self.env["helpdesk.ticket"].sudo()
        domain = [("hva_is_case", "=", True), ("hva_state", "!=", "closed"), ("user_id", "in", self.user_ids.ids)]
        domain.append(("hva_responsible_unit_id.company_id", "in", self.env.companies.ids))
        return cases.search(domain)
