from dataclasses import dataclass
from datetime import date

from odoo import models

from ..tools import own_items
from ..tools import query_answer as answers
from ..tools.metric_registry import METRICS, Figure
from ..tools.wording_breaks import Use, find_breaks
from .hva_fact import ITEM_COLUMNS

GROUP = "own_statement"
SIDES = ("", "-S", "-H")  # health care's words last: they name the values where both sides are there


@dataclass
class OwnItem:
    """A question of the county's own as it was answered: `rows` by "now" and "before" (tools/own_items.only)."""

    key: str
    label: str
    shape: own_items.Shape
    value_labels: dict
    keys: dict
    rows: dict
    era: object = None
    breaks: tuple = ()

    def counts(self, name):
        return own_items.only(self.era, self.keys, self.rows.get(name, ()))


class HvaQuery(models.AbstractModel):
    """Answers to questions of the county's own. Of other units they are never shown (docs/decisions/0084)."""

    _inherit = "hva.query"

    def _get_head_names(self, asked, scope, by_key, all_sums):
        if asked.group != GROUP:
            return super()._get_head_names(asked, scope, by_key, all_sums)
        scope.own_items = self._get_own_items(asked, scope) if scope.is_own else []
        return [(item.key, item.label) for item in scope.own_items]

    def _add_sources(self, asked, scope, counted, lines, total):
        result = super()._add_sources(asked, scope, counted, lines, total)
        if asked.group == "statement":
            labels = self._get_value_labels()
            for line in lines:
                line.values = answers.statement_values(line.now, line.key, labels)
        if asked.group == GROUP:
            for line, item in zip(lines, scope.own_items, strict=True):
                now, before = item.counts("now"), item.counts("before")
                line.figures.update({code: _figure(code, now, item.shape) for code in asked.metrics})
                line.figures_before.update({code: _figure(code, before, item.shape) for code in asked.metrics})
                if not before and item.rows.get("before"):
                    line.figures_before = dict.fromkeys(asked.metrics, answers.Outside("wording"))
                line.values = _values(now, item)
        return result

    def _get_notes(self, asked, scope, counted, hidden):
        notes = super()._get_notes(asked, scope, counted, hidden)
        if asked.group != GROUP:
            return notes
        if not scope.is_own:
            notes.append({"code": "own_only", "text": self.env._("Own statements are shown to the unit's own people.")})
        for item in scope.own_items:
            notes += [self._get_wording_note(one.day, item.key) for one in item.breaks]
        return notes

    def _get_value_labels(self):
        """Return {item (st1, ...): {value: its words}} of the national items, in the reader's language or Finnish."""
        codes = {
            f"{code}{side}": column.removeprefix("item_") for code, column in ITEM_COLUMNS.items() for side in SIDES
        }
        # sudo: the national texts are public
        items = self.env["hva.question.item"].sudo().with_context(active_test=False).search([("code", "in", [*codes])])
        lang = (self.env.lang or "fi").split("_")[0]
        found = {}
        for item in items:
            for row in item.text_ids.sorted(lambda row: (row.lang_code == lang, row.lang_code == "fi")):
                if row.part.startswith("label_"):
                    found.setdefault(codes[item.code], {})[int(row.part.removeprefix("label_"))] = row.text
        return found

    # ------------------------------------------------------------------ counting

    def _get_own_items(self, asked, scope):
        """Return an `OwnItem` for each own question that somebody of the scope answered in the period."""
        rows = {"now": self._count_own_items(asked, scope, asked.span)}
        if asked.earlier:
            rows["before"] = self._count_own_items(asked, scope, asked.earlier)
        asked_ids = {row["question_id"] for row in rows["now"]}
        every = asked_ids | {row["question_id"] for row in rows.get("before", ())}
        # sudo: published questions are public
        questions = self.env["survey.question"].sudo().with_context(active_test=False).browse(sorted(every))
        by_key = questions.grouped(lambda question: question._hva_key())
        found = [self._make_own_item(key, same, rows) for key, same in by_key.items() if asked_ids & set(same.ids)]
        self._choose_own_words(asked, found)
        return found

    def _count_own_items(self, asked, scope, span):
        """Return [{"question_id", "survey_id", "lang_code", "value", "count"}]. One statement."""
        if not scope.keys:
            return []
        # sudo: the units are the reader's own
        return self.env["hva.fact.item.month"].sudo()._counted(scope.keys, span, asked.by_dimension)

    def _make_own_item(self, key, questions, rows):
        """Return the `OwnItem` of `questions`, the same one in several versions; words and scale are the newest's."""
        newest = questions.sorted(lambda question: (question.survey_id.hva_published_on or date.min, question.id))[-1]
        texts = self._get_own_texts(newest.survey_id)
        options = newest._hva_options()
        low, high = newest._hva_range()
        is_scale = newest.question_type == "scale"
        offered = range(low, high + 1) if is_scale else options.mapped("hva_value")
        labels = {option.hva_value: texts.get(f"o{option.id}") or option.value for option in options}
        wordings = {question.survey_id.id: question.survey_id.hva_wordings or {} for question in questions}
        return OwnItem(
            key,
            texts.get(f"q{newest.id}.title") or newest.title,
            own_items.shape_of(newest.hva_item_id.scale, offered, is_scale=is_scale),
            labels if not is_scale else {value: str(value) for value in offered},
            {
                survey: {lang: wording["key"] for lang, wording in kept.get(key, {}).items()}
                for survey, kept in wordings.items()
            },
            {
                name: _by_words([row for row in part if row["question_id"] in questions.ids])
                for name, part in rows.items()
            },
        )

    def _get_own_texts(self, survey):
        """Return the published words of a version in the reader's language, else in Finnish or Swedish."""
        frozen = survey._hva_frozen_texts()
        lang = (self.env.lang or "fi").split("_")[0]
        return next((frozen[code] for code in (lang, "fi", "sv", *frozen) if code in frozen), {})

    def _choose_own_words(self, asked, items):
        """Say for each item of several wordings which of them its figures stand for: those most people met."""
        changed = [item for item in items if _differs(item.keys)]
        if not changed:
            return
        start = min(asked.span.start, asked.earlier.start) if asked.earlier else asked.span.start
        keys = {survey: langs for item in changed for survey, langs in item.keys.items()}
        days = self._get_days_of_use(keys, start, asked.span.end)
        for item in changed:
            uses = [
                Use(lang, first, last, {own_items.COLUMN: item.keys[survey][lang]})
                for survey, lang, first, last in days
                if lang in item.keys.get(survey, {})
            ]
            rows = [{**row, "stand": sum(row["counts"].values())} for row in item.rows["now"]]
            item.breaks = find_breaks(uses)
            item.era = own_items.chosen_words(uses, item.keys, rows)


