"""Survey's public routes, closed for question sets: they lead to the feedback page or nowhere, and never write."""

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.survey.controllers.main import Survey
from odoo.addons.survey.controllers.survey_session_manage import UserInputSession


class SurveyGuard(Survey):
    def _check_validity(self, survey_sudo, answer_sudo, answer_token, ensure_token=True, check_partner=True):
        # Every route that reads or stores answers asks here first; the JSON ones answer with this code and stop.
        if survey_sudo._hva_ours():
            return "survey_wrong"
        return super()._check_validity(
            survey_sudo, answer_sudo, answer_token, ensure_token=ensure_token, check_partner=check_partner
        )

    def _redirect_with_error(self, access_data, error_key):
        if survey := access_data["survey_sudo"]._hva_ours():
            return self._hva_lead_away(survey)
        return super()._redirect_with_error(access_data, error_key)

    @http.route()
    def survey_test(self, survey_token, **kwargs):
        survey_sudo, _answer = self._fetch_from_access_token(survey_token, False)
        if survey_sudo._hva_ours():
            return self._hva_lead_away(survey_sudo)
        return super().survey_test(survey_token, **kwargs)

    @http.route()
    def survey_report(self, survey, answer_token=None, **post):
        if survey._hva_ours():
            raise NotFound()
        return super().survey_report(survey, answer_token=answer_token, **post)

    @http.route()
    def show_certification_pdf(self, survey, **kwargs):
        if survey._hva_ours():
            raise NotFound()
        return super().show_certification_pdf(survey, **kwargs)

    @http.route()
    def survey_get_certification_preview(self, survey, **kwargs):
        if survey._hva_ours():
            raise NotFound()
        return super().survey_get_certification_preview(survey, **kwargs)

    def _hva_lead_away(self, survey_sudo):
        """Redirect to the one page that asks this set; 404 where there is none or more than one."""
        path = survey_sudo._hva_page_path()
        if not path:
            raise NotFound()
        return request.redirect(path)


class SessionGuard(UserInputSession):
    def _fetch_from_token(self, survey_token):
        survey = super()._fetch_from_token(survey_token)
        return survey - survey._hva_ours()

    def _fetch_from_session_code(self, session_code):
        survey, error = super()._fetch_from_session_code(session_code)
        if survey and survey._hva_ours():
            return None, {"error": "survey_wrong"}
        return survey, error
