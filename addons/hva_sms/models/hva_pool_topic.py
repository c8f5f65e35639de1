from odoo import api, fields, models, tools

from odoo.addons.hva_feedback.tools.languages import locale_of


class HvaPoolTopic(models.Model):
    """What residents of the pool may say they care about. A topic without a name in a language is not offered in it."""

    _name = "hva.pool.topic"
    _inherit = "hva.page.content"
    _description = "Topic of the resident pool"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    member_count = fields.Integer("Members", compute="_compute_member_count", compute_sudo=True)

    def _compute_member_count(self):
        groups = self.env["hva.pool.member"]._read_group([("topic_ids", "in", self.ids)], ["topic_ids"], ["__count"])
        counts = {topic.id: count for topic, count in groups}
        for topic in self:
            topic.member_count = counts.get(topic.id, 0)

    @api.model
    @tools.ormcache("lang_code")
    def _offered(self, lang_code):
        """Return ((id, name), ...) that a page in a language offers."""
        locale = locale_of(lang_code.partition("-")[0])
        topics = self.sudo().search([])  # sudo: everybody reads them, on the page
        names = {topic.id: topic._fields["name"]._get_stored_translations(topic) or {} for topic in topics}
        named = [(topic.id, names[topic.id].get(locale) or names[topic.id].get("en_US")) for topic in topics]
        return tuple(row for row in named if row[1])