def _differs(keys):
    met = {}
    return any(met.setdefault(lang, key) != key for langs in keys.values() for lang, key in langs.items())


def _by_words(rows):
    """Return [{"survey_id", "lang_code", "counts": {value: people}}]."""
    found = {}
    for row in rows:
        counts = found.setdefault((row["survey_id"], row["lang_code"]), {})
        counts[row["value"]] = counts.get(row["value"], 0) + row["count"]
    return [{"survey_id": survey, "lang_code": lang, "counts": counts} for (survey, lang), counts in found.items()]


def _figure(code, counts, shape):
    """Return a metric of the family "statement" of an own question."""
    n = own_items.stand(counts, shape)
    if code == "stand":
        return Figure(n, None, None, n)
    if code == "agree" and shape.agree_from is not None:
        return own_items.agree(counts, shape)
    if code == "mean" and shape.has_mean:
        return own_items.mean(counts, shape)
    is_value = METRICS[code].family == "statement" and code.startswith("v")
    if is_value and int(code[1:]) in (*shape.opinions, *shape.none):
        return Figure(counts.get(int(code[1:]), 0), None, None, n)
    return answers.Outside("not_here")


def _values(counts, item):
    """Return how many people chose each value, the highest first and "does not apply" last."""
    order = [*reversed(item.shape.opinions), *sorted(item.shape.none)]
    labelled = [(value, item.value_labels[value]) for value in order if value in item.value_labels]
    n = own_items.stand(counts, item.shape)
    return [answers.value(value, label, counts.get(value, 0), n, value in item.shape.none) for value, label in labelled]
