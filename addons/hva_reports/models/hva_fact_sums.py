from odoo import api, models

from .hva_fact_reading import Reading


class HvaFactMonth(models.Model):
    """Sums of facts by anything that can be asked: from the sums where they know enough, else from the facts."""

    _inherit = "hva.fact.month"

    @api.model
    def _summed(self, keys, span, names, by=(), filters=None, step=None):
        """Return [{"key", *by, "step", *names}] of `span`, summed over all units that `keys` gives the same key.

        :param dict keys: {unit id: key}, a whole number each; units that are not there count nowhere
        :param names: columns of SUMS
        :param by: dimensions (DIMENSIONS); what is not known is "" (0 for services)
        :param dict filters: {dimension: values}
        :param str step: of STEP_STARTS: the first day of the step is then in "step"
        One statement. Always as of now: what sums do not hold yet is counted from the facts. No rights are checked:
        callers pass units they may.
        """
        if not keys:
            return []
        self.env.flush_all()
        today = self.env["hva.clock"]._today()
        return self.env.execute_query_dict(Reading(keys, span, names, by, filters or {}, step, today).statement())
