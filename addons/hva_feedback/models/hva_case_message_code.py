from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..tools.redaction import redact
from ..tools.routing import Rule


class HvaCaseMessage(models.Model):
    """Messages by code: answers that wait for the giver, and the one message that the giver may add."""

    _inherit = "hva.case.message"

    _one_by_code = models.UniqueIndex(
        "(answer_id) WHERE direction = 'in' AND channel = 'code'", "One message can be added with a code."
    )

    @api.model
    def _of_code(self, answer):
        """Return what the giver sees with the code, oldest first. As superuser: the code is the permission."""
        return self.search([("answer_id", "=", answer.id), ("channel", "=", "code")], order="id")

    @api.model
    def _has_written(self, answer):
        return bool(
            self.search_count([("answer_id", "=", answer.id), ("channel", "=", "code"), ("direction", "=", "in")])
        )

    @api.model
    def _receive_by_code(self, answer, lang_code, text):
        """Keep the giver's message, masked like open text, and bring it to whoever handles the case.

        A feedback that made no case gets one. As superuser; the caller has checked the text. Raises ConcurrencyError
        where another transaction has stored the message meanwhile, on which Odoo tries a request again.
        """
        case = answer.with_context(active_test=False).hva_case_ids[:1]
        message = self._receive(
            case or self._open_case(answer),
            "code",
            lang_code,
            redact(text).text,
            hidden_day=bool(answer._hva_hidden_day()),
        )
        if case:  # whoever is asked for a new one is asked to read it
            case.with_user(SUPERUSER_ID)._hva_giver_wrote()  # superuser: the giver is nobody
        return message

    @api.model
    def _open_case(self, answer):
        rule = Rule(rule_id=False, reason="giver_message", deadline_days=None)
        case = self.env["helpdesk.ticket"]._hva_open({answer: rule})
        if answer.hva_routing != "pending":  # the job that is still to come sees the case and says so itself
            answer.with_context(tracking_disable=True).write(
                {"hva_routing": "case", "hva_routing_reason": "giver_message"}
            )
        return case

    @api.model
    def _receive(self, case, channel, lang_code, text, subject="", code="", hidden_day=False, **values):
        """Keep a message of the giver on its case.

        :param hidden_day: the feedback keeps its day and no time, so its giver's messages do not either
        :param code: of what is to be said of it, see `_get_note`
        """
        message = self._claim(
            {
                **self._prepare_message(case, channel),
                **({"at": False} if hidden_day else {}),
                "direction": "in",
                "lang_code": lang_code,
                "state": "received",
                **values,
            }
        )
        message.write({"subject": subject or False, "body": text, "failure_code": code or False, "is_new": True})
        case.invalidate_recordset(["hva_message_ids"])
        return message

    @api.model
    def _claim(self, values):
        """Return a new message (as superuser) without words; raise ConcurrencyError where it has come already.

        Odoo writes a statement that fails into the log, with its values: so the giver's words are in none that may.
        """
        row = {name: value or None for name, value in values.items()}
        ids = self.env.execute_query(
            SQL(
                "INSERT INTO hva_case_message (%s) VALUES (%s) ON CONFLICT DO NOTHING RETURNING id",
                SQL(", ").join(SQL.identifier(name) for name in row),
                SQL(", ").join(SQL("%s", value) for value in row.values()),
            )
        )
        if not ids:
            raise ConcurrencyError("a message was sent twice at the same time")
        return self.sudo().browse(ids[0])  # sudo: the giver is nobody


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _hva_reply_channels(self):
        channels = super()._hva_reply_channels()
        # sudo: that there is a code is no secret of the handlers, whose it is nobody knows
        if self.has_access("read") and self.env["hva.follow.up"]._has_code(self.sudo().hva_answer_id):
            channels.append("code")
        return channels

    def _hva_giver_wrote(self):
        """Bring a case on because its giver wrote: closed ones open again, waiting and answered ones go on.

        Somebody is asked to read it, by a to-do whose words are from a fixed list.
        """
        self.ensure_one()
        reason = self.env._("The giver has written.")
        asked = self._hva_activities()
        if self.hva_state == "closed":
            self._hva_move("reopened", reason=reason)
        elif self.hva_state in ("waiting", "answered"):
            self._hva_move("in_handling", reason=reason)
        if not self._hva_activities() - asked:
            self._hva_schedule_activities()
