import os

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.hva_feedback.tools import codes

from ..gateways.base import Gateway, GatewayConfigError
from ..gateways.dry_run import DryRunGateway
from ..gateways.http_template import HttpTemplateGateway
from ..gateways.kannel import KannelGateway
from ..gateways.link_mobility import LinkMobilityGateway
from ..gateways.twilio import TwilioGateway
from ..tools import http_template

ADAPTERS = {
    "kannel": KannelGateway,
    "link": LinkMobilityGateway,
    "twilio": TwilioGateway,
    "http": HttpTemplateGateway,
    "dry_run": DryRunGateway,
}
GATE = "/hva_sms/gate/"


class HvaSmsGateway(models.Model):
    """Which vendor's language a gateway speaks, and with which keys."""

    _inherit = "hva.sms.gateway"

    account = fields.Char("Partner number", help="LINK Mobility's platformPartnerId.")
    gate = fields.Char("Gate of reports", help="LINK Mobility's name for the address to which reports are sent.")
    template = fields.Text(
        groups="base.group_system", help="How a message is asked for and how reports read; see the guide for IT."
    )
    report_secret = fields.Char(
        "Secret in reports",
        groups="base.group_system",
        copy=False,
        help="What the gateway must write into the header that the template names. Best as $NAME of an environment "
        "variable.",
    )
    gate_code = fields.Char(copy=False, readonly=True, groups="base.group_system", index="btree_not_null")
    gate_url = fields.Char(
        "Address for reports",
        compute="_compute_gate_url",
        groups="base.group_system",
        help="For gateways that send the reports of all messages to one address. Give it to the gateway only.",
    )
    source = fields.Char("Written after", compute="_compute_source", help="The vendor's paper, with its date.")

    _gate_code_uniq = models.UniqueIndex("(gate_code) WHERE gate_code IS NOT NULL", "Another gateway has this code.")

    def write(self, vals):
        """Whoever may not see a gateway's keys does not have them sent to another address either."""
        if "url" in vals and not self.env.su and not self.env.user.has_group("base.group_system"):
            # sudo: only whether there are any
            if any(gateway.sudo().password and gateway.url != vals["url"] for gateway in self):
                raise AccessError(
                    self.env._("A system administrator changes the address of a gateway that has a password.")
                )
        return super().write(vals)

    def _get_adapter(self) -> Gateway:
        """Return the object that speaks the vendor's language (gateways/base.py).

        :raises GatewayConfigError: when the address or the credentials cannot work
        """
        self.ensure_one()
        if self.kind == "dry_run":
            return DryRunGateway()
        gateway = self.sudo()  # sudo: the credentials are for system administrators and for sending alone
        keys = [gateway.url or "", self._reveal(gateway.username), self._reveal(gateway.password)]
        own = {
            "kannel": {},
            "twilio": {},
            "link": {"account": gateway.account or "", "gate": gateway.gate or ""},
            "http": {"template": gateway.template or "", "secret": self._reveal(gateway.report_secret)},
        }
        return ADAPTERS[self.kind](*keys, **own[self.kind])

    def _can_query(self) -> bool:
        """Tell whether the gateway can be asked what became of a message; one that is not set up cannot."""
        try:
            return bool(self) and self._get_adapter().can_query
        except GatewayConfigError:
            return False

    @api.model
    def _reveal(self, value):
        """Return a setting's value, from the environment when it is written as `$NAME`."""
        if not value or not value.startswith("$"):
            return value or ""
        if value[1:] not in os.environ:
            raise GatewayConfigError(f"environment variable {value[1:]} is not set")
        return os.environ[value[1:]]

    @api.model
    def _get_callback_base(self):
        """Return the address at which gateways reach this server, without a slash at its end."""
        # sudo: the setting is no secret
        own_base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return self.env["hva.sms.job"]._param("callback_base_url", own_base).rstrip("/")

    @api.depends("gate_code")
    def _compute_gate_url(self):
        for gateway in self:
            gateway.gate_url = gateway.gate_code and f"{self._get_callback_base()}{GATE}{gateway.gate_code}"

    @api.depends("kind", "template")
    def _compute_source(self):
        for gateway in self:
            gateway.source = ADAPTERS[gateway.kind].source or gateway._get_template_source()

    def _get_template_source(self):
        try:
            return http_template.read(self.sudo().template or "").source  # sudo: only the name of a paper is shown
        except http_template.TemplateError:
            return False

    @api.constrains("kind", "template")
    def _check_template(self):
        for gateway in self.filtered(lambda gateway: gateway.kind == "http"):
            try:
                http_template.read(gateway.sudo().template or "")  # sudo: as in _get_adapter
            except http_template.TemplateError as error:
                raise ValidationError(self._get_problem(error)) from None

    @api.model
    def _get_problem(self, error):
        """Return what is wrong with a template, in the user's language."""
        sentences = {
            "not_json": self.env._("The template is not JSON, or too long: %(what)s", what=error.what),
            "unknown_key": self.env._("“%(what)s” is not a part of a template.", what=error.what),
            "missing": self.env._("“%(what)s” is missing in the template.", what=error.what),
            "bad_value": self.env._("“%(what)s” in the template cannot have this value.", what=error.what),
            "bad_placeholder": self.env._("“{%(what)s}” is not a placeholder of a template.", what=error.what),
        }
        return sentences[error.code]

    def action_new_gate(self):
        """Give the gateway a new address for reports; the old one answers no more."""
        for gateway in self:
            gateway.gate_code = codes.new_code()
