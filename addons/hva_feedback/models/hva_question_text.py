from odoo import api, fields, models

from ..tools.question_shape import LANGUAGES, PARTS


class HvaQuestionText(models.Model):
    """One text of one bank item in one language, with where it was read.

    Rows and not a translate=True field: such a field answers in another language when a translation is missing, so it
    cannot tell whether a language is complete (docs/decisions/0005).
    """

    _name = "hva.question.text"
    _description = "Question text"
    _order = "item_id, lang_code, part desc, id"
    _rec_name = "text"

    item_id = fields.Many2one("hva.question.item", required=True, index=True, ondelete="cascade")
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True)
    part = fields.Selection(list(PARTS), required=True, default="title")
    text = fields.Char(required=True)
    source = fields.Char(
        required=True, help="Address or paper where the wording was read; 'project' when this project wrote it."
    )
    source_level = fields.Char(string="Kind of source")
    official = fields.Boolean(
        help="A person has compared the text with THL's own language file. Never set by the data of this module."
    )
    verbatim = fields.Boolean(help="The wording was read word for word in the source.")

    _item_lang_part_uniq = models.Constraint(
        "UNIQUE(item_id, lang_code, part)", "An item has one text for each part in each language."
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.item_id._refresh_drafts()
        return rows

    def write(self, vals):
        items = self.item_id
        res = super().write(vals)
        (items | self.item_id)._refresh_drafts()
        return res

    def unlink(self):
        items = self.item_id
        res = super().unlink()
        items._refresh_drafts()
        return res
