import psycopg2

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..tools.set_file import SetFileError, conflicts, read
from .hva_set_publish import as_list

_lt = LazyTranslate(__name__)

ERRORS = {
    "too_large": _lt("The file is too large."),
    "not_json": _lt("This is not a file of a question set."),
    "other_format": _lt("This is not a file of a question set."),
    "newer_layout": _lt("The file has another layout (%(where)s). Update this system, or take the set out again."),
    "bad_hash": _lt("The file was changed or cut after it was made. Take the set out again."),
    "bad_shape": _lt("The file cannot be understood: %(where)s."),
}
CONFLICTS = {
    "no_item": _lt("The bank has no item %(detail)s. Add it first."),
    "other_scale": _lt("%(detail)s has another scale in this bank."),
    "other_words": _lt("%(detail)s has other words in this bank. The words of this bank will be asked."),
    "no_service": _lt("There is no service %(detail)s. The set will not be meant for it."),
    "no_language": _lt("Own questions lose their words in %(detail)s: the language is not installed."),
}


class HvaSetImport(models.TransientModel):
    """Takes a question set in from a file: what is missing here first, then a new set with a draft."""

    _name = "hva.set.import"
    _inherit = "hva.file.import"
    _description = "Import of a question set"
    _action = "hva_feedback.hva_set_import_action"

    step = fields.Selection([("file", "File"), ("preview", "Preview")], default="file")
    name = fields.Char(string="Question set", readonly=True)
    question_count = fields.Integer(string="Questions", readonly=True)
    conflicts = fields.Html(string="Differences to this system", readonly=True)
    is_blocked = fields.Boolean(readonly=True)

    def action_preview(self):
        """Say what is in the file and what of it this system does not have; nothing is made."""
        self.ensure_one()
        content = self._read()
        found = self._get_conflicts(content)
        words = [(self.env._(CONFLICTS[one.code]), one) for one in found]  # a lazy text takes no arguments
        self.write(
            {
                "name": content["name"],
                "question_count": sum(question["type"] != "section" for question in content["questions"]),
                "conflicts": as_list(text % {"detail": one.detail} for text, one in words),
                "is_blocked": any(one.is_fatal for one in found),
            }
        )
        return self._show("preview")

    def action_import(self):
        """Make a new set of the file and open it."""
        self.ensure_one()
        content = self._read()
        if any(one.is_fatal for one in self._get_conflicts(content)):
            raise UserError(self.env._("The set cannot be made before the bank has its items."))
        try:
            with self.env.cr.savepoint():
                question_set = self.env["hva.question.set"]._import_content(content)
        except (ValueError, LookupError, psycopg2.DataError, psycopg2.IntegrityError, ValidationError) as error:
            raise UserError(self.env._("The file has a setting that no question can have.")) from error
        return {
            "type": "ir.actions.act_window",
            "res_model": "hva.question.set",
            "res_id": question_set.id,
            "view_mode": "form",
        }

    def action_back(self):
        return self._show("file")

    def _read(self):
        try:
            return read(self._read_file())
        except SetFileError as error:
            text = self.env._(ERRORS[error.code])
            raise UserError(text % {"where": error.where}) from error

    def _get_conflicts(self, content):
        sets = self.env["hva.question.set"]
        services = self.env["hva.service"].search([]).mapped("code")
        return conflicts(content, sets._bank_items(), services, sets._kept_languages())
