from datetime import timedelta

from odoo import api, fields, models

from ..tools.codes_tables import LANGUAGES

REPLY_DAYS = 14  # the law on digital services, 306/2019


class HvaPageDifficulty(models.Model):
    """Accessibility feedback: what somebody said about using a form, after it or on the accessibility statement.

    It knows no code, no time, no unit and nothing of the feedback that the person gave (docs/decisions/0035). An
    address is kept until the reply has been sent.
    """

    _name = "hva.page.difficulty"
    _description = "Accessibility feedback"
    _order = "day desc, id desc"
    _rec_name = "day"
    _log_access = False  # no time and no person

    day = fields.Date(required=True, readonly=True, index=True)
    page = fields.Selection(
        [("form", "Feedback form"), ("embed", "Form inside another website"), ("statement", "Accessibility statement")],
        required=True,
        readonly=True,
    )
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", string="County", readonly=True, index="btree_not_null", ondelete="set null"
    )
    verdict = fields.Selection([("easy", "Easy"), ("hard", "Hard")], string="Using the form was", readonly=True)
    text = fields.Text("In own words", readonly=True)
    email = fields.Char("Reply to", readonly=True, help="Erased when the reply is marked as sent.")
    wants_reply = fields.Boolean("Wants a reply", readonly=True)
    answered_on = fields.Date("Replied on", readonly=True)
    reply_by = fields.Date("Reply by", compute="_compute_reply_by", help="The law gives 14 days.")
    is_late = fields.Boolean("Late", compute="_compute_reply_by")
    nonce = fields.Char(readonly=True, groups="base.group_no_one")

    _nonce_uniq = models.UniqueIndex("(nonce)", "This was sent already.")

    @api.depends("day", "wants_reply", "answered_on")
    def _compute_reply_by(self):
        today = self.env["hva.clock"]._today()
        for row in self:
            row.reply_by = row.day + timedelta(days=REPLY_DAYS) if row.wants_reply else False
            row.is_late = bool(row.reply_by and not row.answered_on and row.reply_by < today)

    @api.model
    def _receive(self, said, nonce, **facts):
        """Store what was said (`tools.difficulty.Difficulty`), once for each form number.

        :param facts: page, lang_code, company_id (None where there are several counties and none is known)
        """
        vals = {
            "day": self.env["hva.clock"]._today(),
            "verdict": said.verdict,
            "text": said.text or None,
            "email": said.email,
            "wants_reply": bool(said.email),
            "nonce": nonce,
            **facts,
        }
        # SQL: the second of two posts at the same moment is passed over, which the ORM cannot say
        self.env.cr.execute(
            """INSERT INTO hva_page_difficulty
                   (day, page, lang_code, company_id, verdict, text, email, wants_reply, nonce)
               VALUES (%(day)s, %(page)s, %(lang_code)s, %(company_id)s, %(verdict)s, %(text)s, %(email)s,
                   %(wants_reply)s, %(nonce)s)
               ON CONFLICT (nonce) DO NOTHING""",
            vals,
        )

    def action_answered(self):
        """Note that the reply was sent, and forget the address."""
        self.filtered(lambda row: not row.answered_on).write(
            {"answered_on": self.env["hva.clock"]._today(), "email": False}
        )
