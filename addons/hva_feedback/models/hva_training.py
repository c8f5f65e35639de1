from odoo import api, fields, models

KINDS = [
    ("handling", "Handling feedback"),
    ("leading", "Leading with feedback"),
    ("collecting", "Asking for feedback"),
    ("other", "Other"),
]


class HvaTraining(models.Model):
    """A training about feedback: when, for the people of which units, and who took part.

    Who has taken part counts as trained from that day on. People without an account are a number.
    """

    _name = "hva.training"
    _description = "Training"
    _order = "held_on desc, id desc"

    name = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True, default="handling")
    held_on = fields.Date("Day", required=True, index=True, default=lambda self: self.env["hva.clock"]._today())
    unit_ids = fields.Many2many("hva.unit", string="For units", required=True, help="With all units under them.")
    user_ids = fields.Many2many(
        "res.users", string="Took part", domain=[("share", "=", False)], help="People who have an account here."
    )
    other_count = fields.Integer("Others who took part", help="People without an account.")
    trained_count = fields.Integer("Trained", compute="_compute_trained_count")
    note = fields.Text("Notes")
    company_id = fields.Many2one(
        "res.company", string="County", required=True, readonly=True, default=lambda self: self.env.company
    )

    _others_check = models.Constraint("CHECK(COALESCE(other_count, 0) >= 0)", "The number of people is not below zero.")

    @api.depends("user_ids", "other_count")
    def _compute_trained_count(self):
        for training in self:
            training.trained_count = len(training.user_ids) + training.other_count
