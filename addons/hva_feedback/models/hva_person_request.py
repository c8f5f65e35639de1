from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..tools.person_term import read_term
from ..tools.redaction import redact
from .search_boolean import boolean_search

WISHES = [("copy", "Copy of own data"), ("correct", "Correction"), ("erase", "Erasure"), ("other", "Other")]
IDENTITIES = [
    ("strong", "Strong identification"),
    ("document", "In person, with an identity document"),
    ("contact", "Through the contact details that were left"),
    ("code", "By the code that was given after sending"),
]
STATES = [("open", "Open"), ("done", "Done"), ("refused", "Refused")]
BEGUN = {  # written by methods alone; a new request has nothing of it, whatever values or context say
    "state": "open",
    "closed_on": False,
    "answer_ids": [],
    "found_elsewhere": False,
    "found_count": 0,
    "erased_count": 0,
}
WRITTEN = ("registry_ref", "outcome")  # by staff: masked as all such words are


class HvaPersonRequest(models.Model):
    """The register of what people ask about their own data (GDPR, articles 15 to 17), with deadline and outcome.

    It never says who: neither a name nor what was searched for is kept, only the number in the county's registry. What
    was found hangs on it until the request is closed. Every step is on the audit trail.
    """

    _name = "hva.person.request"
    _description = "Request about own data"
    _order = "state_order, due_on, id"

    registry_ref = fields.Char("Number in the registry", required=True, help="The person's name stays in the registry.")
    company_id = fields.Many2one("res.company", "County", required=True, default=lambda self: self.env.company)
    wish = fields.Selection(WISHES, required=True, default="copy")
    identity = fields.Selection(IDENTITIES, "Identified by")
    received_on = fields.Date("Received", required=True, default=lambda self: self.env["hva.clock"]._today())
    due_on = fields.Date("Answer by", required=True, index=True, help="One month; it can be moved by two more.")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    state = fields.Selection(STATES, required=True, readonly=True, default="open", index=True)
    state_order = fields.Integer(compute="_compute_state_order", store=True)
    closed_on = fields.Date("Closed", readonly=True)
    outcome = fields.Text()
    answer_ids = fields.Many2many("survey.user_input", string="Found feedback", readonly=True)
    found_elsewhere = fields.Text("Found elsewhere", readonly=True)
    found_count = fields.Integer("Found", readonly=True)
    erased_count = fields.Integer("Erased", readonly=True)

    @api.depends("registry_ref")
    def _compute_display_name(self):
        for request in self:
            request.display_name = request.registry_ref or ""

    @api.depends("state")
    def _compute_state_order(self):
        for request in self:
            request.state_order = int(request.state != "open")

    @api.depends("due_on", "state")
    def _compute_is_late(self):
        today = self.env["hva.clock"]._today()
        for request in self:
            request.is_late = request.state == "open" and bool(request.due_on) and request.due_on < today

    @boolean_search
    def _search_is_late(self):
        late = Domain("state", "=", "open") & Domain("due_on", "<", self.env["hva.clock"]._today())
        return late

    @api.constrains("received_on", "due_on")
    def _check_due_on(self):
        for request in self:
            if request.due_on > request.received_on + relativedelta(months=3):
                raise UserError(self.env._("The law gives one month, and two more for a reason."))

    @api.model_create_multi
    def create(self, vals_list):
        today = self.env["hva.clock"]._today()
        vals_list = [_masked({**vals, **BEGUN}) for vals in vals_list]
        for vals in vals_list:
            received = fields.Date.to_date(vals.get("received_on") or today)
            vals.setdefault("due_on", received + relativedelta(months=1))
        requests = super().create(vals_list)
        for request in requests:
            self.env["hva.audit"]._record("person_request", request, details={"wish": request.wish})
        return requests

    def write(self, vals):
        if not self.env.su and BEGUN.keys() & vals.keys():
            raise AccessError(self.env._("What was found and what became of it is written by the buttons alone."))
        if "due_on" in vals:
            for request in self:
                details = {"from": str(request.due_on), "to": str(vals["due_on"])}
                self.env["hva.audit"]._record("person_deadline", request, details=details)
        return super().write(_masked(vals))

    # ------------------------------------------------------------------ finding

    def action_find(self):
        """Ask for what the person left, and look for it."""
        self.ensure_one()
        self._check_open()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_person_find_action")
        return {**action, "context": {"default_request_id": self.id}}

    def _find(self, text):
        """Add the feedback that belongs to what a person gave us. `text` is not kept: only its kind and the count.

        :raises UserError: when it is no number, address or code
        """
        self.ensure_one()
        self._check_open()
        term = read_term(text or "")
        if not term:
            raise UserError(self.env._("Give a phone number, an e-mail address, the number of a case or a code."))
        found = self.env["survey.user_input"]._hva_find_by(term.kind, term.value)
        found = found.filtered(lambda answer: answer.hva_unit_id.company_id == self.company_id)
        elsewhere = self._find_elsewhere(term.kind, term.value)
        # sudo: what was found is not seen by the administrator's own rights alone, and is noted
        self.sudo().write({
            "answer_ids": [Command.link(answer.id) for answer in found],
            "found_count": len(found | self.sudo().answer_ids),
            "found_elsewhere": "\n".join(dict.fromkeys([*(self.found_elsewhere or "").splitlines(), *elsewhere])),
        })  # fmt: skip
        self.env["hva.audit"]._record("person_search", self, details={"by": term.kind, "found": len(found)})

    def _find_elsewhere(self, kind, value):
        """Hook: return sentences about what else is known of a number, an address or a code. Nothing that tells it."""
        return []

    # ------------------------------------------------------------------ acts

    def _check_open(self):
        self.check_access("write")
        if any(request.state != "open" for request in self):
            raise UserError(self.env._("This request is closed."))

    def _check_identified(self):
        self._check_open()
        if not all(request.identity for request in self):
            raise UserError(self.env._("First say how the person was identified."))

    def action_copy_html(self):
        return self._open_copy("html")

    def action_copy_json(self):
        return self._open_copy("json")

    def _open_copy(self, kind):
        self.ensure_one()
        self._check_identified()
        return {"type": "ir.actions.act_url", "url": f"/hva_feedback/request/{self.id}.{kind}", "target": "download"}

    def action_erase_words(self):
        """Erase the giver's own words and contact details of what was found; scores and choices stay."""
        answers = self._get_erasable()
        details = {answer.id: {"what": "words and contact details", "request": self.id} for answer in answers}
        self.env["hva.audit"]._record("person_erase", answers, self.registry_ref, details)
        answers._hva_forget_text()
        answers._hva_forget_contact()
        self._note_erased(len(answers))

    def action_erase_all(self):
        """Erase what was found as a whole, numbers and cases too; results are counted without it."""
        answers = self._get_erasable()
        details = {answer.id: {"what": "whole feedback", "request": self.id} for answer in answers}
        self.env["hva.audit"]._record("person_erase", answers, self.registry_ref, details)
        count = len(answers)
        answers._hva_forget_all()
        self._note_erased(count)

    def _get_erasable(self):
        self.ensure_one()
        self._check_identified()
        answers = self.sudo().answer_ids  # sudo: as in _find
        if not answers:
            raise UserError(self.env._("Nothing was found yet."))
        if answers.filtered("hva_is_held"):
            raise UserError(self.env._("This feedback is on hold and cannot be erased now."))
        return answers

    def _note_erased(self, count):
        self.sudo().erased_count += count  # sudo: a count that nobody writes by hand

    def action_done(self):
        """Close with what was done."""
        self._close("done")

    def action_refuse(self):
        """Close with why not."""
        self._close("refused")

    def _close(self, target):
        self._check_open()
        for request in self:
            if not (request.outcome or "").strip():
                raise UserError(self.env._("Write the outcome first."))
            self.env["hva.audit"]._record("person_closed", request, details={"state": target})
        self._set_state(target)

    def _set_state(self, target):
        # sudo: the links to what was found go, so that the register does not say whose feedback is whose
        today = self.env["hva.clock"]._today()
        self.sudo().write({"state": target, "closed_on": today, "answer_ids": [Command.clear()]})


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    @api.model
    def _hva_find_by(self, kind, value):
        """Return, as superuser, the feedback of somebody who left `value` (`tools.person_term.Term`).

        Extend it for what is kept elsewhere.
        """
        answers = self.sudo()  # sudo: whoever handles a person's request may find what is that person's
        if kind in ("phone", "email"):
            contacts = self.env["hva.contact"].sudo().search([(kind, "=ilike", _plain(value))])
            return contacts.answer_id.with_env(answers.env)
        if kind == "case":
            tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
            return tickets.search([("hva_is_case", "=", True), ("number", "=", value)]).hva_answer_id
        return answers.browse()

    def action_hva_not_this(self):
        """Take a feedback off the list of the request in the context: it is somebody else's."""
        request = self.env["hva.person.request"].browse(self.env.context.get("hva_request_id"))
        request._check_open()
        # sudo: as in _find
        request.sudo().answer_ids = [Command.unlink(answer.id) for answer in self]


def _plain(value):
    """Return a value for =ilike in which nothing stands for other letters."""
    return value.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _masked(vals):
    return vals | {name: redact(vals[name]).text for name in WRITTEN if vals.get(name)}
