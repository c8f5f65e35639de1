from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hva_feedback.tools.codes_tables import CONTACT_PURPOSES

from ..models.hva_pool_member import SOURCES
from ..tools.pool_wish import LANGUAGES, Wish, read_any_contact


class HvaPoolJoin(models.TransientModel):
    """Staff take in a resident who has agreed on paper or orally. The contact has no column: it goes to the member."""

    _name = "hva.pool.join"
    _description = "Take a resident into the pool"

    source = fields.Selection(SOURCES[1:], string="Agreed", required=True, default="staff_paper")
    contact = fields.Char("E-mail address or mobile number", compute="_compute_contact", inverse="_inverse_contact")
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True, default="fi")
    municipality_id = fields.Many2one("hva.municipality")
    topic_ids = fields.Many2many("hva.pool.topic", string="Cares about")
    consent_text = fields.Text("Words of consent", compute="_compute_consent_text")
    has_agreed = fields.Boolean("The person has read or heard these words and agrees")

    def _compute_contact(self):
        self.contact = False

    @api.depends("source")
    def _compute_consent_text(self):
        for wizard in self:
            wizard.consent_text = self.env["hva.pool.consent"]._current().with_env(self.env).text

    def _inverse_contact(self):
        for wizard in self.filtered("contact"):
            if not wizard.has_agreed:
                raise UserError(self.env._("Only a person who agrees can be taken in."))
            found = read_any_contact(wizard.contact)
            if not found:
                raise UserError(self.env._("Check the e-mail address or the mobile number."))
            members = self.env["hva.pool.member"]
            members.check_access("create")
            wish = Wish(*found, wizard.lang_code, wizard.municipality_id.id or None, tuple(wizard.topic_ids.ids))
            member = members._join(wish, wizard.source, self.env.company)
            self.env["hva.audit"]._record("pool_joined", member, details={"source": wizard.source})

    def action_join(self):
        """Back to the list: what was typed has gone to the member already."""
        return {"type": "ir.actions.act_window_close"}


class HvaPoolShow(models.TransientModel):
    """Asks what a resident's contact is needed for, then shows it once, in a dialog that stores nothing."""

    _name = "hva.pool.show"
    _description = "Show the contact of a resident"

    member_id = fields.Many2one("hva.pool.member", required=True, ondelete="cascade")
    purpose = fields.Selection(list(CONTACT_PURPOSES), required=True, default="own_request")
    note = fields.Char("In a few words", help="No names, no contact details: it stays on the audit trail.")
    contact = fields.Char(store=False)

    def action_show(self):
        """Read the contact, which the audit trail notes, and show it."""
        self.ensure_one()
        contact = self.member_id._read_contact(self.purpose, self.note)[self.member_id.id]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contact"),
            "res_model": self._name,
            "views": [(self.env.ref("hva_sms.hva_pool_show_view_card").id, "form")],
            "target": "new",
            "context": {"default_contact": contact},
        }
