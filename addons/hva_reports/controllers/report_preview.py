"""How a report mail looks, shown in the browser to whoever keeps the schedule: nothing is stored and nothing sent."""

from odoo import http
from odoo.http import request
from odoo.tools import get_lang

from ..report.render_html import render_mail


class ReportPreview(http.Controller):
    @http.route("/hva/report/<int:schedule_id>/preview", type="http", auth="user", methods=["GET"], readonly=True)
    def preview(self, schedule_id):
        """Return the mail of the schedule's chosen period with the user's own units, in the user's language.

        AccessError without the right to change the schedule, NotFound without one.
        """
        user = request.env.user
        env = request.env(
            context={
                "lang": get_lang(request.env, user.lang).code,
                "tz": user.tz,
                "allowed_company_ids": user.company_ids.ids,
            }
        )
        schedule = env["hva.report.schedule"].browse(schedule_id)
        schedule.check_access("write")
        if not schedule.exists():
            raise request.not_found()
        definition = schedule.definition_id
        page = render_mail(env, definition.query(schedule._get_period()), definition.name)
        return request.make_response(
            page,
            [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Cache-Control", "no-store"),
                # a mail has inline style and perhaps a logo, and nothing that runs
                ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"),
            ],
        )
