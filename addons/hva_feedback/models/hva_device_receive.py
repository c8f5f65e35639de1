import dataclasses
import logging
from datetime import UTC, datetime

import psycopg2

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..tools.answer_validation import validate
from ..tools.device_bursts import Press, bursts, tail
from ..tools.device_proof import canonical, check_proof, read_ticket
from ..tools.device_time import place
from ..tools.device_view import device_form
from ..tools.entry import Entry, Submission
from ..tools.rotation import left_out_of, shown_form

SKEW_SHOWN = 10**9  # some 30 years, in seconds: no column holds any clock

_logger = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """An answer that is valid, with all that its submission needs but the mark."""

    client_id: str
    submission: Submission
    press: Press
    is_clock_wrong: bool


class HvaDevice(models.Model):
    """What a device brings: each answer gets a receipt, and is stored once however often it comes."""

    _inherit = "hva.device"

    @api.model
    def _authenticate(self, code, path, sent_ms, proof, body):
        """Return the device that a message is from, or the reason why it is from none: `unknown` or `revoked`.

        `revoked` is also said to a browser whose key another pairing has replaced.
        """
        device = self.sudo().with_context(active_test=False).search([("code", "=", code)])
        if not device:
            return "unknown"
        if not device.active or not device.key_hash:
            return "revoked"
        if not check_proof(device.key_hash, canonical(code, path, sent_ms, body), proof):
            return "revoked"
        return device

    def _receive(self, batch, sent_ms):
        """Store a batch (`tools.device_batch.Batch`) and return {client id: (state, reason)}.

        States are `accepted`, `duplicate` (it is stored already) and `refused`, with a reason. Raises ConcurrencyError
        where the same answer is being stored by another request: Odoo then begins this one again.
        """
        self.ensure_one()
        now = self.env["hva.clock"]._now()
        receipts = {client_id: ("refused", "unreadable") for client_id in batch.bad_ids}
        stored = self.env["survey.user_input"]._hva_stored_among([answer.client_id for answer in batch.answers])
        taken = []
        for answer in batch.answers:
            if answer.client_id in stored or answer.client_id in receipts:
                receipts.setdefault(answer.client_id, ("duplicate", None))
                continue
            result = self._read_answer(answer, sent_ms, now)
            receipts[answer.client_id] = ("refused", result) if isinstance(result, str) else ("accepted", None)
            if not isinstance(result, str):
                taken.append(result)
        for client_id in self._store(taken):
            receipts[client_id] = ("refused", "broken")
        self._note_report(batch.report, len(receipts), now, sent_ms)
        return receipts

    def _read_answer(self, answer, sent_ms, now):
        """Return what is to be stored (`Taken`) or why the answer is refused."""
        secret = self.env["ir.config_parameter"].get_param("database.secret").encode()
        ticket = read_ticket(secret, self.code, answer.ticket)
        if not ticket:
            return "other_device"
        collector = self.env["hva.collector"].with_context(active_test=False).browse(ticket.collector_id).exists()
        survey = self.env["survey.survey"].browse(ticket.survey_id).exists()
        if not collector or not survey:
            return "gone"
        _languages, form = self.env["hva.collector"]._hva_page_form(survey.id, answer.lang_code)
        shown = shown_form(device_form(form, ticket.has_text), answer.client_id)
        result = validate(shown, answer.values)
        if result.errors:
            return result.errors[0].code
        if not result.values:
            return "empty"
        earliest = datetime.fromtimestamp(ticket.issued_at, UTC).replace(tzinfo=None)
        placed = place(answer.given_ms, sent_ms, now, answer.skew_ms, earliest)
        entry = Entry(
            survey_id=survey.id,
            unit_id=ticket.unit_id,
            channel=self.kind,
            source="device",
            source_id=self.id,
            service_id=collector.service_id.id or None,
            contact_mode=collector.contact_mode or None,
            collector_id=collector.id,
            lang_code=form.lang_code,
            respondent_group=collector.respondent_group or None,
        )
        return Taken(
            answer.client_id,
            Submission(
                entry,
                result.values,
                nonce=answer.client_id,
                given_at=placed.moment,
                not_asked=left_out_of(form, shown),
                wordings=result.wordings,
            ),
            Press(placed.moment.replace(tzinfo=UTC).timestamp(), answer.digest),
            placed.is_clock_wrong,
        )

    def _store(self, taken):
        """Store answers with their marks; return the client ids of those that could not be, for no fault of theirs."""
        if not taken:
            return []
        earlier = [Press(at, digest) for at, digest in self.burst_tail or ()]
        in_burst = bursts(earlier, [each.press for each in taken])
        hours = self.calendar_id._hva_opening_hours()
        submissions = {}
        for number, each in enumerate(taken):
            mark = None
            if number in in_burst:
                mark = "burst"
            elif each.is_clock_wrong:
                mark = "clock_wrong"
            elif not hours.is_open(each.submission.given_at):
                mark = "outside_hours"
            submissions[each.client_id] = dataclasses.replace(each.submission, mark=mark)
        self.burst_tail = [[press.at, press.digest] for press in tail([*earlier, *(each.press for each in taken)])]
        if self._is_stored(list(submissions.values())):
            return []
        return [client_id for client_id, single in submissions.items() if not self._is_stored([single])]

    def _is_stored(self, submissions):
        """Store what is given, all or none. One bad answer must not keep a terminal from sending all others."""
        try:
            with self.env.cr.savepoint():
                self.env["survey.user_input"]._hva_store(submissions)
        except (ConcurrencyError, psycopg2.OperationalError):
            raise  # a race, which Odoo tries again
        except Exception as error:  # edge of a batch; no message, which can hold a giver's words
            _logger.error("device %s: %s answers not stored: %s", self.id, len(submissions), type(error).__name__)
            return False
        return True

    def _note_report(self, report, received, now, sent_ms):
        skew = round(now.replace(tzinfo=UTC).timestamp() - sent_ms / 1000)
        self.write(
            {
                "last_seen_at": now,
                "is_silent": False,
                "unsent_count": max(report.unsent - received, 0),
                "aside_count": report.aside,
                "skew_seconds": min(max(skew, -SKEW_SHOWN), SKEW_SHOWN),
                "app_version": report.app_version,
                "problem": report.problems[0] if report.problems else False,
            }
        )


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    @api.model
    def _hva_stored_among(self, nonces):
        """Return which of these numbers are stored, and hold the others until the transaction ends.

        `_hva_is_stored` for a batch: ConcurrencyError where somebody else is storing one of them at this moment.
        """
        if not nonces:
            return set()
        # SQL: as in _hva_is_stored. Sorted, so that two batches with the same answers meet at the same one.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT n.nonce, pg_try_advisory_xact_lock(hashtextextended(n.nonce, 0)),
                       EXISTS (SELECT 1 FROM survey_user_input WHERE hva_nonce = n.nonce)
                  FROM (SELECT DISTINCT unnest(%s) AS nonce ORDER BY 1) n
                """,
                list(nonces),
            )
        )
        if any(not is_free and not is_stored for _nonce, is_free, is_stored in rows):
            raise ConcurrencyError("an answer is being stored twice at the same time")
        return {nonce for nonce, _is_free, is_stored in rows if is_stored}
