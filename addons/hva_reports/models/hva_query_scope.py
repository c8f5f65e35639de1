from dataclasses import dataclass, field

from odoo import models
from odoo.tools import SQL

from ..tools.unit_scope import Node, Tree
from ..tools.wording_breaks import Use
from ..tools.wording_parts import Counting, Words, column_keys
from .hva_query import ONE_KEY


@dataclass
class Scope:
    """The units of a question: `keys` {unit: key of its row}, and which of them the reader reaches.

    `own_keys` are the keys whose units are all the reader's own. `root` is the unit asked for, None for "my units".
    What was looked up once: `sums` of each span by the answer's rows; `mix`, the county's shares of channels;
    `own_items`, the own questions that were answered; `asked`, those asked by text message by span; `topics`, what
    feedback was about by span.
    """

    tree: Tree
    root: int | None
    units: set
    reach: set
    keys: dict
    sums: dict = field(default_factory=dict)
    mix: dict | None = None
    own_items: list = field(default_factory=list)
    asked: dict = field(default_factory=dict)
    topics: dict = field(default_factory=dict)

    @property
    def is_own(self):
        return self.units <= self.reach

    @property
    def name(self):
        return "own" if self.is_own else "mixed" if self.units & self.reach else "other"

    def own_keys(self):
        strange = {key for unit, key in self.keys.items() if unit not in self.reach}
        return set(self.keys.values()) - strange


class HvaQuery(models.AbstractModel):
    """Whose feedback a question is about, and in which words it was asked."""

    _inherit = "hva.query"

    def _get_tree(self):
        """Return the county's units as a `Tree`, labelled in the reader's language. One statement."""
        rows = self.env.execute_query(
            SQL(
                """SELECT u.id, u.parent_id, u.merged_into_id, COALESCE(u.name->>%(lang)s, u.name->>'en_US'),
                          COALESCE(l.name->>%(lang)s, l.name->>'en_US'), u.active
                     FROM hva_unit u LEFT JOIN hva_unit_level l ON l.id = u.level_id
                    WHERE u.company_id = ANY(%(companies)s)""",
                lang=self.env.lang or "en_US",
                companies=self.env.companies.ids,
            )
        )
        return Tree(Node(*row) for row in rows)

    def _get_reach(self, tree):
        """Return the ids of the units the user reaches in any role today; an administrator reaches the county."""
        if self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            return set(tree.nodes)
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT unit_id FROM hva_unit_reach WHERE user_id = %s", self.env.uid)
        )
        return {unit for (unit,) in rows if unit in tree.nodes}

    def _get_scope(self, asked, tree):
        reach = self._get_reach(tree)
        units = set(reach) if asked.unit is None else tree.scope(asked.unit, below=asked.below)
        if asked.group == "leaf":
            keys = tree.leaves(units)
        elif asked.group == "unit":
            root = asked.unit if asked.unit is not None else self._get_top(tree, units)
            keys = tree.rows_below(units, root) if root is not None else tree.tops(units)
        else:
            keys = dict.fromkeys(units, ONE_KEY)
        return Scope(tree, asked.unit, units, reach, keys)

    def _get_top(self, tree, units):
        """Return the only topmost unit of `units`, None when there are several."""
        tops = set(tree.tops(units).values())
        return tops.pop() if len(tops) == 1 else None

    # ------------------------------------------------------------------ words

    def _get_counting(self, asked, scope):
        """Return the `Counting` of a question: the words that its figures stand for, where there are several.

        Uses of versions are those of the whole county, so that two readers count the same words.
        """
        words = self._get_words(self._get_first_day(asked), asked.span.end)
        if not words.breaks:
            return Counting(words)
        columns = [name for name in self._get_columns(asked)]
        # sudo: which wording most people of the county met is no secret
        rows = self.env["hva.fact.month"].sudo()._summed(scope.keys, asked.span, columns, ("language", "survey"))
        for row in rows:
            row["lang_code"], row["survey_id"] = row["language"], row["survey"]
        return self._choose_words(words, rows)

    def _get_first_day(self, asked):
        """Return the first day whose words are looked at."""
        return min(asked.span.start, asked.earlier.start) if asked.earlier else asked.span.start

    def _choose_words(self, words, rows):
        return Counting(words, words.chosen(rows))

    def _get_words(self, start, end):
        """Return the `Words` that the county's feedback of the days from `start` to before `end` met.

        Most counties never changed a word: then no feedback is looked at.
        """
        # sudo: the wordings of published sets are public
        versions = self.env["survey.survey"].sudo().with_context(active_test=False)
        versions = versions.search_fetch([("hva_wordings", "!=", False)], ["hva_wordings"])
        keys = {version.id: column_keys(version.hva_wordings or {}) for version in versions}
        if not _differ(keys.values()):
            return Words((), keys)
        rows = self._get_days_of_use(keys, start, end)
        uses = (Use(lang, first, last, keys[survey].get(lang, {})) for survey, lang, first, last in rows)
        return Words(tuple(uses), keys)

    def _get_days_of_use(self, keys, start, end):
        """Return [(version, language, first day, last day)] of the county's feedback; `keys` {version: {lang: ...}}."""
        return self.env.execute_query(
            SQL(
                # rows compared and ordered as a whole: only the index of (survey, language, day) can serve that. MIN of
                # the days may be looked for day by day, through a year of feedback where a version has none.
                """SELECT v.survey_id, v.lang_code, first.day, last.day
                     FROM unnest(%(surveys)s, %(langs)s) AS v(survey_id, lang_code)
                    CROSS JOIN LATERAL (
                          SELECT survey_id, lang_code, day FROM hva_fact
                           WHERE (survey_id, lang_code, day) >= (v.survey_id, v.lang_code, %(start)s)
                           ORDER BY survey_id, lang_code, day LIMIT 1) first
                    CROSS JOIN LATERAL (
                          SELECT day FROM hva_fact
                           WHERE (survey_id, lang_code, day) < (v.survey_id, v.lang_code, %(end)s)
                           ORDER BY survey_id DESC, lang_code DESC, day DESC LIMIT 1) last
                    WHERE first.survey_id = v.survey_id AND first.lang_code = v.lang_code AND first.day < %(end)s""",
                surveys=[survey for survey, langs in keys.items() for _lang in langs],
                langs=[lang for langs in keys.values() for lang in langs],
                start=start,
                end=end,
            )
        )


def _differ(versions):
    """Do two versions ask a question in different words of one language?"""
    met = {}
    return any(
        met.setdefault((lang, column), key) != key
        for langs in versions
        for lang, columns in langs.items()
        for column, key in columns.items()
    )
