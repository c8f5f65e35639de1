from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse

FACTS = ("hva_given_on", "hva_channel", "hva_contact_mode", "hva_lang_code", "hva_service_id", "hva_topic_ids")
CONTACT = ("name", "phone", "email")


class HelpdeskTicket(models.Model):
    """The feedback behind a case, read where it is kept: nothing here is stored on the ticket.

    Whoever may read the answer itself or handles the case sees the feedback. The contact details are shown masked, to
    those whom the rules of `hva.contact` let read them; `hva.contact._read_details` gives them whole.
    """

    _inherit = "helpdesk.ticket"

    hva_text = fields.Text("In the giver's own words", compute="_compute_hva_text", search="_search_hva_text")
    hva_excerpt = fields.Text("Beginning of the text", compute="_compute_hva_text")
    hva_score = fields.Char("0-10", compute="_compute_hva_text", help="Would the giver recommend the service?")
    hva_numbers = fields.Html("Answers", compute="_compute_hva_numbers", sanitize=False)
    hva_given_on = fields.Date("Given on", compute="_compute_hva_feedback")
    hva_channel = fields.Char("Feedback channel", compute="_compute_hva_feedback")
    hva_contact_mode = fields.Char("Mode of contact", compute="_compute_hva_feedback")
    hva_lang_code = fields.Char("Language of the answer", compute="_compute_hva_feedback")
    hva_service_id = fields.Many2one("hva.service", string="Service", compute="_compute_hva_feedback")
    hva_topic_ids = fields.Many2many("hva.topic", string="Topics", compute="_compute_hva_feedback")
    hva_has_contact = fields.Boolean("Wants contact", compute="_compute_hva_has_contact")
    hva_contact_name = fields.Char("Name", compute="_compute_hva_contact")
    hva_contact_phone = fields.Char("Phone", compute="_compute_hva_contact")
    hva_contact_email = fields.Char("E-mail", compute="_compute_hva_contact")
    hva_handler_ids = fields.Many2many("res.users", string="May handle", compute="_compute_hva_handler_ids")

    # Apart from each other, so that a list asks only for what it shows.

    @api.depends("hva_answer_id")
    @api.depends_context("uid")
    def _compute_hva_text(self):
        for ticket, answer in self._hva_feedback():
            ticket.hva_text = answer.hva_text
            ticket.hva_excerpt = answer.hva_excerpt
            ticket.hva_score = str(answer.hva_nps) if answer.hva_has_nps else False

    @api.model
    def _search_hva_text(self, operator, value):
        """Find cases by the words of their feedback; contact details are no part of them.

        "any!": whoever may read a case may read its feedback (`test_inbox.py`), so asking the rules of answers again,
        for each of perhaps 40 000 hits, finds no other.
        """
        return [("hva_answer_id", "any!", [("hva_text", operator, value)])]

    @api.depends("hva_answer_id")
    @api.depends_context("uid", "lang")
    def _compute_hva_numbers(self):
        for ticket, answer in self._hva_feedback():
            ticket.hva_numbers = answer.hva_numbers

    @api.depends("hva_answer_id")
    @api.depends_context("uid", "lang")
    def _compute_hva_feedback(self):
        for ticket, answer in self._hva_feedback():
            for name in FACTS:
                ticket[name] = _as_shown(answer, name)

    def _hva_feedback(self):
        """Return (ticket, its answer as superuser) for all of `self`; the answer is empty where it may not be read."""
        answer_by_ticket = self._hva_readable_answers()
        return [(ticket, answer_by_ticket.get(ticket.id, self.env["survey.user_input"])) for ticket in self]

    def _hva_readable_answers(self):
        """Return ticket id -> answer, as superuser, for the cases whose feedback the user may read."""
        ours = self._hva_ours()
        handled = ours._filtered_access("write")
        # sudo: a responsible unit handles the feedback given to another unit, whose answers it does not see otherwise
        answers = {ticket.id: ticket.sudo().hva_answer_id for ticket in ours}
        every_answer = self.env["survey.user_input"].union(*answers.values())
        readable = set(every_answer.sudo(self.env.su)._filtered_access("read").ids)
        seen = set(handled.ids)
        return {t.id: answers[t.id] for t in ours if t.id in seen or answers[t.id].id in readable}

    @api.depends("hva_answer_id")
    def _compute_hva_has_contact(self):
        for ticket in self:
            # sudo: that somebody waits for contact is seen by all who see the case, how to reach them is not
            ticket.hva_has_contact = bool(ticket.sudo().hva_contact_id)

    @api.depends("hva_answer_id")
    @api.depends_context("uid")
    def _compute_hva_contact(self):
        # sudo: the details themselves are read below with the user's own rights
        contacts = self.sudo().hva_contact_id.sudo(self.env.su)._filtered_access("read")
        for ticket in self:
            contact = ticket.sudo().hva_contact_id.sudo(self.env.su) & contacts
            for name in CONTACT:
                ticket[f"hva_contact_{name}"] = contact[f"masked_{name}"]

    @api.depends("hva_responsible_unit_id")
    def _compute_hva_handler_ids(self):
        # sudo: the unit's people may be asked for by whoever sees the case
        people = self._hva_candidates(self.sudo().hva_responsible_unit_id)
        for ticket in self:
            candidates = people.get(ticket.sudo().hva_responsible_unit_id, [])
            ticket.hva_handler_ids = self.env["res.users"].browse({candidate.user_id for candidate in candidates})


def _as_shown(answer, name):
    """Return the value of a fact: the label where the field is a selection, a language by its name, else the value."""
    field = answer._fields[name]
    if field.type == "selection":
        return dict(field._description_selection(answer.env)).get(answer[name], False)
    if name == "hva_lang_code" and answer[name]:
        return babel_locale_parse(answer.env.lang).languages.get(answer[name], answer[name])
    return answer[name]
