import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.codes_tables import CHANNELS, KINDS
from ..tools.routing import Rule

# A year of working days: more is a typing error, not a promise.
LONGEST_DEADLINE = 250
OWN_CODES = {"no_rule", "error"}


class HvaRoutingRule(models.Model):
    """One rule of routing. Rules are read from top to bottom; the first whose conditions all hold decides.

    A rule may also decide that there is no case (`makes_case` off), for instance for one channel above the others.
    """

    _name = "hva.routing.rule"
    _description = "Routing rule"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        "Reason code",
        required=True,
        copy=False,
        help="Stored on the feedback and the case as the reason, and counted by it. Small letters, digits and _.",
    )
    active = fields.Boolean(default=True)
    wants_contact = fields.Boolean("Contact is wanted")
    is_thanks = fields.Boolean("Thanks")
    is_criticism = fields.Boolean("Criticism")
    is_suggestion = fields.Boolean("Suggestion")
    is_question = fields.Boolean("Question")
    kinds = fields.Char(compute="_compute_kinds", inverse="_inverse_kinds", help="Codes of the kinds, with commas.")
    has_nps_max = fields.Boolean("Looks at the score")
    nps_max = fields.Integer("Highest score", default=6)
    requires_text = fields.Boolean("Only with open feedback")
    service_id = fields.Many2one("hva.service", string="Only for service", index="btree_not_null", ondelete="restrict")
    channel = fields.Selection(list(CHANNELS), string="Only from channel")
    makes_case = fields.Boolean("Makes a case", default=True)
    priority = fields.Selection(
        [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Very high")], required=True, default="1"
    )
    deadline_days = fields.Integer("Deadline, working days", required=True, default=7)
    description = fields.Char("In words", compute="_compute_description")

    _code_uniq = models.Constraint("UNIQUE(code)", "Another rule already has this reason code.")
    _nps_max_range = models.Constraint("CHECK (nps_max BETWEEN 0 AND 10)", "The score is between 0 and 10.")
    _deadline_days_range = models.Constraint(
        f"CHECK (deadline_days BETWEEN 1 AND {LONGEST_DEADLINE})", "The deadline is at least one working day."
    )

    @api.depends("is_thanks", "is_criticism", "is_suggestion", "is_question")
    def _compute_kinds(self):
        for rule in self:
            rule.kinds = ",".join(code for code, _label in KINDS if rule[f"is_{code}"])

    def _inverse_kinds(self):
        for rule in self:
            wanted = set(filter(None, (rule.kinds or "").replace(" ", "").split(",")))
            if unknown := wanted - {code for code, _label in KINDS}:
                raise ValidationError(self.env._("There is no kind “%(kind)s”.", kind=sorted(unknown)[0]))
            rule.update({f"is_{code}": code in wanted for code, _label in KINDS})

    @api.depends(
        "wants_contact",
        "kinds",
        "has_nps_max",
        "nps_max",
        "requires_text",
        "service_id",
        "channel",
        "makes_case",
        "deadline_days",
    )
    @api.depends_context("lang")
    def _compute_description(self):
        for rule in self:
            conditions = rule._get_conditions_in_words() or [self.env._("every feedback")]
            then = (
                self.env._("a case, handled in %(days)s working days", days=rule.deadline_days)
                if rule.makes_case
                else self.env._("no case")
            )
            rule.description = f"{', '.join(conditions)} → {then}"

    def _get_conditions_in_words(self):
        """Return the conditions as a list of short phrases in the user's language."""
        self.ensure_one()
        fields_get = self.fields_get(["channel", *(f"is_{code}" for code, _label in KINDS)], ["string", "selection"])
        kinds = [fields_get[f"is_{code}"]["string"] for code, _label in KINDS if self[f"is_{code}"]]
        phrases = [
            self.wants_contact and self.env._("contact is wanted"),
            kinds and " / ".join(kinds).lower(),
            self.has_nps_max and self.env._("score 0–%(score)s", score=self.nps_max),
            self.requires_text and self.env._("with open feedback"),
            self.service_id.name,
            self.channel and dict(fields_get["channel"]["selection"])[self.channel],
        ]
        return [phrase for phrase in phrases if phrase]

    @api.constrains("code")
    def _check_code(self):
        for rule in self:
            if rule.code in OWN_CODES or not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", rule.code):
                raise ValidationError(
                    self.env._("“%(code)s” cannot be a reason code: use small letters, digits and _.", code=rule.code)
                )

    @api.model
    def _get_rules(self):
        """Return every rule in force as `tools.routing.Rule`, in order."""
        # sudo: routing runs without a person, and which rules there are is no secret
        return [
            Rule(
                rule_id=rule.id,
                reason=rule.code,
                makes_case=rule.makes_case,
                wants_contact=rule.wants_contact,
                kinds=frozenset(code for code, _label in KINDS if rule[f"is_{code}"]),
                nps_max=rule.nps_max if rule.has_nps_max else None,
                requires_text=rule.requires_text,
                service_id=rule.service_id.id or None,
                channel=rule.channel or None,
                priority=rule.priority,
                deadline_days=rule.deadline_days,
            )
            for rule in self.sudo().search([])
        ]
