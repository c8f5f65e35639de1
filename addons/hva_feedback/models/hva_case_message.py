import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.message_states import STATES, can_move
from .hva_reply_template import CHANNELS

_logger = logging.getLogger(__name__)


class HvaCaseMessage(models.Model):
    """What a unit and a giver wrote to each other about a case, both ways (docs/decisions/0046).

    Their words are here and nowhere else: not in the history of the case, which says only that somebody replied, and
    not in any mail to staff. Who handles the case reads them, like contact details; erasing the feedback erases them.

    State table in `tools/message_states.py`; only `_move` changes `state`.
    """

    _name = "hva.case.message"
    _description = "Message between a unit and a giver"
    _log_access = False  # a giver's message must not tell a time where the feedback keeps none
    _order = "id desc"

    case_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True, index=True, ondelete="cascade")
    answer_id = fields.Many2one(
        "survey.user_input", string="Feedback", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    direction = fields.Selection(
        [("out", "To the giver"), ("in", "From the giver")], required=True, readonly=True, default="out"
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    lang_code = fields.Char("Language", readonly=True)
    subject = fields.Char(readonly=True)
    body = fields.Text("Message", readonly=True)
    day = fields.Date(required=True, readonly=True)
    at = fields.Datetime("Time", readonly=True, help="Empty where the feedback keeps its day only.")
    user_id = fields.Many2one("res.users", string="Replied by", readonly=True, ondelete="restrict")
    state = fields.Selection(list(STATES.items()), required=True, readonly=True, index=True)
    failure_code = fields.Char("Reason code", readonly=True)
    is_new = fields.Boolean("Not read yet", readonly=True)
    note = fields.Char("Remark", compute="_compute_note")
    mail_id = fields.Many2one(
        "mail.mail", readonly=True, index="btree_not_null", ondelete="set null", groups="base.group_system"
    )

    _new_ix = models.Index("(case_id) WHERE is_new")

    @api.depends("case_id", "day")
    def _compute_display_name(self):
        for message in self:  # never the words: Odoo shows a display name also to people who may not read the row
            message.display_name = self.env._("Message %(number)s", number=message.id) if message.id else ""

    @api.depends("failure_code")
    def _compute_note(self):
        for message in self:
            message.note = message._get_note()

    def _get_note(self):
        """Return what is to be said of a message beside its state. Extend it for codes of your own."""
        self.ensure_one()
        sentences = {
            "not_sent": self.env._("The mail server did not take it"),
            "bounced": self.env._("The mail came back: check the address"),
        }
        return sentences.get(self.failure_code, False)

    # ------------------------------------------------------------------ to the giver

    @api.model
    def _send(self, case, channel, lang_code, subject, body):
        """Keep a reply and send it by `channel`; the caller has checked the text and who asks.

        :return: the message
        :raises UserError: when the channel cannot be used for this case
        """
        if channel not in case._hva_reply_channels():
            raise UserError(self.env._("The giver left no way to be reached by this channel."))
        # sudo: nobody writes messages by hand; the caller was asked for the right to handle the case
        message = self.sudo().create(
            {
                **self._prepare_message(case, channel),
                "lang_code": lang_code,
                "subject": subject or False,
                "body": body,
                "user_id": self.env.uid,
                "state": "shown" if channel == "code" else "queued",
            }
        )
        getattr(message, f"_send_by_{channel}")()
        return message

    @api.model
    def _prepare_message(self, case, channel):
        clock = self.env["hva.clock"]
        return {
            "case_id": case.id,
            "answer_id": case.sudo().hva_answer_id.id,  # sudo: who handles a case need not see the unit's answers
            "channel": channel,
            "day": clock._today(),
            "at": clock._now(),
        }

    def _send_by_code(self):
        """Nothing leaves: the giver reads it with the code."""

    def _send_by_sms(self):
        """Hook for whoever has a gateway."""
        raise UserError(self.env._("Text messages are not set up."))

    # ------------------------------------------------------------------ states

    def _move(self, target, code=""):
        """Move to `target` where the order of states allows it; a handler is told of what did not arrive."""
        movable = self.filtered(lambda message: message.state != target and can_move(message.state, target))
        movable.write({"state": target, "failure_code": code or False})
        if target in ("failed", "unknown"):
            for message in movable:
                message.case_id._hva_ask_about_reply(message.user_id)
        return movable

    def action_mark_read(self):
        """Note that the giver's messages were read."""
        self.check_access("read")
        self.case_id.check_access("write")
        self.sudo().filtered("is_new").write({"is_new": False})  # sudo: nobody writes messages by hand

    def action_send_again(self):
        """Send a reply that did not arrive once more, as it is."""
        self.ensure_one()
        self.check_access("read")
        if self.direction != "out" or self.state != "failed":
            raise UserError(self.env._("Only a reply that did not arrive is sent again."))
        self.case_id._hva_reply(self.channel, self.lang_code, self.subject, self.body)

    # ------------------------------------------------------------------ erasure

    def _erase(self):
        """Delete messages with all that is left of them in the mail queue. For retention and a person's request."""
        # sudo: mails are for system administrators to read
        self.sudo().mail_id.unlink()
        self.sudo().unlink()
