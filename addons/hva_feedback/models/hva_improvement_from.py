from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

ROLES = ("handler", "manager")


class SurveyUserInput(models.Model):
    """Improvements made from feedback."""

    _inherit = "survey.user_input"

    hva_improvement_ids = fields.Many2many(
        "hva.improvement", "hva_improvement_answer_rel", "answer_id", "improvement_id", string="Improvements"
    )

    def action_hva_make_improvement(self):
        """Open the form of a new improvement from the chosen feedback."""
        if not self._hva_can_improve():
            raise UserError(self.env._("Choose feedback of units that you handle: an improvement belongs to one."))
        return self._hva_new_improvement()

    def _hva_can_improve(self):
        return bool(self) and bool(self._hva_common_unit())

    def _hva_common_unit(self):
        """Return the lowest unit above all of `self` that this person works in, empty where there is none.

        A case that another unit handles counts for that unit.
        """
        mine = self.env.user._hva_units(ROLES)
        is_admin = self.env.su or self.env.user.has_group("hva_feedback.hva_feedback_group_admin")
        paths = []
        for answer in self.sudo():  # sudo: the places of units are no secret
            unit = answer.hva_unit_id
            handled = answer.hva_case_ids.hva_responsible_unit_id
            place = unit if is_admin or unit in mine.sudo() or not handled else handled[0]
            paths.append([int(step) for step in (place.parent_path or "").split("/") if step])
        shared = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
        common = self.env["hva.unit"].browse(shared[-1:])
        return common if is_admin or common in mine else self.env["hva.unit"]

    def _hva_new_improvement(self, **defaults):
        """Return the action that opens a new improvement of these answers in one dialog."""
        context = {
            "default_unit_id": self._hva_common_unit().id,
            "default_answer_ids": [Command.set(self.ids)],
            **{f"default_{name}": value for name, value in defaults.items()},
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New improvement"),
            "res_model": "hva.improvement",
            "views": [(False, "form")],
            "target": "current",
            "context": context,
        }


class HelpdeskTicket(models.Model):
    """The improvements that a case led to."""

    _inherit = "helpdesk.ticket"

    hva_improvement_count = fields.Integer("Improvements", compute="_compute_hva_improvement_count")

    def _compute_hva_improvement_count(self):
        answers = self.sudo().hva_answer_id  # sudo: which answer a case is from; improvements are read by own rights
        made = self.env["hva.improvement"].search([("answer_ids", "in", answers.ids)]) if answers else None
        behind = {}
        for improvement in made or ():
            for answer_id in improvement.sudo().answer_ids.ids:  # sudo: as above
                behind[answer_id] = behind.get(answer_id, 0) + 1
        for case in self:
            case.hva_improvement_count = behind.get(case.sudo().hva_answer_id.id, 0)

    def action_hva_make_improvement(self):
        """Open the form of a new improvement from the feedback of the chosen cases."""
        return self.sudo().hva_answer_id.sudo(self.env.su).action_hva_make_improvement()  # sudo: as above

    def action_hva_improvements(self):
        """Open the improvements of the case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_improvement_action")
        domain = [("answer_ids", "in", self.sudo().hva_answer_id.ids)]  # sudo: as above
        return {**action, "domain": domain, "context": {}}
