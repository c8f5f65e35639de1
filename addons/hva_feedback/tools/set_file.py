"""A question set as a file: what another county needs to ask the same. Pure.

Layout 1 (docs/question-sets.md): a JSON object with `format`, `layout`, `hash` and `set`. The hash is over the
canonical JSON of `set`, so a file that was cut or edited by hand is told from one that was not. `read` checks the shape
of all of it; what the receiving database lacks is found by `conflicts`.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

FORMAT: Final = "hva.question.set"
LAYOUT: Final = 1
MAX_BYTES: Final = 1024 * 1024
MAX_QUESTIONS: Final = 200
MAX_OPTIONS: Final = 100
TEXT_LIMIT: Final = 4000

Texts = Mapping[str, Mapping[str, str]]  # part -> language -> words

TYPES: Final = frozenset(
    {
        "simple_choice", "multiple_choice", "text_box", "char_box", "numerical_box", "scale", "date", "datetime",
        "matrix", "section",
    }
)  # fmt: skip
# Settings of a question that travel as they are: name -> types that it may have
SETTINGS: Final[Mapping[str, tuple[type, ...]]] = {
    "constr_mandatory": (bool,),
    "hva_max_choices": (int,),
    "matrix_subtype": (str,),
    "scale_min": (int,),
    "scale_max": (int,),
    "comments_allowed": (bool,),
    "comment_count_as_answer": (bool,),
    "validation_required": (bool,),
    "validation_length_min": (int,),
    "validation_length_max": (int,),
    "validation_min_float_value": (int, float),
    "validation_max_float_value": (int, float),
    "validation_min_date": (str,),
    "validation_max_date": (str,),
    "validation_min_datetime": (str,),
    "validation_max_datetime": (str,),
}

Code = Literal["too_large", "not_json", "other_format", "newer_layout", "bad_hash", "bad_shape"]


class SetFileError(Exception):
    """The file is no question set that can be read; `where` names the place in it."""

    def __init__(self, code: Code, where: str = "") -> None:
        super().__init__(f"{code} {where}".strip())
        self.code, self.where = code, where


@dataclass(frozen=True, slots=True)
class Conflict:
    """What of the file this database does not have. `is_fatal`: the set cannot be made before it is mended.

    Codes: no_item, other_scale (fatal); other_words, no_service, no_language (told, and left out or taken from here).
    """

    code: str
    detail: str
    is_fatal: bool = False


@dataclass(frozen=True, slots=True)
class BankItem:
    """An item of the receiving bank: its scale and the words of its title by language."""

    scale: str
    title: Mapping[str, str]


def write(content: Mapping[str, Any]) -> bytes:
    """Return the file of a set. `content` is what `read` returns."""
    document = {"format": FORMAT, "layout": LAYOUT, "hash": content_hash(content), "set": content}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the hash by which a changed file is told."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read(data: bytes) -> dict[str, Any]:
    """Return the content of a file, every value of the kind it must be. Raises SetFileError."""
    if len(data) > MAX_BYTES:
        raise SetFileError("too_large")
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise SetFileError("not_json") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise SetFileError("other_format")
    if document.get("layout") != LAYOUT:
        raise SetFileError("newer_layout", str(document.get("layout"))[:20])
    content: dict[str, Any] = _typed(document.get("set"), dict, "set")
    try:
        is_whole = document.get("hash") == content_hash(content)
    except UnicodeEncodeError:  # half a character
        raise SetFileError("bad_shape", "set") from None
    if not is_whole:
        raise SetFileError("bad_hash")
    _check_set(content)
    return content


def conflicts(
    content: Mapping[str, Any], bank: Mapping[str, BankItem], services: Collection[str], languages: Collection[str]
) -> list[Conflict]:
    """Return what keeps the set from being made here, or makes it another one.

    `services` are codes; `languages` those in which own texts can be kept.
    """
    found = [Conflict("no_service", code) for code in content["services"] if code not in services]
    asked = [content["heading"], *content["questions"]]
    for item in (one for one in asked if one.get("item")):
        known = bank.get(item["item"])
        if not known:
            found.append(Conflict("no_item", item["item"], is_fatal=True))
        elif known.scale != item.get("scale", ""):
            found.append(Conflict("other_scale", item["item"], is_fatal=True))
        else:
            words = item["texts"].get("title", {})
            other = [code for code, text in words.items() if known.title.get(code) != text]
            found += [Conflict("other_words", f"{item['item']} ({', '.join(other)})")] if other else []
    lost = {code for one in asked if not one.get("item") for words in _all_texts(one) for code in words}
    return found + [Conflict("no_language", code) for code in sorted(lost - set(languages))]


def _all_texts(question: Mapping[str, Any]) -> list[Mapping[str, str]]:
    nested = [*question.get("options", ()), *question.get("rows", ())]
    return [*question["texts"].values(), *(one["texts"] for one in nested)]


# ---------------------------------------------------------------------- shape


def _no_constant(_name: str) -> None:
    raise ValueError("not a number of JSON")


def _typed(value: Any, kind: type | tuple[type, ...], where: str) -> Any:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise SetFileError("bad_shape", where)
    return value


def _check_set(content: dict[str, Any]) -> None:
    for name in ("name", "channel", "respondent_group"):
        _short(content.get(name), name)
    _typed(content.get("rotate_count"), int, "rotate_count")
    for code in _typed(content.get("services"), list, "services"):
        _short(code, "services")
    _check_heading(_typed(content.get("heading"), dict, "heading"))
    questions = _typed(content.get("questions"), list, "questions")
    if len(questions) > MAX_QUESTIONS:
        raise SetFileError("bad_shape", "questions")
    for number, question in enumerate(questions):
        _check_question(_typed(question, dict, f"question {number + 1}"), number, questions)


def _check_heading(heading: dict[str, Any]) -> None:
    _short(heading.get("item", ""), "heading")
    _check_texts(heading.get("texts"), "heading")


def _check_question(question: dict[str, Any], number: int, questions: list[Any]) -> None:
    where = f"question {number + 1}"
    if _typed(question.get("type"), str, where) not in TYPES:
        raise SetFileError("bad_shape", where)
    for name in ("item", "scale", "role"):
        _short(question.get(name, ""), where)
    _check_texts(question.get("texts"), where)
    settings = _typed(question.get("settings"), dict, where)
    for name, value in settings.items():
        if name not in SETTINGS:
            raise SetFileError("bad_shape", where)
        _typed(value, SETTINGS[name], where)
    for name in ("options", "rows"):
        nested = _typed(question.get(name), list, where)
        if len(nested) > MAX_OPTIONS:
            raise SetFileError("bad_shape", where)
        for one in nested:
            _typed(_typed(one, dict, where).get("value"), int, where)
            _words(one.get("texts"), where)
    for pair in _typed(question.get("condition"), list, where):
        _check_condition(pair, number, questions, where)


def _check_condition(pair: Any, number: int, questions: list[Any], where: str) -> None:
    """A condition is [number of an earlier question, number of its option], counted from 0."""
    if not (isinstance(pair, list) and len(pair) == 2 and all(type(part) is int and part >= 0 for part in pair)):
        raise SetFileError("bad_shape", where)
    if pair[0] >= number or pair[1] >= len(questions[pair[0]]["options"]):
        raise SetFileError("bad_shape", where)


def _check_texts(texts: Any, where: str) -> None:
    for part, words in _typed(texts, dict, where).items():
        _short(part, where)
        _words(words, where)


def _words(words: Any, where: str) -> None:
    for lang_code, text in _typed(words, dict, where).items():
        _short(lang_code, where)
        if len(_typed(text, str, where)) > TEXT_LIMIT or "\0" in text:
            raise SetFileError("bad_shape", where)


def _short(value: Any, where: str) -> None:
    if len(_typed(value, str, where)) > 200 or "\0" in value:
        raise SetFileError("bad_shape", where)
