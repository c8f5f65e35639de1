"""The look at open text before it is sent: what a person might not have meant to write there, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from .form_shape import Commented, Form, Value, comment_field_name, field_name
from .identifiers import Found
from .redaction import look

ORDER: Final[tuple[Found, ...]] = ("hetu", "phone", "email")


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing found in one field. Names the kind and the place, never the value."""

    field: str
    kind: Found

    @property
    def key(self) -> str:
        return f"{self.field}.{self.kind}"


def look_through(form: Form, values: Mapping[int, Value]) -> tuple[Warned, ...]:
    """Return what to warn of, in the order of the page."""
    warned: list[Warned] = []
    for question in form.questions:
        value, name = values.get(question.id), field_name(question)
        if isinstance(value, Commented):
            value, name = value.comment, comment_field_name(question)
        if isinstance(value, str):
            found = look(value)
            warned += [Warned(name, kind) for kind in ORDER if kind in found]
    return tuple(warned)


class Told(Protocol):
    """What a page says once before sending; `key` stands for it when the page is sent again."""

    @property
    def key(self) -> str: ...


def is_told(warned: Sequence[Told], posted: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether there is nothing to say, or the person has been told and sends all the same.

    Either by the button that says so, or by sending again with nothing new in the text: a warning comes once, because
    it must never keep a feedback from being sent.
    """
    told = set(" ".join(posted.get("warned", ())).split())
    return "as_it_is" in posted or {item.key for item in warned} <= told
