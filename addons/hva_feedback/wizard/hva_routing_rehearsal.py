from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..tools.codes_tables import TRIAGE
from ..tools.rehearsal import Past, Tally
from ..tools.routing import decide
from ..tools.triage import REASON as TRIAGE_REASON
from ..tools.triage import decide_flagged

# So many answers are looked at by one round of statements, and so many in all.
BATCH = 5000
MOST_ANSWERS = 200_000


class HvaRoutingRehearsal(models.TransientModel):
    """What the rules, with their drafts, would do with feedback that was given in a past period. Decides nothing."""

    _name = "hva.routing.rehearsal"
    _description = "Rehearsal of routing"

    date_from = fields.Date(
        "First day", required=True, default=lambda self: self.env["hva.clock"]._today() - relativedelta(months=3)
    )
    date_to = fields.Date("Last day", required=True, default=lambda self: self.env["hva.clock"]._today())
    unit_ids = fields.Many2many("hva.unit", string="Units", help="With all units under them. Empty: every unit.")
    with_drafts = fields.Boolean("With the drafts", default=True)
    has_drafts = fields.Boolean(compute="_compute_has_drafts")
    without_rule_ids = fields.Many2many(
        "hva.routing.rule", string="Without these rules", domain=[("is_draft", "=", False)]
    )
    is_done = fields.Boolean(readonly=True)
    total = fields.Integer("Feedbacks", readonly=True)
    cases_before = fields.Integer("Became cases", readonly=True)
    cases_after = fields.Integer("Would become cases", readonly=True)
    summary = fields.Char(compute="_compute_summary")
    reason_ids = fields.One2many("hva.routing.rehearsal.count", "rehearsal_id", domain=[("unit_id", "=", False)])
    place_ids = fields.One2many("hva.routing.rehearsal.count", "rehearsal_id", domain=[("unit_id", "!=", False)])
    change_ids = fields.One2many("hva.routing.rehearsal.change", "rehearsal_id")

    def _compute_display_name(self):
        self.display_name = self.env._("Rehearsal of routing")

    def _compute_has_drafts(self):
        self.has_drafts = bool(self.env["hva.routing.rule"].search_count([("is_draft", "=", True)], limit=1))

    @api.depends("total", "cases_before", "cases_after")
    @api.depends_context("lang")
    def _compute_summary(self):
        for rehearsal in self:
            rehearsal.summary = self.env._(
                "Of %(total)s feedbacks %(after)s would become cases; %(before)s did.",
                total=rehearsal.total,
                after=rehearsal.cases_after,
                before=rehearsal.cases_before,
            )

    def action_rehearse(self):
        """Count what the chosen rules would do and show it."""
        self.ensure_one()
        if self.date_to < self.date_from:
            raise UserError(self.env._("The last day is before the first day."))
        ids = self._find_answers()
        if len(ids) > MOST_ANSWERS:
            raise UserError(
                self.env._(
                    "%(count)s feedbacks are too many at once. Choose a shorter time or fewer units.", count=len(ids)
                )
            )
        rules = [rule._as_rule() for rule in self._get_rules_tried()]
        tally, places, places_before = self._rehearse(ids, rules)
        self._show(tally, self._by_responsible(places), places_before)

    def _get_rules_tried(self):
        """Return the rules that are tried, in order."""
        rules = self.env["hva.routing.rule"]
        tried = rules._get_in_force() - self.without_rule_ids
        return tried._with_drafts(rules.search([("is_draft", "=", True)])) if self.with_drafts else tried

    def _find_answers(self):
        """Return the ids of the feedback of the period and units, oldest first, as far as the user may read it."""
        domain = [
            ("hva_is_feedback", "=", True),
            ("state", "=", "done"),
            ("hva_given_on", ">=", self.date_from),
            ("hva_given_on", "<=", self.date_to),
        ]
        if self.unit_ids:
            domain.append(("hva_unit_id", "child_of", self.unit_ids.ids))
        answers = self.env["survey.user_input"].with_context(active_test=False)
        return answers.search(domain, order="id", limit=MOST_ANSWERS + 1).ids

    def _rehearse(self, ids, rules):
        """Decide for all answers, a batch at a time, and write nothing.

        :return: (`Tally`, Counter of the units asked for the cases that would be, Counter of responsible units of the
            cases that are)
        """
        tally, asked, before = Tally(), Counter(), Counter()
        flags = self.env["hva.triage.subject"]._get_rules()
        for start in range(0, len(ids), BATCH):
            answers = self.env["survey.user_input"].browse(ids[start : start + BATCH])
            facts = answers._hva_routing_facts(rules)
            pasts = []
            for answer_id, unit_id, was_case, reason, flag, responsible_id in self._get_decided(answers):
                decision = decide(facts[answer_id], rules)
                if flag:
                    decision = decide_flagged(decision, flags[flag])
                pasts.append(Past(answer_id, was_case, reason, decision))
                if decision.makes_case:
                    asked[(decision.rule and decision.rule.responsible_unit_id) or unit_id] += 1
                if responsible_id:
                    before[responsible_id] += 1
            tally.add(pasts)
        return tally, asked, before

    @api.model
    def _get_decided(self, answers):
        """Return (id, unit, was a case, reason, flag that counts or None, responsible unit) of each answer."""
        return self.env.execute_query(
            SQL(  # SQL: as `_hva_routing_facts`; the answers were found by the user's own rights
                """SELECT a.id, a.hva_unit_id, COALESCE(a.hva_routing = 'case', FALSE), a.hva_routing_reason,
                          CASE WHEN a.hva_triage_check IS DISTINCT FROM 'false_alarm' THEN a.hva_triage END,
                          c.hva_responsible_unit_id
                     FROM survey_user_input a LEFT JOIN helpdesk_ticket c ON c.hva_answer_id = a.id
                    WHERE a.id = ANY(%s) ORDER BY a.id""",
                list(answers.ids),
            )
        )

    @api.model
    def _by_responsible(self, asked):
        """Return Counter of responsible units' ids for a Counter of the units that would be asked."""
        units = self.env["hva.unit"].browse(asked)
        responsible = self.env["helpdesk.ticket"]._hva_responsible_units(units)
        places = Counter()
        for unit in units:
            places[responsible[unit].id] += asked[unit.id]
        return places

    # ------------------------------------------------------------------ the result

    def _show(self, tally, places, places_before):
        """Write the result on this dialog's own rows."""
        labels = self._get_reason_labels()
        counts = [
            {"label": self._in_words(outcome, labels), "before": before, "after": after}
            for outcome, before, after in tally.outcomes()
        ]
        counts += [
            {"unit_id": unit_id, "before": places_before[unit_id], "after": places[unit_id]}
            for unit_id in sorted(places.keys() | places_before.keys(), key=lambda each: (-places[each], each))
        ]
        changes = [
            {
                "before": self._in_words(change.before, labels),
                "after": self._in_words(change.after, labels),
                "count": change.count,
                "answer_ids": [Command.set(change.examples)],
            }
            for change in tally.changes()
        ]
        (self.reason_ids | self.place_ids).unlink()
        self.change_ids.unlink()
        self.env["hva.routing.rehearsal.count"].create(
            [{"rehearsal_id": self.id, "sequence": place, **row} for place, row in enumerate(counts)]
        )
        self.env["hva.routing.rehearsal.change"].create([{"rehearsal_id": self.id, **row} for row in changes])
        self.write(
            {
                "is_done": True,
                "total": tally.total,
                "cases_before": tally.cases_before,
                "cases_after": tally.cases_after,
            }
        )

    def _get_reason_labels(self):
        """Return reason code -> what it says on the screen."""
        rules = self.env["hva.routing.rule"].with_context(active_test=False).search([])
        flags = dict(self.env["survey.user_input"]._fields["hva_triage"]._description_selection(self.env))
        labels = {rule.code: rule.name for rule in rules if not rule.draft_of_id}
        labels |= {f"{TRIAGE_REASON}{code}": flags[code] for code, _label in TRIAGE}
        labels |= {"no_rule": self.env._("No rule asks for a case"), "error": self.env._("Could not be routed")}
        return labels

    def _in_words(self, outcome, labels):
        if not outcome.reason:
            return self.env._("Not decided yet")
        reason = labels.get(outcome.reason, outcome.reason)
        if outcome.is_case:
            return self.env._("Case: %(reason)s", reason=reason)
        return self.env._("No case: %(reason)s", reason=reason)


