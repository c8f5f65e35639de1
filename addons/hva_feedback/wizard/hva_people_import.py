from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..tools.people_rows import NEEDED, columns_of, plan

_lt = LazyTranslate(__name__)
KINDS = [
    ("error", "Cannot be taken"),
    ("new_person", "New person"),
    ("new_access", "New access"),
    ("changed", "Other days"),
    ("same", "Unchanged"),
]
PROBLEMS = {
    "login_missing": _lt("The e-mail address is missing."),
    "login_bad": _lt("“%(value)s” is not an e-mail address."),
    "name_missing": _lt("The name of the new person is missing."),
    "archived": _lt("%(value)s is archived. Take the person back into use first."),
    "unit_missing": _lt("The unit is missing."),
    "unit_unknown": _lt("There is no unit “%(value)s” in use."),
    "unit_ambiguous": _lt("Several units are called “%(value)s”. Give the OID."),
    "role_missing": _lt("The role is missing."),
    "role_unknown": _lt("There is no role “%(value)s”."),
    "bad_date": _lt("“%(value)s” is not a date. Write 31.12.2026 or 2026-12-31."),
    "dates": _lt("The last day is before the first."),
    "twice": _lt("The same as row %(value)s."),
}


class HvaPeopleImport(models.TransientModel):
    """Import of people with unit and role: the file, a dry run to look at, then all that can be taken, or nothing."""

    _name = "hva.people.import"
    _inherit = "hva.rows.import"
    _description = "Import of people"
    _action = "hva_feedback.hva_people_import_action"
    _taken = ("new_person", "new_access", "changed")

    reason = fields.Char(default=lambda self: self.env._("Import of people"))
    invite = fields.Boolean("Send new people an invitation", help="A mail with a link to choose a password. Leave it "
                            "empty where people sign in by the county's directory.")  # fmt: skip
    row_ids = fields.One2many("hva.people.import.row", "import_id", "Rows")

    def action_open_accesses(self):
        return self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_unit_access_action")

    def _get_steps(self):
        table = self._read_table()
        columns = columns_of(table.header)
        if set(NEEDED) - columns.keys():
            raise UserError(
                self.env._(
                    "The file needs columns for e-mail, unit and role. Name, first day and last day may be there."
                )
            )
        return plan(table.rows, columns, self.env["hva.unit.access"]._known())

    def _get_stale_words(self):
        return self.env._("The people have changed since the preview. Look at the preview again.")

    def _take(self, steps):
        new = self.env["hva.unit.access"]._apply_people(steps, self.reason)
        if self.invite and new and hasattr(new, "action_reset_password"):
            new.sudo().with_context(create_user=True).action_reset_password()  # sudo: as the people were made

    def _prepare_row(self, step):
        return {
            "import_id": self.id,
            "number": step.row,
            "kind": step.kind,
            "login": step.login,
            "name": step.name,
            "unit_id": step.unit_id,
            "role": step.role,
            "valid_from": step.valid_from,
            "valid_to": step.valid_to,
            "problems": "\n".join(self._in_words(*problem) for problem in step.problems),
        }

    def _in_words(self, code, value):
        text = self.env._(PROBLEMS[code])  # a lazy text takes no arguments
        return text % {"value": value}


class HvaPeopleImportRow(models.TransientModel):
    _name = "hva.people.import.row"
    _description = "Row of a file of people"
    _order = "id"

    import_id = fields.Many2one("hva.people.import", required=True, index=True, ondelete="cascade")
    number = fields.Integer("Row", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    login = fields.Char("E-mail", readonly=True)
    name = fields.Char(readonly=True)
    unit_id = fields.Many2one("hva.unit", readonly=True, ondelete="cascade")
    role = fields.Selection(
        selection=lambda self: self.env["hva.unit.access"]._fields["role"]._description_selection(self.env),
        readonly=True,
    )
    valid_from = fields.Date("First day", readonly=True)
    valid_to = fields.Date("Last day", readonly=True)
    problems = fields.Text(readonly=True)
