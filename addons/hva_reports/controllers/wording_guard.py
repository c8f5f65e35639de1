"""An exported list does not mix answers to different words without saying which is which.

Who adds up a column of numbers from a file cannot see that half of them answer another question. So a list in which the
words of an exported question changed is refused, unless it also has the set version (or the day since which the words
are asked).
"""

from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.hva_fact import ITEM_COLUMNS
from ..tools.wording_parts import column_keys

_SCORES = {"score", "nps", "nps_count", "promoters", "passives", "detractors"}
_ITEMS = {column: {column} for column in ITEM_COLUMNS.values()}
_FACTS = {"nps": _SCORES, **_ITEMS}
# model -> (column of the fact -> fields that show it), and the field with the language of the answer
GUARDED = {
    "hva.feedback.analysis": (_FACTS, "lang_code"),
    "hva.fact": (_FACTS, "lang_code"),
    "survey.user_input": ({"nps": {"hva_nps", "hva_nps_group"}}, "hva_lang_code"),
    "survey.user_input.line": (
        dict.fromkeys(_FACTS, {"hva_value", "value_scale", "suggested_answer_id"}),
        "user_input_id.hva_lang_code",
    ),
}
VERSION = {"survey_id", "nps_wording_on", "question_id"}


def check_wordings(env, order):
    """Raise UserError where the export `order` (as the browser sends it) would mix answers to different words."""
    if order["model"] not in GUARDED:
        return
    shown, lang_field = GUARDED[order["model"]]
    names = {field["name"].split("/")[0] for field in order["fields"]}
    columns = {column for column, fields in shown.items() if fields & names}
    if not columns or VERSION & names:
        return
    mixed = columns & _mixed_columns(env, order, lang_field)
    if mixed:
        raise UserError(
            env._(
                "The words of a question changed among these answers, so its figures cannot be added up: "
                "%(questions)s. Add the field Set version to the export, or choose answers to one version.",
                questions=", ".join(sorted(_titles(env)[column] for column in mixed)),
            )
        )


def _mixed_columns(env, order, lang_field):
    """Return the columns for which the exported records answer more than one wording in one language."""
    asked = Domain("id", "in", order["ids"]) if order.get("ids") else Domain(order.get("domain") or [])
    records = env[order["model"]].with_context(active_test=False)
    seen, mixed = {}, set()
    if "." in lang_field:  # a line asks its answer, which cannot be grouped by here: every language counts
        groups = [(survey, None) for (survey,) in records._read_group(asked, ["survey_id"])]
    else:
        groups = records._read_group(asked, ["survey_id", lang_field])
    for survey, lang_code in groups:
        # sudo: the wordings of published sets are public
        for lang, keys in column_keys(survey.sudo().hva_wordings or {}).items():
            if lang_code in (None, lang):
                for column, key in keys.items():
                    if seen.setdefault((lang, column), key) != key:
                        mixed.add(column)
    return mixed


def _titles(env):
    fields = env["hva.feedback.analysis"]._fields
    return {column: fields[column]._description_string(env) for column in _FACTS}
