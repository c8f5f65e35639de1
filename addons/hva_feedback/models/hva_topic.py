from odoo import api, fields, models, tools


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
