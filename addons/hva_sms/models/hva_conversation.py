import hashlib
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hva_feedback.tools import codes_tables
from odoo.addons.hva_feedback.tools.answer_readers import Refused, clean_text
from odoo.addons.hva_feedback.tools.redaction import redact

from ..gateways.base import GatewayConfigError
from ..tools import conversation
from ..tools.person_hash import PersonKeyError

STEPS = [("asked", "Asked"), ("scored", "Number given"), ("done", "Answered")]
SEEN_DAYS = 3
LONGEST_TEXT = 4000  # characters of one message that are looked at


class HvaConversation(models.Model):
    """An answer by text message while it is being given: a keyed hash of the number, never the number itself.

    It begins when the question is handed to the gateway and ends at night, within 48 hours (`tools.conversation`). Only
    then is what was said stored as an answer, all conversations of a night together and shuffled, and the rows are
    deleted in the same transaction. So neither a key, nor an order, nor a moment leads from a number to an answer
    (docs/decisions/0067).
    """

    _name = "hva.conversation"
    _description = "Conversation by text message"
    _log_access = False
    _order = "id desc"

    hmac = fields.Char(required=True, index=True)
    survey_id = fields.Many2one("survey.survey", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one("hva.unit", required=True, index=True, ondelete="cascade")
    service_id = fields.Many2one("hva.service", ondelete="set null")
    contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES))
    lang_code = fields.Char(required=True)
    step = fields.Selection(STEPS, required=True, default="asked")
    has_points = fields.Boolean()
    points = fields.Integer(help="Means nothing without has_points: 0 is a number.")
    words = fields.Text()
    wording = fields.Char(help="Which wording of the question for words was sent; empty for the neutral one.")
    odd_count = fields.Integer()
    given_on = fields.Date()
    step_at = fields.Datetime(required=True)
    ends_at = fields.Datetime(required=True, index=True)

    # -- begin --------------------------------------------------------------------------------------------------------

    @api.model
    def _open(self, invitations):
        """Begin a conversation for each invitation that is being handed over.

        Who is talking already is asked anew: what was said before stays an answer about the unit it was said of.
        """
        invitations = invitations.filtered("phone")
        if not invitations:
            return
        secret = self.env["hva.person.key"]._secret()
        hmac = self.env["hva.person.key"]._hmac
        keys = {invitation: hmac("phone", invitation.phone, secret) for invitation in invitations}
        self._close(list(keys.values()))
        now = self.env["hva.clock"]._now()
        ends_at = conversation.ends_at(now, self.env["hva.clock"]._zone())
        visits = {invitation: invitation.visit_ids[:1] for invitation in invitations}
        self.create(
            [
                {
                    "hmac": keys[invitation],
                    "survey_id": invitation.survey_id.id,
                    "unit_id": invitation.unit_id.id,
                    "service_id": visits[invitation].service_id.id,
                    "contact_mode": visits[invitation].contact_mode,
                    "lang_code": invitation.lang_code,
                    "step_at": now,
                    "ends_at": ends_at,
                }
                for invitation in invitations
                if invitation.survey_id
            ]
        )

    @api.model
    def _close(self, keys):
        """End what is open for these hashes: an answer waits for the night, the rest goes."""
        found = self.search([("hmac", "in", keys)])
        found.filtered(lambda each: not each.has_points).unlink()
        found.exists().filtered(lambda each: each.step == "scored")._move("done")

    # -- hear ---------------------------------------------------------------------------------------------------------

    @api.model
    def _hear(self, gateway, number, message):
        """Take a message from `number` (E.164) that came through a gateway, once, and answer it where that is due.

        :raises GatewayConfigError: when the key to people is missing; the gateway then tries again
        """
        if not self._is_first(gateway, message.ref):
            return
        try:
            key = self.env["hva.person.key"]._hmac("phone", number)
        except PersonKeyError as error:
            raise GatewayConfigError(str(error)) from None
        text = _readable(message.text)
        talk = self.search([("hmac", "=", key)], limit=1)
        turn = conversation.decide(talk._get_talk(key), text, self._get_stop_words())
        if turn.opts_out:
            self.env["hva.opt.out"].sudo()._add(key)  # sudo: everybody may refuse
        if talk:
            talk._apply(turn)
        if turn.reply:
            self._reply(gateway, number, key, talk, turn, text)

    @api.model
    def _is_first(self, gateway, ref):
        """Remember a message by the gateway's number of it; False when it has come before."""
        ref_hash = hashlib.sha256(f"{gateway.id}\0{ref}".encode(errors="replace")).hexdigest()
        # two posts at the same moment: the second waits, and is started again by the server, with fresh eyes
        self.env.cr.execute(
            "INSERT INTO hva_inbound_message (ref_hash, received_on) VALUES (%s, %s) ON CONFLICT (ref_hash) DO NOTHING",
            [ref_hash, self.env["hva.clock"]._today()],
        )
        return bool(self.env.cr.rowcount)

    def _get_talk(self, key):
        """Return what `tools.conversation` needs to know; of nobody's conversation too."""
        is_opted_out = bool(self.env["hva.opt.out"]._known([key]))
        if not self:
            answered = self.env["hva.conversation.stranger"]._is_answered(key)
            return conversation.Talk(is_opted_out=is_opted_out, is_answered=answered)
        since = self.env["hva.clock"]._now() - self.step_at
        return conversation.Talk(
            step=self.step,
            points=self.points if self.has_points else None,
            words=self.words or "",
            odd_count=self.odd_count,
            minutes=since / timedelta(minutes=1),
            is_opted_out=is_opted_out,
        )

    def _apply(self, turn):
        """Write what a message changed. One that stopped the messages before any number ends the conversation."""
        self.ensure_one()
        if turn.step == "none":
            self.unlink()
            return
        values = {"odd_count": turn.odd_count}
        if turn.points is not None and not (self.has_points and self.points == turn.points):
            values |= {"has_points": True, "points": turn.points}
        if turn.words and turn.words != self.words:
            values["words"] = redact(turn.words).text
        if turn.points is not None and not self.given_on:
            values["given_on"] = self.env["hva.clock"]._today()
        self.write(values)
        if turn.step != self.step:
            self._move(turn.step)

    def _move(self, step):
        """Take the next step. The only place that writes `step`; who has answered waits for the first night only."""
        now = self.env["hva.clock"]._now()
        values = {"step": step, "step_at": now}
        for talk in self:
            night = conversation.next_night(now, self.env["hva.clock"]._zone())
            talk.write(values | ({"ends_at": min(talk.ends_at, night)} if step == "done" else {}))

    # -- answer -------------------------------------------------------------------------------------------------------

    @api.model
    def _reply(self, gateway, number, key, talk, turn, text):
        """Put the text that is due into the outbox, in the language of the visit or of the word that was written."""
        texts = self.env["hva.conversation.text"]
        talk = talk.exists()
        lang_code = talk.lang_code or (turn.opts_out and conversation.language_of_stop(text)) or texts._get_default()
        if turn.reply == "closed" and not self.env["hva.conversation.stranger"]._may_answer(key):
            return
        unit = self._get_top_unit(talk.unit_id)
        said = texts._get(turn.reply, lang_code) or texts._get(turn.reply, texts._get_default())
        if not (unit and said):
            return
        question = talk._choose_question() if turn.reply == "follow" else None
        body = said._say(unit.company_id.name, question)
        self.env["hva.invitation"]._send_turn(gateway, unit, said.lang_code, number, body)

    @api.model
    def _get_top_unit(self, unit):
        """Return the highest unit over `unit`; over nobody's, the first of all."""
        if unit:
            return unit.browse(int(unit.parent_path.split("/")[0]))
        return self.env["hva.unit"].sudo().search([("parent_id", "=", False)], order="id", limit=1)  # sudo: door

    @api.model
    def _get_stop_words(self):
        """Return the words that stop messages: ours, and those of setting `hva_sms.stop_words`, parted by commas."""
        own = self.env["hva.sms.job"]._param("stop_words").casefold().split(",")
        return frozenset(conversation.STOP_WORDS) | {word.strip() for word in own if word.strip()}


class HvaInboundMessage(models.Model):
    """Which messages from phones have come, so that one that is brought again is not answered again."""

    _name = "hva.inbound.message"
    _description = "Message from a phone that has come"
    _log_access = False

    ref_hash = fields.Char(required=True)
    received_on = fields.Date(required=True, index=True)

    _ref_uniq = models.UniqueIndex("(ref_hash)", "This message has already come.")

    @api.model
    def _erase(self):
        last = self.env["hva.clock"]._today() - timedelta(days=SEEN_DAYS)
        self.search([("received_on", "<", last)]).unlink()


def _readable(text):
    """Return the text as it may be stored: without what no database holds."""
    try:
        return clean_text(text[:LONGEST_TEXT])
    except Refused:
        return ""
