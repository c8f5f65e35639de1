from odoo import api, models
from odoo.fields import Domain

# Survey has no pivot and no graph of answers, so ours would become everybody's.
OURS_ALONE = {
    ("survey.user_input", "pivot"): "hva_feedback.hva_answer_view_pivot_topics",
    ("survey.user_input", "graph"): "hva_feedback.hva_answer_view_graph_topics",
}


class IrUiView(models.Model):
    """Views of ours on core models are opened by our actions alone; by default others see what they always saw."""

    _inherit = "ir.ui.view"

    @api.model
    def _get_default_view_domain(self, model, view_type):
        domain = super()._get_default_view_domain(model, view_type)
        ours = OURS_ALONE.get((model, view_type))
        view = ours and self.env.ref(ours, raise_if_not_found=False)
        return domain & Domain("id", "!=", view.id) if view else domain
