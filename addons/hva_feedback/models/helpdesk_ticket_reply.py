from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.reply_text import refusal
from ..tools.staff_facts import show_day
from .hva_case_message_mail import LOCALES
from .search_boolean import boolean_search

SPOKEN = ("in_handling", "waiting", "answered")
UNTAKEN = ("new", "reopened")


class HelpdeskTicket(models.Model):
    """Replying to the giver of a case, and what the giver writes back."""

    _inherit = "helpdesk.ticket"

    hva_message_ids = fields.One2many(
        "hva.case.message",
        "case_id",
        string="Messages with the giver",
        readonly=True,
        copy=False,
        groups="hva_feedback.hva_feedback_group_handler",
    )
    hva_can_reply = fields.Boolean("Can be replied to", compute="_compute_hva_can_reply")
    hva_has_new_message = fields.Boolean(
        "New message", compute="_compute_hva_has_new_message", search="_search_hva_has_new_message"
    )

    @api.depends("hva_state", "hva_answer_id")
    @api.depends_context("uid")
    def _compute_hva_can_reply(self):
        handled = self._hva_ours()._filtered_access("write")
        for case in self:
            is_open = case in handled and case.hva_state in SPOKEN + UNTAKEN
            case.hva_can_reply = is_open and bool(case._hva_reply_channels())

    @api.depends("hva_message_ids.is_new")
    def _compute_hva_has_new_message(self):
        # sudo: that something came is seen by all who see the case, what it says is not
        rows = (
            self.env["hva.case.message"]
            .sudo()
            ._read_group([("case_id", "in", self.ids), ("is_new", "=", True)], ["case_id"])
        )
        waiting = {case.id for (case,) in rows}
        for case in self:
            case.hva_has_new_message = case.id in waiting

    @boolean_search
    def _search_hva_has_new_message(self):
        # sudo: as above
        found = self.env["hva.case.message"].sudo()._search([("is_new", "=", True)])
        return Domain("id", "in", found.subselect("case_id"))

    # ------------------------------------------------------------------ replying

    def _hva_reply_channels(self):
        """Return the channels by which the giver of this case can be reached, best first. Extend it.

        Only who may ask for the contact details is told.
        """
        return ["mail"] if self._hva_reply_contact().email else []

    def _hva_reply_contact(self):
        """Return the contact details as superuser, empty for whoever may not ask for them. They go to no screen."""
        self.ensure_one()
        # sudo: the details are closed to everybody, also to who may write to the person
        return self.sudo().hva_contact_id.sudo(self.env.su)._filtered_access("read").sudo()

    def action_hva_reply(self):
        """Open the dialog that writes a reply."""
        self.ensure_one()
        self.check_access("write")
        if not self._hva_reply_channels():
            raise UserError(self.env._("The giver left no address, no number and has no code: nobody can be reached."))
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_case_reply_action")
        return {**action, "context": {"default_case_id": self.id}}

    def _hva_reply_values(self, lang_code):
        """Return what the placeholders of templates stand for (`tools.reply_text.PLACEHOLDERS`)."""
        self.ensure_one()
        self.check_access("read")
        theirs = self.with_context(lang=LOCALES.get((lang_code or "fi").partition("-")[0], "fi_FI"))
        case = theirs.sudo()  # sudo: names of places, and the day of the feedback that is replied to
        day = case.hva_answer_id.hva_given_on
        return {
            "county": case.company_id.name or "",
            "unit": case.hva_unit_id.name or "",
            "case": case.number or "",
            "day": show_day(day) if day else "",
            "handler": self.env.user.name or "",
        }

    def _hva_reply(self, channel, lang_code, subject, body, is_answered=False):
        """Send a reply with the caller's own rights, and note in the history that it was sent and how.

        A case that nobody had taken is taken by it. With `is_answered` it moves on to answered.

        :return: the message (`hva.case.message`)
        :raises UserError: when the text or the channel does not do
        """
        self.ensure_one()
        self.check_access("write")
        if not self._hva_ours() or self.hva_state not in SPOKEN + UNTAKEN:
            raise UserError(self.env._("Open the case again before you reply."))
        theirs = self.sudo().hva_answer_id.hva_text  # sudo: it is only compared with the reply
        received = self.sudo().hva_message_ids.filtered(lambda message: message.direction == "in").mapped("body")
        if code := refusal(channel, subject or "", body or "", [text for text in (theirs, *received) if text]):
            raise UserError(self._hva_reply_refusal(code))
        if self.hva_state in UNTAKEN:
            self.action_hva_take()
        message = self.env["hva.case.message"]._send(self, channel, lang_code, subject, body)
        self.sudo().hva_message_ids.filtered("is_new").write({"is_new": False})  # sudo: nobody writes them by hand
        self._message_log(body=self._hva_reply_note(channel))
        if is_answered and self.hva_state != "answered":
            self.action_hva_answered()
        return message

    def _hva_reply_note(self, channel):
        """Return what the history says of a reply: no word of it."""
        return {
            "mail": self.env._("Replied to the giver by e-mail."),
            "sms": self.env._("Replied to the giver by text message."),
            "code": self.env._("Wrote an answer that the giver reads with the code."),
        }[channel]

    def _hva_reply_refusal(self, code):
        """Return the sentence for a code of `reply_text.REFUSALS`."""
        return {
            "empty": self.env._("Write the reply first."),
            "no_subject": self.env._("Give the e-mail a subject."),
            "placeholder": self.env._("Something between braces { } is left in the text: replace it or take it out."),
            "identity_code": self.env._("The reply has a personal identity code in it. Take it out."),
            "quote": self.env._("The reply repeats the giver's own words. Answer without quoting them."),
            "too_long": self.env._("The reply is too long."),
            "bad_text": self.env._("The text has a character that cannot be sent. Write the text again."),
        }[code]

    # ------------------------------------------------------------------ to-dos

    def _hva_activity_summary(self):
        if self.hva_has_new_message or self.hva_routing_reason == "giver_message":
            return self.env._("Read the message from the giver")
        return super()._hva_activity_summary()

    def _hva_ask_about_reply(self, user):
        """Ask somebody to look at a reply that did not arrive: who wrote it, else whoever handles the case."""
        self.ensure_one()
        case = self.sudo()  # sudo: the word comes from the mail queue or a gateway
        if not (user and case._hva_may_handle(user)):
            user = case.user_id.filtered(case._hva_may_handle) or case._hva_choose(
                case._hva_candidates(case.hva_responsible_unit_id)[case.hva_responsible_unit_id]
            )
        if user:
            theirs = case.with_context(lang=user.lang or self.env.lang)
            values = {**case._prepare_hva_activity(user), "summary": theirs.env._("A reply did not arrive: look at it")}
            values["date_deadline"] = self.env["hva.clock"]._today()
            self.env["mail.activity"].sudo().with_context(mail_notify_force_send=False).create(values)
