import logging
import random
from dataclasses import replace

import psycopg2

from odoo import api, models

from odoo.addons.hva_feedback.tools.answer_validation import validate
from odoo.addons.hva_feedback.tools.entry import Entry, Submission
from odoo.addons.hva_feedback.tools.form_shape import WORD_KINDS, field_name, wording_field_name
from odoo.addons.hva_feedback.tools.scoring import nps_group

_logger = logging.getLogger(__name__)

WORDS_ROLES = ("follow_up", "open")  # which question of the set is asked for words, in this order


class HvaConversation(models.Model):
    """What is asked in a conversation, and how what was said becomes an answer like any other."""

    _inherit = "hva.conversation"

    # -- the two questions of a set ---------------------------------------------------------------------------------

    @api.model
    def _get_questions(self, form):
        """Return (question for the number, question for words) of a form; None for what the set does not ask."""
        scale = next((each for each in form.questions if each.role == "nps" and each.kind == "scale"), None)
        worded = [each for each in form.questions if each.kind in WORD_KINDS and not each.condition]
        words = next((each for role in WORDS_ROLES for each in worded if each.role == role), None)
        return scale, words

    @api.model
    def _get_languages(self, survey):
        """Return the languages in which a set can be asked by text message; none where it asks no number."""
        spoken = self.env["hva.conversation.text"]._get_languages()
        found = [code for code in survey._hva_languages() if code in spoken]
        return found if found and all(self._get_questions(survey._hva_form(found[0]))) else []

    @api.model
    def _get_first_message(self, survey, unit, said):
        """Return language and text of the message that asks for the number. `said`: the wished words of it.

        A set that lacks the visit's language is asked in the first that it and the conversation's texts have.
        """
        languages = self._get_languages(survey)
        if said.lang_code not in languages:
            said = said._get("ask", languages[0])
        scale, _words = self._get_questions(survey._hva_form(said.lang_code))
        return {"lang_code": said.lang_code, "text": said._say(unit.company_id.name, scale)}

    def _choose_question(self):
        """Return the question for words with the wording that fits the number as its title, and remember which."""
        self.ensure_one()
        _scale, words = self._get_questions(self.survey_id._hva_form(self.lang_code))
        group = nps_group(self.points)
        self.wording = group if group in words.variants else False
        return replace(words, title=words.variants.get(group, words.title))

    # -- the end ----------------------------------------------------------------------------------------------------

    @api.model
    def _cron_end(self, now=None):
        """End the conversations whose night has come: store what was said, shuffled, and forget who said it.

        :param now: the moment to look from, naive UTC; else the clock's
        """
        ended = self.search([("ends_at", "<=", now or self.env["hva.clock"]._now())])
        answered = list(ended.filtered("has_points"))
        random.SystemRandom().shuffle(answered)
        submissions = [each for each in map(self._get_submission, answered) if each]
        self._store(submissions)
        count = len(ended)
        ended.unlink()
        self._erase()
        self.env["hva.sms.job"]._commit(count)

    @api.model
    def _store(self, submissions):
        """Store all together or, when one of them cannot be stored, each by itself; that one is lost, and said so."""
        try:
            with self.env.cr.savepoint():
                self.env["survey.user_input"]._hva_store(submissions)
        except psycopg2.OperationalError:
            raise  # a lost race or a lost connection: the next run starts afresh
        except Exception as error:  # edge of a batch
            if len(submissions) > 1:
                for submission in submissions:
                    self._store([submission])
            else:
                # no message: it may hold what was said
                _logger.error("an answer by text message could not be stored: %s", type(error).__name__)

    @api.model
    def _get_submission(self, talk):
        """Return the `Submission` of what was said, checked as a posted form is; None where the check refuses it."""
        form = talk.survey_id._hva_form(talk.lang_code)
        scale, words = self._get_questions(form)
        asked = [each for each in (scale, words) if each]
        given = {field_name(scale): str(talk.points)}
        if talk.words:
            given[field_name(words)] = talk.words[: words.length_limit]
            if talk.wording:
                given[wording_field_name(words)] = talk.wording
        result = validate(replace(form, questions=tuple(asked)), given)
        # only the words can be missing, when nobody answered the second question
        if any(problem.code != "required" for problem in result.errors):
            _logger.error("an answer by text message does not fit set version %s", form.version)
            return None
        return Submission(
            entry=Entry(
                survey_id=talk.survey_id.id,
                unit_id=talk.unit_id.id,
                channel="sms",
                source="text",
                source_id=0,
                service_id=talk.service_id.id or None,
                contact_mode=talk.contact_mode or None,
                lang_code=talk.lang_code,
                respondent_group="customer",
            ),
            values=result.values,
            wordings=result.wordings,
            given_on=talk.given_on,
            not_asked=tuple(each.id for each in form.questions if each not in asked),
        )

    @api.model
    def _erase(self):
        """Forget what helped to answer once only."""
        self.env["hva.inbound.message"]._erase()
        self.env["hva.conversation.stranger"]._erase()
