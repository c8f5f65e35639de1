from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hva_feedback.models.search_boolean import boolean_search

from .hva_fact import COPIED

# a change of one of these changes the fact; nobody changes the numbers themselves, they are the giver's
FACT_FIELDS = {*COPIED.values(), "hva_nps", "hva_has_nps", "state", "test_entry", "hva_is_left_out"}


class SurveyUserInput(models.Model):
    """Feedback leaves a fact behind in the same transaction, and a correction of the feedback corrects the fact."""

    _inherit = "survey.user_input"

    hva_is_counted = fields.Boolean(
        "Counts in the results",
        compute="_compute_hva_is_counted",
        search="_search_hva_is_counted",
        help="Not left out, no trial, and not of a targeted survey that keeps its results to itself.",
    )

    def _compute_hva_is_counted(self):
        # sudo: whether a feedback has a fact is no more than its reader sees in the figures
        counted = self.sudo().filtered_domain(self._hva_counted_domain())
        for answer in self:
            answer.hva_is_counted = answer in counted

    @api.model
    @boolean_search
    def _search_hva_is_counted(self):
        return self._hva_counted_domain()

    @api.model
    def _hva_counted_domain(self):
        """Return the domain of what has a fact, as `hva_fact._READY` says it in SQL."""
        finished = Domain(
            [
                ("hva_is_feedback", "=", True),
                ("state", "=", "done"),
                ("test_entry", "=", False),
                ("hva_is_left_out", "=", False),
                ("hva_unit_id", "!=", False),
            ]
        )
        # any!: the way in tells how to count, also where its reader may not open it
        wanted = Domain("hva_collector_id", "any!", [("counts_in_results", "=", True)])
        return finished & (Domain("hva_channel", "!=", "targeted") | wanted)

    @api.model
    def _hva_after_done(self, answers):
        result = super()._hva_after_done(answers)
        self.env["hva.fact"].sudo()._add(answers)  # sudo: the giver is nobody
        return result

    def write(self, vals):
        result = super().write(vals)
        if FACT_FIELDS & vals.keys():
            # sudo: whoever may correct an answer corrects its fact. An unfinished one has none yet: the hook makes it.
            if mine := self.sudo().filtered(lambda answer: answer.hva_is_feedback and answer.state == "done"):
                self.env["hva.fact"].sudo()._rebuild(mine)
        return result
