from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.improvement import DONE_STATES, STEPS, Facts, refusals


class HvaImprovement(models.Model):
    """The one door through which an improvement changes state, and the buttons that go through it."""

    _inherit = "hva.improvement"

    can_decide = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_keep = fields.Boolean(compute="_compute_can")

    @api.depends("unit_id", "responsible_id", "state")
    @api.depends_context("uid")
    def _compute_can(self):
        kept = self._filtered_access("write")
        managed, approved = self._hva_led("manager"), self._hva_led(("manager", "quality"))
        for improvement in self:
            improvement.can_keep = improvement in kept
            improvement.can_decide = improvement in managed
            improvement.can_approve = improvement in approved

    def _hva_led(self, roles):
        """Return those of `self` whose unit this person reaches in one of `roles`; an administrator all."""
        if self.env.su or self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            return self
        units = self.env.user._hva_units(roles)
        return self.filtered(lambda improvement: improvement.sudo().unit_id in units)  # sudo: only compared

    def _move(self, target, reason="", **values):
        """Move every improvement in `self` to `target`, with what belongs to the step. All move or none.

        :param reason: why, in the person's own words; needed for withdrawing and for steps back
        :raises AccessError: when this person may not take the step with one of them
        :raises UserError: with all that is missing, in words
        """
        self.check_access("read")
        for improvement in self:
            codes = refusals(improvement._get_facts(reason), target)
            if codes:
                sentences = improvement._get_refusal_sentences(target)
                raise UserError("\n".join(sentences[code] for code in codes))
            if not improvement._is_allowed(STEPS[improvement.state, target]):
                raise AccessError(self.env._("This step is for somebody else to take."))
        day = {"decided": "decided_on", "published": "published_on"}.get(target)
        values |= {"state": target, "state_reason": (reason or "").strip() or False}
        values |= {day: self.env["hva.clock"]._today()} if day else {}
        if target == "published":
            values["published_by_id"] = self.env.uid
        # sudo: quality approves without writing, and nobody writes the state by hand; checked above
        self.sudo().write(values)
        if target != "decided":
            self._drop_activities()
        self.env["hva.audit"]._record("improvement_move", self, reason or "", {"to": target})

    def _is_allowed(self, who):
        return {"keeper": self.can_keep, "manager": self.can_decide, "approver": self.can_approve}[who]

    def _get_facts(self, reason):
        self.ensure_one()
        whole = [text for text in self.text_ids if "empty" not in text._get_problems()]
        return Facts(
            current=self.state,
            has_decision=bool((self.decision or "").strip()),
            has_responsible=bool(self.responsible_id),
            has_due=bool(self.due_on),
            has_effect=bool(self.effect),
            has_public_text=bool(whole),
            is_text_clean=not any(text._get_problems() for text in self.text_ids),
            reason=reason or "",
        )

    def _get_refusal_sentences(self, target):
        states = dict(self._fields["state"]._description_selection(self.env))
        dirty = {line for text in self.text_ids for line in (text.problem_text or "").splitlines()}
        return {
            "step_not_allowed": self.env._(
                "An improvement cannot go from “%(current)s” to “%(target)s”.",
                current=states[self.state],
                target=states.get(target, target),
            ),
            "decision_missing": self.env._("Write what was decided."),
            "responsible_missing": self.env._("Say who is responsible."),
            "due_missing": self.env._("Say by when."),
            "effect_missing": self.env._("Say whether an effect was seen. “Not measured” is an answer too."),
            "text_missing": self.env._(
                "Write what you heard and what you did for the public, in one language at least."
            ),
            "text_not_clean": self.env._("The public text is not ready.") + "\n" + "\n".join(sorted(dirty)),
            "reason_missing": self.env._("Give a reason."),
        }

    def action_decide(self):
        """Note that it is decided: what, who and by when are there."""
        self._move("decided")

    def action_done(self):
        """Note that it is done, today unless another day is given."""
        for improvement in self:
            improvement._move("done", done_on=improvement.done_on or self.env["hva.clock"]._today())

    def action_publish(self):
        """Approve the public text: it goes where the county shows what feedback has changed."""
        self._move("published")

    def action_to_draft(self):
        """Take up again what was withdrawn."""
        self._move("draft")

    def action_withdraw(self):
        """Ask for the reason and withdraw."""
        return self._ask("withdrawn", self.env._("Withdraw"))

    def action_back(self):
        """Ask for the reason and go one step back."""
        back = {"decided": "draft", "done": "decided", "published": "done"}
        targets = {back.get(improvement.state) for improvement in self}
        if len(targets) != 1 or None in targets:
            raise UserError(self.env._("There is no step back from here."))
        return self._ask(targets.pop(), self.env._("One step back"))

    def _ask(self, target, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "hva.improvement.step",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_improvement_ids": self.ids, "default_target": target},
        }

    # ------------------------------------------------------------------ what others ask

    @api.model
    def _hva_changed(self, answers):
        """Return those of `answers` that led to a change: an improvement from them is done, published or not."""
        # sudo: the giver asks, who has no rights; only yes or no comes out
        made = self.sudo().search([("answer_ids", "in", answers.ids), ("state", "in", DONE_STATES)])
        return answers & made.answer_ids.sudo(answers.env.su)
