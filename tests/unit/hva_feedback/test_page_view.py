"""What the page shows for a form, what was typed and what is wrong."""

from collections import defaultdict

from page_forms import FOLLOW_UP, NPS, OTHER, STATEMENT, WISH, form

from hva_feedback.tools.about_feedback import ASPECTS, About
from hva_feedback.tools.answer_validation import Problem
from hva_feedback.tools.page_view import build_view
from hva_feedback.tools.text_guard import Warned


class Texts(defaultdict):
    def __missing__(self, key):
        return key


TEXTS = Texts(
    str,
    scale_hint="%(low)s to %(high)s.",
    scale_ends="%(low)s: %(low_label)s, %(high)s: %(high_label)s.",
    too_long="max %(count)s",
)


def view(posted=None, problems=(), *questions):
    return build_view(form(*questions), posted or {}, problems, TEXTS)


def fields(page):
    return {field.name: field for section in page.sections for field in section.fields}


def test_the_range_of_a_scale_is_told_in_words_and_at_its_ends():
    nps = fields(view())["q1"]
    assert nps.hint == "0 to 10. 0: Very unlikely, 10: Very likely."
    assert [choice.label for choice in nps.choices] == [str(step) for step in range(11)]
    assert [choice.note for choice in nps.choices if choice.note] == ["Very unlikely", "Very likely"]


def test_nothing_is_chosen_on_a_fresh_page():
    page = view()
    chosen = [choice for field in (*fields(page).values(), *page.about) for choice in field.choices if choice.is_chosen]
    assert not chosen
    assert not page.summary


def test_statements_that_follow_each_other_share_a_heading():
    titles = [
        (section.title, len(section.fields)) for section in view({}, (), NPS, STATEMENT, OTHER, FOLLOW_UP).sections
    ]
    assert titles == [("", 1), ("statements", 2), ("", 1)]


def test_what_was_typed_comes_back_as_typed():
    page = view({"q1": ["0"], "q2": ["a\r\nb<script>\0"], "kind": ["thanks"], "contact_phone": ["12"]})
    assert [choice.value for choice in fields(page)["q1"].choices if choice.is_chosen] == ["0"]
    assert fields(page)["q2"].text == "a\nb<script>"
    assert [choice.value for choice in page.about[0].choices if choice.is_chosen] == ["thanks"]
    assert {field.name: field.text for field in page.contact}["contact_phone"] == "12"


def test_a_problem_is_told_at_its_field_and_in_the_summary():
    page = view({}, [Problem("q1", "out_of_range", 1), Problem("q2", "too_long", 2)])
    nps, text = fields(page)["q1"], fields(page)["q2"]
    assert nps.described_by == "q1-hint q1-error"
    assert text.error == "max 4000"
    assert [(line.target, line.text) for line in page.summary] == [
        ("q1-0", "How likely? out_of_range"),
        ("q2", "What affected it most? max 4000"),
    ]


def test_problems_of_no_field_are_told_once():
    page = view({}, [Problem("q998", "not_offered"), Problem("q999", "not_offered"), Problem("form", "empty")])
    assert [(line.target, line.text) for line in page.summary] == [("", "not_offered"), ("", "empty")]


def test_the_contact_wish_is_told_at_its_question():
    page = view({}, [Problem("contact_wish", "wish_unclear")])
    assert fields(page)["q5"].error == "wish_unclear"
    assert [line.target for line in page.summary] == ["q5-201"]


def test_contact_details_are_asked_only_where_the_set_asks_the_wish():
    assert view({}, (), NPS).contact == ()
    assert len(view({}, (), NPS, WISH).contact) == 3


def test_only_what_the_way_in_asks_is_shown_about_the_feedback():
    asked = build_view(form(NPS), {}, (), TEXTS, About(asks=frozenset(ASPECTS), topics=((7, "Waiting"),)))
    assert [field.name for field in asked.about] == ["kind", "topics", "group", "assisted"]
    assert [(choice.value, choice.label) for choice in asked.about[1].choices] == [("7", "Waiting")]
    assert build_view(form(NPS), {}, (), TEXTS, About(asks=frozenset({"topics"}))).about == ()


def test_a_warning_is_told_at_its_field_and_remembered_and_is_no_error():
    page = build_view(form(), {"q2": ["x"]}, (), TEXTS, warned=(Warned("q2", "hetu"), Warned("q2", "phone")))
    text = fields(page)["q2"]
    assert (text.warning, text.error, text.described_by) == ("found_hetu found_phone", "", "q2-hint q2-warning")
    assert [line.target for line in page.warnings] == ["q2"]
    assert page.warned == "q2.hetu q2.phone"
    assert page.summary == ()
