"""A set that asks questions of the county's own, and people who answer them."""

from odoo import Command

from odoo.addons.hva_feedback.tests.common_sets import make_set
from odoo.addons.hva_feedback.tools.entry import Entry, Submission

OPTIONS = {1: "Sain apua heti", 2: "Jouduin odottamaan", 3: "En saanut apua"}


def make_own_set(env):
    """Return an unpublished set: NPS, an own statement (OWN1), yes or no (OWN2) and an own question, "Odotus"."""
    items = env["hva.question.item"].create(
        [
            {"code": "OWN1", "kind": "own", "scale": "likert5_na"},
            {"code": "OWN2", "kind": "own", "scale": "yes_no"},
        ]
    )
    texts = env["hva.question.text"]
    for item, title, labels in ((items[0], "Aula on viihtyisä", range(6)), (items[1], "Löysitkö perille?", range(2))):
        parts = {"title": title, **{f"label_{number}": f"Vaihtoehto {number}" for number in labels}}
        texts.create(
            [
                {"item_id": item.id, "lang_code": "fi", "part": part, "text": text, "source": "project"}
                for part, text in parts.items()
            ]
        )
    own = make_set(env, "NPS", "OWN1", "OWN2")
    own.draft_survey_id.with_context(lang="fi_FI").question_and_page_ids = [
        Command.create(
            {
                "title": "Odotus",
                "question_type": "simple_choice",
                "sequence": 90,
                "suggested_answer_ids": [
                    Command.create({"value": label, "hva_value": value, "sequence": value})
                    for value, label in OPTIONS.items()
                ],
            }
        )
    ]
    return own


def answer_own(survey, unit, day, count=1, channel="web", **values):
    """Store `count` feedbacks of `unit` to a published version; `values` are by bank code, or Odotus, and hva_value."""
    chosen = {}
    for question in survey.question_ids:
        value = values.get(question.hva_item_id.code or question.title)
        if value is None:
            continue
        option = question.suggested_answer_ids.filtered(lambda option, value=value: option.hva_value == value)
        chosen[question.id] = option.id or value
    entry = Entry(
        survey_id=survey.id, unit_id=unit.id, channel=channel, source="collector", source_id=0, lang_code="fi"
    )
    submission = Submission(entry=entry, values=chosen, given_on=day)
    return survey.env["survey.user_input"]._hva_store([submission] * count, is_import=True)
