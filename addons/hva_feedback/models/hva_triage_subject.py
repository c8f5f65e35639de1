from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools.codes_tables import TRIAGE
from ..tools.triage import ALWAYS_A_CASE, ListWord, SubjectRule, rank
from .hva_signpost import MATTERS

# Longer than a quarter of a year is no clock.
LONGEST_HOURS = 24 * 90


class HvaTriageSubject(models.Model):
    """Something that a feedback is not for, and what happens when the words of its list stand in one.

    The seven rows come with the module, the gravest first; an administrator edits their lists and what follows. What
    the giver is told stands in the signposts about the same matter, so that it is written once.
    """

    _name = "hva.triage.subject"
    _inherit = "hva.page.content"
    _description = "Subject of triage"
    _order = "sequence, id"
    _rec_name = "code"

    code = fields.Selection(list(TRIAGE), "Subject", required=True, readonly=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    word_ids = fields.One2many("hva.triage.word", "subject_id", "Words")
    matter = fields.Selection(
        MATTERS, "Signpost", required=True, help="The signposts about this matter say to the giver where it belongs."
    )
    is_told = fields.Boolean("Tell the giver before sending", default=True)
    makes_case = fields.Boolean("Makes a case")
    priority = fields.Selection(
        [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Very high")], required=True, default="1"
    )
    clock_hours = fields.Integer("Hours to act", required=True, default=24)
    is_round_the_clock = fields.Boolean(
        "Nights and holidays count", help="Otherwise the hours are those of the unit's working calendar."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This subject exists already.")
    _clock_range = models.Constraint(
        f"CHECK (clock_hours BETWEEN 1 AND {LONGEST_HOURS})", "The clock runs at least one hour."
    )

    @api.depends("code")
    def _compute_sequence(self):
        for subject in self:
            subject.sequence = rank(subject.code)

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for subject in self:
            subject.display_name = labels.get(subject.code)

    @api.constrains("code", "makes_case")
    def _check_makes_case(self):
        for subject in self:
            if subject.code in ALWAYS_A_CASE and not subject.makes_case:
                raise ValidationError(
                    self.env._("“%(subject)s” always makes a case: somebody must look.", subject=subject.display_name)
                )

    @api.model
    @tools.ormcache()
    def _get_words(self):
        """Return every word in use as `tools.triage.ListWord`, in all languages: people do not write in the page's."""
        # sudo: the public page looks too, and what it looks for is no secret
        rows = self.env["hva.triage.word"].sudo().search([])
        return tuple(ListWord(row.id, row.text, row.subject_id.code) for row in rows)

    @api.model
    @tools.ormcache()
    def _get_rules(self):
        """Return code -> `tools.triage.SubjectRule`."""
        rows = self.sudo().search([])  # sudo: as above, for the job of routing
        return {
            row.code: SubjectRule(row.code, row.makes_case, row.priority, row.clock_hours, row.is_round_the_clock)
            for row in rows
        }

    @api.model
    @tools.ormcache()
    def _get_told(self):
        """Return code -> matter of the signposts, of the subjects that the giver is told of."""
        return {row.code: row.matter for row in self.sudo().search([("is_told", "=", True)])}  # sudo: as above
