from odoo import models
from odoo.tools import format_date

from ..report import query_words
from ..tools import query_answer as answers
from ..tools.metric_registry import METRICS
from ..tools.query_definition import UNIT_GROUPS
from ..tools.run_chart import as_json, run_chart
from .hva_query import CODED

NO_TOTAL_GROUPS = (
    "statement",
    "own_statement",
    "nps_class",
    "topic",
    "kind",
)  # their rows are parts of the same people
RUN_KINDS = ("score", "share", "mean", "hours")


class HvaQuery(models.AbstractModel):
    """Rows and words of an answer."""

    _inherit = "hva.query"

    def _get_heads(self, asked, scope, by_key, all_sums):
        """Return the lines of the answer, without their sums, in the order they are shown."""
        if asked.group in UNIT_GROUPS:
            return self._get_unit_heads(asked, scope, by_key)
        names = self._get_head_names(asked, scope, by_key, all_sums)
        return [answers.Line(key, label, {}, is_own=scope.is_own) for key, label in names]

    def _get_head_names(self, asked, scope, by_key, all_sums):
        if not scope.is_own and asked.group not in ("none", "step", "nps_class"):
            by_key, all_sums = self._get_shown_channels(asked, scope), {}
        if asked.group == "none":
            return [("all", self.env._("Together"))]
        if asked.group == "step":
            steps = asked.steps()
            return [(step.start.isoformat(), query_words.step_label(self.env, asked.step, step)) for step in steps]
        if asked.group == "statement":
            texts = self._get_item_texts()
            return [(item, texts[item]) for item in answers.asked_items(all_sums)]
        if asked.group == "nps_class":
            return [(code, query_words.metric_labels(self.env)[code]) for code in answers.CLASSES]
        return self._get_dimension_names(asked.group, self._get_dimension_keys(asked, scope, by_key))

    def _get_dimension_keys(self, asked, scope, by_key):
        """Hook: return the values that have a row."""
        return set(by_key)

    def _get_dimension_names(self, group, by_key):
        """Return [(key, label)] of the values of `by_key`, in the order of their table, unknown last."""
        unknown = self.env._("Not known")
        if group == "service":
            ids = [int(key) for key in by_key if key != "0"]
            # sudo: names of services are no secret
            services = self.env["hva.service"].sudo().browse(ids)
            names = sorted(((str(one.id), one.name) for one in services), key=lambda name: name[1])
            return [*names, *([("0", unknown)] if "0" in by_key else [])]
        if group == "assisted":
            labels = {"0": self.env._("Answered alone"), "1": self.env._("Answered with help")}
        elif group == "language":
            labels = dict(CODED[group])
        else:
            field = self.env["hva.fact"]._fields[group]
            labels = dict(field._description_selection(self.env))
        names = [(key, label) for key, label in labels.items() if key in by_key]
        return [*names, *((key, unknown) for key in sorted(by_key) if key not in labels)]

    def _get_unit_heads(self, asked, scope, by_key):
        """Return one line per unit: those with feedback, and open ones without that could have some."""
        tree, own = scope.tree, scope.own_keys()
        above = scope.root if scope.root is not None else self._get_top(tree, scope.units)
        wanted, unsure = set(), set()
        for key in set(scope.keys.values()):
            node = tree.nodes[key]
            is_open = node.is_active and not node.merged_into
            is_roof = asked.group == "leaf" and key in tree.parents
            is_root = asked.group == "unit" and key == above and key in tree.parents
            if is_open and not is_roof and not is_root:
                wanted.add(key)
            elif key not in own:
                unsure.add(key)
            elif str(key) in by_key:
                wanted.add(key)
        wanted |= self._get_shown_units(asked, scope, unsure)
        lines = []
        for key in sorted(wanted, key=lambda key: (tree.nodes[key].label or "", key)):
            node = tree.nodes[key]
            lines.append(
                answers.Line(
                    str(key),
                    node.label,
                    {},
                    unit=key,
                    level=node.level,
                    is_own=key in own,
                    has_below=asked.group == "unit" and key in tree.parents and key != above,
                )
            )
        return lines

    def _get_item_texts(self):
        """Return {item (st1, ...): its text} in the reader's language, else in Finnish or Swedish."""
        texts = self.env["hva.report.definition"]._get_item_labels()
        return {column.removeprefix("item_"): text for column, text in texts.items()}

    # ------------------------------------------------------------------ the whole

    def _get_answer(self, asked, scope, counted, lines, total, today):
        has_earlier = asked.earlier is not None
        rows = [answers.row(line, asked.metrics, asked.group, has_earlier) for line in lines]
        totals = answers.row(total, asked.metrics, asked.group, has_earlier)
        if asked.group in NO_TOTAL_GROUPS:
            totals = answers.row(total, asked.metrics, "none", has_earlier)
        hidden = self._say_reasons([*rows, totals])
        return {
            "definition": dict(asked.raw),
            "fresh_at": self.env["hva.clock"]._now().isoformat() + "Z",
            "period": self._get_period(asked.kind, asked.span, today),
            "compared": self._get_period(asked.kind, asked.earlier, today) if has_earlier else None,
            "scope": scope.name,
            "unit": self._get_unit(scope),
            "columns": [self._get_column(code) for code in asked.metrics],
            "rows": rows,
            "totals": totals,
            "notes": self._get_notes(asked, scope, counted, hidden),
            "run_charts": self._get_run_charts(asked, rows),
        }

    def _get_run_charts(self, asked, rows):
        """Return {metric: run chart} of a series; only its last steps of one wording are drawn into one median."""
        if asked.group != "step":
            return {}
        keys = [row["key"] for row in rows]
        codes = [code for code in asked.metrics if METRICS[code].kind in RUN_KINDS]
        return {code: as_json(run_chart([row["cells"][code]["value"] for row in rows]), keys) for code in codes}

    def _get_period(self, kind, span, today):
        return {
            "start": span.start.isoformat(),
            "end": span.last_day.isoformat(),
            "label": query_words.step_label(self.env, kind, span),
            "is_closed": span.is_closed(today),
        }

    def _get_unit(self, scope):
        if scope.root is None:
            return None
        tree = scope.tree
        path = tree.paths[scope.root]
        node = tree.nodes[path[-1]]
        above = [[unit, tree.nodes[unit].label] for unit in path[:-1]]
        return {"id": node.id, "label": node.label, "level": node.level, "path": above}

    def _get_column(self, code):
        metric = METRICS[code]
        label = query_words.metric_labels(self.env)[code]
        return {"key": code, "label": label, "kind": metric.kind, "digits": metric.digits}

    def _say_reasons(self, rows):
        """Put the words of each reason into its cell; return how many cells are hidden."""
        texts = query_words.reasons(self.env)
        hidden = 0
        for row in rows:
            for cell in [*row["cells"].values(), *row["compared"].values()]:
                cell["text"] = texts[cell["reason"]] if cell["reason"] else None
                hidden += cell["state"] == "hidden"
        return hidden

    def _get_notes(self, asked, scope, counted, hidden):
        notes = []
        if hidden:
            text = self.env._("Some figures are hidden so that nobody's answer can be told.")
            notes.append({"code": "hidden", "text": text, "count": hidden})
        if scope.mix:
            text = self.env._("Each channel weighs as much as in the whole county.")
            notes.append({"code": "mix", "text": text, "mix": scope.mix})
        asked_questions = {METRICS[code].question for code in asked.metrics} - {None}
        if asked.group == "statement":
            asked_questions |= {f"item_{item}" for item in self._get_item_texts()}
        breaks = [one for one in counted.words.breaks if one.column in asked_questions]
        return notes + [self._get_wording_note(one.day, one.column) for one in breaks]

    def _get_wording_note(self, day, question):
        text = self.env._(
            "The words of the question changed on %(day)s. Figures before and after are not comparable.",
            day=format_date(self.env, day),
        )
        return {"code": "wording", "text": text, "day": day.isoformat(), "question": question}
