from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ..tools.languages import BY_CODE, locale_of

# Every page speaks these.
NEEDED = ("fi", "sv", "en")


class HvaTopic(models.Model):
    """What a feedback is about (waiting, information): chosen by the giver or the handler."""

    _name = "hva.topic"
    _inherit = "hva.page.content"
    _description = "Topic"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    service_ids = fields.Many2many("hva.service", string="Services", help="Empty: offered for every service.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    lacking = fields.Char(
        "Not offered in",
        compute="_compute_lacking",
        help="A page does not offer a topic that has no name in its language.",
    )

    @api.depends("name")
    def _compute_lacking(self):
        for topic in self:
            names = topic._fields["name"]._get_stored_translations(topic) or {}
            lacking = [BY_CODE[code].name for code in NEEDED if not names.get(locale_of(code))]
            topic.lacking = ", ".join(lacking) or False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Deleting would take the topic off feedback that was given, and the condition off a rule."""
        # sudo: also where the asker does not see the feedback
        answers = self.env["survey.user_input"].sudo().with_context(active_test=False)
        if answers.search_count([("hva_topic_ids", "in", self.ids)], limit=1):
            raise UserError(self.env._("Feedback has been given about this topic: archive it instead."))
        rules = self.env["hva.routing.rule"].sudo().with_context(active_test=False)  # sudo: same
        if rules.search_count([("topic_ids", "in", self.ids)], limit=1):
            raise UserError(self.env._("A routing rule asks for this topic: archive it instead."))

    @api.model
    @tools.ormcache("service_id", "locale")
    def _hva_offered(self, service_id, locale):
        """Return ((id, name), ...) that a giver may choose from about a service (None: not known), in one language.

        A topic that has no name in the language is not offered in it: half a page in another one helps nobody.
        """
        # sudo: everybody reads them, on the page
        topics = self.sudo().search(["|", ("service_ids", "=", False), ("service_ids", "in", [service_id or 0])])
        names = {topic.id: topic._fields["name"]._get_stored_translations(topic) or {} for topic in topics}
        return tuple((topic.id, names[topic.id][locale]) for topic in topics if names[topic.id].get(locale))
