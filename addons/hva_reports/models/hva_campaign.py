from markupsafe import Markup

from odoo import fields, models
from odoo.tools import SQL

from ..report import wording
from ..tools.campaign_results import Asked, results

CHOICES = ("simple_choice", "multiple_choice")


class HvaCampaign(models.Model):
    """A targeted survey's own results, live and apart from those of the unit's visits (docs/decisions/0070).

    Whoever may open the survey reads its answers one by one, so nothing is hidden here; wider readers have no door.
    """

    _inherit = "hva.campaign"

    results_html = fields.Html("Results", compute="_compute_results_html", sanitize=False)

    def _compute_results_html(self):
        for campaign in self:
            found = campaign.state != "draft" and campaign._get_results()
            campaign.results_html = campaign._draw_results(found) if found else False

    def _get_results(self):
        """Return the `Result` of each question that is answered by choosing. Two queries."""
        self.ensure_one()
        survey = self.survey_id.sudo()  # sudo: a version is read by everybody who reads its answers
        asked = [
            Asked(
                question.id,
                question.title,
                self._get_options(question),
                question.question_type == "multiple_choice",
                question.hva_role == "nps",
            )
            for question in survey.question_ids
            if question.question_type in (*CHOICES, "scale")
        ]
        chosen, people = self._count_choices()
        return results(asked, chosen, people)

    def _get_options(self, question):
        if question.question_type == "scale":
            return [(str(step), str(step)) for step in range(question.scale_min, question.scale_max + 1)]
        return [(str(option.id), option.value) for option in question.suggested_answer_ids]

    def _count_choices(self):
        """Return ({question: {option: count}}, {question: how many answered it}) of finished, counted answers."""
        self.env.flush_all()
        collectors = tuple(self.sudo().collector_ids.ids) or (0,)  # sudo: which ways in are this survey's
        rows = self.env.execute_query(  # SQL: an unanswered number is NULL, which the ORM reads as 0
            SQL(
                """SELECT l.question_id, COALESCE(l.suggested_answer_id, l.value_scale)::text, count(*),
                          count(DISTINCT l.user_input_id)
                     FROM survey_user_input_line l
                     JOIN survey_user_input a ON a.id = l.user_input_id
                    WHERE a.hva_collector_id IN %(ways)s AND a.state = 'done' AND a.test_entry IS NOT TRUE
                      AND a.hva_is_left_out IS NOT TRUE AND l.skipped IS NOT TRUE
                      AND l.answer_type IN ('suggestion', 'scale')
                    GROUP BY GROUPING SETS ((1, 2), (1))""",
                ways=collectors,
            )
        )
        chosen, people = {}, {}
        for question, option, count, givers in rows:
            if option is None:
                people[question] = givers
            else:
                chosen.setdefault(question, {})[option] = count
        return chosen, people

    def _draw_results(self, found):
        """Return the results as tables; every word of a set is escaped."""
        parts = []
        for result in found:
            said = self.env._("%(count)s answers", count=wording.whole(self.env, result.n))
            if result.score:
                said = self.env._(
                    "NPS %(value)s, 95 %% interval from %(low)s to %(high)s, %(count)s answers",
                    value=wording.whole(self.env, result.score.value),
                    low=wording.whole(self.env, result.score.low),
                    high=wording.whole(self.env, result.score.high),
                    count=wording.whole(self.env, result.score.n),
                )
            rows = Markup("").join(
                Markup("<tr><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td></tr>")
                % (line.label, wording.whole(self.env, line.count), wording.percent(self.env, line.share))
                for line in result.lines
            )
            parts.append(
                Markup("<h3>%s</h3><p>%s</p><table class='table table-sm w-auto'><tbody>%s</tbody></table>")
                % (result.title, said, rows)
            )
        return Markup("").join(parts)
