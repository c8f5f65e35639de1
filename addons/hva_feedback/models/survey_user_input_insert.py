from odoo import api, models, tools
from odoo.fields import Command
from odoo.tools import SQL

from .survey_user_input import day_only

# Whose part in creating an answer is known here: what they do for any answer is done below, or is nothing for ours.
KNOWN = frozenset({"base", "mail", "survey", "hva_feedback"})
# Where an addon can have a word in a create.
HOOKS = (
    "create",
    "_create",
    "_prepare_create_values",
    "_add_missing_default_values",
    "_add_precomputed_values",
    "_validate_fields",
    "default_get",
)
MODELS = ("survey.user_input", "survey.user_input.line")


class SurveyUserInput(models.Model):
    """Feedback put into its tables by two statements, answers and lines, which is a third of what Odoo's create takes.

    Only where that is the same: as soon as somebody else has a word in creating answers or lines (overrides create,
    adds a constraint, a default, a stored computed field or an automation), Odoo's create does it with all of theirs.
    The database's own constraints hold either way. Such a row has no creator: it was nobody.
    """

    _inherit = "survey.user_input"

    @api.model
    def _hva_insert(self, vals_list):
        """Create answers from values as `create` takes them, and return them. `self` is allowed to."""
        links = {name for vals in vals_list for name in vals if not self._fields[name].column_type}
        if not links <= {"user_input_line_ids", "predefined_question_ids", "hva_topic_ids"} or not self._hva_is_plain():
            return self._hva_create(vals_list)
        lines = [[line for _command, _id, line in vals["user_input_line_ids"]] for vals in vals_list]
        if any("question_sequence" not in line for each in lines for line in each):
            return self._hva_create(vals_list)
        now = self.env["hva.clock"]._now()
        logged = []
        for vals in vals_list:
            hidden = None if vals["hva_given_at"] else vals["hva_given_on"]
            logged.append({"create_date": now, "write_date": now, **day_only(hidden, "create_date", "write_date")})
        rows = [
            {name: value for name, value in vals.items() if name not in links} | dates
            for vals, dates in zip(vals_list, logged, strict=True)
        ]
        answers = self.browse(_insert(self, rows))
        _insert(
            self.env["survey.user_input.line"],
            [
                {"user_input_id": answer.id, "answer_score": 0.0, "answer_is_correct": False, **line, **dates}
                for answer, own, dates in zip(answers, lines, logged, strict=True)
                for line in own
            ],
        )
        self._hva_insert_topics(answers, vals_list)
        for answer, row in zip(answers, rows, strict=True):
            answer._update_cache(row, validate=False)  # the hooks read some of it
        self._hva_forget_lists()
        return answers

    @api.model
    def _hva_create(self, vals_list):
        """Create answers by Odoo's create."""
        answers = self.create(vals_list)
        # Both brought these along, so Odoo need not compute them again.
        lines = answers.user_input_line_ids
        self.env.remove_to_compute(lines._fields["question_sequence"], lines)
        for name in ("scoring_percentage", "scoring_total", "scoring_success"):
            self.env.remove_to_compute(answers._fields[name], answers)
        return answers

    @api.model
    def _hva_insert_topics(self, answers, vals_list):
        field = self._fields["hva_topic_ids"]
        pairs = [
            (answer.id, topic_id)
            for answer, vals in zip(answers, vals_list, strict=True)
            for command, _id, topic_ids in vals.get("hva_topic_ids", ())
            if command == Command.SET
            for topic_id in topic_ids
        ]
        if pairs:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s, %s) VALUES %s",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    SQL.identifier(field.column2),
                    SQL(", ").join(pairs),
                )
            )

    # ------------------------------------------------------------------ who else has a word in it

    @api.model
    def _hva_is_plain(self):
        """Tell whether creating an answer does nothing but what is known here."""
        for name in MODELS:
            # Each time: an automation rule takes hold of a model's create while the server runs.
            for cls in type(self.env[name]).__mro__:
                if any(not _is_known(cls.__dict__[hook]) for hook in HOOKS if hook in cls.__dict__):
                    return False
            if self.env["ir.default"]._get_model_defaults(name):
                return False
        return self._hva_has_plain_fields()

    @api.model
    @tools.ormcache()
    def _hva_has_plain_fields(self):
        for name in MODELS:
            model = self.env[name]
            if not all(map(_is_known, model._constraint_methods)):
                return False
            for field in model._fields.values():
                acts = field.default or field.required or (field.compute and field.store)
                if acts and not KNOWN.issuperset(field._modules):
                    return False
                for other in self.pool.get_dependent_fields(field):
                    if other.store and not KNOWN.issuperset(other._modules):
                        return False
        return True

    @api.model
    def _hva_forget_lists(self):
        """Let lists of answers and lines that were read before in this transaction be read again."""
        for model_name, name in self._hva_lists():
            self.env[model_name].invalidate_model([name])

    @api.model
    @tools.ormcache()
    def _hva_lists(self):
        fields = [field for name in MODELS for field in self.env[name]._fields.values() if field.type == "many2one"]
        return [(each.model_name, each.name) for field in fields for each in self.pool.field_inverses[field]]


def _is_known(function):
    """Tell whether a method was written in Odoo's core or in a module that is known here."""
    module = getattr(function, "__module__", None) or ""
    parts = module.split(".")
    return module.startswith(("odoo.orm.", "odoo.models")) or (
        parts[:2] == ["odoo", "addons"] and len(parts) > 2 and parts[2] in KNOWN
    )


def _insert(model, rows):
    """Insert rows of values by field name and return their ids in order. All rows get all columns; no row, no ids."""
    if not rows:
        return []
    names = list(dict.fromkeys(name for row in rows for name in row))
    wanted = [
        field
        for field in model._fields.values()
        if field.store and field.column_type and field.default and field.name not in names
    ]
    fields = [model._fields[name] for name in names]
    values = [
        (
            *(
                # absent is NULL: a missing score is not a score of 0
                field.convert_to_column_insert(row[field.name], model, row) if field.name in row else None
                for field in fields
            ),
            *(field.convert_to_column_insert(field.default(model), model, row) for field in wanted),
        )
        for row in rows
    ]
    columns = [SQL.identifier(field.name) for field in (*fields, *wanted)]
    model.env.cr.execute(  # SQL: see the class above
        SQL(
            "INSERT INTO %s (%s) VALUES %s RETURNING id",
            SQL.identifier(model._table),
            SQL(", ").join(columns),
            SQL(", ").join(values),
        )
    )
    return [row_id for (row_id,) in model.env.cr.fetchall()]
