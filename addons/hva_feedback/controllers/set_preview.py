"""The preview of a question set: the public page as it would be, for the people who edit it. Nothing is stored."""

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..tools.answer_validation import validate
from ..tools.page_view import build_view
from . import wording_script
from .form_page import LANGUAGE_NAMES
from .page_answer import draw
from .page_texts import LOCALES, page_texts


class SetPreview(http.Controller):
    @http.route(
        "/hva_feedback/preview/<int:survey_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        csrf=False,  # there is nothing to forge: a POST checks what was filled in and shows it again
        readonly=True,
        sitemap=False,
    )
    def preview(self, survey_id, lang="fi", **_posted):
        """Show a draft or a version; after a POST with what the page would say about the answers."""
        survey = request.env["survey.survey"].browse(survey_id).exists()._hva_ours()
        if not survey:
            raise NotFound()
        survey.check_access("read")
        form = survey._hva_form(lang)
        http_request = request.httprequest
        posted = {name: http_request.form.getlist(name) for name in http_request.form}
        problems = validate(form, posted).errors if http_request.method == "POST" else ()
        texts = page_texts(form.lang_code)
        return draw(
            "hva_feedback.feedback_page",
            422 if problems else 200,
            {
                "lang_code": form.lang_code,
                "page_title": form.title,
                "texts": texts,
                "view": build_view(form, posted, problems, texts),
                "county": request.env._("Preview: nothing is stored"),
                "unit": request.env._("preview"),
                "notice": None,
                "privacy": None,
                "languages": [(code, LANGUAGE_NAMES[code]) for code in survey._hva_languages() if code in LOCALES],
                "action": f"/hva_feedback/preview/{survey.id}",
                "nonce": "",
                "wording_script": wording_script.element(form),
            },
            script_hashes=wording_script.hashes(form),
        )
