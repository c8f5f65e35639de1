"""A form as a county might ask it, made by hand."""

from hva_feedback.tools.answer_validation import Form, Option, Question

LIKERT = tuple(Option(100 + value, value, f"Step {value}") for value in (5, 4, 3, 2, 1, 0))
YES_NO = (Option(201, 1, "Yes"), Option(202, 0, "No"))

NPS = Question(
    id=1, kind="scale", role="nps", item_code="NPS", title="How likely?", min_value=0, max_value=10,
    min_label="Very unlikely", max_label="Very likely",
)  # fmt: skip
FOLLOW_UP = Question(id=2, kind="text", role="follow_up", item_code="OPEN", title="What affected it most?")
STATEMENT = Question(id=3, kind="choice", role="statement", item_code="ST1", title="I got help.", options=LIKERT)
OTHER = Question(
    id=4, kind="choice", role="statement", item_code="ST2", title="I was seen.",
    options=tuple(Option(300 + value, value, f"Step {value}") for value in (5, 4, 3, 2, 1, 0)),
)  # fmt: skip
WISH = Question(
    id=5, kind="choice", role="contact_wish", item_code="CONTACT", title="Please contact me", options=YES_NO
)
SEVERAL = Question(id=6, kind="choices", role="own", item_code="", title="Which?", options=LIKERT)
NUMBER = Question(id=7, kind="number", role="own", item_code="", title="How many?", min_value=0, max_value=20)
DAY = Question(id=8, kind="date", role="own", item_code="", title="When?")
SHORT = Question(id=9, kind="char", role="own", item_code="", title="One line", max_length=10)


def form(*questions):
    chosen = questions or (NPS, FOLLOW_UP, STATEMENT, OTHER, WISH, SEVERAL, NUMBER, DAY, SHORT)
    return Form(survey_id=1, version=1, lang_code="fi", title="Anna palautetta", questions=tuple(chosen))
