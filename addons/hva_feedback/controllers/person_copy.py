from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

TYPES = {"json": "application/json; charset=utf-8", "html": "text/html; charset=utf-8"}


class PersonCopy(http.Controller):
    """The copy of a person's own data, for the administrator who hands it over. It is made anew and kept nowhere."""

    @http.route(
        "/hva_feedback/request/<int:number>.<string:kind>",
        type="http",
        auth="user",
        methods=["GET"],
        save_session=False,
    )
    def fetch(self, number, kind, **_rest):
        asked = request.env["hva.person.request"].browse(number).exists()
        if kind not in TYPES or not asked.has_access("write"):
            raise request.not_found()
        try:
            body = asked._copy_file(kind)
        except UserError as error:
            return request.make_response(
                str(error), headers=[("Content-Type", "text/plain; charset=utf-8")], status=409
            )
        headers = [
            ("Content-Type", TYPES[kind]),
            ("Content-Disposition", f'attachment; filename="own-data-{number}.{kind}"'),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ]
        return request.make_response(body, headers=headers)
