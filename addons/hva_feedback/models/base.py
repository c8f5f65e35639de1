import json

from odoo import models
from odoo.fields import Domain
from odoo.http import request

from ..tools.our_records import OURS, domain_in_words, is_ours


# Whoever takes records of ours out in a file leaves a row on the audit trail. Exports of others pass untouched. Every
# export of Odoo's lists, CSV and XLSX, and the same method by RPC come through here.
# Not a docstring: Odoo stores that of `base` as the help of each model that has none of its own.
class Base(models.AbstractModel):
    _inherit = "base"

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        if count := self._hva_count_ours():
            self.env["hva.audit"]._record_export(self, count, fields_to_export, _asked_domain(self._name))
        return result

    def _hva_count_ours(self):
        """Return how many of `self` are records of ours."""
        if is_ours(self._name):
            return len(self)
        if self._name not in OURS:
            return 0
        return self.with_context(active_test=False).search_count(
            Domain("id", "in", self.ids) & Domain([OURS[self._name]])
        )


class HvaAudit(models.Model):
    _inherit = "hva.audit"

    def _record_export(self, records, count, fields_to_export, domain=None):
        """Write who took how much of what. `domain` is the search behind the list; None where rows were chosen."""
        details = {"rows": count, "fields": ", ".join(fields_to_export)[:1000]}
        if domain:
            kinds = {str(term[0]): _kind(records, str(term[0])) for term in domain if not isinstance(term, str)}
            details["filter"] = domain_in_words(domain, kinds)
        return self._record("export", records.browse(), details=details)


def _kind(model, path):
    """Return the type of the field at the end of a path of a search, "" where there is none."""
    field = None
    for name in path.split("."):
        field = model._fields.get(name) if model is not None else None
        model = model.env[field.comodel_name] if field is not None and field.comodel_name in model.env else None
    return field.type if field is not None else ""


def _asked_domain(model):
    """Return the domain that the web client's export came with, None where there is none."""
    order = request.params.get("data") if request else None
    try:
        order = json.loads(order) if isinstance(order, str) else {}
    except ValueError:
        return None
    is_list = isinstance(order, dict) and order.get("model") == model and not order.get("ids")
    return order.get("domain") if is_list else None
