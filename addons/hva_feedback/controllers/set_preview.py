"""The preview of a question set: the public page as it would be, for the people who edit it. Nothing is stored.

`/sizes` shows it on a phone of 320 pixels beside a desktop, in every language that has any text, and says what is
missing.
"""

import functools

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..tools.answer_validation import validate
from ..tools.page_view import build_view
from . import wording_script
from .child_page import ChildPage, child_values, read_aloud
from .form_page import LANGUAGE_NAMES
from .page_answer import draw
from .page_style import Look, hash_source, read_css
from .page_texts import page_texts

PATH = "/hva_feedback/preview/<int:survey_id>"


@functools.lru_cache(maxsize=1)
def _sizes_look():
    return Look(read_css("hva_feedback/static/src/set_preview/sizes.css"))


class SetPreview(http.Controller):
    @http.route(
        PATH,
        type="http",
        auth="user",
        methods=["GET", "POST"],
        csrf=False,  # there is nothing to forge: a POST checks what was filled in and shows it again
        readonly=True,
        sitemap=False,
    )
    def preview(self, survey_id, lang="fi", **_posted):
        """Show a draft or a version; after a POST with what the page would say about the answers."""
        survey = self._get_survey(survey_id)
        languages = survey._hva_preview_languages()
        form = survey._hva_preview_form(lang if lang in languages else next(iter(languages), "fi"))
        http_request = request.httprequest
        posted = {name: http_request.form.getlist(name) for name in http_request.form}
        problems = validate(form, posted).errors if http_request.method == "POST" else ()
        texts = page_texts(form.lang_code)
        is_for_children = survey.hva_set_id.respondent_group == "child"
        response = draw(
            ChildPage.template if is_for_children else "hva_feedback.feedback_page",
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
                "languages": [(code, LANGUAGE_NAMES.get(code, code)) for code in languages],
                "action": f"/hva_feedback/preview/{survey.id}",
                "nonce": "",
                "wording_script": wording_script.element(form),
                **(child_values(form) if is_for_children else {}),
            },
            script_hashes=(*wording_script.hashes(form), *([hash_source(read_aloud())] if is_for_children else [])),
            extra_css=ChildPage.extra_css if is_for_children else "",
        )
        # our own page with the two sizes, and nobody else's
        policy = response.headers["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        return response

    @http.route(f"{PATH}/sizes", type="http", auth="user", methods=["GET"], readonly=True, sitemap=False)
    def sizes(self, survey_id, lang="fi", **_ignored):
        """Show the preview on a small screen beside a large one."""
        survey = self._get_survey(survey_id)
        languages = survey._hva_preview_languages()
        lang = lang if lang in languages else next(iter(languages), "fi")
        values = {
            "lang_code": request.env.lang.split("_")[0] if request.env.lang else "en",
            "page_title": survey.title,
            "path": f"/hva_feedback/preview/{survey.id}",
            "shown": lang,
            "languages": [(code, LANGUAGE_NAMES.get(code, code), bool(gaps)) for code, gaps in languages.items()],
            "missing": languages.get(lang, []),
        }
        return draw("hva_feedback.set_preview_sizes", 200, values, look=_sizes_look(), frame_src="'self'")

    def _get_survey(self, survey_id):
        survey = request.env["survey.survey"].browse(survey_id).exists()._hva_ours()
        if not survey:
            raise NotFound()
        survey.check_access("read")
        return survey
