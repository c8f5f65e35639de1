from functools import partial

from odoo import api, models

from ..tools.query_asking import Asking, by_unit, ranked, taken
from ..tools.query_look import Look, Sums


def asking_of(env):
    """Return how the report at hand asks, None for every other question. No client can send an `Asking`."""
    found = env.context.get("hva_asking")
    return found if isinstance(found, Asking) else None


class HvaQuery(models.AbstractModel):
    """Questions of many reports at once: what they have in common is looked up once (tools/query_asking.py).

    The figures are the same as those of each question asked alone.
    """

    _inherit = "hva.query"

    def _kept(self, key, make):
        asking = asking_of(self.env)
        if not asking:
            return make()
        return asking.shelf.keep((self.env.lang, *self.env.companies.ids, *key), make)

    def _get_tree(self):
        return self._kept(("tree",), super()._get_tree)

    def _get_reach(self, tree):
        return self._kept(("reach", self.env.uid), partial(super()._get_reach, tree))

    def _get_offered(self, tree):
        return self._kept(("offered",), partial(super()._get_offered, tree))

    def _get_words(self, start, end):
        return self._kept(("words", start, end), partial(super()._get_words, start, end))

    def _get_item_texts(self):
        return self._kept(("items",), super()._get_item_texts)

    def _get_column(self, code):
        return self._kept(("column", code), partial(super()._get_column, code))

    def _get_scope(self, asked, tree):
        scope = super()._get_scope(asked, tree)
        asking = asking_of(self.env)
        if asking and asking.units is not None and asked.unit is None:
            scope.units &= asking.units
            scope.keys = {unit: key for unit, key in scope.keys.items() if unit in scope.units}
        return scope

    def _get_first_day(self, asked):
        day = super()._get_first_day(asked)
        asking = asking_of(self.env)
        return min(day, asking.since) if asking and asking.since else day

    def _choose_words(self, words, rows):
        asking = asking_of(self.env)
        return ranked(words, rows, asking.rank) if asking and asking.rank else super()._choose_words(words, rows)

    def _get_answer(self, asked, scope, counted, lines, total, today):
        answer = super()._get_answer(asked, scope, counted, lines, total, today)
        if asking_of(self.env) and (era := counted.chosen.get("nps")):
            for row in [*answer["rows"], answer["totals"]]:
                row["wording"] = era.number
        return answer


class HvaTarget(models.Model):
    _inherit = "hva.target"

    @api.model
    def _get_goals(self, year, companies):
        asking = asking_of(self.env)
        if not asking:
            return super()._get_goals(year, companies)
        return asking.shelf.keep(("goals", year, *companies.ids), partial(super()._get_goals, year, companies))


class HvaFactMonth(models.Model):
    """Sums that many reports need of their units are taken in one statement; each reader gets the own ones.

    Questions of one page take theirs from each other (tools/query_look.py).
    """

    _inherit = "hva.fact.month"

    @api.model
    def _summed(self, keys, span, names, by=(), filters=None, step=None):
        asking, summed = asking_of(self.env), super()._summed
        wanted = tuple(sorted((name, tuple(values)) for name, values in (filters or {}).items()))
        if asking and isinstance(asking.shelf, Look) and keys:
            return asking.shelf.sums(
                Sums(keys, span, tuple(names), tuple(by), wanted, step),
                lambda sums: summed(sums.keys, sums.span, sums.names, sums.by, filters, sums.step),
            )
        if not asking or not asking.shelf.holds(keys):
            return summed(keys, span, names, by, filters, step)
        units = asking.shelf.units
        shelved = asking.shelf.keep(
            ("sums", span, tuple(names), tuple(by), wanted, step),
            lambda: by_unit(summed({unit: unit for unit in units}, span, names, by, filters, step)),
        )
        return taken(shelved, keys, [*by, *(["step"] if step else [])])
