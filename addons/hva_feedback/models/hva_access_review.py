from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .hva_unit_access import ROLES
from .search_boolean import boolean_search

REMIND_DAYS = (14, 7, 0)  # before the last day; after it once a week
RESULTS = [("kept", "Goes on"), ("removed", "Ended")]


class HvaAccessReview(models.Model):
    """The yearly look at who has access: each manager confirms or ends each person of own units.

    Starting it writes one line for each access that is in force; what managers decide stays for ever, also when the
    access is gone.
    """

    _name = "hva.access.review"
    _description = "Review of access"
    _order = "started_on desc, id desc"

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", "County", required=True, default=lambda self: self.env.company)
    started_on = fields.Date("Started", readonly=True)
    due_on = fields.Date("To be done by", required=True)
    line_ids = fields.One2many("hva.access.review.line", "review_id", string="People", readonly=True)
    open_count = fields.Integer("Not looked at", compute="_compute_counts")
    kept_count = fields.Integer("Go on", compute="_compute_counts")
    removed_count = fields.Integer("Were ended", compute="_compute_counts")
    reminded_on = fields.Date("Reminded", readonly=True)

    @api.depends("line_ids.result")
    def _compute_counts(self):
        lines = self.env["hva.access.review.line"]
        counts = {
            (review.id, result): count
            for review, result, count in lines._read_group(
                [("review_id", "in", self.ids)], ["review_id", "result"], ["__count"]
            )
        }
        for review in self:
            review.open_count = counts.get((review.id, False), 0)
            review.kept_count = counts.get((review.id, "kept"), 0)
            review.removed_count = counts.get((review.id, "removed"), 0)

    def action_start(self):
        """Write a line for each access in force and tell the managers."""
        for review in self:
            if review.started_on:
                raise UserError(self.env._("This review has been started."))
            domain = [("is_valid_today", "=", True), ("unit_id.company_id", "=", review.company_id.id)]
            accesses = self.env["hva.unit.access"].search(domain)
            # sudo: lines are made here alone
            self.env["hva.access.review.line"].sudo().create([
                {
                    "review_id": review.id, "access_id": access.id, "user_id": access.user_id.id,
                    "unit_id": access.unit_id.id, "role": access.role,
                }
                for access in accesses
            ])  # fmt: skip
            review.started_on = self.env["hva.clock"]._today()
            self.env["hva.audit"]._record("review_started", review, details={"accesses": len(accesses)})
            review._remind()

    def action_open_lines(self):
        """Open the people still to be looked at."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_access_review_line_action")
        return {**action, "domain": [("review_id", "=", self.id)], "context": {"search_default_open": 1}}

    @api.model
    def _cron_remind(self):
        """Daily: remind managers who have people to look at."""
        today = self.env["hva.clock"]._today()
        reviews = self.sudo().search([("started_on", "!=", False), ("line_ids", "any", [("result", "=", False)])])
        for review in reviews.filtered(lambda review: review.reminded_on != today):
            days = (review.due_on - today).days
            if days in REMIND_DAYS or (days < 0 and days % 7 == 0):
                review._remind()

    def _remind(self):
        """Mail each manager with open lines that there are some; who and where is read in the list."""
        self.ensure_one()
        lines = self.sudo().line_ids.filtered(lambda line: not line.result)  # sudo: all units' lines
        for manager in lines._managers():
            theirs = self.with_context(lang=manager.lang)
            subject = theirs.env._("Look at who has access to your units")
            where = theirs.env._("See it under Feedback, Settings, People, Review of access.")
            manager._hva_notice(subject, [subject, where])
        self.sudo().reminded_on = self.env["hva.clock"]._today()


class HvaAccessReviewLine(models.Model):
    """One access as it was when the review began, and what was decided."""

    _name = "hva.access.review.line"
    _description = "Access under review"
    _order = "result desc, unit_id, role, user_id, id"

    review_id = fields.Many2one("hva.access.review", required=True, readonly=True, index=True, ondelete="cascade")
    due_on = fields.Date(related="review_id.due_on")
    access_id = fields.Many2one("hva.unit.access", readonly=True, index="btree_not_null", ondelete="set null")
    user_id = fields.Many2one("res.users", "Person", required=True, readonly=True, index=True, ondelete="restrict")
    unit_id = fields.Many2one("hva.unit", required=True, readonly=True, index=True, ondelete="restrict")
    role = fields.Selection(ROLES, required=True, readonly=True)
    result = fields.Selection(RESULTS, "Decision", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_on = fields.Date("Decided", readonly=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    @api.depends("due_on", "result")
    def _compute_is_late(self):
        today = self.env["hva.clock"]._today()
        for line in self:
            line.is_late = not line.result and bool(line.due_on) and line.due_on < today

    @boolean_search
    def _search_is_late(self):
        late = Domain("result", "=", False) & Domain("review_id.due_on", "<", self.env["hva.clock"]._today())
        return late

    def action_keep(self):
        """The person goes on in this role."""
        self._decide("kept")

    def action_remove(self):
        """End the access at once."""
        self._decide("removed")

    def _decide(self, result):
        self._check_may_decide()
        for line in self:
            if line.result:
                raise UserError(self.env._("This has been decided."))
            details = {"result": result, "role": line.role, "person": line.user_id.id}
            self.env["hva.audit"]._record("review_decided", line, details=details)
            if result == "removed":
                # sudo: a manager ends access in a review, and nowhere else
                line.sudo().access_id._end_at_once(line.review_id.sudo().name)
        today = self.env["hva.clock"]._today()
        # sudo: decided by this method alone
        self.sudo().write({"result": result, "decided_by_id": self.env.uid, "decided_on": today})

    def _check_may_decide(self):
        """A manager of the unit decides about others; an administrator about all.

        :raises AccessError: for anybody else, and for a manager about the own access
        """
        self.check_access("read")
        if self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            return
        if self.unit_id - self.env.user._hva_units("manager") or self.env.user in self.user_id:
            raise AccessError(self.env._("Another manager of the unit or an administrator decides about this."))

    def _managers(self):
        """Return who may decide about at least one of the lines."""
        reach = (
            self.env["hva.unit.reach"].sudo().search([("unit_id", "in", self.unit_id.ids), ("role", "=", "manager")])
        )
        people_by_unit = {unit: rows.user_id for unit, rows in reach.grouped("unit_id").items()}
        managers = self.env["res.users"]
        for line in self:
            managers |= people_by_unit.get(line.unit_id, managers.browse()) - line.user_id
        return managers.sudo().filtered("active")