class HvaRoutingRehearsalCount(models.TransientModel):
    """One line of a rehearsal's result: how many feedbacks had this reason or unit, and how many would have it."""

    _name = "hva.routing.rehearsal.count"
    _description = "Count of a rehearsal"
    _order = "sequence, id"

    rehearsal_id = fields.Many2one("hva.routing.rehearsal", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer()
    label = fields.Char("Decision", readonly=True)
    unit_id = fields.Many2one("hva.unit", "Responsible unit", readonly=True, ondelete="cascade")
    before = fields.Integer("So far", readonly=True)
    after = fields.Integer("Would be", readonly=True)
    difference = fields.Integer("Change", compute="_compute_difference")

    @api.depends("before", "after")
    def _compute_difference(self):
        for line in self:
            line.difference = line.after - line.before


class HvaRoutingRehearsalChange(models.TransientModel):
    """Feedback whose decision would be another one, with the newest of it as examples."""

    _name = "hva.routing.rehearsal.change"
    _description = "Change in a rehearsal"
    _order = "count desc, id"

    rehearsal_id = fields.Many2one("hva.routing.rehearsal", required=True, index=True, ondelete="cascade")
    before = fields.Char("So far", readonly=True)
    after = fields.Char("Would be", readonly=True)
    count = fields.Integer("How many", readonly=True)
    answer_ids = fields.Many2many("survey.user_input", "hva_routing_rehearsal_example_rel", readonly=True)

    def action_examples(self):
        """Open the newest of this feedback."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action")
        name = f"{self.before} → {self.after}"
        return {**action, "name": name, "display_name": name, "domain": [("id", "in", self.answer_ids.ids)]}
