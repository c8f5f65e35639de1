"""The sentences of the import of units: what changes, why a row is refused."""

from odoo.tools.translate import LazyTranslate

from ..tools.unit_rows import COLUMNS

_lt = LazyTranslate(__name__)

PROBLEMS = {
    "bad_date": _lt("“%(value)s” is not a date. Write 31.12.2026 or 2026-12-31."),
    "cycle": _lt("The unit would be part of itself."),
    "dates": _lt("The last day is before the first."),
    "foreign_root": _lt("The OID %(value)s is not under the county's. Name the producer if the service is bought."),
    "matched_twice": _lt("Another row is about the same unit."),
    "name_missing": _lt("The name is missing."),
    "not_a_unit": _lt("The OID %(value)s is not of a unit."),
    "not_finnish": _lt("The OID %(value)s is not of a Finnish organisation."),
    "number_unknown": _lt("There is no unit with the number %(value)s."),
    "oid_twice": _lt("The identifier %(value)s is in the file twice."),
    "parent_ambiguous": _lt("Several units are called “%(value)s”. Give the OID of the unit above."),
    "parent_bad": _lt("The unit above, row %(value)s, cannot be taken."),
    "parent_unknown": _lt("There is no unit “%(value)s” to be part of."),
    "producer_missing": _lt("The service is bought, but the producer is missing."),
    "shape": _lt("“%(value)s” is not an OID."),
    "unknown_level": _lt("There is no level “%(value)s”. Add it under Levels first."),
    "unknown_municipality": _lt("There is no municipality “%(value)s”. Add it under Municipalities first."),
    "unknown_service": _lt("There is no service “%(value)s”."),
}


class StepWords:
    """Says steps in the user's language. Names of records are read once for all steps."""

    def __init__(self, env, steps):
        self.env = env
        labels = env["hva.unit.mapping.line"]._fields["target"]._description_selection(env)
        self.labels = dict(labels or COLUMNS)
        units = {abs(value) for step in steps for name, *pair in step.changes if name == "parent" for value in pair}
        self.names = {
            "parent": {unit.id: unit.name for unit in env["hva.unit"].browse(units - {0}).exists()},
            "level": self._names("hva.unit.level"),
            "municipality": self._names("hva.municipality"),
            "services": self._names("hva.service"),
        }
        self.row_names = {step.row: step.name for step in steps}

    def _names(self, model):
        return {r.id: r.name for r in self.env[model].with_context(active_test=False).search([])}

    def changes(self, step):
        """Return a line “field: old → new” for each change."""
        return "\n".join(
            f"{self.labels[name]}: {self._value(name, old)} → {self._value(name, new)}"
            for name, old, new in step.changes
        )

    def problems(self, step):
        """Return a line “column: why” for each problem."""
        texts = [(self.env._(PROBLEMS[problem.code]), problem) for problem in step.problems]
        return "\n".join(f"{self.labels[p.column]}: {text % {'value': p.value}}" for text, p in texts)

    def _value(self, name, value):
        if name == "parent" and value and value < 0:
            return self.row_names.get(-value, "")
        if name == "services":
            return ", ".join(self.names[name].get(service, "") for service in value or ()) or "–"
        if name in self.names:
            return self.names[name].get(value) or "–"
        return str(value or "–")
