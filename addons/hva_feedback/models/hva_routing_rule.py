import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.codes_tables import CHANNELS, KINDS
from ..tools.routing import Rule
from ..tools.word_match import is_pattern

# A year of working days, or of hours: more is a typing error, not a promise.
LONGEST_DEADLINE = 250
LONGEST_HOURS = 24 * 365
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
    words = fields.Text(
        "Any of these words",
        help="One on each line, looked for in the open feedback. A star at the end stands for every ending: “wait*” "
        "also finds “waiting”.",
    )
    topic_ids = fields.Many2many(
        "hva.topic",
        string="Any of these topics",
        ondelete="restrict",
        # an archived topic stays a condition: without it the rule would take every feedback
        context={"active_test": False},
    )
    service_id = fields.Many2one("hva.service", string="Only for service", index="btree_not_null", ondelete="restrict")
    channel = fields.Selection(list(CHANNELS), string="Only from channel")
    unit_id = fields.Many2one(
        "hva.unit",
        string="Only for unit",
        index="btree_not_null",
        ondelete="restrict",
        help="Holds for this unit and every unit under it. Empty: everywhere.",
    )
    makes_case = fields.Boolean("Makes a case", default=True)
    responsible_unit_id = fields.Many2one(
        "hva.unit",
        string="Handled by",
        index="btree_not_null",
        ondelete="restrict",
        help="The unit that handles the case. Empty: the one responsible for the unit visited.",
    )
    priority = fields.Selection(
        [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Very high")], required=True, default="1"
    )
    deadline_by = fields.Selection(
        [
            ("days", "Working days"),
            ("hours", "Hours, nights and holidays included"),
            ("county", "As the county has agreed"),
        ],
        string="Deadline in",
        required=True,
        default="days",
    )
    deadline_days = fields.Integer("Deadline, working days", required=True, default=7)
    deadline_hours = fields.Integer("Deadline, hours", required=True, default=24)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another rule already has this reason code.")
    _nps_max_range = models.Constraint("CHECK (nps_max BETWEEN 0 AND 10)", "The score is between 0 and 10.")
    _deadline_days_range = models.Constraint(
        f"CHECK (deadline_days BETWEEN 1 AND {LONGEST_DEADLINE})", "The deadline is at least one working day."
    )
    _deadline_hours_range = models.Constraint(
        f"CHECK (deadline_hours BETWEEN 1 AND {LONGEST_HOURS})", "The deadline is at least one hour."
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

    @api.constrains("code")
    def _check_code(self):
        for rule in self:
            if rule.code in OWN_CODES or not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", rule.code):
                raise ValidationError(
                    self.env._("“%(code)s” cannot be a reason code: use small letters, digits and _.", code=rule.code)
                )

    @api.constrains("words")
    def _check_words(self):
        for rule in self:
            for word in rule._get_words():
                if not is_pattern(word):
                    raise ValidationError(
                        self.env._(
                            "“%(word)s” is no word to look for. A star stands only at the end of a word.", word=word
                        )
                    )

    @api.constrains("unit_id", "responsible_unit_id")
    def _check_one_county(self):
        for rule in self:
            if len((rule.unit_id | rule.responsible_unit_id).company_id) > 1:
                raise ValidationError(self.env._("The two units of the rule belong to different counties."))

    def _get_words(self):
        """Return the words of the list, in the order written."""
        self.ensure_one()
        return [word.strip() for word in re.split(r"[\n,;]", self.words or "") if word.strip()]

    @api.model
    def _get_rules(self):
        """Return every rule in force as `tools.routing.Rule`, in order."""
        return [rule._as_rule() for rule in self._get_in_force()]

    @api.model
    def _get_in_force(self):
        """Return the rules in force, in order."""
        # sudo: routing runs without a person, and which rules there are is no secret
        return self.sudo().search([])

    def _as_rule(self):
        """Return this rule as `tools.routing.Rule`."""
        self.ensure_one()
        unit = self.unit_id
        return Rule(
            rule_id=self.id,
            reason=self.code,
            makes_case=self.makes_case,
            wants_contact=self.wants_contact,
            kinds=frozenset(code for code, _label in KINDS if self[f"is_{code}"]),
            nps_max=self.nps_max if self.has_nps_max else None,
            requires_text=self.requires_text,
            service_id=self.service_id.id or None,
            channel=self.channel or None,
            priority=self.priority,
            deadline_days=self.deadline_days if self.deadline_by == "days" else None,
            deadline_hours=self.deadline_hours if self.deadline_by == "hours" else None,
            topic_ids=frozenset(self.topic_ids.ids),
            words=frozenset(self._get_words()),
            unit_id=unit.id or None,
            unit_ids=frozenset(int(step) for step in (unit.parent_path or "").split("/") if step),
            company_id=(unit or self.responsible_unit_id).company_id.id or None,
            responsible_unit_id=self.responsible_unit_id.id or None,
        )
