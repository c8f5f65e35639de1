import logging
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.hva_feedback.tools import codes

from ..tools import phone
from .hva_sms_gateway_adapter import ADAPTERS

_logger = logging.getLogger(__name__)

DOOR_IN = "/hva_sms/inbound/"
ADMIN = "hva_feedback.hva_feedback_group_admin"


class HvaSmsGateway(models.Model):
    """Whether people can reply to the sender of a gateway, and what comes in when they do.

    Text mode (`hva.contact.rule.answer_mode`) needs a number for a sender, a gateway that brings messages, and an
    administrator's word that a reply costs the giver nothing.
    """

    _inherit = "hva.sms.gateway"

    can_receive = fields.Boolean("Brings replies", compute="_compute_can_receive")
    reply_problem = fields.Char("Nobody can be asked to reply", compute="_compute_reply_problem")
    inbound_url = fields.Char(
        "Address for replies",
        compute="_compute_inbound_url",
        groups="base.group_system",
        help="Where the gateway posts what phones write. Give it to the gateway only.",
    )
    free_on = fields.Date("Replying is free since", readonly=True, copy=False)
    free_by_id = fields.Many2one("res.users", "Free reply confirmed by", readonly=True, copy=False, ondelete="restrict")
    free_paper = fields.Char("Paper of the free reply", readonly=True, copy=False)

    @api.depends("kind", "sender_id")
    def _compute_can_receive(self):
        for gateway in self:
            gateway.can_receive = ADAPTERS[gateway.kind].can_receive and _is_number(gateway.sender_id)

    @api.depends("kind", "sender_id", "gate_code", "free_on", "active")
    @api.depends_context("lang")
    def _compute_reply_problem(self):
        for gateway in self:
            gateway.reply_problem = gateway._get_reply_problem() or False

    @api.depends("gate_code")
    def _compute_inbound_url(self):
        for gateway in self:
            gateway.inbound_url = gateway.gate_code and f"{self._get_callback_base()}{DOOR_IN}{gateway.gate_code}"

    # -- may people be asked to reply? --------------------------------------------------------------------------------

    def _get_reply_problem(self):
        """Return why people cannot be asked to reply by text message to this gateway's sender; None when they can."""
        self.ensure_one()
        if not self.active:
            return self.env._("It is archived.")
        if not ADAPTERS[self.kind].can_receive:
            kinds = dict(self._fields["kind"]._description_selection(self.env))
            able = ", ".join(kinds[kind] for kind, adapter in ADAPTERS.items() if adapter.can_receive)
            return self.env._(
                "Replies through %(kind)s are not supported here. These can bring them: %(able)s.",
                kind=kinds[self.kind],
                able=able,
            )
        if not _is_number(self.sender_id):
            return self.env._(
                "The sender “%(sender)s” has letters, so nobody can reply to it. A number is needed.",
                sender=self.sender_id or "",
            )
        if not self.sudo().gate_code:  # sudo: only whether there is one
            return self.env._(
                "The gateway has no address for replies yet. A system administrator makes one on the gateway."
            )
        if not self.free_on:
            return self.env._(
                "Nobody has confirmed that replying to %(sender)s costs nothing. "
                "An administrator does it on the gateway.",
                sender=self.sender_id,
            )
        return None

    @api.constrains("kind", "sender_id", "free_on", "active")
    def _check_text_mode(self):
        """A gateway that people are asked to reply to stays one."""
        rules = self.env["hva.contact.rule"].sudo()  # sudo: rules of other counties use the gateway too
        for gateway in self:
            used = rules.search([("answer_mode", "=", "text"), ("gateway_id", "=", gateway.id)])
            if problem := used and gateway._get_reply_problem():
                raise ValidationError(
                    self.env._(
                        "Contact rules ask people to reply by text message through this gateway: %(rules)s. "
                        "Change them first. %(problem)s",
                        rules=", ".join(used.mapped("name")),
                        problem=problem,
                    )
                )

    def _confirm_free(self, paper):
        """Note that an administrator has seen by a paper that a reply costs the giver nothing."""
        self.ensure_one()
        self._check_admin()
        if not (paper or "").strip():
            raise UserError(self.env._("Name the paper: contract, price list or letter, and its date."))
        # sudo: administrators read gateways and change only this
        self.sudo().write(
            {"free_on": self.env["hva.clock"]._today(), "free_by_id": self.env.uid, "free_paper": paper.strip()}
        )
        self.env["hva.audit"]._record("sms_free", self, reason=paper, details={"sender": self.sender_id})

    def action_withdraw_free(self):
        """Take the confirmation back; refused while contact rules ask people to reply."""
        self._check_admin()
        for gateway in self.filtered("free_on"):
            gateway.sudo()._forget_free()  # sudo: as in _confirm_free
            self.env["hva.audit"]._record("sms_free_ended", gateway, details={"sender": gateway.sender_id})

    def _forget_free(self):
        self.write({"free_on": False, "free_by_id": False, "free_paper": False})

    def _check_admin(self):
        if not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("Only an administrator confirms that a reply costs nothing."))
        self.check_access("read")

    def write(self, vals):
        """A confirmation is of one number at one gateway: with another of either it has to be given anew."""
        names = [name for name in ("sender_id", "kind") if name in vals]
        changed = self.filtered(lambda each: each.free_on and any(each[name] != vals[name] for name in names))
        senders = {gateway: gateway.sender_id for gateway in changed}
        result = super().write(vals)
        for gateway, sender in senders.items():
            gateway._forget_free()
            self.env["hva.audit"]._record("sms_free_ended", gateway, details={"sender": sender})
        return result

    # -- the door in --------------------------------------------------------------------------------------------------

    @api.model
    def _receive(self, code, call):
        """Take a message from a phone that was posted to the address with `code`; return (content type, body).

        Unknown codes, forgeries and what cannot be read change nothing and are answered alike.

        :param call: an `InboundCall` whose address is filled in here
        :raises GatewayConfigError: when the gateway's settings do not let the message be read, or the key is missing
        """
        gateway = self.sudo().search([("gate_code", "=", code)]) if codes.is_code(code) else self.browse()  # sudo: code
        if not gateway:
            return ("text/plain; charset=utf-8", "")
        adapter = gateway._get_adapter()
        message = adapter.parse_message(replace(call, url=gateway.inbound_url))
        if message is None:
            _logger.warning("what came to the door for replies of gateway %s is no message of its own", gateway.id)
        elif number := phone.normalise(message.sender, "ALL").e164:  # else a name or a short number: a machine
            self.env["hva.conversation"]._hear(gateway, number, message)
        return adapter.inbound_answer

    def _get_share(self, default):
        """What awaits a reply to its sender leaves by no other gateway."""
        stays = Domain("kind", "!=", "conversation") & Domain("answer_mode", "!=", "text")
        return Domain(super()._get_share(default)) & (Domain("gateway_id", "=", self.id) | stays)


def _is_number(sender):
    return (sender or "").lstrip("+").isdigit()
