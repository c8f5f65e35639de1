from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.survey_overlap import Entry, overlaps

AUDIENCES = [
    ("pool", "Residents of the pool"),
    ("customers", "Customers and patients"),
    ("relatives", "Relatives"),
    ("residents", "All residents"),
    ("staff", "Staff"),
    ("everybody", "Everybody"),
]
CHANNELS = [
    ("mail", "E-mail"),
    ("sms", "Text message"),
    ("link", "Open link or QR code"),
    ("paper", "On paper"),
    ("interview", "Interview"),
    ("several", "Several"),
]
COPIED = ("name", "opens_on", "closes_on", "topic_ids", "municipality_ids", "unit_id", "owner_id")


class HvaSurveyRegister(models.Model):
    """The survey register of the county: every survey, also those made elsewhere, so that nobody is asked twice.

    Targeted surveys have their row by themselves. Everybody who works with feedback sees the register; managers and
    quality write down surveys and keep their own rows, administrators keep all.
    """

    _name = "hva.survey.register"
    _description = "Survey of the county"
    _order = "opens_on desc, id desc"

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", "County", required=True, default=lambda self: self.env.company)
    owner_id = fields.Many2one("res.users", "Written down by", default=lambda self: self.env.user, index=True)
    owner_name = fields.Char("Who makes it", help="A unit, a university, THL: whoever answers questions about it.")
    made_in = fields.Char("Made with", help="The system, when it is not this one.")
    unit_id = fields.Many2one("hva.unit", index="btree_not_null", ondelete="set null", help="Empty: the whole county.")
    audience = fields.Selection(AUDIENCES, required=True, default="customers")
    topic_ids = fields.Many2many("hva.pool.topic", string="Topics", help="Empty: everything.")
    municipality_ids = fields.Many2many("hva.municipality", string="Municipalities", help="Empty: everywhere.")
    channel = fields.Selection(CHANNELS, required=True, default="link", string="Asked by")
    opens_on = fields.Date("First day", required=True)
    closes_on = fields.Date("Last day", required=True)
    note = fields.Text()
    active = fields.Boolean(default=True)
    campaign_id = fields.Many2one(
        "hva.campaign", "Targeted survey", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    overlap_ids = fields.Many2many("hva.survey.register", string="Overlaps with", compute="_compute_overlaps")
    overlap_count = fields.Integer("Overlaps", compute="_compute_overlaps")

    _days_in_order = models.Constraint(
        "CHECK (opens_on <= closes_on)", "The last day of a survey cannot be before the first day."
    )
    _campaign_uniq = models.UniqueIndex("(campaign_id)", "This targeted survey is on the register already.")

    @api.depends("opens_on", "closes_on", "audience", "topic_ids", "municipality_ids", "unit_id")
    def _compute_overlaps(self):
        dated = self.filtered(lambda row: row.opens_on and row.closes_on)
        (self - dated).update({"overlap_ids": False, "overlap_count": 0})
        if not dated:
            return
        near = self.search(
            [
                ("opens_on", "<=", max(dated.mapped("closes_on"))),
                ("closes_on", ">=", min(dated.mapped("opens_on"))),
            ]
        )
        entries = [row._get_entry() for row in near]
        for row in dated:
            row.overlap_ids = near.browse(overlaps(row._get_entry(), entries))
            row.overlap_count = len(row.overlap_ids)

    def _get_entry(self):
        self.ensure_one()
        path = (self.unit_id.sudo().parent_path or "").split("/")  # sudo: where the unit stands is no secret
        return Entry(
            id=self._origin.id or 0,
            opens_on=self.opens_on,
            closes_on=self.closes_on,
            audience=self.audience,
            topics=frozenset(self.topic_ids._origin.ids),
            places=frozenset(self.municipality_ids._origin.ids),
            unit_path=tuple(int(part) for part in path if part),
        )

    def write(self, vals):
        if not self.env.su and self.campaign_id and set(vals) - {"note", "owner_name"}:
            raise UserError(self.env._("This row is that of a targeted survey. Change it there."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_campaign(self):
        if not self.env.su and self.campaign_id:
            raise UserError(self.env._("This row is that of a targeted survey. Change it there."))

    def action_open_campaign(self):
        """Open the targeted survey of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hva.campaign",
            "res_id": self.campaign_id.id,
            "views": [(False, "form")],
        }


class HvaCampaign(models.Model):
    _inherit = "hva.campaign"

    register_ids = fields.One2many("hva.survey.register", "campaign_id", string="Row of the register", readonly=True)
    overlap_ids = fields.Many2many("hva.survey.register", string="Overlaps with", compute="_compute_overlaps")

    @api.depends("opens_on", "closes_on", "topic_ids", "municipality_ids", "unit_id", "has_open_link", "register_ids")
    def _compute_overlaps(self):
        for campaign in self:
            row = campaign.sudo().register_ids  # sudo: that others ask too is for everybody who asks
            campaign.overlap_ids = row.overlap_ids

    def _write_register(self):
        rows = self.env["hva.survey.register"].sudo()  # sudo: the row follows the survey, whoever may keep registers
        for campaign in self:
            values = {
                **{name: campaign[name] for name in COPIED if not name.endswith("_ids")},
                "unit_id": campaign.unit_id.id,
                "owner_id": campaign.owner_id.id,
                "owner_name": campaign.unit_id.name,
                "company_id": campaign.company_id.id,
                "audience": campaign._get_audience(),
                "channel": campaign._get_register_channel(),
                "topic_ids": [fields.Command.set(campaign.topic_ids.ids)],
                "municipality_ids": [fields.Command.set(campaign.municipality_ids.ids)],
            }
            if campaign.register_ids:
                campaign.sudo().register_ids.write(values)  # sudo: as above
            else:
                rows.create({**values, "campaign_id": campaign.id})
        return super()._write_register()

    def _get_audience(self):
        """Return whom the survey asks: an open link may be answered by all residents."""
        return "residents" if self.has_open_link and not (self.has_mail or self.has_sms) else "pool"

    def _get_register_channel(self):
        used = [
            code
            for code, is_used in (("link", self.has_open_link), ("mail", self.has_mail), ("sms", self.has_sms))
            if is_used
        ]
        return used[0] if len(used) == 1 else "several" if used else "link"
