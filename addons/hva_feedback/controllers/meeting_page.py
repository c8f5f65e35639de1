"""The agenda of a unit meeting in large type, for who is logged in: all on one page, or one feedback at a time."""

import functools

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..report.meeting_agenda import agenda_values, render_agenda
from .meeting_texts import staff_lang
from .page_answer import draw
from .page_style import read_css
from .page_texts import OWN_LOCALES

PATH = "/hva_feedback/meeting/<int:meeting_id>"


@functools.lru_cache(maxsize=1)
def _css():
    return read_css("hva_feedback/static/src/meeting/meeting.css")


class MeetingPage(http.Controller):
    @http.route(PATH, type="http", auth="user", methods=["GET"], readonly=True, sitemap=False)
    def show(self, meeting_id, item="", **_ignored):
        """Show the agenda, or its feedback number `item`."""
        meeting = _get_meeting(meeting_id)
        lang_code = staff_lang(request.env)
        values = agenda_values(meeting, lang_code)
        items, number = values["items"], _number(item)
        shown = items[number - 1] if 1 <= number <= len(items) else None
        path = f"/hva_feedback/meeting/{meeting.id}"
        return draw(
            "hva_feedback.meeting_page",
            200,
            {
                **values,
                "company_id": meeting.company_id.id,
                "page_title": values["title"],
                "statement_url": None,
                "path": path,
                "back": f"/odoo/action-hva_feedback.hva_meeting_action/{meeting.id}",
                "shown": shown,
                "previous": f"{path}?item={number - 1}" if shown and number > 1 else None,
                "next": f"{path}?item={number + 1}" if shown and number < len(items) else None,
                "csrf": request.csrf_token(),
                "can_mark": meeting.has_access("write"),
            },
            extra_css=_css(),
        )

    @http.route(PATH, type="http", auth="user", methods=["POST"], sitemap=False)
    def mark(self, meeting_id, do="", line="", item="", **_posted):
        """Mark one feedback, or all, as discussed; go on to the next one."""
        meeting = _get_meeting(meeting_id)
        place = ""
        if do == "all":
            meeting.action_discuss_all()
        elif do == "one" and (line_id := _number(line)):
            lines = meeting.line_ids.filtered(lambda each: each.id == line_id)
            lines.action_discussed()
            if number := _number(item):
                place = f"?item={min(number + 1, len(meeting.line_ids))}"
            else:
                place = f"#item-{line_id}"
        return request.redirect(f"/hva_feedback/meeting/{meeting.id}{place}", code=303)

    @http.route(f"{PATH}/paper", type="http", auth="user", methods=["GET"], readonly=True, sitemap=False)
    def paper(self, meeting_id, lang="", **_ignored):
        """Return the agenda as a PDF, in the reader's language or another of ours."""
        meeting = _get_meeting(meeting_id)
        pdf = render_agenda(meeting, lang if lang in OWN_LOCALES else staff_lang(request.env))
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", f'inline; filename="agenda-{meeting.meeting_on}.pdf"'),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(pdf, headers)


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _get_meeting(meeting_id):
    meeting = request.env["hva.meeting"].browse(meeting_id).exists()
    if not meeting:
        raise NotFound()
    meeting.check_access("read")
    return meeting
