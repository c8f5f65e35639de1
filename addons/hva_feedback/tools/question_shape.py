"""What a bank item looks like as a question, and which languages a set of texts is complete in.

Pure: no ORM, no clock. `hva.question.item` and `survey.survey` gather the facts and apply the outcome.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .languages import KNOWN, LANG_CODES, LOCALES  # noqa: F401  (the names by which models know them)

LANGUAGES = tuple((language.code, language.english) for language in KNOWN)

PARTS = (
    ("title", "Title"),
    ("hint", "Hint"),
    ("title_promoter", "Title for promoters"),
    ("title_passive", "Title for passives"),
    ("title_detractor", "Title for detractors"),
    *((f"label_{n}", f"Label {n}") for n in range(11)),
)

KINDS = (
    ("nps", "Net Promoter Score"),
    ("follow_up", "Follow-up"),
    ("statement", "Statement"),
    ("language", "Language of the service"),
    ("pei", "Patient Enablement Instrument"),
    ("open", "Open feedback"),
    ("contact_wish", "Contact request"),
    ("own", "Own"),
)


@dataclass(frozen=True)
class Shape:
    """Question type of Survey, the option values in the order shown, and the ends of a scale.

    `values` is what `survey.question.answer.hva_value` stores; 0 on a likert or PEI scale means "does not apply".
    """

    question_type: str
    values: tuple[int, ...] = ()
    low: int = 0
    high: int = 0


SCALES = {
    "nps_0_10": ("0-10", Shape("scale", low=0, high=10)),
    "likert5_na": ("Five steps and 'does not apply'", Shape("simple_choice", values=(5, 4, 3, 2, 1, 0))),
    "pei4": ("Enablement, four answers", Shape("simple_choice", values=(3, 2, 1, 0))),
    "faces3": ("Three faces and 'I do not know'", Shape("simple_choice", values=(3, 2, 1, 0))),
    "faces5": ("Five faces and 'I do not know'", Shape("simple_choice", values=(5, 4, 3, 2, 1, 0))),
    "yes_no": ("Yes or no", Shape("simple_choice", values=(1, 0))),
    "free_text": ("Free text", Shape("text_box")),
}


SIDES = ("-H", "-S")


def family_of(code: str) -> str:
    """Return the code under which an item is counted: ST3-H and ST3-S are the two sides of ST3."""
    return code.removesuffix(SIDES[0]).removesuffix(SIDES[1])


def shape_of(scale: str | None) -> Shape | None:
    """Return the question shape of a scale code, None for an item that is no question (a heading)."""
    return SCALES[scale][1] if scale else None


def complete_languages(texts: Mapping[str, Mapping[str, str]], required: Iterable[str]) -> tuple[str, ...]:
    """Return the language codes, in the bank's order, in which every needed text exists.

    `texts` is {key: {lang_code: text}}. A key of `required` must have a text; any other key must have one only if some
    language has it (a hint that exists in Finnish is needed in Swedish too). Without any required key nothing is
    complete: an empty set is offered in no language.
    """
    keys = set(required)
    if not keys:
        return ()
    needed = keys | {key for key, by_lang in texts.items() if any(by_lang.values())}
    return tuple(code for code in LANG_CODES if all(texts.get(key, {}).get(code) for key in needed))


def missing_texts(texts: Mapping[str, Mapping[str, str]], required: Iterable[str], lang_code: str) -> list[str]:
    """Return the keys that `lang_code` lacks, in the order of `texts` and then of `required`."""
    ordered = list(dict.fromkeys([*texts, *required]))
    must = set(required)
    return [
        key
        for key in ordered
        if not texts.get(key, {}).get(lang_code) and (key in must or any(texts.get(key, {}).values()))
    ]
