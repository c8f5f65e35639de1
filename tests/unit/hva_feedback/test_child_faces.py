"""Faces stand beside the answers of statements with three or five steps, and beside nothing else."""

import pytest

from hva_feedback.tools.child_faces import faces_of
from hva_feedback.tools.form_shape import Form, Option, Question


def form(values, role="own", kind="choice"):
    options = tuple(Option(10 + value, value, str(value)) for value in values)
    question = Question(id=1, kind=kind, role=role, item_code="X", title="?", options=options)
    return Form(survey_id=1, version=1, lang_code="fi", title="", questions=(question,))


@pytest.mark.parametrize("values", [(3, 2, 1, 0), (5, 4, 3, 2, 1, 0)])
def test_each_step_has_a_face_of_its_own(values):
    faces = faces_of(form(values))
    assert set(faces) == {f"q1-{10 + value}" for value in values}
    assert len(set(faces.values())) == len(values)
    assert faces["q1-10"] == "unknown"


@pytest.mark.parametrize(
    ("values", "role", "kind"),
    [
        ((1, 0), "own", "choice"),
        ((3, 2, 1, 0), "pei", "choice"),
        ((3, 2, 1, 0), "own", "choices"),
        ((), "open", "text"),
    ],
)
def test_other_questions_have_none(values, role, kind):
    assert faces_of(form(values, role, kind)) == {}
