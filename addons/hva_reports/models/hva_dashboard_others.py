from odoo import api, models
from odoo.exceptions import UserError

from ..report import other_counties, query_words
from ..tools import dashboard_view
from ..tools.county_figures import nearest
from ..tools.metric_registry import METRICS
from ..tools.query_definition import DefinitionError, parse


class HvaDashboard(models.AbstractModel):
    """What other counties have published, beside the figures of the view somebody looks at."""

    _inherit = "hva.dashboard"

    @api.model
    def load_others(self, view=None):
        """Return the table that `report/other_counties.table` draws for `view`; None where nothing was published.

        Our own figures are asked of `hva.query` as the user: what is hidden there is hidden here. Raises as
        `load_view` does.
        """
        self._check_reader()
        figures = self.env["hva.county.figure"].search([("company_id", "=", self.env.company.id)])._as_values()
        if not figures:
            return None
        query = self.env["hva.query"]
        try:
            asked = {**dashboard_view.asked(view or {}), "compare": "none"}
            span = parse(asked, query._get_offered(query._get_tree()), self.env["hva.clock"]._today()).span
        except DefinitionError as error:
            raise UserError(self.env._("This address cannot be opened: %(problem)s", problem=error)) from error
        chosen = nearest(figures, span)
        return other_counties.table(self.env, chosen, span, self._get_own(asked, chosen))

    def _get_own(self, asked, figures):
        """Return {(metric, channel or ""): CELL, "name": unit} of our own, for each figure. Two questions at most."""
        wanted = {(figure["metric"], figure["channel"]) for figure in figures}
        codes = sorted({code for code, _channel in wanted})
        answer = self.env["hva.query"].query({**asked, "metrics": codes})
        whole = answer["totals"]["cells"]
        by_channel = {}
        if apart := sorted({code for code, channel in wanted if channel and METRICS[code].family == "feedback"}):
            rows = self.env["hva.query"].query({**asked, "metrics": apart, "group": "channel"})["rows"]
            by_channel = {row["key"]: row["cells"] for row in rows}
        words = query_words.reasons(self.env)  # of others' units a row that is missing says nothing about feedback
        nobody = _empty_cell(words["no_answers" if answer["scope"] == "own" else "own_only"])
        found = {}
        for code, channel in wanted:
            # invitations are by text message anyway, and cases are of all channels together
            is_whole = not channel or (METRICS[code].family == "invitation" and channel == "sms")
            found[code, channel] = whole[code] if is_whole else by_channel.get(channel, {}).get(code, nobody)
        return {**found, "name": answer["unit"]["label"] if answer["unit"] else self.env._("My own units")}


def _empty_cell(text):
    return {"value": None, "low": None, "high": None, "n": None, "state": "no_data", "reason": None, "text": text}
