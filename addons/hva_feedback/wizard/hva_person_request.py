from odoo import fields, models
from odoo.exceptions import UserError

from ..models.helpdesk_ticket import DOOR
from ..tools.codes_tables import KINDS
from ..tools.contact_check import check_contact


class HvaPersonFind(models.TransientModel):
    """Takes what a person left, looks for it and forgets it: the term has no column."""

    _name = "hva.person.find"
    _description = "Find a person's feedback"

    request_id = fields.Many2one("hva.person.request", required=True, ondelete="cascade")
    term = fields.Char("Phone number, e-mail, case number or code", compute="_compute_term", inverse="_inverse_term")

    def _compute_term(self):
        self.term = False

    def _inverse_term(self):
        for wizard in self.filtered("term"):
            wizard.request_id._find(wizard.term)

    def action_find(self):
        """Back to the request: what was found is there already."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "hva.person.request",
            "res_id": self.request_id.id,
            "views": [(False, "form")],
        }


class HvaPersonCorrect(models.TransientModel):
    """Corrects what a person says is wrong: contact details, the kind. The unit has a dialog of its own."""

    _name = "hva.person.correct"
    _description = "Correct a person's feedback"

    request_id = fields.Many2one("hva.person.request", required=True, ondelete="cascade")
    answer_id = fields.Many2one("survey.user_input", "Feedback", required=True, ondelete="cascade")
    kind = fields.Selection(list(KINDS))
    name = fields.Char(compute="_compute_contact", inverse="_inverse_contact")
    phone = fields.Char(compute="_compute_contact", inverse="_inverse_contact")
    email = fields.Char("E-mail", compute="_compute_contact", inverse="_inverse_contact")

    def _compute_contact(self):
        self.name = self.phone = self.email = False

    def _inverse_contact(self):
        """Replace the contact details where new ones were given; they are kept on the contact and nowhere else."""
        for wizard in self.filtered(lambda each: each.name or each.phone or each.email):
            contact, problems = check_contact(True, wizard.name or "", wizard.phone or "", wizard.email or "")
            if problems:
                raise UserError(self.env._("Check the phone number and the e-mail address."))
            answer = wizard._get_answer()
            values = {"name": contact.name, "phone": contact.phone, "email": contact.email}
            if answer.hva_contact_ids:
                answer.hva_contact_ids.write(values)
            else:
                row = (
                    self.env["hva.contact"].sudo().create({"answer_id": answer.id, **values})
                )  # sudo: as in _get_answer
                answer.hva_case_ids.with_context(hva_door=DOOR).write({"hva_contact_id": row.id})
            wizard._note("contact details")

    def action_confirm(self):
        """Correct the kind too."""
        self.ensure_one()
        answer = self._get_answer()
        if self.kind and self.kind != answer.hva_kind:
            answer.with_context(tracking_disable=True).write({"hva_kind": self.kind})
            for case in answer.with_context(active_test=False).hva_case_ids:
                name = case._hva_case_name(self.kind, case.hva_unit_id)
                case.with_context(hva_door=DOOR).write({"hva_kind": self.kind, "name": name})
            self._note("kind")
        return {"type": "ir.actions.act_window_close"}

    def _get_answer(self):
        """Return the feedback, as superuser, when it is among what the open request found."""
        self.request_id._check_identified()
        answer = self.answer_id.sudo()  # sudo: answers are frozen for everybody; the request is the permission
        if answer not in self.request_id.sudo().answer_ids:
            raise UserError(self.env._("This feedback was not found for the request."))
        return answer

    def _note(self, what):
        details = {"what": what, "request": self.request_id.id}
        self.env["hva.audit"]._record("person_correct", self.answer_id, self.request_id.registry_ref, details)


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def action_hva_person_correct(self):
        """Open the correction for the request in the context."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_person_correct_action")
        context = {"default_answer_id": self.id, "default_request_id": self.env.context.get("hva_request_id")}
        return {**action, "context": context}
