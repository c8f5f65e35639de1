"""The agenda of a unit meeting: what is shown of each feedback, on the screen and on paper. No contact details."""

from ..controllers.meeting_texts import meeting_texts
from ..controllers.page_texts import OWN_LOCALES
from ..tools.redaction import redact
from ..tools.staff_facts import show_day
from .paper import render_pdf

DECISIONS = 12  # open improvements that are looked at again


def agenda_values(meeting, lang_code):
    """Return what agenda templates show of a meeting (words, items, open improvements) as its reader may see it."""
    texts = meeting_texts(lang_code)
    spoken = meeting.with_context(lang=OWN_LOCALES[lang_code])
    unit = spoken.unit_id.name
    lines = spoken.line_ids
    return {
        "lang_code": lang_code,
        "texts": texts,
        "unit": unit,
        "title": texts["meeting_title"] % {"unit": unit},
        "when": texts["meeting_on"] % {"day": show_day(meeting.meeting_on)},
        "items": [_item(line, number, len(lines), texts) for number, line in enumerate(lines, start=1)],
        "changes": [
            {"name": change.name, "until": change.due_on and texts["meeting_until"] % {"day": show_day(change.due_on)}}
            for change in _open_changes(spoken)
        ],
    }


def _item(line, number, count, texts):
    """Return one feedback of the agenda; what its reader may not see is left out and said so."""
    answer = line._get_readable()
    kind = texts[f"kind_{line.kind}"] if line.kind else texts["meeting_other"]
    facts = [line.given_on and show_day(line.given_on)]
    if answer.hva_has_nps:
        facts.append(texts["meeting_score"] % {"score": answer.hva_nps})
    if line.visited_id and line.visited_id != line.meeting_id.unit_id:
        facts.append(line.visited_id.name)
    return {
        "line": line,
        "number": number,
        "place": texts["meeting_item"] % {"number": number, "count": count},
        "kind": kind,
        # masked when stored; again, for answers imported before that
        "text": redact(line.text or "").text or (None if answer else texts["meeting_hidden"]),
        "facts": " · ".join(fact for fact in facts if fact),
        "discussed": line.discussed_on and texts["meeting_marked"] % {"day": show_day(line.discussed_on)},
        "note": line.note,
        "asks": line.kind != "thanks",  # thanks need no room for a decision
    }


def _open_changes(meeting):
    domain = [("unit_id", "child_of", meeting.unit_id.ids), ("state", "=", "decided")]
    return meeting.env["hva.improvement"].search(domain, order="due_on, id", limit=DECISIONS)


def render_agenda(meeting, lang_code):
    """Return the PDF of the agenda."""
    look = meeting.env["hva.look"]._get_paper_look(meeting.company_id.id)
    return render_pdf(meeting.env, "hva_feedback.meeting_paper", {**agenda_values(meeting, lang_code), "look": look})
