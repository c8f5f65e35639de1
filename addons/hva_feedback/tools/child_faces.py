"""Which face stands beside which answer on a children's page. The word beside it says the same: a face decorates."""

from collections.abc import Mapping
from typing import Final

from .form_shape import Form, field_name

# value of the answer -> face, by how many steps there are; 0 is "I do not know"
FACES: Final[Mapping[frozenset[int], Mapping[int, str]]] = {
    frozenset({3, 2, 1, 0}): {3: "glad", 2: "so_so", 1: "sad", 0: "unknown"},
    frozenset({5, 4, 3, 2, 1, 0}): {5: "delighted", 4: "glad", 3: "so_so", 2: "sad", 1: "unhappy", 0: "unknown"},
}


def faces_of(form: Form) -> dict[str, str]:
    """Return {id of a radio button: face} of the statements with three or five steps; no other question has faces."""
    found: dict[str, str] = {}
    for question in form.questions:
        steps = FACES.get(frozenset(option.value for option in question.options), {})
        if question.kind == "choice" and question.role in ("own", "statement"):
            found |= {f"{field_name(question)}-{o.id}": steps[o.value] for o in question.options if o.value in steps}
    return found
