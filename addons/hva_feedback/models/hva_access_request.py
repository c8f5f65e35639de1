from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.redaction import redact
from .hva_unit_access import ROLES

WISHES = [("give", "Give access"), ("end", "End access")]
STATES = [("open", "Waits"), ("accepted", "Accepted"), ("refused", "Refused")]
ASKED = {"wish", "user_id", "login", "name", "unit_id", "role", "include_children", "valid_from", "valid_to", "reason"}
BY_METHODS = {"state", "requester_id", "decided_by_id", "decided_on"}  # nobody writes these by hand


class HvaAccessRequest(models.Model):
    """A manager asks for somebody's access to own units; an administrator accepts or refuses. Both are on the trail.

    Who asks is kept, who decided and why too. The mails about it say that there is something to look at, nothing else.
    """

    _name = "hva.access.request"
    _description = "Request for access"
    _order = "id desc"

    requester_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, index=True, default=lambda self: self.env.user
    )
    wish = fields.Selection(WISHES, required=True, default="give")
    user_id = fields.Many2one("res.users", "Person", domain=[("share", "=", False)], index="btree_not_null")
    login = fields.Char("E-mail of a new person", help="For somebody who has no account yet.")
    name = fields.Char("Name of a new person")
    unit_id = fields.Many2one("hva.unit", required=True, index=True, ondelete="cascade")
    role = fields.Selection(ROLES, required=True, default="handler")
    include_children = fields.Boolean("With its parts", default=True)
    valid_from = fields.Date("First day")
    valid_to = fields.Date("Last day")
    reason = fields.Char("Why")
    state = fields.Selection(STATES, required=True, readonly=True, default="open", index=True)
    answer = fields.Char()
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_on = fields.Date("Decided", readonly=True)

    @api.depends("user_id", "login", "unit_id")
    def _compute_display_name(self):
        for request in self:
            # sudo: who sees the request may see whom it is about
            person = request.sudo().user_id.name or request.name or ""
            request.display_name = f"{person} – {request.sudo().unit_id.name or ''}"

    @api.constrains("user_id", "login", "name", "wish")
    def _check_person(self):
        for request in self:
            is_new = request.wish == "give" and (request.login or "").count("@") == 1 and (request.name or "").strip()
            if not request.user_id and not is_new:
                raise UserError(self.env._("Choose a person, or give the name and e-mail of a new one."))

    @api.model_create_multi
    def create(self, vals_list):
        # said here, so that neither the values nor a default in the context say otherwise
        begun = {"state": "open", "requester_id": self.env.uid, "decided_by_id": False, "decided_on": False}
        requests = super().create([_masked({**vals, **begun}) for vals in vals_list])
        for request in requests:
            details = {"wish": request.wish, "role": request.role}
            self.env["hva.audit"]._record("access_asked", request, request.reason, details)
        requests._tell_administrators()
        return requests

    def write(self, vals):
        if not self.env.su and any(request.state != "open" for request in self):
            raise UserError(self.env._("This request has been decided."))
        if not self.env.su and BY_METHODS & vals.keys():
            raise AccessError(self.env._("A request is decided by its buttons."))
        if not self.env.su and ASKED & vals.keys():  # an administrator accepts what was read, and no other
            raise UserError(self.env._("What was asked is not changed. Delete this request and make a new one."))
        if not self.env.su and "answer" in vals:
            self._check_may_decide()
        return super().write(_masked(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(request.state != "open" for request in self):
            raise UserError(self.env._("This request has been decided."))

    def action_accept(self):
        """Give or end the access, and tell who asked."""
        self._check_may_decide()
        for request in self:
            request._apply()
            request._decide("accepted")

    def action_refuse(self):
        """Say no, with the reason."""
        self._check_may_decide()
        for request in self:
            if not (request.answer or "").strip():
                raise UserError(self.env._("Write the answer first."))
            request._decide("refused")

    def _check_may_decide(self):
        if not self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            raise AccessError(self.env._("An administrator decides."))
        self.check_access("write")
        if any(request.state != "open" for request in self):
            raise UserError(self.env._("This request has been decided."))

    def _apply(self):
        accesses = self.env["hva.unit.access"]
        if self.wish == "end":
            domain = [("user_id", "=", self.user_id.id), ("unit_id", "=", self.unit_id.id), ("role", "=", self.role)]
            accesses.search(domain)._end_at_once(self.reason or "")
            return
        if not self.user_id:
            self.sudo().user_id = self._get_person()  # sudo: a decided request is not written by hand
        accesses.with_context(hva_why=self.reason or "").create({
            "user_id": self.user_id.id, "unit_id": self.unit_id.id, "role": self.role,
            "include_children": self.include_children, "valid_from": self.valid_from, "valid_to": self.valid_to,
        })  # fmt: skip

    def _get_person(self):
        """Return the person of the login, made where there is none."""
        login = self.login.strip().lower()
        known = self.env["res.users"].sudo().search([("login", "=ilike", login), ("share", "=", False)], limit=1)
        return known or self.env["hva.unit.access"]._make_person(login, self.name.strip())

    def _decide(self, target):
        details = {"state": target, "request": self.id}
        self.env["hva.audit"]._record("access_decided", self, self.answer, details)
        self._set_state(target)
        subject = self.with_context(lang=self.requester_id.sudo().lang).env._("Your request about access was answered")
        where = self.with_context(lang=self.requester_id.sudo().lang).env._("See it under Feedback, Settings, People.")
        self.requester_id._hva_notice(subject, [subject, where])

    def _set_state(self, target):
        # sudo: a decision is written by this method alone
        values = {"decided_by_id": self.env.uid, "decided_on": self.env["hva.clock"]._today()}
        self.sudo().write({"state": target, **values})

    def _tell_administrators(self):
        group = self.env.ref("hva_feedback.hva_feedback_group_admin").sudo()  # sudo: who may decide is told
        for admin in group.all_user_ids.filtered(
            lambda user: user.id > 2 and user.company_id in self.unit_id.company_id
        ):
            theirs = self.with_context(lang=admin.lang)
            subject = theirs.env._("A request about access waits for you")
            admin._hva_notice(subject, [subject, theirs.env._("See it under Feedback, Settings, People.")])


def _masked(vals):
    """Return values whose words are masked as all that staff write."""
    return vals | {name: redact(vals[name]).text for name in ("reason", "answer") if vals.get(name)}
