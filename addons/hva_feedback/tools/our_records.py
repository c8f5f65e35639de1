"""Which records are ours, for doors that serve every model: exports, logs, searches."""

from collections.abc import Sequence
from typing import Any, Final

# Core models that hold records of ours, and what tells these from everybody else's.
OURS: Final[dict[str, tuple[str, str, object]]] = {
    "survey.survey": ("survey_type", "=", "hva"),
    "survey.question": ("survey_id.survey_type", "=", "hva"),
    "survey.user_input": ("hva_is_feedback", "=", True),
    "survey.user_input.line": ("hva_unit_id", "!=", False),
    "helpdesk.ticket": ("hva_is_case", "=", True),
}
# Kinds of fields whose searched value tells of nobody: a number or a yes, and those whose text is a code or a day.
_NUMBERS: Final = frozenset({"boolean", "float", "integer", "many2many", "many2one", "monetary", "one2many"})
_CODES: Final = frozenset({"date", "datetime", "selection"})
_LONGEST: Final = 1000


def is_ours(model: str) -> bool:
    """Tell whether every record of a model is ours; for those of `OURS` it depends on the record."""
    return model.startswith("hva.")


def domain_in_words(domain: Sequence[Any], kinds: dict[str, str]) -> str:
    """Return a search as text for the audit trail: fields and operators, and values only where they tell of nobody.

    :param kinds: type of the field by the path that the search names; an unknown path shows no value
    """
    parts = [_term(term, kinds) for term in domain if not isinstance(term, str)]
    return "; ".join(parts)[:_LONGEST]


def _term(term: Any, kinds: dict[str, str]) -> str:
    if not isinstance(term, Sequence) or len(term) != 3:
        return "…"
    path, operator, value = term
    return f"{path} {operator} {value if _tells_of_nobody(value, kinds.get(str(path), '')) else '…'}"


def _tells_of_nobody(value: Any, kind: str) -> bool:
    values = value if isinstance(value, (list, tuple)) else [value]
    if kind in _CODES:
        return all(isinstance(each, (str, int)) for each in values)
    return kind in _NUMBERS and all(isinstance(each, (int, float)) for each in values)
