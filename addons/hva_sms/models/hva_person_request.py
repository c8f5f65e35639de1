from odoo import models

from ..tools.person_hash import PersonKeyError


class HvaPersonRequest(models.Model):
    """What a person who asks can be told about text messages: by the number that they give us, there and then."""

    _inherit = "hva.person.request"

    def _find_elsewhere(self, kind, value):
        found = super()._find_elsewhere(kind, value)
        return found + (self._find_in_messages(value) if kind == "phone" else [])

    def _find_in_messages(self, phone):
        """Return sentences about the number `phone` (E.164): opt-out, rest time, messages on their way."""
        try:
            key = self.env["hva.person.key"]._hmac("phone", phone)
        except PersonKeyError:
            return [self.env._("Opt-outs and rest times could not be looked at: the person key is missing.")]
        sentences = []
        if self.env["hva.opt.out"]._known([key]):
            sentences.append(self.env._("This number has asked for no more text messages."))
        if until := self.env["hva.quarantine"]._last_days([("phone", key)]).get(("phone", key)):
            sentences.append(self.env._("An invitation was sent; the number rests until %(day)s.", day=str(until)))
        # sudo: nobody has rights on conversations; only that there is one is said
        if self.env["hva.conversation"].sudo().search_count([("hmac", "=", key)], limit=1):
            sentences.append(
                self.env._(
                    "An answer by text message is being collected from this number. It is stored at night, without the "
                    "number and within two days of the question."
                )
            )
        # sudo: numbers of invitations are for jobs; only how many is said
        waiting = self.env["hva.invitation"].sudo().search_count([("phone", "=", phone)])
        if waiting:
            sentences.append(
                self.env._(
                    "Messages on their way, with number and text until they arrive: %(count)s", count=str(waiting)
                )
            )
        return sentences
