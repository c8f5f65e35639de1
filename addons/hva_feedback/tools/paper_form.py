"""A form on paper: what each question becomes when there is only a pen.

Every kind of question prints. One that this page of code does not know becomes lines to write on: staff type what
stands there, so nothing that a set asks is lost on paper.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from .about_feedback import GROUPS, HELPERS
from .codes_tables import KINDS
from .form_shape import Form, Heading, Question

BlockKind = Literal["heading", "scale", "options", "grid", "lines"]
Texts = Mapping[str, str]

WIDEST_SCALE: Final = 21  # steps that fit side by side; a longer scale is written as a number
WIDEST_GRID: Final = 7
LINES: Final[Mapping[str, int]] = {"text": 5, "char": 1, "number": 1, "date": 1, "datetime": 1}
UNKNOWN_LINES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of the paper. `rows` and `options` cross in a grid; `is_many`: several boxes may be ticked."""

    kind: BlockKind
    title: str
    number: int = 0
    hint: str = ""
    steps: tuple[int, ...] = ()
    low_label: str = ""
    high_label: str = ""
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    line_count: int = 0
    is_many: bool = False
    is_question: bool = True
    role: str = ""


def paper_blocks(form: Form, texts: Texts, is_large: bool = False) -> tuple[Block, ...]:
    """Return the form's questions as they are printed, numbered from 1.

    Statements with the same answers share a grid; in large print each stands alone, because a grid would need a page
    wider than paper is. `texts` are the words of `report/paper_texts.py`.
    """
    return tuple(_numbered(_blocks(form, texts, is_large)))


def card_blocks(form: Form, texts: Texts, line_count: int) -> tuple[Block, ...]:
    """Return what fits a card: the recommendation (or the first scale there is) and one open question."""
    blocks = [block for block in paper_blocks(form, texts, is_large=True) if block.kind != "heading"]
    scales = [block for block in blocks if block.kind == "scale"]
    opens = [block for block in blocks if block.kind == "lines" and block.is_question]
    first = next((block for block in scales if block.role == "nps"), scales[0] if scales else None)
    # What made the giver choose that number; failing that, whatever asks for words.
    words = next((block for role in ("follow_up", "open") for block in opens if block.role == role), None)
    words = words or next(iter(opens), None)
    chosen = [block for block in (first, words) if block] or blocks[:1]
    return tuple(
        replace(block, number=number, line_count=line_count if block.kind == "lines" else 0)
        for number, block in enumerate(chosen, start=1)
    )


def about_blocks(asks: Iterable[str], topics: Iterable[str], texts: Texts, number: int) -> tuple[Block, ...]:
    """Return what the page asks about the feedback itself, numbered on from `number`.

    `asks` are codes of `about_feedback.ASPECTS`, `topics` the labels that are offered.
    """
    offered = {
        "kind": (texts["kind"], [texts[f"kind_{code}"] for code, _label in KINDS]),
        "topics": (texts["topics"], list(topics)),
        "group": (texts["group"], [texts[f"group_{code}"] for code in GROUPS]),
        "assisted": (texts["assisted"], [texts[f"assisted_{code}"] for code in HELPERS]),
    }
    asked = set(asks)
    blocks = [
        Block(
            kind="options",
            title=title,
            hint=texts["tick_many" if aspect == "topics" else "tick_one"],
            options=tuple(labels),
            is_many=aspect == "topics",
            role=aspect,
        )
        for aspect, (title, labels) in offered.items()
        if aspect in asked and labels
    ]
    return tuple(replace(block, number=number + place) for place, block in enumerate(blocks, start=1))


def _blocks(form: Form, texts: Texts, is_large: bool) -> Iterator[Block]:
    headings = {heading.before: heading for heading in form.headings}
    for questions in _neighbours(form, is_large, headings):
        if heading := headings.get(questions[0].id):
            yield Block(kind="heading", title=heading.title, hint=heading.hint, is_question=False)
        if len(questions) == 1:
            yield from _question(form, questions[0], texts)
            continue
        yield Block(
            kind="grid",
            title=texts["statements"],
            hint=texts["tick_row"],
            options=tuple(option.label for option in questions[0].options),
            rows=tuple(question.title for question in questions),
        )


def _neighbours(form: Form, is_large: bool, headings: Mapping[int, Heading]) -> list[list[Question]]:
    """Return the questions in order, those that share a grid together."""
    groups: list[tuple[object, list[Question]]] = []
    for question in form.questions:
        key = _grid_key(question, is_large, headings)
        if groups and groups[-1][0] == key:
            groups[-1][1].append(question)
        else:
            groups.append((key, [question]))
    return [questions for _key, questions in groups]


def _grid_key(question: Question, is_large: bool, headings: Mapping[int, Heading]) -> object:
    """Return what neighbours must share to be printed in one grid."""
    labels = tuple(option.label for option in question.options)
    fits = question.role == "statement" and question.kind == "choice" and 2 <= len(labels) <= WIDEST_GRID
    plain = not (question.hint or question.id in headings or question.has_comment or question.condition)
    return labels if fits and plain and not is_large else question.id


def _question(form: Form, question: Question, texts: Texts) -> Iterator[Block]:
    block = _main_block(question, texts)
    hint = " ".join(part for part in (_condition(form, question, texts), question.hint, block.hint) if part)
    yield replace(block, title=question.title, hint=hint, role=question.role)
    if question.has_comment:
        title = question.comment_label or texts["comment"]
        yield Block(kind="lines", title=title, line_count=1, is_question=False)


def _main_block(question: Question, texts: Texts) -> Block:
    rows = tuple(row.label for row in question.rows)
    labels = tuple(option.label for option in question.options)
    kind = question.kind
    is_many = kind in ("choices", "matrix_choices")
    if kind == "scale" and len(steps := _steps(question)) <= WIDEST_SCALE:
        block = Block(kind="scale", title="", hint=texts["tick_one"], steps=steps)
        return replace(block, low_label=question.min_label, high_label=question.max_label)
    if rows and labels:
        hint = texts["tick_row_many" if is_many else "tick_row"]
        return Block(kind="grid", title="", hint=hint, options=labels, rows=rows, is_many=is_many)
    if labels:
        hint = texts["tick_many" if is_many else "tick_one"]
        if is_many and question.max_choices:
            hint = texts["max_choices_hint"] % {"count": question.max_choices}
        return Block(kind="options", title="", hint=hint, options=labels, is_many=is_many)
    hint = texts[f"{kind}_hint"] if kind in ("date", "datetime") else ""
    return Block(kind="lines", title="", hint=hint, line_count=LINES.get(kind, UNKNOWN_LINES))


def _condition(form: Form, question: Question, texts: Texts) -> str:
    """Say for whom a question is, where an earlier answer decides it: paper cannot hide it from the others."""
    for earlier in form.questions:
        chosen = [option.label for option in earlier.options if option.id in question.condition]
        if chosen:
            quoted = ", ".join(texts["quoted"] % {"text": label} for label in chosen)
            return texts["condition"] % {"options": quoted, "question": texts["quoted"] % {"text": earlier.title}}
    return ""


def _steps(question: Question) -> tuple[int, ...]:
    low = 0 if question.min_value is None else int(question.min_value)
    high = 10 if question.max_value is None else int(question.max_value)
    return tuple(range(low, high + 1))


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Give questions their numbers; headings and the words beside an answer have none."""
    number = 0
    for block in blocks:
        number += block.is_question
        yield replace(block, number=number) if block.is_question else block
