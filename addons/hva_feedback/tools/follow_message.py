"""The one message that a giver may add with the code: checked and warned of like open text of a feedback."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .answer_validation import Problem, Refused, clean_text
from .field_view import Field, Texts, message
from .identifiers import Found
from .page_view import Summary
from .redaction import look
from .text_guard import ORDER, Warned

MESSAGE_MAX: Final = 2000
NAME: Final = "message"
Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """The message as typed, what is wrong with it, and what to warn of before it is sent."""

    text: str = field(repr=False)
    problems: tuple[Problem, ...] = ()
    warned: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """The form of the message as a page draws it."""

    field: Field
    summary: tuple[Summary, ...] = ()
    warnings: tuple[Summary, ...] = ()
    warned: str = ""


def check_message(raw: str) -> Typed:
    """Return what was typed, with its problems. Never raises."""
    try:
        text = clean_text(raw[: 4 * MESSAGE_MAX]).strip()
    except Refused as refused:
        return Typed("", (Problem(NAME, refused.code),))
    if not text:
        return Typed("", (Problem(NAME, "follow_message_empty"),))
    if len(text) > MESSAGE_MAX:
        return Typed(text, (Problem(NAME, "too_long"),))
    found: frozenset[Found] = look(text)
    return Typed(text, (), tuple(Warned(NAME, kind) for kind in ORDER if kind in found))


def view_message(
    texts: Texts, raw: str = "", problems: Sequence[Problem] = (), warned: Sequence[Warned] = ()
) -> MessageView:
    """Return the form, fresh or as it was filled in."""
    error = next((message(each.code, texts, limit=MESSAGE_MAX) for each in problems if each.field == NAME), "")
    warning = " ".join(texts[f"follow_found_{item.kind}"] for item in warned)
    drawn = Field(
        name=NAME,
        kind="text",
        title=texts["follow_message"],
        hint=texts["text_hint"] % {"count": MESSAGE_MAX},
        text=raw.replace("\r\n", "\n").replace("\0", "").encode(errors="replace").decode(),
        max_length=MESSAGE_MAX,
        error=error,
        warning=warning,
    )
    lines = [Summary(target="", text=message(each.code, texts)) for each in problems if each.field == "form"]
    if error:
        lines.append(Summary(target=NAME, text=f"{drawn.title}: {error}"))
    return MessageView(
        field=drawn,
        summary=tuple(lines),
        warnings=(Summary(target=NAME, text=f"{drawn.title}: {warning}"),) if warning else (),
        warned=" ".join(item.key for item in warned),
    )
