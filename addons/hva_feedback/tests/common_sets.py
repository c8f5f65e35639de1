"""Question sets for tests: the ready set, and small own ones."""

from odoo import Command

READY_ITEMS = ["NPS", "OPEN", "ST1", "ST2", "ST3", "ST4", "ST5", "ST6", "ST7", "FREE", "CONTACT"]


def ready_set(env):
    return env.ref("hva_feedback.hva_question_set_base")


def make_set(env, *item_codes, name="Test set"):
    """Return an unpublished set that asks these bank items under the ready set's heading."""
    items = {item.code: item for item in env["hva.question.item"].with_context(active_test=False).search([])}
    question_set = env["hva.question.set"].create({"name": name})
    question_set.draft_survey_id.hva_item_id = items["TITLE-BASE"]
    question_set.draft_survey_id.question_and_page_ids = [
        Command.create({"title": code, "hva_item_id": items[code].id, "sequence": 10 * number})
        for number, code in enumerate(item_codes, start=1)
    ]
    return question_set


def without(item, *lang_codes):
    """Take the texts of a bank item in these languages away."""
    item.text_ids.filtered(lambda row: row.lang_code in lang_codes).unlink()
