from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools.assignee import in_order
from .search_boolean import boolean_search


class SurveyUserInput(models.Model):
    """Feedback that found no way to a handler: routing failed, or nobody handles the cases of its unit.

    Each has somebody who looks after it: of the first kind a manager or handler of the owner of the area, of the second
    kind the administrator whom its case was given to.
    """

    _inherit = "survey.user_input"

    hva_unrouted_owner_id = fields.Many2one(
        "res.users", string="Looked after by", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    hva_is_unrouted = fields.Boolean("Not routed", compute="_compute_hva_unrouted", search="_search_hva_is_unrouted")
    hva_unrouted_reason = fields.Char("Why not routed", compute="_compute_hva_unrouted")
    hva_unrouted_user_id = fields.Many2one("res.users", "With", compute="_compute_hva_unrouted")

    @api.depends("hva_routing", "hva_routing_reason", "hva_unrouted_owner_id")
    @api.depends_context("lang")
    def _compute_hva_unrouted(self):
        for answer in self:
            # sudo: that a case waits for a handler is seen by all who see the feedback
            cases = answer.sudo().hva_case_ids.filtered(lambda case: case.hva_is_unowned and case.hva_state != "closed")
            failed = answer.hva_routing == "pending" and answer.hva_routing_reason == "error"
            answer.hva_is_unrouted = failed or bool(cases)
            answer.hva_unrouted_user_id = (
                answer.hva_unrouted_owner_id if failed else cases.user_id or cases._hva_activities().user_id
            )[:1]
            answer.hva_unrouted_reason = (
                self.env._("Could not be routed. It is tried again every hour.")
                if failed
                else self.env._("Nobody handles the cases of %(unit)s.", unit=cases.hva_responsible_unit_id.name)
                if cases
                else False
            )

    @api.model
    @boolean_search
    def _search_hva_is_unrouted(self):
        unrouted = Domain("hva_routing", "=", "pending") & Domain("hva_routing_reason", "=", "error")
        unrouted |= Domain("hva_case_ids", "any", [("hva_is_unowned", "=", True), ("hva_state", "!=", "closed")])
        return unrouted

    def action_hva_route_now(self):
        """Try again at once, instead of within the hour, to route feedback that could not be routed."""
        self.check_access("read")
        is_admin = self.env.user.has_group("hva_feedback.hva_feedback_group_admin")
        if not is_admin and any(answer.hva_unrouted_owner_id != self.env.user for answer in self):
            raise AccessError(self.env._("Only an administrator and whoever looks after the feedback route it again."))
        failed = self.sudo().filtered(lambda answer: answer.hva_routing_reason == "error")  # sudo: not by hand
        failed.with_context(tracking_disable=True).write({"hva_routing_failed_at": False})
        self.env.ref("hva_feedback.ir_cron_hva_route_answers").sudo()._trigger()  # sudo: same
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": self.env._("It is being routed. Look again in a minute."), "type": "info"},
        }

    @api.model
    def _hva_look_after_unrouted(self, limit):
        """Give feedback that could not be routed to somebody who looks after it, and tell the person how many.

        The one who has it keeps it, unless the person has left.
        """
        failed = self.search(
            [
                ("hva_routing", "=", "pending"),
                ("hva_routing_reason", "=", "error"),
                "|",
                ("hva_unrouted_owner_id", "=", False),
                ("hva_unrouted_owner_id.active", "=", False),
            ],
            limit=limit,
        )
        for owner, answers in failed.grouped(lambda answer: answer._hva_find_unrouted_owner()).items():
            if owner:
                answers.with_context(tracking_disable=True).write({"hva_unrouted_owner_id": owner.id})
                self._hva_tell_unrouted(owner, len(answers))

    def _hva_find_unrouted_owner(self):
        """Return who looks after the feedback: of the people of the area's owner who may read it, else an
        administrator; empty when there is nobody at all.
        """
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"]
        unit = self.hva_unit_id._get_area_owner()
        order = in_order(tickets._hva_candidates(unit)[unit], self.env["hva.absence"]._get_away(unit)[unit])
        for asked in [*order, *tickets._hva_administrators(self.hva_unit_id.company_id)]:
            user = self.env["res.users"].browse(asked.user_id)
            if self.with_user(user).sudo(False).has_access("read"):
                return user
        return self.env["res.users"]

    @api.model
    def _hva_tell_unrouted(self, user, count):
        """Tell `user` of feedback that could not be routed, in the user's language; a mail names no feedback."""
        theirs = self.with_context(lang=user.lang or self.env.lang)
        self.env["mail.thread"].message_notify(
            subject=theirs.env._("Feedback could not be routed"),
            body=theirs.env._(
                "%(count)s feedbacks could not be routed and are with you. They are under Feedback, Cases, Not routed. "
                "They are tried again every hour.",
                count=count,
            ),
            partner_ids=user.partner_id.ids,
        )
