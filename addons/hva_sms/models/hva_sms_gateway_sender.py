from odoo import api, fields, models

from ..tools import own_address

AUTHORISATION = ("sender_authorised_on", "sender_authorised_by", "sender_paper")
AUDITED = ("sender_id", *AUTHORISATION, "is_simulator", "kind")


class HvaSmsGateway(models.Model):
    """What a message costs, and whether it may go out: under a sender that is authorised, with a link people can judge.

    Since 2026 every sender used towards Finnish numbers, a name or a number, is approved beforehand through the
    provider; others are shown as unknown or blocked (docs/messages.md). So nothing but trials leaves before that.
    """

    _inherit = "hva.sms.gateway"

    segment_price = fields.Float(
        "Price of a segment (€)",
        digits=(12, 4),
        help="Of the contract with the provider, in euros without VAT, for one segment: a longer message is counted as "
        "two or more. 0 means that the price is not known.",
    )
    sender_authorised_on = fields.Date(
        "Authorised with the provider on",
        copy=False,
        help="The day from which the provider has this sender approved for messages to Finnish numbers. Without it "
        "only trial messages leave. A new sender needs a new day.",
    )
    sender_authorised_by = fields.Char(
        "Confirmed by", copy=False, help="Who at the provider, or which service of it, confirmed the sender."
    )
    sender_paper = fields.Char(
        "Paper of the authorisation", copy=False, help="Number in the registry, or where the confirmation is kept."
    )
    is_simulator = fields.Boolean(
        "Leads to a simulator",
        copy=False,
        groups="base.group_system",
        help="For practice and tests: what is sent reaches nobody, so sender and address are not asked for.",
    )
    sending_block = fields.Text("Why nothing is sent", compute="_compute_sending_block")

    _segment_price_range = models.Constraint("CHECK (segment_price >= 0)", "A price is not below zero.")

    @api.model_create_multi
    def create(self, vals_list):
        gateways = super().create(vals_list)
        gateways._record_sender(AUDITED)
        return gateways

    def write(self, vals):
        """A new sender has not been authorised, unless it is said in the same breath."""
        changed = self.filtered(lambda gateway: "sender_id" in vals and gateway.sender_id != vals["sender_id"])
        if changed and "sender_authorised_on" not in vals:
            super(HvaSmsGateway, changed).write(dict.fromkeys(AUTHORISATION, False))
        result = super().write(vals)
        self._record_sender([name for name in AUDITED if name in vals])
        return result

    def _record_sender(self, names):
        """Note in the audit trail who said what of the sender: it decides whether messages leave."""
        if names:
            # sudo: whether it is a simulator is written by a system administrator alone, and told to the trail
            details = {
                each.id: {name: str(each[name] or "") for name in names}
                for each in self.sudo()
                if each.kind != "dry_run"
            }
            for gateway in self.browse(details):
                self.env["hva.audit"]._record("sender_noted", gateway, details=details[gateway.id])

    # -- may it send --------------------------------------------------------------------------------------------------

    def _is_for_real(self):
        """Tell whether messages of this gateway reach people."""
        self.ensure_one()
        return self.kind != "dry_run" and not self.sudo().is_simulator  # sudo: the flag decides for everybody

    def _get_sender_block(self):
        """Return the code of what speaks against the sender, "" for nothing."""
        self.ensure_one()
        if not self._is_for_real():
            return ""
        if not self.sender_authorised_on:
            return "sender_not_authorised"
        is_early = self.sender_authorised_on > self.env["hva.clock"]._today()
        return "sender_not_yet" if is_early else ""

    def _get_sending_blocks(self):
        """Return the codes of what keeps messages with links from leaving: the sender, and where links lead."""
        self.ensure_one()
        if not self._is_for_real():
            return []
        address = own_address.address_problem(self.env["hva.sms.text"]._get_link_base())
        return [code for code in (self._get_sender_block(), address) if code]

    @api.model
    def _get_public_senders(self):
        """Return the senders under which messages reach people now, each once."""
        gateways = self.search([]).filtered(lambda gateway: gateway._is_for_real() and not gateway._get_sender_block())
        return list(dict.fromkeys(gateways.mapped("sender_id")))

    def _can_send(self, now) -> bool:
        return super()._can_send(now) and not self._get_sending_blocks()

    @api.depends("kind", "is_simulator", "sender_id", "sender_authorised_on")
    def _compute_sending_block(self):
        for gateway in self:
            gateway.sending_block = "\n".join(gateway._get_block_words(code) for code in gateway._get_sending_blocks())

    @api.model
    def _get_block_words(self, code):
        """Return what speaks against sending and what to do about it, in the user's language."""
        base = self.env["hva.sms.text"]._get_link_base()
        words = {
            "sender_not_authorised": self.env._(
                "The sender has no day of authorisation. Have it approved with the provider, then note the day here."
            ),
            "sender_not_yet": self.env._("The sender is authorised from a day that has not come yet."),
            "address_broken": self.env._("The address of links cannot be read: %(base)s", base=base),
            "address_not_https": self.env._("Links must begin with https:// and a name, not with %(base)s", base=base),
            "address_is_number": self.env._("Links lead to a number, which nobody can judge: %(base)s", base=base),
            "address_is_local": self.env._("Links lead to a name that only this network knows: %(base)s", base=base),
            "address_shortens": self.env._(
                "Links lead to a link shortener, which hides the county: %(base)s", base=base
            ),
        }
        return words[code]
