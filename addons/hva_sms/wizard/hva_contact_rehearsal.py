import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS

from odoo.addons.hva_feedback.tools.table_file import write_xlsx

DRAFT_ID = 2**31  # of the draft among the rules: a new rule comes after those of the same place
PAST_DAYS = 30
NOT_COPIED = ("name", "active", "text_ids", "service_ids", "excluded_service_ids")


class HvaContactRehearsal(models.TransientModel):
    """What a contact rule, changed or new, would have done with visits of the past. Nobody is asked.

    The visits are the stored ones, or a file that is read while it comes in and kept nowhere: `file` has no column,
    and only counts are left when its request ends. So a change of the draft needs the file again.
    """

    _name = "hva.contact.rehearsal"
    _inherit = "hva.contact.policy"
    _description = "Rehearsal of a contact rule"

    rule_id = fields.Many2one("hva.contact.rule", string="Starts from", ondelete="cascade", help="Empty: a new rule.")
    sequence = fields.Integer(default=10)
    service_ids = fields.Many2many(
        "hva.service", "hva_contact_rehearsal_service_rel", string="Only for services", help="Empty: every service."
    )
    text_ids = fields.Many2many("hva.sms.text", compute="_compute_text_ids")
    source = fields.Selection(
        [("stored", "Visits that have come"), ("file", "A file")], string="Play over", required=True, default="stored"
    )
    date_from = fields.Date("First day of visits", default=lambda self: self._default_day(PAST_DAYS))
    date_to = fields.Date("Last day of visits", default=lambda self: self._default_day(0))
    file = fields.Binary(
        store=False,
        attachment=False,
        compute="_compute_file",
        inverse="_inverse_file",
        help="CSV or JSON, as patient systems send them. It is read and not kept.",
    )
    needs_file = fields.Boolean(default=True, readonly=True)

    # the result: counts only
    is_done = fields.Boolean(readonly=True)
    played_source = fields.Char(readonly=True)
    total = fields.Integer("Visits", readonly=True)
    asked_count = fields.Integer("Would be asked", readonly=True)
    asked_then_count = fields.Integer("Were asked", readonly=True)
    other_count = fields.Integer("Go by other rules", readonly=True)
    unknown_count = fields.Integer("Not used", readonly=True)
    given_up_count = fields.Integer(
        "Given up in a pause",
        readonly=True,
        help="A pause of the unit began before the message was to go, and kept it longer than 72 hours.",
    )
    segment_count = fields.Integer("Segments", readonly=True)
    segment_price = fields.Float("Price of a segment (€)", digits=(12, 4), readonly=True)
    price = fields.Float("Price (€)", digits=(12, 2), readonly=True)
    summary = fields.Char(compute="_compute_summary")
    unit_line_ids = fields.One2many("hva.contact.rehearsal.line", "rehearsal_id", domain=[("part", "=", "unit")])
    reason_line_ids = fields.One2many("hva.contact.rehearsal.line", "rehearsal_id", domain=[("part", "=", "reason")])
    lang_line_ids = fields.One2many("hva.contact.rehearsal.line", "rehearsal_id", domain=[("part", "=", "language")])
    hour_line_ids = fields.One2many("hva.contact.rehearsal.line", "rehearsal_id", domain=[("part", "=", "hour")])
    result_file = fields.Binary("Result as a table", store=False, attachment=False, compute="_compute_result_file")
    result_name = fields.Char(compute="_compute_result_file")

    @api.model
    def _default_day(self, days_ago):
        return fields.Date.subtract(self.env["hva.clock"]._today(), days=days_ago)

    def _compute_display_name(self):
        self.display_name = self.env._("Rehearsal of a contact rule")

    @api.depends("rule_id", "asks_about")
    def _compute_text_ids(self):
        """The words are those of the rule, or for a new one those of the county's rule."""
        for draft in self:
            rule = draft.rule_id or self.env["hva.contact.rule"].search(
                [("asks_about", "=", draft.asks_about), ("unit_id", "=", False), ("text_ids", "!=", False)], limit=1
            )
            draft.text_ids = rule.text_ids

    def _compute_file(self):
        self.file = False

    @api.depends("total", "asked_count", "segment_count", "price")
    @api.depends_context("lang")
    def _compute_summary(self):
        for draft in self:
            draft.summary = self.env._(
                "Of %(total)s visits %(asked)s would be asked about.", total=draft.total, asked=draft.asked_count
            )

    @api.depends("is_done", "unit_line_ids", "reason_line_ids", "lang_line_ids", "hour_line_ids")
    @api.depends_context("lang")
    def _compute_result_file(self):
        for draft in self:
            draft.result_name = "rehearsal.xlsx"
            draft.result_file = base64.b64encode(write_xlsx(*draft._get_table())) if draft.is_done else False

    @api.onchange("rule_id")
    def _onchange_rule_id(self):
        """Begin with what the chosen rule says today."""
        if self.rule_id:
            self.update(self._get_settings(self.rule_id))

    @api.model
    def _get_settings(self, rule):
        """Return the settings of a rule as values of a draft."""
        services = {name: [(6, 0, rule[name].ids)] for name in ("service_ids", "excluded_service_ids")}
        return {name: rule[name] for name in (*self._get_setting_names(), "sequence")} | services

    @api.model
    def default_get(self, fields_list):
        defaults = super().default_get(fields_list)
        if "rule_id" not in defaults and "default_rule_id" not in self.env.context:
            defaults["rule_id"] = self.env["hva.contact.rule"].search([("unit_id", "=", False)], limit=1).id
        rule = self.env["hva.contact.rule"].browse(defaults.get("rule_id", []))
        return defaults | {name: value for name, value in self._get_values(rule).items() if name in fields_list}

    @api.model_create_multi
    def create(self, vals_list):
        """Take from the rule what the dialog does not show."""
        rules = self.env["hva.contact.rule"]
        return super().create([self._get_values(rules.browse(vals.get("rule_id") or [])) | vals for vals in vals_list])

    @api.model
    def _get_values(self, rule):
        """Return the settings of a rule as values to write; none of an empty one."""
        settings = self._get_settings(rule) if rule else {}
        return {name: value.id if isinstance(value, models.BaseModel) else value for name, value in settings.items()}

    def write(self, vals):
        """A change makes what was played before out of date; a file has to be chosen again then."""
        if "file" not in vals and not {"needs_file", "is_done", "rule_id"} & vals.keys():
            vals = {**vals, "needs_file": True, "is_done": False}
        return super().write(vals)

    # -- buttons ------------------------------------------------------------------------------------------------------

    def action_rehearse(self):
        """Play the draft over the stored visits. A file was played when it came: see `_inverse_file`."""
        self.ensure_one()
        if self.source == "file":
            if self.needs_file:
                raise UserError(self.env._("Choose the file: it is not kept, so each round needs it again."))
            return
        if not self.date_from or not self.date_to or self.date_to < self.date_from:
            raise UserError(self.env._("The last day is before the first day."))
        self._play_stored()

    def action_print(self):
        """Open the result as a page to print."""
        self.ensure_one()
        return self.env.ref("hva_sms.hva_contact_rehearsal_report").report_action(self, config=False)

    def action_save(self):
        """Put the settings of the draft into its rule, or into a new rule, and open that."""
        self.ensure_one()
        values = {name: self[name] for name in self._get_setting_names()}
        values = {name: value.id if isinstance(value, models.BaseModel) else value for name, value in values.items()}
        values |= {name: [(6, 0, self[name].ids)] for name in ("service_ids", "excluded_service_ids")}
        rule = self.rule_id
        if rule:
            rule.write(values)
        else:
            texts = [(0, 0, {"lang_code": text.lang_code, "body": text.body}) for text in self.text_ids]
            name = self.unit_id.name or self.env._("The county")
            rule = self.env["hva.contact.rule"].create({**values, "name": name, "text_ids": texts})
            self.rule_id = rule
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_sms.hva_contact_rule_action")
        return {**action, "res_id": rule.id, "views": [(False, "form")]}

    @api.model
    def _get_setting_names(self):
        policy = self.env["hva.contact.policy"]._fields
        return [name for name, field in policy.items() if field.store and name not in (*MAGIC_COLUMNS, *NOT_COPIED)]

    def _inverse_file(self):
        """Play the draft over a file while it is at hand."""
        for draft in self.filtered("file"):
            try:
                data = base64.b64decode(draft.file)
            except (binascii.Error, ValueError):
                raise UserError(self.env._("The file cannot be read.")) from None
            draft._play_file(data)
            draft.needs_file = False
        self.invalidate_recordset(["file"])
