from datetime import UTC, datetime, time

import psycopg2.errors

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Command
from odoo.tools import SQL

from ..tools.codes_tables import KINDS, MARKS, codes
from ..tools.entry import DATED_SOURCES, UNTIMED_SOURCES
from ..tools.languages import base_of
from ..tools.redaction import redact

# Nobody follows an answer: no log message, no follower, no tracking.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class SurveyUserInput(models.Model):
    """The one way a feedback is stored, whatever channel it came by."""

    _inherit = "survey.user_input"

    @api.model
    def _hva_store(self, submissions, is_import=False):
        """Store feedbacks and return them as done answers, in the order of `submissions` (`tools.entry.Submission`).

        One create for all answers with their lines, one for all contact details, then `_hva_after_done` once. Open
        text is masked here (`tools.redaction`). `given_on` is for `DATED_SOURCES` and for imports, which say so by
        `is_import`; `given_at` is for devices, whose clock the caller has checked against ours.
        Raises ValueError for a value, kind or mark that the form does not offer: callers validate before; and
        ConcurrencyError where another transaction has stored the same form, on which Odoo tries a request again.
        The caller's rights are not asked: who may give feedback is decided by the way in, and that is everybody.
        """
        store = self.sudo().with_context(**QUIET)
        given = self._hva_given(submissions, is_import)
        vals_list = [
            self._hva_answer_vals(submission, moment, day, is_import)
            for submission, (moment, day) in zip(submissions, given, strict=True)
        ]
        try:
            answers = store._hva_insert(vals_list)
        except psycopg2.errors.UniqueViolation as error:
            if error.diag.constraint_name != self._hva_nonce_uniq.full_name(self):
                raise
            # The other post was stored after this transaction began: begin again, and `_hva_is_stored` sees it.
            raise ConcurrencyError("a form was stored twice at the same time") from error
        wanted = [(answer, submission.contact) for answer, submission in zip(answers, submissions, strict=True)]
        self.env["hva.contact"].sudo().create(
            [
                {"answer_id": answer.id, "name": contact.name, "phone": contact.phone, "email": contact.email}
                for answer, contact in wanted
                if contact
            ]
        )
        self._hva_after_done(answers)
        return answers

    @api.model
    def _hva_given(self, submissions, is_import):
        """Return (moment in UTC, local day) for each feedback: now, unless it may say otherwise and does."""
        if not is_import and any(each.given_on and each.entry.source not in DATED_SOURCES for each in submissions):
            raise ValueError("this way in may not say on which day a feedback was given")
        clock = self.env["hva.clock"]
        now, today, zone = clock._now(), clock._today(), clock._zone()
        given = []
        for submission in submissions:
            moment, day = submission.given_at or now, submission.given_on or today
            if submission.given_at:
                if submission.entry.source != "device" or moment > now:
                    raise ValueError("only a device may say when a feedback was given, and not in the future")
                day = moment.replace(tzinfo=UTC).astimezone(zone).date()
            given.append((moment, day))
        return given

    @api.model
    def _hva_answer_vals(self, submission, now, day, is_import):
        """Return the values of one answer with its lines. `now` is when it was given (UTC), `day` its local day."""
        if submission.kind not in {None, *codes(KINDS)} or submission.mark not in {None, *codes(MARKS)}:
            raise ValueError("kind or mark is not in its table")
        entry = submission.entry
        has_time = entry.source not in UNTIMED_SOURCES and not is_import
        moment = now if has_time else datetime.combine(day, time.min)
        lines = self._hva_line_vals(submission)
        roles = {vals.pop("role"): vals for vals in lines}
        vals = {
            "survey_id": entry.survey_id,
            "state": "done",
            "start_datetime": moment,
            "end_datetime": moment,
            "predefined_question_ids": [],
            "scoring_percentage": 0,
            "scoring_total": 0,
            "scoring_success": False,
            "hva_is_feedback": True,
            "hva_unit_id": entry.unit_id,
            "hva_channel": entry.channel,
            "hva_contact_mode": entry.contact_mode,
            "hva_collector_id": entry.collector_id or entry.filed_under,
            "hva_service_id": entry.service_id,
            "hva_lang_code": entry.lang_code and base_of(entry.lang_code),
            "hva_lang_variant": _variant(entry.lang_code),
            "hva_age_band": entry.age_band,
            "hva_respondent_group": entry.respondent_group,
            "hva_assisted_by": submission.assisted_by,
            "hva_kind": submission.kind,
            "hva_has_nps": "nps" in roles,
            "hva_wants_contact": bool(submission.contact) or roles.get("contact_wish", {}).get("hva_value") == 1,
            "hva_has_text": any(vals["answer_type"] in ("text_box", "char_box") for vals in lines),
            "hva_given_on": day,
            "hva_given_at": now if has_time else False,
            "hva_nonce": submission.nonce,
            "hva_not_asked": list(submission.not_asked) or False,
            "hva_mark": submission.mark,
            "hva_remark": submission.remark and redact(submission.remark).text,
            "hva_routing": "pending",
            "user_input_line_ids": [Command.create(vals) for vals in lines],
        }
        # Absent, not 0: a missing score and a score of zero are different answers.
        if "nps" in roles:
            vals["hva_nps"] = roles["nps"]["hva_value"]
        if submission.topic_ids:
            vals["hva_topic_ids"] = [Command.set(submission.topic_ids)]
        return vals

    # ------------------------------------------------------------------ double posts

    @api.model
    def _hva_is_stored(self, nonce):
        """Tell whether a form was stored already, and hold its number until the transaction ends.

        Two posts of one form at the same moment: the second does not wait but raises ConcurrencyError, on which Odoo
        starts its request again with fresh eyes, and then it is True. The unique index stands behind this.
        """
        # SQL: the lock must be taken in the same statement, before anything is written
        [(is_free, is_stored)] = self.env.execute_query(
            SQL(
                """
                SELECT pg_try_advisory_xact_lock(hashtextextended(%(nonce)s, 0)),
                       EXISTS (SELECT 1 FROM survey_user_input WHERE hva_nonce = %(nonce)s)
                """,
                nonce=nonce,
            )
        )
        if not is_stored and not is_free:
            raise ConcurrencyError("a form is being stored twice at the same time")
        return is_stored


def _variant(lang_code):
    """Return the variant that a page's language is of its base (a code of `LANGUAGE_VARIANTS`), else False."""
    return (lang_code or "").removeprefix(base_of(lang_code or "")).removeprefix("-") or False
